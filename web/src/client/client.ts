import type { ConversationBase } from '../conversations/base';
import { ConversationBase as Base } from '../conversations/base';
import type { ChatRoom } from '../conversations/chat-room';
import { makeConversation } from '../conversations/create';
import { contentOf } from '../conversations/history';
import type { PersistentConversation } from '../conversations/persistent';
import { ConversationQuery } from '../conversations/query';
import { readRow } from '../conversations/row';
import type { ServiceConversation } from '../conversations/service';
import type { TemporaryConversation } from '../conversations/temporary';
import { abortable, cancellable, type Abortable } from '../data/abort';
import { decodeBase64 } from '../data/base64';
import { checkGiven, checkInteger, checkObject, checkSeconds, checkString, checkStrings, show } from '../data/check';
import { encode } from '../data/codec';
import { disposeByClosing } from '../data/disposable';
import { chain, type MaybePromise } from '../data/maybe';
import { ErrorCode } from '../errors/codes';
import type { IMError } from '../errors/error';
import { announce, EventEmitter } from '../events/emitter';
import type { ClientEvents } from '../events/payloads';
import type { AVMessage, Message } from '../messages/message';
import type { MessageParser } from '../messages/parser';
import { MessageStatus } from '../messages/status';
import type { Operation } from '../ops';
import type { Outbox } from '../outbox/outbox';
import type { PluginHooks } from '../plugins/plugin';
import type { ConversationState, Handle, IncomingMessage, MessageJSON, Port } from '../port';
import { Conversations } from './conversations';
import { Lanes } from './lanes';
import { deliverEvent } from './notices';
import { parseConversation } from './parse-conversation';
import type { SignatureFactories } from './signature';

/** What a conversation begins with. Further properties become its custom attributes. */
export interface ConversationOptions {
  /** Client ids; this client is a member in any case. */
  members?: string[];
  name?: string;
  /** Makes a chat room. */
  transient?: boolean;
  /** By default, a conversation of the same members is returned where there is one. */
  unique?: boolean;
  [attribute: string]: any;
}

/** What a temporary conversation begins with. */
export interface TemporaryConversationOptions {
  members?: string[];
  /** Seconds that it lasts; a day by default and at most. */
  ttl?: number | string;
}

/** What the Realtime gives its clients. @internal */
export interface ClientContext {
  port: Port;
  handle: Handle;
  plugins: PluginHooks;
  messageParser: MessageParser;
  options: SignatureFactories;
  outbox?(client: IMClient): Outbox | undefined;
  /** The object of a conversation is gone. */
  onReleased(handle: Handle): void;
  /** Called when the client begins to log out: its id is free. */
  onClosing(client: IMClient): void;
  /** Called once, when the client's session is over for good. */
  onClosed(client: IMClient): void;
}

/**
 * A user, logged in (docs/protocol.md, Session and Conversations). Made by
 * Realtime#createIMClient.
 *
 * Methods reject with an IMError when the server refuses, the connection is
 * down ("Connection unavailable") or no answer comes within 20 seconds, and
 * with a TypeError for wrong arguments.
 */
export class IMClient extends EventEmitter<ClientEvents> {
  /** The same as close, for `await using`. */
  declare [Symbol.asyncDispose]: () => Promise<void>;
  /** The client id. */
  readonly id: string;
  /** The signature factories that the client was made with. */
  readonly options: SignatureFactories;

  /** What waits to be sent; undefined without the option `outbox`. */
  readonly outbox: Outbox | undefined;

  /** @internal The core; another one once that died. */ _port: Port;
  /** @internal */ _handle: Handle;
  /** @internal */ readonly _plugins: PluginHooks;
  /** @internal */ readonly _messageParser: MessageParser;
  /** @internal */ readonly _conversations: Conversations;
  /** @internal */ readonly _lanes = new Lanes(this);
  /** Last messages that are still being parsed, which results wait for. */
  readonly #parsing = new Map<ConversationBase, PromiseLike<unknown>>();
  readonly #onClosed: (client: IMClient) => void;
  readonly #onClosing: (client: IMClient) => void;
  /** @internal Whether the session is over for good. */ _over = false;
  /** Whether the core is dead, and no other has taken its place yet. */
  #detached = false;

  /** @internal */
  constructor(id: string, context: ClientContext) {
    super();
    this.id = id;
    this.options = context.options;
    this._port = context.port;
    this._handle = context.handle;
    this._plugins = context.plugins;
    this._messageParser = context.messageParser;
    this.#onClosing = context.onClosing;
    this.#onClosed = context.onClosed;
    this._conversations = new Conversations((handle) => {
      context.onReleased(handle);
      if (!this._over) this._port.release(handle);
    });
    this.outbox = context.outbox?.(this);
  }

