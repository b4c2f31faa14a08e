/**
 * Shows the chosen photos before they leave, adds those that are dropped or chosen later, and takes one away again.
 * The plain file input sends them: it holds what is shown here. Words come from the template, in data-…
 */
class PhotoPicker extends HTMLElement {
  private chosen: File[] = [];
  private input: HTMLInputElement | null = null;

  connectedCallback(): void {
    this.input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!this.input) return;
    this.input.addEventListener("change", () => this.add(this.input?.files));
    this.addEventListener("change", (event) => {
      if (event.target !== this.input) this.count(); // a photo that was kept is marked to be removed
    });
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.dataset.over = "true";
    });
    this.addEventListener("dragleave", () => delete this.dataset.over);
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      delete this.dataset.over;
      this.add(event.dataTransfer?.files);
    });
    this.add(this.input.files);
  }

  private get most(): number {
    return Number(this.dataset.most) || 1;
  }

  /** How many the page holds already, without those that are marked to be removed. */
  private get held(): number {
    const marks = [...this.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    return marks.filter((mark) => !mark.checked).length;
  }

  /** Where only one is wanted, the new one replaces the one before it. */
  private add(files: FileList | null | undefined): void {
    const fresh = [...(files ?? [])].filter((file) => !this.chosen.some((each) => isSame(each, file)));
    if (this.most === 1) this.set(fresh.length ? fresh.slice(0, 1) : this.chosen);
    else {
      const room = Math.max(this.most - this.held - this.chosen.length, 0);
      this.set([...this.chosen, ...fresh.slice(0, room)], fresh.length > room);
    }
  }

  private set(chosen: File[], isFull = false): void {
    this.chosen = chosen;
    const carrier = new DataTransfer();
    for (const file of chosen) carrier.items.add(file);
    if (this.input) this.input.files = carrier.files;
    this.querySelector("[data-previews]")?.replaceChildren(...chosen.map((file) => this.preview(file)));
    this.count(isFull);
  }

  private preview(file: File): HTMLElement {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    image.onload = () => URL.revokeObjectURL(image.src);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "✕";
    button.setAttribute("aria-label", this.dataset.remove ?? "✕");
    button.addEventListener("click", () => this.takeAway(file));
    const shown = document.createElement("figure");
    shown.append(image, button);
    return shown;
  }

  private takeAway(file: File): void {
    const place = this.chosen.indexOf(file);
    this.set(this.chosen.filter((each) => each !== file));
    const buttons = this.querySelectorAll<HTMLElement>("[data-previews] button");
    (buttons[Math.min(place, buttons.length - 1)] ?? this.input)?.focus();
  }

  private count(isFull = false): void {
    const said = this.querySelector("[data-count]");
    if (!said || this.most === 1) return;
    const number = this.held + this.chosen.length;
    const words = (number > 1 ? this.dataset.many : this.dataset.one) ?? "";
    const counted = number ? words.replace("{number}", String(number)) : "";
    said.textContent = isFull ? `${counted}. ${this.dataset.full ?? ""}` : counted;
  }
}

function isSame(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

customElements.define("photo-picker", PhotoPicker);
