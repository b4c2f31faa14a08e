const MOST = 8; // topics of one stream, those of all tabs; the oldest gives way

/** By which topics a stream follows: a page names each in data-topic, with its pass in data-follow. */
export class Passes {
  private kept = new Map<string, string>();

  static ofPage(): { topic: string; pass: string }[] {
    const followed = [...document.querySelectorAll<HTMLElement>("[data-follow]")];
    return followed.map(({ dataset }) => ({ topic: dataset.topic!, pass: dataset.follow! }));
  }

  /** Is it new, so that the stream must be opened again? Of a topic that is known the younger pass is kept for later. */
  add(topic: string, pass: string): boolean {
    const isNew = !this.kept.has(topic);
    this.kept.set(topic, pass);
    if (this.kept.size > MOST) this.kept.delete(this.kept.keys().next().value!);
    return isNew;
  }

  get address(): string {
    return `/live/?${new URLSearchParams([...this.kept.values()].map((pass) => ["topic", pass]))}`.replace(
      /\?$/,
      "",
    );
  }
}
