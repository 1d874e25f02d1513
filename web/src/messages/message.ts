// Compiled to ES5, so that Message.call(this, content) works: plugins and
// ES5-compiled subclasses construct their base that way.
import { decodeDate, getTime, type DateLike } from '../data/dates';
import { ensureArray } from '../data/plain';
import { uuid } from '../data/uuid';
import { takeName, takeTime } from './name';
import { isStatus, MessageStatus } from './status';

/** What every message class has: its content, as it travels. */
export interface AVMessage {
  /** The content, as it travels. */
  getPayload(): Payload;
}

/** A message's content: text travels as it is, bytes as a binary message, anything else as JSON. */
export type Payload = object | string | ArrayBuffer;

/** A class whose instances are messages. */
export interface MessageConstructor<T extends AVMessage = AVMessage> {
  new (...args: any[]): T;
}

/** Where a message is in a conversation. */
export type MessagePointer = Message | { id: string; timestamp: Date | number };

/** A message of any content. Received when no registered class knows the content. */
export class Message implements AVMessage {
  /** The content as it travels. */
  declare content: any;
  /** A UUID until the message is sent, then the server's id of it. */
  declare id: string;
  /** The conversation's id; null until the message is sent. */
  declare cid: string;
  /** The sender's client id. */
  declare from: string;
  /** The clients that are mentioned by name. */
  declare mentionList: string[];
  /** Whether all members are mentioned. */
  declare mentionedAll: boolean;
  /** True for one that was missed while there was no connection, and fetched (the option `catchUp`). */
  declare filled?: boolean;
  /** @internal */
  declare _mentioned: boolean;
  /** @internal */
  declare _status: MessageStatus;
  /** @internal */
  declare _timestamp: Date;
  /** @internal */
  declare _deliveredAt: Date | undefined;
  /** @internal */
  declare _updatedAt: Date | undefined;

  constructor(content?: any) {
    this.content = content;
    this._timestamp = takeTime();
    this.id = takeName() || uuid();
    this.cid = null as unknown as string;
    this.from = undefined as unknown as string;
    this.mentionList = [];
    this.mentionedAll = false;
    this._mentioned = false;
    this._status = MessageStatus.NONE;
  }

  /** The content, as it travels. */
  getPayload(): Payload {
    return this.content;
  }

  /** How far the message has come. */
  get status(): MessageStatus {
    return this._status;
  }

  /** When the server received the message; when it was made, until then. */
  get timestamp(): Date {
    return this._timestamp;
  }
  set timestamp(value: DateLike) {
    this._timestamp = decodeDate(value);
  }

  /** When the other member's client received it. */
  get deliveredAt(): Date | undefined {
    return this._deliveredAt;
  }
  set deliveredAt(value: DateLike | null | undefined) {
    this._deliveredAt = decodeDate(value);
  }

  /** When the message was last changed; its timestamp if it never was. */
  get updatedAt(): Date {
    return this._updatedAt || this.timestamp;
  }
  set updatedAt(value: DateLike | null | undefined) {
    this._updatedAt = decodeDate(value);
  }

  /** Whether the current client is mentioned, by name or with all. Never by its own messages. */
  get mentioned(): boolean {
    return this._mentioned;
  }

  /** The clients that are mentioned by name. */
  getMentionList(): string[] {
    return this.mentionList;
  }

  /** Mentions these clients, and no others, by name. */
  setMentionList(clients: string | string[]): this {
    this.mentionList = ensureArray(clients);
    return this;
  }

  /** Mentions all members, or not. */
  mentionAll(value = true): this {
    this.mentionedAll = Boolean(value);
    return this;
  }

  /** For JSON.stringify and logs. */
  toJSON(): object {
    const json: Record<string, unknown> = this._toJSON();
    json.data = this.content;
    return json;
  }

  /** All of the message, for IMClient#parseMessage to read back. */
  toFullJSON(): object {
    return {
      data: this.content,
      id: this.id,
      cid: this.cid,
      from: this.from,
      timestamp: getTime(this.timestamp),
      deliveredAt: getTime(this.deliveredAt),
      updatedAt: getTime(this._updatedAt),
      mentionList: this.mentionList,
      mentionedAll: this.mentionedAll,
    };
  }

  /** Whether content is a message of this class. Subclasses override it. */
  static validate(_content: any): boolean {
    return true;
  }

  /** A message of this class from its content; into `message` where given. Subclasses override it. */
  static parse(content: any, message?: any): any {
    return message || new this(content);
  }

  /** @internal */
  _toJSON(): Record<string, unknown> {
    return {
      id: this.id,
      cid: this.cid,
      from: this.from,
      timestamp: this.timestamp,
      deliveredAt: this.deliveredAt,
      updatedAt: this.updatedAt,
      mentionList: this.mentionList,
      mentionedAll: this.mentionedAll,
      mentioned: this.mentioned,
    };
  }

  /** @internal */
  _setStatus(status: MessageStatus): void {
    if (!isStatus(status)) throw new Error('Invalid message status');
    this._status = status;
  }

  /** @internal */
  _updateMentioned(client: string): void {
    this._mentioned = this.from !== client && (this.mentionedAll || this.mentionList.indexOf(client) > -1);
  }
}
