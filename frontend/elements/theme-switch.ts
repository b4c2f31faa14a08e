/** Light, dark, or as the device says; kept on this device only. */
const KEY = "placette-theme";
const wanted = localStorage.getItem(KEY);
if (wanted) document.documentElement.dataset.theme = wanted;

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button) return;
    this.hidden = false;
    button.addEventListener("click", () => {
      const dark =
        document.documentElement.dataset.theme === "dark" ||
        (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
      const next = dark ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      localStorage.setItem(KEY, next);
    });
  }
}
customElements.define("theme-switch", ThemeSwitch);
