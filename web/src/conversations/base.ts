import type { IMClient } from '../client/client';
import { abortable, cancellable, onAbort, type Abortable } from '../data/abort';
import { encodeBase64 } from '../data/base64';
import { checkString, checkStrings, checkTime, show } from '../data/check';
import { comparable, decodeDate, getTime } from '../data/dates';
import { announce, EventEmitter } from '../events/emitter';
import type { ConversationEvents } from '../events/payloads';
import { Message, type MessagePointer } from '../messages/message';
import type { MessagePriority } from '../messages/priority';
import { RecalledMessage } from '../messages/recalled';
import { MessageStatus } from '../messages/status';
import type { Operation } from '../ops';
import { OutboxError } from '../outbox/error';
import type { Handle, OutgoingMessage, Sent } from '../port';
import { queryMessages, MessagesIterator, type MessagesIteratorOptions, type MessagesQuery } from './history';
import { serialize, toJSONText } from './payload';
import type { ConversationData } from './row';

/** How many messages a page of messages() holds, unless it is said. */
const DEFAULT_PAGE = 20;

const NO_OPTIONS: SendOptions = {};

/** How many sent messages wait for a receipt that may never come. */
const MOST_WAITING = 256;

/** How a message is sent. Message classes may have defaults: static `sendOptions` or `getSendOptions(message)`. */
export interface SendOptions extends Abortable {
  /** A transient message (暂态消息): deliver to who is online and forget, no history, no unread count. */
  transient?: boolean;
  /** Tell when it was delivered and read (已读回执), in conversations of two. */
  receipt?: boolean;
  /** A will (遗愿消息): keep it on the server, and send it when this client is cut off. */
  will?: boolean;
  /** In chat rooms: what is dropped last when there is too much. */
  priority?: MessagePriority;
  /** What a push notification of the message shows. */
  pushData?: object;
}

/** Up to when a member got and read messages. @internal */
export interface MemberReceipt {
  pid: string;
  lastDeliveredAt: Date;
  lastReadAt: Date;
}

/**
 * A conversation. One object stands for it in a client as long as the
 * application holds it, listens to it, or it has unread messages or changes
 * that are not saved. What its methods do on the server is in docs/protocol.md:
 * Messages, History, Unread and receipts, Updates and recall.
 *
 * Methods reject with an IMError when the server refuses, the connection is
 * down ("Connection unavailable") or no answer comes within 20 seconds, and
 * with a TypeError for wrong arguments.
 */
export abstract class ConversationBase extends EventEmitter<ConversationEvents> {
  [key: string]: any;

  readonly id: string;
  /** Client ids. */
  members: string[];
  /** The last message, as far as this client knows. */
  lastMessage: Message | undefined;
  /** Up to when each member read, by client id. Only with GroupchatReceiptsPlugin, and once the history was queried. */
  declare lastReadTimestamps?: Record<string, Date>;

  /** @internal */
  readonly _client: IMClient;
  /** @internal The core's handle; 0 for one that parseConversation made, or whose core died. */
  _handle: Handle;
  /** @internal The latest sent messages by id, until their receipt comes. */
  readonly _waitingForReceipt = new Map<string, Message>();

  /** @internal */ _lastMessageAt: Date | null | undefined;
  /** @internal */ _lastDeliveredAt: Date | null | undefined;
  /** @internal */ _lastReadAt: Date | null | undefined;
  /** @internal */ _unreadCount = 0;
  /** @internal The count that listeners were last told. */ _announcedCount = 0;
  /** @internal */ _unreadMentioned: boolean | undefined;

  /** @internal */
  constructor(client: IMClient, handle: Handle, data: ConversationData) {
    super();
    this._client = client;
    this._handle = handle;
    this.id = data.id;
    this.members = data.members;
    this.lastMessage = undefined;
    this._lastMessageAt = data.lastMessageAt;
  }

  /** When the last message was received by the server; null or undefined when there was none. Never goes back. */
  get lastMessageAt(): Date | undefined {
    return this._lastMessageAt as Date | undefined;
  }
  set lastMessageAt(value: Date | undefined) {
    const time = decodeDate(value) as Date;
    if (comparable(time) <= comparable(this._lastMessageAt)) return;
    this._lastMessageAt = time;
  }

  /** Up to when the other member received messages; null unless there are two members. */
  get lastDeliveredAt(): Date | undefined {
    return (this.members.length === 2 ? this._lastDeliveredAt : null) as Date | undefined;
  }

  /** Up to when the other member read messages; null unless there are two members. */
  get lastReadAt(): Date | undefined {
    return (this.members.length === 2 ? this._lastReadAt : null) as Date | undefined;
  }

