import { contentOf, entryOf, type Entry } from './entry.js';
import { errorText } from './errors.js';
import type { Memory } from './memory.js';
import { Observable } from './observable.js';
import { Outbox } from './outbox.js';
import { TextMessage, type Conversation, type Message } from './sdk.js';

/** Messages asked for at once. */
const PAGE = 30;
/** Messages asked for after a reconnect. */
const CATCH_UP = 100;

/** What the top of the history is doing. */
export type HistoryState = 'idle' | 'loading' | 'complete' | 'failed';

/**
 * The messages of one conversation, oldest first: pages of history, what
 * arrives, and what this tab sends. Every message is in it once.
 */
export class Timeline extends Observable {
  #entries: Entry[] = [];
  #history: HistoryState = 'idle';
  #loaded = false;
  #gapAfter: string | undefined;
  /** The messages behind entries that may have to be sent again, by key. */
  readonly #outgoing = new Map<string, TextMessage>();
  readonly #outbox: Outbox;

  constructor(
    private readonly conversation: Conversation,
    private readonly me: string,
    storage: Memory,
  ) {
    super();
    this.#outbox = new Outbox(storage, me, conversation.id);
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get history(): HistoryState {
    return this.#history;
  }

  /** Whether the newest page is here. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get last(): Entry | undefined {
    return this.#entries.at(-1);
  }

  /** Loads the newest page, once. */
  async open(): Promise<void> {
    if (!this.#loaded) await this.loadOlder();
  }

  /** Loads the page before the oldest message. Does nothing while one is loading. */
  async loadOlder(): Promise<void> {
    if (this.#history === 'loading' || this.#history === 'complete') return;
    this.#history = 'loading';
    this.changed();
    try {
      const oldest = this.#loaded ? this.#entries.find(({ id }) => id !== '') : undefined;
      const page = await this.conversation.queryMessages({
        limit: PAGE,
        ...(oldest && { startTime: new Date(oldest.at), startMessageId: oldest.id }),
      });
      if (oldest) this.#prepend(page);
      else this.#merge(page);
      if (!this.#loaded) this.#restoreUnsent();
      this.#loaded = true;
      this.showReceipts();
      this.#history = page.length < PAGE ? 'complete' : 'idle';
    } catch {
      this.#history = 'failed';
    }
    this.changed();
  }

  /** Remembers where the known messages end; the connection was lost here. */
  expectGap(): void {
    if (this.#loaded) this.#gapAfter ??= this.#newestId();
  }

  /**
   * Fetches what was said while the connection was gone. When that is more
   * than one request gives, the timeline starts anew from the newest page.
   */
  async catchUp(): Promise<void> {
    if (!this.#loaded) return;
    const gapAfter = this.#gapAfter ?? '';
    const page = await this.conversation.queryMessages({ limit: CATCH_UP });
    if (page.length === CATCH_UP && page.every(({ id }) => id !== gapAfter)) {
      this.#entries = this.#entries.filter(({ id }) => id === '');
      this.#history = 'idle';
    }
    this.#gapAfter = undefined;
    this.#merge(page);
  }

  /** Adds a message that arrived. */
  receive(message: Message): void {
    this.#merge([message]);
  }

  /** Shows the new content of a message that was updated or recalled. */
  replace(message: Message): void {
    const entry = this.#entries.find(({ id }) => id === message.id);
    if (!entry) return;
    Object.assign(entry, contentOf(message));
    this.changed();
  }

  /** Says of own messages whether they were delivered and read, as far as the conversation knows. */
  showReceipts(): void {
    const { lastReadAt, lastDeliveredAt } = this.conversation;
    const [read, delivered] = [lastReadAt?.getTime() ?? 0, lastDeliveredAt?.getTime() ?? 0];
    for (const entry of this.#entries) {
      if (!entry.own || entry.status !== 'sent') continue;
      if (entry.at <= read) entry.receipt = 'read';
      else if (entry.at <= delivered) entry.receipt = 'delivered';
    }
    this.changed();
  }

  /** Sends a text. The entry's status tells how that went. */
  async send(text: string): Promise<void> {
    const message = new TextMessage(text);
    const at = Math.max(Date.now(), this.last?.at ?? 0);
    this.#entries.push(this.#unsentEntry({ id: message.id, text, at }, message));
    await this.#deliver(message.id);
  }

  /** Sends a failed entry again, as the same message: it is stored once at most. */
  async retry(entry: Entry): Promise<void> {
    if (entry.status === 'failed') await this.#deliver(entry.key);
  }

  /** Gives an own text that was sent other words, for everybody. Rejects when the server does. */
  async edit(entry: Entry, text: string): Promise<void> {
    await this.conversation.update({ id: entry.id, timestamp: entry.at }, new TextMessage(text));
    Object.assign(entry, { text, edited: true });
    this.changed();
  }

  /** Drops a failed entry. */
  discard(entry: Entry): void {
    if (entry.status !== 'failed') return;
    this.#forget(entry.key);
    this.#entries = this.#entries.filter(({ key }) => key !== entry.key);
    this.changed();
  }

  async #deliver(key: string): Promise<void> {
    const entry = this.#entries.find((candidate) => candidate.key === key);
    const message = this.#outgoing.get(key);
    if (!entry || !message) return;
    entry.status = 'sending';
    entry.error = '';
    this.#outbox.put({ id: key, text: entry.text, at: entry.at });
    this.changed();
    try {
      // Receipts are kept for conversations of two.
      const sent = await this.conversation.send(message, { receipt: this.conversation.members.length === 2 });
      this.#confirm(entry, sent);
      this.showReceipts(); // one may have come before the answer was looked at
    } catch (error) {
      entry.status = 'failed';
      entry.error = errorText(error);
    }
    this.changed();
  }

  #confirm(entry: Entry, sent: Message): void {
    this.#forget(entry.key);
    const others = this.#entries.filter(({ key, id }) => key !== entry.key && id !== sent.id);
    entry.status = 'sent';
    entry.id = sent.id;
    entry.at = sent.timestamp.getTime();
    this.#entries = others;
    this.#insert(entry);
  }

  #newestId(): string {
    return this.#entries.findLast(({ id }) => id !== '')?.id ?? '';
  }

  #forget(key: string): void {
    this.#outgoing.delete(key);
    this.#outbox.remove(key);
  }

  #restoreUnsent(): void {
    for (const unsent of this.#outbox.list()) {
      if (this.#outgoing.has(unsent.id)) continue;
      const message = new TextMessage(unsent.text);
      message.id = unsent.id;
      const entry = this.#unsentEntry(unsent, message);
      entry.status = 'failed';
      entry.error = 'you left the page before it was';
      this.#insert(entry);
    }
  }

  #unsentEntry(unsent: { id: string; text: string; at: number }, message: TextMessage): Entry {
    this.#outgoing.set(unsent.id, message);
    return {
      key: unsent.id,
      id: '',
      from: this.me,
      own: true,
      text: unsent.text,
      kind: 'text',
      plain: true,
      edited: false,
      at: unsent.at,
      status: 'sending',
      receipt: '',
      error: '',
    };
  }

  #prepend(page: readonly Message[]): void {
    const known = new Set(this.#entries.map(({ id }) => id));
    const older = page.filter(({ id }) => !known.has(id)).map((message) => entryOf(message, this.me));
    this.#entries = [...older, ...this.#entries];
  }

  /** Puts a page in the server's order, entries it already has included. */
  #merge(page: readonly Message[]): void {
    if (page.length === 0) return;
    const known = new Map(this.#entries.map((entry) => [entry.id, entry]));
    const ids = new Set(page.map(({ id }) => id));
    this.#entries = this.#entries.filter(({ id }) => !ids.has(id));
    for (const message of page) this.#insert(known.get(message.id) ?? entryOf(message, this.me));
    this.changed();
  }

  /** Times never fall within a conversation, so equal times keep arrival order. */
  #insert(entry: Entry): void {
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1]?.at ?? 0) > entry.at) index--;
    this.#entries.splice(index, 0, entry);
  }
}