  /** Logs out. Emits close with code 0. The id may log in anew at once. */
  async close(options?: Abortable): Promise<void> {
    return abortable(options, async (signal) => {
      if (this._over) return;
      this.#onClosing(this);
      if (this.#detached) {
        // The server has lost the session already.
        this._closed();
        announce(this, 'close', { code: 0 });
        return;
      }
      try {
        await this.#call('client.close', {}, () => undefined, signal);
      } catch (error) {
        // The session may have ended by itself meanwhile.
        if (!this._over) throw error;
      }
    });
  }

  /** Which of these clients are online; of the first 20. */
  async ping(clientIds: string[], options?: Abortable): Promise<string[]> {
    if (!Array.isArray(clientIds)) throw new TypeError(`clientIds ${show(clientIds)} is not an Array`);
    const ids = checkStrings('clientIds', clientIds);
    return abortable(options, async (signal) =>
      ids.length ? this.#call('client.ping', { ids }, (result) => result.ids as string[], signal) : [],
    );
  }

  /**
   * Makes a conversation with these members, or gives the one that they have
   * already (unless `unique` is false); a chat room, if it is to be transient.
   * The signal is a second argument here: any property of the first is an
   * attribute. Which class the conversation is of, a program says: `const room:
   * ChatRoom = await client.createConversation(...)`; else it has the type
   * that all kinds have in common, as in leancloud-realtime.
   */
  async createConversation<T extends ConversationBase = ConversationBase>(
    options: ConversationOptions = {},
    more?: Abortable,
  ): Promise<T> {
    checkObject('options', options);
    const { transient, members } = options;
    if (!(transient || Array.isArray(members))) {
      throw new TypeError(`conversation members ${show(members)} is not an array`);
    }
    return this.#create<T>(options, more);
  }

  /** Makes a chat room. */
  async createChatRoom(options: { name?: string; [attribute: string]: any } = {}, more?: Abortable): Promise<ChatRoom> {
    checkObject('options', options);
    return this.#create<ChatRoom>({ ...options, transient: true, members: undefined, unique: false }, more);
  }

  /** Makes a temporary conversation with these members, or gives the one that they have (docs/protocol.md, Temporary conversations). */
  async createTemporaryConversation(
    options: TemporaryConversationOptions = {},
    more?: Abortable,
  ): Promise<TemporaryConversation> {
    checkObject('options', options);
    const { ttl, ...rest } = options;
    if (!Array.isArray(options.members)) {
      throw new TypeError(`conversation members ${show(options.members)} is not an array`);
    }
    const seconds = ttl === undefined ? undefined : checkSeconds('ttl', ttl);
    return this.#create<TemporaryConversation>(rest, more, { temporary: true, ttl: seconds });
  }

  /** The conversation of that id; null when there is none. Asks the server only if it is not known yet, or noCache. */
  async getConversation(id: string, noCache = false, options?: Abortable): Promise<PersistentConversation> {
    if (typeof id !== 'string') throw new TypeError(`${show(id)} is not a String`);
    return abortable(options, async (signal) => {
      const known = noCache ? undefined : this._conversations.find(id);
      return (known ?? (await this.getConversations([id], noCache, { signal }))[0]) as PersistentConversation;
    });
  }

