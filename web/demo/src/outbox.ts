import type { Memory } from './memory.js';

/** A text that the server has not confirmed. */
export interface Unsent {
  /** The message's own id: sent again under it, the server stores it once. */
  id: string;
  text: string;
  at: number;
}

/**
 * Keeps what was not confirmed in this tab's storage, so that a reload shows
 * it as not sent instead of losing it.
 */
export class Outbox {
  readonly #key: string;

  constructor(
    private readonly storage: Memory,
    name: string,
    conversationId: string,
  ) {
    this.#key = `unsent/${name}/${conversationId}`;
  }

  list(): Unsent[] {
    const saved = this.storage.getItem(this.#key);
    return saved ? (JSON.parse(saved) as Unsent[]) : [];
  }

  put(unsent: Unsent): void {
    this.#save([...this.list().filter(({ id }) => id !== unsent.id), unsent]);
  }

  remove(id: string): void {
    this.#save(this.list().filter((unsent) => unsent.id !== id));
  }

  #save(list: Unsent[]): void {
    if (list.length === 0) this.storage.removeItem(this.#key);
    else this.storage.setItem(this.#key, JSON.stringify(list));
  }
}
