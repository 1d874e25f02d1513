import type { IMClient } from '../client/client';
import type { ConversationBase } from '../conversations/base';
import { onAbort } from '../data/abort';
import { localError } from '../errors/error';
import { announce } from '../events/emitter';
import { Message } from '../messages/message';
import { MessageStatus } from '../messages/status';
import type { OutgoingMessage } from '../port';
import { OutboxError } from './error';
import { OutboxItem, size, type OutboxState } from './item';
import type { OutboxSettings } from './options';
import type { OutboxBox, OutboxRecord } from './store';
import { accuses, isFinal } from './verdict';

/** After an attempt that failed over a connection that is up, the next one waits so long, each further one twice as long. */
const PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** How long a store may take, in milliseconds, before messages are sent without it. */
const STORING = 5_000;
/** The longest delay of a timer. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The messages of a conversation, which are sent one after the other. */
interface Lane {
  readonly items: OutboxItem[];
  busy: boolean;
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * What a client has to send, as IMClient#outbox, with the option `outbox`. A
 * message that is sent while there is no connection, or whose connection is lost
 * before the server has confirmed it, waits here and is sent once the session is
 * open, over again until the server has answered: exactly once, because every
 * attempt has the same dt, and in the order of the calls in its conversation,
 * because the next one is sent after the answer. A refusal is final and does not
 * hold up the messages behind it. Transient messages and wills do not wait here.
 *
 * The client emits `outbox` with the item for every change of a state.
 */
export class Outbox {
  readonly #client: IMClient;
  readonly #scope: string;
  readonly #settings: OutboxSettings;
  readonly #items = new Set<OutboxItem>();
  readonly #lanes = new Map<string, Lane>();
  readonly #opening: Promise<OutboxBox | undefined>;
  /** Resolves when the store is open, or nobody waits for it any longer; it may open later. */
  readonly #opened: Promise<unknown>;
  #box: OutboxBox | undefined;
  /** Resolves when what an earlier page left is in `items`. */
  readonly restored: Promise<void>;
  #restoring: Promise<void> = Promise.resolve();
  #loaded = false;
  #connected = true;
  /** Counts the connections. */
  #connection = 0;
  /** What is being sent. */
  readonly #flights = new Set<OutboxItem>();
  #order = 0;
  #over = false;
  #warned = false;
  #expiry: ReturnType<typeof setTimeout> | undefined;

  /** @internal */
  constructor(client: IMClient, scope: string, settings: OutboxSettings) {
    this.#client = client;
    this.#scope = scope;
    this.#settings = settings;
    this.#opening = settings.store.open(scope, (records) => this.#found(records)).then(
      (box) => (this.#box = box),
      (error: unknown) => {
        this.#warn(error);
        return undefined;
      },
    );
    this.#opened = this.#inTime(this.#opening);
    this.restored = this.#opened.then(async () => {
      if (this.#box) await this.#restoring;
      this.#loaded = true;
      this.#pumpAll();
    });
  }

