import { Observable } from './observable.js';
import type { IMClient } from './sdk.js';

/** Names one request may ask about. */
const BATCH = 20;
/** Pause between two rounds, in ms. */
const PAUSE = 15_000;

/** Who is online, asked for again and again while the page can be seen. */
export class Presence extends Observable {
  #online = new Set<string>();
  #known = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #stopped = false;

  constructor(
    private readonly client: IMClient,
    private readonly names: () => readonly string[],
  ) {
    super();
    document.addEventListener('visibilitychange', this.refresh);
  }

  has(name: string): boolean {
    return this.#online.has(name);
  }

  /** "Online", "Offline", or nothing while that is not known. */
  word(name: string): string {
    if (this.has(name)) return 'Online';
    return this.#known ? 'Offline' : '';
  }

  /** Somebody just did something. */
  seen(name: string): void {
    if (this.#online.has(name)) return;
    this.#online.add(name);
    this.changed();
  }

  /** Forgets everything: without a connection nothing is known. */
  clear(): void {
    this.#online.clear();
    this.#known = false;
    this.changed();
  }

  /** Asks now; at most one round runs at a time. */
  readonly refresh = (): void => {
    if (this.#running || this.#stopped || document.hidden) return;
    clearTimeout(this.#timer);
    this.#running = true;
    void this.#round().finally(() => {
      this.#running = false;
      if (!this.#stopped) this.#timer = setTimeout(this.refresh, PAUSE);
    });
  };

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.refresh);
  }

  async #round(): Promise<void> {
    const names = this.names();
    try {
      const answers: string[][] = [];
      for (let start = 0; start < names.length; start += BATCH) {
        answers.push(await this.client.ping(names.slice(start, start + BATCH)));
      }
      this.#online = new Set(answers.flat());
      this.#known = true;
      this.changed();
    } catch {
      // Not connected: the next round asks again.
    }
  }
}
