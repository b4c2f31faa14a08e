import { figures } from "../amounts";

/** How far the worker is (live:topic); after a gap it is asked for. Once it is over, the page shows what there is now. */
type Progress = { done: number; total: number; state: string };
type Announced = { topic: string; event: string; facts: Progress };

class LiveProgress extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("live:topic", this.hear);
    document.addEventListener("live:hello", this.look);
  }

  disconnectedCallback(): void {
    document.removeEventListener("live:topic", this.hear);
    document.removeEventListener("live:hello", this.look);
  }

  private hear = (event: Event): void => {
    const { topic, facts } = (event as CustomEvent<Announced>).detail;
    if (topic === this.dataset.topic) this.show(facts);
  };

  private look = async (): Promise<void> => {
    const answer = await fetch(this.dataset.url!, { headers: { Accept: "application/json" } }).catch(
      () => null,
    );
    if (answer?.status === 200 && !answer.redirected) this.show((await answer.json()) as Progress);
  };

  private show({ done, state }: Progress): void {
    if (state !== "making") return location.reload();
    this.querySelector("progress")!.value = done;
    this.querySelector("[data-done]")!.textContent = figures(done);
  }
}
customElements.define("live-progress", LiveProgress);
