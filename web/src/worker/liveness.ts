import { uuid } from '../data/uuid';

/** Without Web Locks: how often the Worker is asked whether it lives, in milliseconds. */
const INTERVAL = 10_000;

/** How many questions in a row it may leave unanswered. */
const PATIENCE = 2;

const locks = (): LockManager | undefined => (globalThis.navigator as Navigator | undefined)?.locks;

/** In the Worker: takes a Web Lock that is held as long as the Worker lives. Resolves with its name; '' where there are none. */
export function holdLock(): Promise<string> {
  const name = `imclient-${uuid()}`;
  return new Promise((resolve) => {
    const held = locks()?.request(name, () => {
      resolve(name);
      return new Promise<never>(() => {});
    });
    if (held) held.catch(() => resolve(''));
    else resolve('');
  });
}

/**
 * In the page: tells when the Worker is gone, of which a Worker that is
 * terminated says nothing itself. With the Worker's lock that is told at once;
 * without (pages that are no secure contexts have none) by asking it now and
 * then. `answered` is to be called with each answer.
 */
export class Liveness {
  readonly #ping: () => void;
  readonly #gone: () => void;
  readonly #waiting = new AbortController();
  #timer: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;

  constructor(ping: () => void, gone: () => void) {
    this.#ping = ping;
    this.#gone = gone;
  }

  watch(lock: string): void {
    const manager = lock ? locks() : undefined;
    if (manager) {
      // Granted once nobody holds it.
      manager.request(lock, { signal: this.#waiting.signal }, () => this.#gone()).catch(() => {});
      return;
    }
    this.#timer = setInterval(() => {
      this.#unanswered += 1;
      if (this.#unanswered > PATIENCE) this.#gone();
      else this.#ping();
    }, INTERVAL);
  }

  answered(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    this.#waiting.abort();
    clearInterval(this.#timer);
  }
}
