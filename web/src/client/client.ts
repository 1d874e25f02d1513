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
import { decodeBase64 } from '../data/base64';
import { checkInteger, checkString, checkStrings } from '../data/check';
import { encode } from '../data/codec';
import { disposeByClosing } from '../data/disposable';
import { chain, type MaybePromise } from '../data/maybe';
import { EventEmitter } from '../events/emitter';
import type { ClientEvents } from '../events/payloads';
import type { AVMessage, Message } from '../messages/message';
import type { MessageParser } from '../messages/parser';
import { MessageStatus } from '../messages/status';
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

  /** @internal */ readonly _port: Port;
  /** @internal */ readonly _handle: Handle;
  /** @internal */ readonly _plugins: PluginHooks;
  /** @internal */ readonly _messageParser: MessageParser;
  /** @internal */ readonly _conversations: Conversations;
  /** @internal */ readonly _lanes = new Lanes(this);
  /** Last messages that are still being parsed, which results wait for. */
  readonly #parsing = new Map<ConversationBase, PromiseLike<unknown>>();
  readonly #onClosed: (client: IMClient) => void;
  readonly #onClosing: (client: IMClient) => void;
  /** @internal Whether the session is over for good. */ _over = false;

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
  }

  /** Logs out. Emits close with code 0. The id may log in anew at once. */
  async close(): Promise<void> {
    if (this._over) return;
    this.#onClosing(this);
    try {
      await this._port.call('client.close', { client: this._handle });
    } catch (error) {
      // The session may have ended by itself meanwhile.
      if (!this._over) throw error;
    }
  }

  /** Which of these clients are online; of the first 20. */
  async ping(clientIds: string[]): Promise<string[]> {
    if (!(clientIds instanceof Array)) throw new TypeError(`clientIds ${String(clientIds)} is not an Array`);
    const ids = checkStrings('clientIds', clientIds);
    if (!ids.length) return [];
    return this.#call('client.ping', { ids }, (result) => result.ids as string[]);
  }

  /**
   * Makes a conversation with these members, or gives the one that they have
   * already (unless `unique` is false).
   */
  async createConversation(options: ConversationOptions = {}): Promise<ConversationBase> {
    const { transient, members } = options;
    if (!(transient || Array.isArray(members))) {
      throw new TypeError(`conversation members ${String(members)} is not an array`);
    }
    return this.#create(options);
  }

  /** Makes a chat room. */
  async createChatRoom(options: { name?: string; [attribute: string]: any } = {}): Promise<ChatRoom> {
    return this.#create<ChatRoom>({ ...options, transient: true, members: undefined, unique: false });
  }

  /** Makes a temporary conversation with these members, or gives the one that they have (docs/protocol.md, Temporary conversations). */
  async createTemporaryConversation({
    ttl,
    ...options
  }: TemporaryConversationOptions = {}): Promise<TemporaryConversation> {
    if (!Array.isArray(options.members)) {
      throw new TypeError(`conversation members ${String(options.members)} is not an array`);
    }
    const seconds = ttl === undefined ? undefined : Number(ttl);
    if (seconds !== undefined && !(Math.abs(seconds) < 2 ** 31)) throw new TypeError(`ttl ${ttl} is not a number of seconds`);
    return this.#create<TemporaryConversation>(options, { temporary: true, ttl: seconds });
  }

  /** The conversation of that id; null when there is none. Asks the server only if it is not known yet, or noCache. */
  async getConversation(id: string, noCache = false): Promise<PersistentConversation> {
    if (typeof id !== 'string') throw new TypeError(`${String(id)} is not a String`);
    const known = noCache ? undefined : this._conversations.find(id);
    if (known) return known as PersistentConversation;
    return (await this.getConversations([id], noCache))[0] as PersistentConversation;
  }

  /** The conversations of these ids, in their order; null for those that there are not. */
  async getConversations(ids: string[], noCache = false): Promise<ConversationBase[]> {
    if (!Array.isArray(ids)) throw new TypeError(`${String(ids)} is not an Array`);
    return this.#list('client.getConversations', { ids: checkStrings('ids', ids), noCache: Boolean(noCache) }, noCache);
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
  async markAllAsRead(conversations: ConversationBase[]): Promise<ConversationBase[]> {
    if (!Array.isArray(conversations)) throw new TypeError(`${String(conversations)} is not an Array`);
    const wrong = conversations.findIndex((conversation) => !(conversation instanceof Base));
    if (wrong >= 0) throw new TypeError(`${String(conversations[wrong])} is not a Conversation`);
    for (const conversation of conversations) {
      conversation.unreadMessagesCount = 0;
      conversation._unreadMentioned = false;
    }
    await this._sendReadCommand(conversations.filter((conversation) => !conversation.transient));
    return conversations;
  }

  /** A message from what its toFullJSON gave. */
  async parseMessage<T extends AVMessage = Message>(json: object): Promise<T> {
    const { data, bin = false, ...properties } = json as { data: any; bin?: boolean };
    const message = await this._messageParser._read(bin ? decodeBase64(data as string) : data);
    Object.assign(message, properties);
    message._updateMentioned(this.id);
    return message as unknown as T;
  }

  /** A conversation from what its toFullJSON gave. */
  async parseConversation(json: object): Promise<ConversationBase> {
    return parseConversation(this, json);
  }

  /** @internal */
  async _executeQuery<T extends ConversationBase>(query: ConversationQuery<T>): Promise<T[]> {
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
    );
  }

  /** @internal Plugins for group receipts replace it, and know it by this name. */
  async _sendReadCommand(conversations: ConversationBase[]): Promise<void> {
    const known = conversations.map((conversation) => conversation._handle).filter((handle) => handle !== 0);
    if (known.length) await this.#call('client.markRead', { conversations: known }, () => undefined);
  }

  /** @internal The core says what a conversation is, or is now. */
  _describe(handle: Handle, state: ConversationState): void {
    const data = readRow(state.row);
    let conversation = this._conversations.get(handle);
    if (conversation) {
      conversation._refresh(data);
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
    return chain(this._messageParser._read(contentOf(json)), (message) => {
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

  /** @internal The session is over for good. */
  _closed(): void {
    if (this._over) return;
    this._over = true;
    this.#onClosed(this);
  }

  #call<T>(operation: Parameters<Port['call']>[0], params: object, settle: (result: any) => T): Promise<T> {
    return this._port.call(operation, { client: this._handle, ...params }, settle);
  }

  async #list<T extends ConversationBase>(
    operation: 'client.getConversations' | 'client.query',
    params: object,
    reset: boolean,
  ): Promise<T[]> {
    const found = await this.#call(operation, params, (result) => {
      const conversations = (result.conversations as Handle[]).map((handle) => this._conversations.get(handle) ?? null);
      if (reset) for (const conversation of conversations) conversation?._reset();
      return conversations as T[];
    });
    for (const conversation of found) await this.#parsing.get(conversation);
    return found;
  }

  async #create<T extends ConversationBase>(
    { members, name, transient, unique, ...attributes }: ConversationOptions,
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
    return this.#call('client.createConversation', params, (result) => {
      const conversation = this._conversations.get(result.conversation as Handle);
      if (!conversation) throw new Error('the conversation is not known');
      // There has been no message, as far as anyone knows; null says so.
      if (conversation._lastMessageAt === undefined) conversation._lastMessageAt = null;
      // The server says so only where it is.
      if (conversation._attributes && unique === false) {
        conversation._attributes.unique ??= false;
        (conversation as PersistentConversation)._build();
      }
      return conversation as T;
    });
  }
}
disposeByClosing(IMClient);
