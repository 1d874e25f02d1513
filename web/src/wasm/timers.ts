/** The longest delay that setTimeout takes; the core asks for nothing near it. */
const LONGEST = 2 ** 31 - 1;

/** The core's timers, by the ids that the core gave them. */
export class Timers {
  readonly #sink: (id: number) => void;
  readonly #running = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(sink: (id: number) => void) {
    this.#sink = sink;
  }

  set(id: number, milliseconds: number): void {
    const fire = (): void => {
      this.#running.delete(id);
      this.#sink(id);
    };
    this.#running.set(id, setTimeout(fire, Math.min(Math.max(milliseconds, 0), LONGEST)));
  }

  stop(id: number): void {
    clearTimeout(this.#running.get(id));
    this.#running.delete(id);
  }

  clear(): void {
    for (const timer of this.#running.values()) clearTimeout(timer);
    this.#running.clear();
  }
}
