/** Shows the chosen photos before they leave; photos can be dropped on it. The plain file input does the work. */
class PhotoPicker extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    const list = this.querySelector<HTMLElement>("[data-previews]");
    if (!input || !list) return;
    input.addEventListener("change", () => this.show(input, list));
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.dataset.over = "true";
    });
    this.addEventListener("dragleave", () => delete this.dataset.over);
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      delete this.dataset.over;
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      this.show(input, list);
    });
  }

  private show(input: HTMLInputElement, list: HTMLElement): void {
    list.replaceChildren(
      ...[...(input.files ?? [])].map((file) => {
        const image = document.createElement("img");
        image.src = URL.createObjectURL(file);
        image.alt = file.name;
        image.onload = () => URL.revokeObjectURL(image.src);
        return image;
      }),
    );
  }
}
customElements.define("photo-picker", PhotoPicker);