  /** The conversations of these ids, in their order; null for those that there are not. */
  async getConversations(ids: string[], noCache = false, options?: Abortable): Promise<ConversationBase[]> {
    if (!Array.isArray(ids)) throw new TypeError(`${show(ids)} is not an Array`);
    const params = { ids: checkStrings('ids', ids), noCache: Boolean(noCache) };
    return abortable(options, (signal) => this.#list('client.getConversations', params, noCache, signal));
  }

  /** A query of conversations of all kinds but temporary ones. */
  getQuery(): ConversationQuery<PersistentConversation> {
    return new ConversationQuery<PersistentConversation>(this);
  }

  /** A query of chat rooms. */
  getChatRoomQuery(): ConversationQuery<ChatRoom> {
    return new ConversationQuery<ChatRoom>(this).equalTo('tr', true);
  }

  /** A query of service conversations. */
  getServiceConversationQuery(): ConversationQuery<ServiceConversation> {
    return new ConversationQuery<ServiceConversation>(this).equalTo('sys', true);
  }

  /** Marks all messages of these conversations as read. */
  async markAllAsRead(conversations: ConversationBase[], options?: Abortable): Promise<ConversationBase[]> {
    if (!Array.isArray(conversations)) throw new TypeError(`${show(conversations)} is not an Array`);
    const wrong = conversations.findIndex((conversation) => !(conversation instanceof Base));
    if (wrong >= 0) throw new TypeError(`${show(conversations[wrong])} is not a Conversation`);
    return abortable(options, async (signal) => {
      for (const conversation of conversations) {
        conversation.unreadMessagesCount = 0;
        conversation._unreadMentioned = false;
      }
      await this._sendReadCommand(
        conversations.filter((conversation) => !conversation.transient),
        signal,
      );
      return conversations;
    });
  }

  /** A message from what its toFullJSON gave. */
  async parseMessage<T extends AVMessage = Message>(json: object, options?: Abortable): Promise<T> {
    return abortable(options, () => this.#parseMessage<T>(json));
  }

  async #parseMessage<T extends AVMessage>(json: object): Promise<T> {
    checkGiven('json', json);
    const { data, bin = false, ...properties } = json as { data: any; bin?: boolean };
    const message = await this._messageParser._read(bin ? decodeBase64(data as string) : data);
    Object.assign(message, properties);
    message._updateMentioned(this.id);
    return message as unknown as T;
  }

  /** A conversation from what its toFullJSON gave. */
  async parseConversation(json: object, options?: Abortable): Promise<ConversationBase> {
    checkGiven('json', json);
    return abortable(options, () => parseConversation(this, json));
  }

  /** @internal */
  async _executeQuery<T extends ConversationBase>(query: ConversationQuery<T>, signal?: AbortSignal): Promise<T[]> {
    checkInteger('limit', query._limit);
    checkInteger('skip', query._skip);
    return this.#list<T>(
      'client.query',
      {
        where: JSON.stringify(encode(query._where)),
        sort: query._order,
        limit: query._limit,
        skip: query._skip,
        compact: query._compact,
        lastMessage: query._lastMessages,
      },
      true,
      signal,
    );
  }

  /** @internal Plugins for group receipts replace it, and know it by this name. */
  async _sendReadCommand(conversations: ConversationBase[], signal?: AbortSignal): Promise<void> {
    const orphans = conversations.filter((conversation) => this._conversations.isOrphan(conversation));
    if (orphans.length) await this.getConversations(orphans.map(({ id }) => id), false, { signal });
    const known = conversations.map((conversation) => conversation._handle).filter((handle) => handle !== 0);
    if (known.length) await this.#call('client.markRead', { conversations: known }, () => undefined, signal);
  }

  /** @internal The core says what a conversation is, or is now. */
  _describe(handle: Handle, state: ConversationState): void {
    const data = readRow(state.row);
    let conversation = this._conversations.get(handle);
    const adopted = conversation ? undefined : this._conversations.adopt(data.id, handle);
    if (conversation) {
      conversation._refresh(data);
    } else if (adopted) {
      conversation = adopted;
      conversation._refresh(data);
      // A new core knows of none but what the server has told it.
      if (state.unread) conversation._setUnread(state.unread);
    } else {
      conversation = makeConversation(this, state.kind, handle, data);
      this._conversations.add(conversation);
      conversation._unreadMentioned = state.mentioned || (state.unread ? false : undefined);
      conversation._setUnread(state.unread);
    }
    if (state.lastDeliveredAt) conversation._lastDeliveredAt = new Date(state.lastDeliveredAt);
    if (state.lastReadAt) conversation._lastReadAt = new Date(state.lastReadAt);
    if (state.lastMessage) this._readLastMessage(conversation, state.lastMessage);
  }

  /** @internal */
  _receive(handle: Handle, incoming: IncomingMessage): void {
    const conversation = this._conversations.get(handle);
    if (conversation) this._lanes.receive(conversation, incoming);
    else this._port.drop(handle, incoming.seq);
  }