  /** What waits, is being sent or has failed, in the order of the calls. */
  get items(): OutboxItem[] {
    return [...this.#items].sort((a, b) => a._record.order - b._record.order);
  }

  /**
   * Takes an item out; its `send` rejects with an OutboxError. Returns whether it
   * is certain that the message was not sent: once sending it has begun it may
   * have been.
   */
  cancel(item: OutboxItem): boolean {
    if (!this.#items.has(item)) return false;
    const certain = item.attempts === 0;
    this.#discard(item);
    this.#mark(item, 'cancelled', new OutboxError('cancelled'));
    return certain;
  }

  /** Takes all items out, as when another user is to have the device. */
  clear(): void {
    for (const item of this.items) this.cancel(item);
  }

  /**
   * Sends an item that failed once more, behind what waits in its conversation;
   * one that waits after an attempt that failed is tried now. Resolves as its
   * `send` would. Rejects with an OutboxError when it is in the outbox no longer.
   */
  async retry(item: OutboxItem): Promise<Message> {
    if (!this.#items.has(item)) throw new OutboxError('cancelled');
    if (item.state === 'failed') {
      const record = item._record;
      record.order = this.#nextOrder();
      record.createdAt = Date.now();
      item.createdAt.setTime(record.createdAt);
      delete record.error;
      item._renew();
      item.message._setStatus(MessageStatus.SENDING);
      this.#enqueue(item);
    } else {
      this.#hurry(this.#lane(item.conversationId));
    }
    this.#pump(item.conversationId);
    return item._outcome;
  }

  /** @internal Takes a message; resolves when the server has it. */
  async _send<T extends Message>(
    conversation: ConversationBase,
    message: T,
    outgoing: OutgoingMessage,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const same = [...this.#items].find((item) => item._record.dt === outgoing.dt);
    if (same && same.state !== 'failed') return same._outcome as Promise<T>;
    if (same) this.#discard(same);
    this.#checkRoom(size(outgoing.content));
    const record: OutboxRecord = {
      scope: this.#scope,
      dt: outgoing.dt,
      conversation: conversation.id,
      message: outgoing,
      order: this.#nextOrder(),
      createdAt: Date.now(),
      attempts: 0,
    };
    const item = new OutboxItem(message, record, conversation);
    this.#items.add(item);
    this.#enqueue(item);
    this.#pump(conversation.id);
    const forget = onAbort(signal, () => this.cancel(item));
    return (item._outcome as Promise<T>).finally(forget);
  }

  /** @internal The session is open, or it is not. */
  _connected(connected: boolean): void {
    this.#connected = connected;
    if (!connected) return;
    this.#connection += 1;
    for (const lane of this.#lanes.values()) this.#hurry(lane);
    this.#pumpAll();
  }

  /** @internal The client is logged out. What is stored stays. */
  _close(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#expiry);
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer);
    for (const item of this.#items) {
      item._attempt?.abort();
      if (item.state === 'failed') continue;
      item.message._setStatus(MessageStatus.NONE);
      item._reject(new OutboxError('closed'));
    }
    void this.#opening.then((box) => box?.close());
  }

  #checkRoom(bytes: number): void {
    const { maxMessages, maxBytes } = this.#settings;
    let all = bytes;
    for (const item of this.#items) all += item._bytes;
    if (this.#over) throw new OutboxError('closed');
    if (this.#items.size >= maxMessages || all > maxBytes) throw new OutboxError('full');
  }

  /** Times order also what different lives of the page put there. */
  #nextOrder(): number {
    this.#order = Math.max(this.#order + 1, Date.now());
    return this.#order;
  }

  #lane(conversation: string): Lane {
    let lane = this.#lanes.get(conversation);
    if (!lane) this.#lanes.set(conversation, (lane = { items: [], busy: false, failures: 0, timer: undefined }));
    return lane;
  }

  #enqueue(item: OutboxItem): void {
    this.#lane(item.conversationId).items.push(item);
    item._stored = this.#store(item);
    this.#mark(item, 'queued', undefined);
  }

  /** Takes an item out of everything, and out of the store. */
  #discard(item: OutboxItem): void {
    this.#items.delete(item);
    this.#leave(item);
    void this.#opened
      .then(() => item._stored)
      .then(() => this.#box?.remove(item._record.dt))
      .catch((error: unknown) => this.#warn(error));
  }

  #leave(item: OutboxItem): void {
    const { items } = this.#lane(item.conversationId);
    const at = items.indexOf(item);
    if (at >= 0) items.splice(at, 1);
    item._attempt?.abort();
  }

  async #store(item: OutboxItem): Promise<void> {
    // One after the other, as a record is replaced by its next version.
    await item._stored;
    await this.#opened;
    const box = this.#box;
    if (!box || !this.#items.has(item)) return;
    const stored = this.#put(box, item);
    await (box.durable ? this.#inTime(stored) : stored);
  }

  async #put(box: OutboxBox, item: OutboxItem): Promise<void> {
    try {
      await box.put(item._record);
      item.persisted = box.durable;
    } catch (error) {
      // It is sent all the same, as long as the page lives.
      this.#warn(error);
    }
  }

  /** Waits for the store, but not for ever: browsers are known for databases that do not answer. */
  #inTime(asked: Promise<unknown>): Promise<unknown> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#warn(new Error('the store does not answer'));
        resolve();
      }, STORING);
      (timer as { unref?: () => void }).unref?.();
    });
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  #warn(error: unknown): void {
    if (this.#warned || this.#over) return;
    this.#warned = true;
    console.warn('imclient: messages in the outbox are not stored, and will be gone with the page:', error);
  }

  #pumpAll(): void {
    for (const conversation of [...this.#lanes.keys()]) this.#pump(conversation);
  }

  /** Sends the next message of the conversation, if it is time. */
  #pump(conversation: string): void {
    const lane = this.#lane(conversation);
    if (this.#over || !this.#loaded || !this.#connected || lane.busy || lane.timer !== undefined) return;
    const item = this.#next(lane);
    if (!item) {
      this.#lanes.delete(conversation);
      return;
    }
    // A listener may have heard of one that is too old, and have done something.
    if (this.#over || lane.busy) return;
    // While it is not known which message the server does not bear, one is sent at a time.
    if (this.#flights.size > 0 && [...this.#items].some((each) => each._suspect)) return;
    void this.#attempt(lane, item);
  }

  /** The next message of a lane that is not too old to be sent: the page or the device may have slept longer. */
  #next({ items }: Lane): OutboxItem | undefined {
    while (items[0] && this.#expired(items[0])) this.#giveUp(items[0], new OutboxError('expired'));
    return items[0];
  }

  async #attempt(lane: Lane, item: OutboxItem): Promise<void> {
    const connection = this.#connection;
    const attempt = new AbortController();
    item._attempt = attempt;
    lane.busy = true;
    item._accompanied = false;
    this.#flights.add(item);
    if (this.#flights.size > 1) for (const each of this.#flights) each._accompanied = true;
    item.attempts += 1;
    item._record.attempts = item.attempts;
    this.#mark(item, 'sending', item.error);
    try {
      // What is not stored yet would be lost with the page, and look as if it had been sent.
      await item._stored;
      if (item.attempts > 1) item._stored = this.#store(item);
      attempt.signal.throwIfAborted();
      item.conversation ??= await this.#find(item);
      attempt.signal.throwIfAborted();
      await item.conversation._transmit(item.message, item._record.message, attempt.signal);
      lane.failures = 0;
      item._suspect = false;
      this.#discard(item);
      this.#mark(item, 'sent', undefined);
    } catch (error) {
      this.#failed(lane, item, error as Error, connection);
    } finally {
      lane.busy = false;
      this.#flights.delete(item);
      this.#pumpAll();
    }
  }

  #failed(lane: Lane, item: OutboxItem, error: Error, connection: number): void {
    // Cancelled, or the client is logged out.
    if (this.#over || !this.#items.has(item)) return;
    if (this.#expired(item)) {
      this.#giveUp(item, new OutboxError('expired'));
    } else if (accuses(error) && item._accompanied && !item._suspect) {
      item._suspect = true;
      this.#mark(item, 'queued', error);
    } else if (isFinal(error)) {
      this.#giveUp(item, error);
    } else {
      this.#mark(item, 'queued', error);
      // A new connection is a new chance.
      if (this.#connected && connection === this.#connection) this.#rest(lane, item.conversationId);
    }
  }

  #rest(lane: Lane, conversation: string): void {
    const delay = Math.min(LONGEST_PAUSE, PAUSE * 2 ** Math.min(lane.failures, 16));
    lane.failures += 1;
    lane.timer = setTimeout(() => {
      lane.timer = undefined;
      this.#pump(conversation);
    }, delay);
  }

  #hurry(lane: Lane): void {
    clearTimeout(lane.timer);
    lane.timer = undefined;
    lane.failures = 0;
  }

  /** It stays to be seen, and to be sent again by hand. */
  #giveUp(item: OutboxItem, error: Error): void {
    item._suspect = false;
    this.#leave(item);
    const { name, message } = error;
    const { code } = error as { code?: number };
    item._record.error = code === undefined ? { name, message } : { name, message, code };
    item._stored = this.#store(item);
    this.#mark(item, 'failed', error);
  }

  /** The one place where a state changes. */
  #mark(item: OutboxItem, state: OutboxState, error: Error | undefined): void {
    item.state = state;
    item.error = error;
    if (state === 'failed' || state === 'cancelled') {
      item.message._setStatus(MessageStatus.FAILED);
      item._reject(error!);
    }
    if (state === 'sent') item._resolve(item.message);
    if (this.#over) return;
    if (state === 'queued') this.#watchAge();
    announce(this.#client, 'outbox', item);
  }

  #expired(item: OutboxItem): boolean {
    return Date.now() - item._record.createdAt >= this.#settings.maxAge;
  }

  /** Waits for the oldest to be too old. */
  #watchAge(): void {
    if (this.#expiry !== undefined || this.#over) return;
    // What is being sent has its answer soon, and is looked at then.
    const waiting = [...this.#items].filter((item) => item.state === 'queued');
    if (!waiting.length) return;
    const oldest = Math.min(...waiting.map((item) => item._record.createdAt));
    const delay = Math.max(0, oldest + this.#settings.maxAge - Date.now());
    this.#expiry = setTimeout(() => {
      this.#expiry = undefined;
      for (const item of waiting) {
        if (this.#items.has(item) && item.state === 'queued' && this.#expired(item)) {
          this.#giveUp(item, new OutboxError('expired'));
        }
      }
      this.#watchAge();
    }, Math.min(delay, LONGEST_TIMER));
    (this.#expiry as { unref?: () => void }).unref?.();
  }

  async #find(item: OutboxItem): Promise<ConversationBase> {
    const found = (await this.#client.getConversation(item.conversationId)) as ConversationBase | null;
    if (!found) throw localError('CONVERSATION_NOT_FOUND', `conversation ${item.conversationId} does not exist`);
    return found;
  }

  /** Takes over what is in the store, after what was found before. */
  #found(records: OutboxRecord[]): void {
    const sorted = [...records].sort((a, b) => a.order - b.order);
    this.#restoring = this.#restoring.then(async () => {
      for (const record of sorted) await this.#restore(record);
      if (this.#loaded) this.#pumpAll();
    });
  }

  async #restore(record: OutboxRecord): Promise<void> {
    const message = await this.#parse(record);
    if (this.#over || [...this.#items].some((item) => item._record.dt === record.dt)) return;
    this.#order = Math.max(this.#order, record.order);
    const item = new OutboxItem(message, record);
    item.persisted = (await this.#opening)?.durable ?? false;
    this.#items.add(item);
    if (record.error) {
      message._setStatus(MessageStatus.FAILED);
      this.#mark(item, 'failed', Object.assign(new Error(record.error.message), record.error));
      return;
    }
    message._setStatus(MessageStatus.SENDING);
    this.#insert(item);
    // It may be older than what is waited for.
    clearTimeout(this.#expiry);
    this.#expiry = undefined;
    this.#mark(item, 'queued', undefined);
  }

  /** Before what was put there later, but not before what is being sent. */
  #insert(item: OutboxItem): void {
    const { items, busy } = this.#lane(item.conversationId);
    let at = busy ? 1 : 0;
    while (at < items.length && items[at]!._record.order <= item._record.order) at += 1;
    items.splice(at, 0, item);
  }

  async #parse({ dt, conversation, createdAt, message: outgoing }: OutboxRecord): Promise<Message> {
    let message: Message;
    try {
      message = await this.#client._messageParser._read(outgoing.content);
    } catch {
      // It is sent as it was stored, whether or not anything here understands it.
      message = new Message(outgoing.content);
    }
    return Object.assign(message, {
      id: dt,
      cid: conversation,
      from: this.#client.id,
      timestamp: createdAt,
      mentionList: outgoing.mentionList,
      mentionedAll: outgoing.mentionAll,
    });
  }
}