  /** How many messages this client has not read (未读消息数). A change emits unreadmessagescountupdate on the client. */
  get unreadMessagesCount(): number {
    return this._unreadCount;
  }
  set unreadMessagesCount(value: number) {
    if (value === this._unreadCount) return;
    this._setUnread(value);
    this._announcedCount = value;
    announce(this._client, 'unreadmessagescountupdate', [this]);
  }

  /** Whether a message that this client has not read mentions it. */
  get unreadMessagesMentioned(): boolean {
    return this._unreadMentioned as boolean;
  }

  /**
   * Sends a message; resolves with it, its id and timestamp those of the
   * server, once the server has it on disk. Its status is SENDING, then SENT
   * or FAILED. A message that failed may be sent again. With the option `outbox`
   * it does not fail for want of a connection: it waits for one (IMClient#outbox).
   */
  send<T extends Message>(message: T, options?: SendOptions): Promise<T> {
    try {
      return abortable(options, (signal) => this.#send(message, options, signal));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #send<T extends Message>(message: T, options?: SendOptions, signal?: AbortSignal): Promise<T> {
    if (!(message instanceof Message)) throw new TypeError(`${show(message)} is not a Message`);
    const { transient, receipt, priority, pushData, will } = this.#sendOptions(message, options);
    message.cid = this.id;
    message.from = this._client.id;
    message._setStatus(MessageStatus.SENDING);
    let returned = false;
    const failed = (error: unknown): unknown => {
      // What waits for the next login has not failed.
      const waits = error instanceof OutboxError && error.reason === 'closed';
      const told = (): void => message._setStatus(waits ? MessageStatus.NONE : MessageStatus.FAILED);
      // Whoever calls sees it SENDING first, also where it is refused at once.
      if (returned) told();
      else queueMicrotask(told);
      return error;
    };
    // Before the caller learns of it.
    const forget = signal && onAbort(signal, () => message._setStatus(MessageStatus.FAILED));
    let sending: Promise<T>;
    try {
      const outgoing = {
        content: serialize(message),
        dt: message.id,
        transient: Boolean(transient),
        receipt: Boolean(receipt),
        will: Boolean(will),
        priority: priority ?? 0,
        pushData: pushData === undefined ? '' : toJSONText('pushData', pushData),
        mentionAll: Boolean(message.mentionedAll),
        mentionList: message.mentionList,
      };
      // What is for now only does not wait in an outbox.
      const { outbox } = this._client;
      sending =
        outbox && !transient && !will
          ? rejecting(outbox._send(this, message, outgoing, signal), failed)
          : this._transmit(message, outgoing, signal, failed);
    } catch (error) {
      forget?.();
      throw failed(error);
    }
    returned = true;
    return forget ? sending.finally(forget) : sending;
  }

  /**
   * @internal Sends what was made of a message; resolves with it once the server
   * has it. `failed` learns first why it rejects, and gives the error.
   */
  _transmit<T extends Message>(
    message: T,
    outgoing: OutgoingMessage,
    signal?: AbortSignal,
    failed: (error: unknown) => unknown = (error) => error,
  ): Promise<T> {
    const sent = ({ id, timestamp }: Sent): T => {
      if (id) message.id = id;
      if (timestamp) message.timestamp = timestamp as unknown as Date;
      if (!outgoing.transient) {
        this._saw(message);
        this.lastMessageAt = message.timestamp;
      }
      message._setStatus(MessageStatus.SENT);
      if (outgoing.receipt) this._awaitReceipt(message);
      return message;
    };
    const translated = (error: unknown): unknown => failed(this._translate(error));
    const start = (handle: Handle): Promise<T> => {
      const { _port: port } = this._client;
      if (!signal) return port.send(handle, outgoing, sent, undefined, translated);
      return cancellable(port, signal, (call) => port.send(handle, outgoing, sent, call, translated));
    };
    try {
      this._assertUsable();
      return this._handle ? start(this._handle) : rejecting(this._attach(), translated).then(start);
    } catch (error) {
      return Promise.reject(translated(error) as Error);
    }
  }

  /** @internal */
  _awaitReceipt(message: Message): void {
    this._waitingForReceipt.set(message.id, message);
    const [oldest] = this._waitingForReceipt.keys();
    if (this._waitingForReceipt.size > MOST_WAITING) this._waitingForReceipt.delete(oldest!);
    this._review();
  }

  /** Replaces the content of a message of one's own (修改); resolves with newMessage, which takes the place of it. */
  async update<T extends Message>(message: MessagePointer, newMessage: T, options?: Abortable): Promise<T> {
    if (!(newMessage instanceof Message)) throw new TypeError(`${show(newMessage)} is not a Message`);
    return abortable(options, (signal) => this.#patch(message, newMessage, false, signal));
  }

  /** Takes back a message of one's own (撤回); resolves with what stands in its place. */
  async recall(message: MessagePointer, options?: Abortable): Promise<RecalledMessage> {
    return abortable(options, (signal) => this.#patch(message, new RecalledMessage(), true, signal));
  }

  /** How many members there are; in a chat room, how many are online. */
  async count(options?: Abortable): Promise<number> {
    return this._call('conversation.count', {}, (result) => result.count as number, options);
  }

  /** Messages from the conversation's history, ascending in time: the latest 20 by default. */
  async queryMessages(options: MessagesQuery = {}): Promise<Message[]> {
    return abortable(options, (signal) => queryMessages(this, options ?? {}, signal));
  }

  /**
   * The pages of history, from the latest message backwards, for `for await`.
   * Each page is ascending in time; a page is asked for when the loop wants it.
   */
  async *messages(options: MessagesIteratorOptions & Abortable = {}): AsyncGenerator<Message[], void, undefined> {
    const pages = this.createMessagesIterator({ limit: DEFAULT_PAGE, ...options });
    for (;;) {
      const { value, done } = await pages.next(options);
      if (value.length) yield value;
      if (done) return;
    }
  }

  /** Pages of history, from the latest message backwards. */
  createMessagesIterator(options: MessagesIteratorOptions = {}): MessagesIterator {
    return new MessagesIterator(this, options ?? {});
  }

  /** Marks all messages as read. The unread count is 0 at once. */
  async read(options?: Abortable): Promise<this> {
    return abortable(options, async (signal) => {
      this.unreadMessagesCount = 0;
      this._unreadMentioned = false;
      if (!this.transient) await this._client._sendReadCommand([this], signal);
      return this;
    });
  }

  /** Asks the server for lastDeliveredAt and lastReadAt. Does nothing in chat rooms and service conversations. */
  async fetchReceiptTimestamps(options?: Abortable): Promise<this> {
    return abortable(options, async (signal) => {
      if (this.transient || this.system) return this;
      return this._call(
        'conversation.fetchReceipts',
        {},
        () => {
          // Null says that there was none, once the server was asked.
          this._lastDeliveredAt ??= null;
          this._lastReadAt ??= null;
          return this;
        },
        { signal },
      );
    });
  }

  /** @internal The marks of all members of whom there are any. Plugins for group receipts know it by this name. */
  async _fetchAllReceiptTimestamps(): Promise<MemberReceipt[]> {
    return this._call('conversation.fetchAllReceipts', {}, (result) =>
      (result.receipts as { clientId: string; deliveredAt?: number; readAt?: number }[]).map(
        ({ clientId, deliveredAt, readAt }) => ({
          pid: clientId,
          lastDeliveredAt: decodeDate(deliveredAt),
          lastReadAt: decodeDate(readAt),
        }),
      ),
    );
  }

  /** For JSON.stringify and logs. */
  toJSON(): object {
    const { id, members, lastMessageAt, lastDeliveredAt, lastReadAt, lastMessage } = this;
    const { unreadMessagesCount, unreadMessagesMentioned } = this;
    return {
      id,
      members,
      lastMessageAt,
      lastDeliveredAt,
      lastReadAt,
      lastMessage: lastMessage ? lastMessage.toJSON() : undefined,
      unreadMessagesCount,
      unreadMessagesMentioned,
    };
  }

  /** All of the conversation, for IMClient#parseConversation to read back. */
  toFullJSON(): object {
    return {
      id: this.id,
      members: this.members,
      lastMessageAt: getTime(this.lastMessageAt),
      lastDeliveredAt: getTime(this.lastDeliveredAt),
      lastReadAt: getTime(this.lastReadAt),
      lastMessage: this.lastMessage ? this.lastMessage.toFullJSON() : undefined,
      unreadMessagesCount: this.unreadMessagesCount,
    };
  }

  /** @internal Starts an operation on this conversation. Enters the core before it returns. */
  async _call<T>(operation: Operation, params: object, settle: (result: any) => T, options?: Abortable): Promise<T> {
    return abortable(options, async (signal) => {
      try {
        this._assertUsable();
        const conversation = this._handle || (await this._attach());
        const { _port: port } = this._client;
        return await cancellable(port, signal, (call) =>
          port.call(operation, { conversation, ...params }, settle, call),
        );
      } catch (error) {
        throw this._translate(error);
      }
    });
  }

  /** @internal A message of the conversation, which is its last one unless it is older than that. */
  _saw(message: Message): void {
    if (this.lastMessage && comparable(this.lastMessage.timestamp) > comparable(message.timestamp)) return;
    this.lastMessage = message;
  }

  /** @internal Makes the core know a conversation that was parsed from JSON, or whose core died. */
  async _attach(): Promise<Handle> {
    const here = this._client._conversations.find(this.id);
    const [known] = here?._handle ? [here] : await this._client.getConversations([this.id]);
    if (!known) throw new TypeError(`conversation ${this.id} does not exist`);
    return known._handle;
  }

  /** @internal Throws when nothing can be done with the conversation any more. */
  _assertUsable(): void {}

  /** @internal The error that the application gets. */
  _translate(error: unknown): unknown {
    return error;
  }

  /** @internal Takes over what the server says of the conversation now. */
  _refresh(data: ConversationData): void {
    this.members = data.members;
    if (data.lastMessageAt) this.lastMessageAt = data.lastMessageAt;
  }

  /** @internal Drops changes that are not saved. */
  _reset(): void {}

  /** @internal Sets the count and emits nothing. */
  _setUnread(count: number): void {
    const needed = this._unreadCount > 0;
    this._unreadCount = count;
    if (needed !== count > 0) this._review();
  }

  /** @internal */
  _setLastDeliveredAt(value: unknown): void {
    const date = decodeDate(value) as Date;
    if (date < this._lastDeliveredAt!) return;
    this._lastDeliveredAt = date;
    announce(this, 'lastdeliveredatupdate');
  }

  /** @internal */
  _setLastReadAt(value: unknown): void {
    const date = decodeDate(value) as Date;
    if (date < this._lastReadAt!) return;
    this._lastReadAt = date;
    announce(this, 'lastreadatupdate');
  }

  /** @internal A message of this client reached the other member. */
  _delivered(messageId: string, at: number): void {
    const message = this._waitingForReceipt.get(messageId);
    if (!message) return;
    message._setStatus(MessageStatus.DELIVERED);
    message.deliveredAt = at;
    this._waitingForReceipt.delete(messageId);
    this._review();
  }

  /** @internal Whether the object must live although the application may have let go of it. */
  _needed(): boolean {
    return this.eventNames().length > 0 || this._unreadCount > 0 || this._waitingForReceipt.size > 0;
  }

  /** @internal Tells the client that _needed may have changed. */
  _review(): void {
    this._client?._conversations.review(this);
  }

  /** @internal */
  override _listenersChanged(): void {
    this._review();
  }

  #sendOptions(message: Message, options: SendOptions | undefined): SendOptions {
    const { sendOptions, getSendOptions } = message.constructor as {
      sendOptions?: SendOptions;
      getSendOptions?: (message: Message) => SendOptions;
    };
    if (!sendOptions && !options && typeof getSendOptions !== 'function') return NO_OPTIONS;
    const all: SendOptions = {
      ...sendOptions,
      ...(typeof getSendOptions === 'function' ? getSendOptions.call(message.constructor, message) : {}),
      ...options,
    };
    if (all.receipt) {
      if (this.transient) console.warn('receipt option is ignored as the conversation is transient.');
      else if (all.transient) console.warn('receipt option is ignored as the message is sent transiently.');
      else if (this.members.length > 2) {
        console.warn('receipt option is recommended to be used in one-on-one conversation.');
      }
    }
    if (all.priority && !this.transient) {
      console.warn('priority option is ignored as the conversation is not transient.');
    }
    return all;
  }

  async #patch<T extends Message>(
    message: MessagePointer,
    newMessage: T,
    recall: boolean,
    signal?: AbortSignal,
  ): Promise<T> {
    if (message instanceof Message) {
      if (message.from !== this._client.id) throw new Error('Updating message from others is not allowed');
      if (message.status !== MessageStatus.SENT && message.status !== MessageStatus.DELIVERED) {
        throw new Error('Message is not sent');
      }
    } else if (!(message?.id && message.timestamp)) {
      throw new TypeError(`${show(message)} is not a Message`);
    }
    const content = recall ? undefined : serialize(newMessage);
    const timestamp = Number(message.timestamp);
    checkString('message id', message.id);
    checkTime('message timestamp', timestamp);
    const params = {
      messageId: message.id,
      timestamp,
      text: typeof content === 'string' ? content : undefined,
      binary: content instanceof ArrayBuffer ? encodeBase64(content) : undefined,
      recall,
      mentionAll: Boolean(newMessage.mentionedAll),
      mentionList: checkStrings('mentionList', newMessage.mentionList),
    };
    const changed = (): T => {
      const { id, cid = this.id, timestamp, from, _status = MessageStatus.SENT } = message as Message;
      Object.assign(newMessage, { id, cid, timestamp, from, _status });
      if (this.lastMessage?.id === newMessage.id) this.lastMessage = newMessage;
      return newMessage;
    };
    return this._call('conversation.update', params, changed, { signal });
  }
}

/** The promise, rejecting with what `failed` makes of the error. */
function rejecting<T>(promise: Promise<T>, failed: (error: unknown) => unknown): Promise<T> {
  return promise.catch((error: unknown) => {
    throw failed(error);
  });
}