  /** @internal Makes the message the conversation's last one. Never rejects. */
  _readLastMessage(conversation: ConversationBase, json: MessageJSON): MaybePromise<void> {
    if (conversation.lastMessage?.id === json.id && !json.patchTimestamp) return undefined;
    const failed = (error: unknown): void => console.warn(`imclient: message ${json.id} was dropped:`, error);
    const before = conversation.lastMessage;
    try {
      const read = chain(this._readMessage(conversation.id, json), (message) => {
        message._setStatus(MessageStatus.SENT);
        const { lastMessage } = conversation;
        // A newer one came while this one was being parsed.
        if (lastMessage && lastMessage !== before && lastMessage.timestamp > message.timestamp) return;
        conversation.lastMessage = message;
      });
      if (read === undefined) return undefined;
      const parsing = read.then(undefined, failed).then(() => {
        if (this.#parsing.get(conversation) === parsing) this.#parsing.delete(conversation);
      });
      this.#parsing.set(conversation, parsing);
      return parsing;
    } catch (error) {
      return failed(error);
    }
  }

  /** @internal */
  _readMessage(cid: string, json: MessageJSON): MaybePromise<Message> {
    return chain(this._messageParser._read(contentOf(json), json.id), (message) => {
      Object.assign(message, {
        id: json.id,
        cid,
        timestamp: json.timestamp,
        deliveredAt: json.deliveredAt,
        updatedAt: json.patchTimestamp ?? null,
        from: json.from,
        mentionList: json.mentionList ?? [],
        mentionedAll: json.mentionAll ?? false,
      });
      message._updateMentioned(this.id);
      return message;
    });
  }

  /** @internal What the core tells this client. */
  _deliver(name: string, payload: any): void {
    deliverEvent(this, name, payload);
  }

  /** @internal The core is dead: nothing can be asked for until _attach. */
  _detach(): void {
    this.#detached = true;
    this.outbox?._connected(false);
    this._conversations.orphan();
  }

  /** @internal The session is open again, in a new core. */
  _attach(port: Port, handle: Handle): void {
    this.#detached = false;
    this._port = port;
    this._handle = handle;
  }

  /**
   * @internal A new core does not know up to where the one before it had come:
   * what may have been missed is told, so that the program can fetch it.
   */
  _reportGaps(): void {
    for (const conversation of this._conversations.orphans()) {
      const { lastMessageAt } = conversation;
      if (!lastMessageAt) continue;
      const gap = { from: lastMessageAt, to: new Date(Math.max(Date.now(), lastMessageAt.getTime())) };
      announce(this, 'historygap', gap, conversation);
      announce(conversation, 'historygap', { from: gap.from, to: gap.to });
    }
  }

  /** @internal The server does not open the session again. */
  _refused(error: IMError): void {
    this._closed();
    if (error.code === ErrorCode.SESSION_CONFLICT) announce(this, 'conflict', { reason: error.message });
    else announce(this, 'close', { code: error.code ?? 0, reason: error.message });
  }

  /** @internal The session is over for good. */
  _closed(): void {
    if (this._over) return;
    this._over = true;
    this.outbox?._close();
    this.#onClosed(this);
  }

  #call<T>(
    operation: Operation,
    params: object,
    settle: (result: any) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return cancellable(this._port, signal, (call) =>
      this._port.call(operation, { client: this._handle, ...params }, settle, call),
    );
  }

  async #list<T extends ConversationBase>(
    operation: 'client.getConversations' | 'client.query',
    params: object,
    reset: boolean,
    signal: AbortSignal | undefined,
  ): Promise<T[]> {
    const read = (result: { conversations: Handle[] }): T[] => {
      const conversations = result.conversations.map((handle) => this._conversations.get(handle) ?? null);
      if (reset) for (const conversation of conversations) conversation?._reset();
      return conversations as T[];
    };
    const found = await this.#call(operation, params, read, signal);
    for (const conversation of found) await this.#parsing.get(conversation);
    return found;
  }

  async #create<T extends ConversationBase>(
    { members, name, transient, unique, ...attributes }: ConversationOptions,
    options: Abortable | undefined,
    more: { temporary?: boolean; ttl?: number } = {},
  ): Promise<T> {
    if (name) checkString('conversation name', name);
    const params = {
      members: members ? checkStrings('conversation members', members) : [],
      name: name ?? undefined,
      attributes: JSON.stringify(encode(attributes)),
      transient: Boolean(transient),
      unique,
      ...more,
    };
    const created = (result: { conversation: Handle }): T => {
      const conversation = this._conversations.get(result.conversation);
      if (!conversation) throw new Error('the conversation is not known');
      // There has been no message, as far as anyone knows; null says so.
      if (conversation._lastMessageAt === undefined) conversation._lastMessageAt = null;
      // The server says so only where it is.
      if (conversation._attributes && unique === false) {
        conversation._attributes.unique ??= false;
        (conversation as PersistentConversation)._build();
      }
      return conversation as T;
    };
    return abortable(options, (signal) => this.#call('client.createConversation', params, created, signal));
  }
}
disposeByClosing(IMClient);
