import { post } from "../post";

/**
 * Fills a field of a place with a point of the map, or with where the device is. The server gives the point its name and
 * keeps no finer place than a hexagon; what leaves the device is rounded to a hundred metres already,
 * but for places that are public. With `data-keeps-words` the point is named by what is typed.
 */
class RideEnd extends HTMLElement {
  private name = "";
  private asked = 0;

  connectedCallback(): void {
    const ways = this.querySelector<HTMLElement>(".ride-end__ways");
    if (!ways) return;
    const here = ways.querySelector<HTMLButtonElement>("[data-here]");
    if (here) {
      here.hidden = !("geolocation" in navigator);
      here.addEventListener("click", () => this.locate(here));
    }
    ways
      .querySelector("[data-on-map]")!
      .addEventListener("click", (event) => this.openMap(event.currentTarget as HTMLButtonElement));
    ways.hidden = false;
  }

  private get input(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>("input")!;
  }

  private locate(button: HTMLButtonElement): void {
    button.setAttribute("aria-busy", "true");
    this.say(this.dataset.looking!);
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        const found = await this.nameOf(coords.latitude, coords.longitude);
        button.removeAttribute("aria-busy");
        this.say(found.error ?? "");
        if (found.name) this.fill(found.name);
      },
      (error) => {
        button.removeAttribute("aria-busy");
        this.say(error.code === error.PERMISSION_DENIED ? this.dataset.refused! : this.dataset.nowhere!);
      },
      { timeout: 15_000, maximumAge: 60_000 },
    );
  }

  private async openMap(button: HTMLButtonElement): Promise<void> {
    button.setAttribute("aria-busy", "true");
    const [answer] = await Promise.all([
      post(this.dataset.map!, { text: this.input.value }),
      import("./place-map"),
    ]).catch(() => [null]);
    button.removeAttribute("aria-busy");
    this.say(answer?.ok ? "" : this.dataset.failed!);
    if (!answer?.ok) return;
    const dialog = document.createElement("dialog");
    dialog.className = "ride-end__dialog";
    // Of our own server, which escapes what it shows.
    dialog.innerHTML = await answer.text();
    dialog.setAttribute("aria-label", dialog.querySelector("h2")!.textContent!);
    this.name = "";
    this.asked++; // what was asked in a dialog that is closed by now
    dialog.addEventListener("change", () => this.choose(dialog));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "choose" && this.name) this.fill(this.name);
      else button.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  private async choose(dialog: HTMLDialogElement): Promise<void> {
    const [latitude, longitude] = ["latitude", "longitude"].map((name) =>
      Number(dialog.querySelector<HTMLInputElement>(`[name=${name}]`)!.value),
    );
    if (!latitude || !longitude) return; // no point is chosen yet
    const asked = ++this.asked;
    const status = dialog.querySelector<HTMLElement>("[data-found]")!;
    const button = dialog.querySelector<HTMLButtonElement>("[data-choose]")!;
    button.disabled = true;
    status.textContent = this.dataset.looking!;
    const found = await this.nameOf(latitude, longitude);
    if (asked !== this.asked) return; // a later tap is asked about: this answer came too late
    this.name = found.name ?? "";
    status.textContent = found.name ?? found.error!;
    button.disabled = !found.name;
  }

  private async nameOf(latitude: number, longitude: number): Promise<{ name?: string; error?: string }> {
    const decimals = Number(this.dataset.decimals);
    const point: Record<string, string> = {
      latitude: latitude.toFixed(decimals),
      longitude: longitude.toFixed(decimals),
    };
    if (this.dataset.keepsWords !== undefined) point.text = this.input.value;
    try {
      return (await (await post(this.dataset.place!, point)).json()) as { name?: string; error?: string };
    } catch {
      return { error: this.dataset.failed };
    }
  }

  private fill(name: string): void {
    this.input.value = name;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.input.focus();
  }

  private say(text: string): void {
    this.querySelector<HTMLElement>("[data-status]")!.textContent = text;
  }
}
customElements.define("ride-end", RideEnd);
