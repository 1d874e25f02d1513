import type { IMClient } from '../client/client';
import { abortable, type Abortable } from '../data/abort';
import { checkString, checkStrings, show } from '../data/check';
import type { ConversationBase } from './base';

type Where = Record<string, any>;

/**
 * A query of conversations. Conditions on the same key are all to be met.
 * Keys are column names; custom attributes are `attr.name` or plain names as
 * they were set (docs/protocol.md, Queries).
 */
export class ConversationQuery<T extends ConversationBase = ConversationBase> {
  /** @internal */ readonly _client: IMClient;
  /** @internal Without a prototype: any key is an ordinary one. */ _where: Where = Object.create(null) as Where;
  /** @internal */ _skip: number | undefined;
  /** @internal */ _limit: number | undefined;
  /** @internal */ _order: string | undefined;
  /** @internal */ _compact = false;
  /** @internal */ _lastMessages = false;

  /** @internal Made by IMClient#getQuery. */
  constructor(client: IMClient) {
    this._client = client;
  }

  /** Conversations that meet all of the queries, of which there must be two at least. */
  static and<U extends ConversationBase>(...queries: ConversationQuery<U>[]): ConversationQuery<U> {
    return combine('$and', queries);
  }

  /** Conversations that meet one of the queries, of which there must be two at least. */
  static or<U extends ConversationBase>(...queries: ConversationQuery<U>[]): ConversationQuery<U> {
    return combine('$or', queries);
  }

  /** With all of these members, and perhaps others. */
  containsMembers(peerIds: string[]): this {
    return this.containsAll('m', peerIds);
  }

  /** With these members (and this client, if includeSelf) and no others. */
  withMembers(peerIds: string[], includeSelf?: boolean): this {
    const members = new Set(checkStrings('peerIds', peerIds));
    if (includeSelf) members.add(this._client.id);
    return this.sizeEqualTo('m', members.size).containsMembers([...members]);
  }

  /** The value itself; of an array, one of its elements. */
  equalTo(key: string, value: any): this {
    checkString('key', key);
    this._where[key] = encodeOperand(value);
    return this;
  }

  /** Not this value. */
  notEqualTo(key: string, value: any): this {
    return this.#condition(key, '$ne', value);
  }

  /** Less than the value: numbers, texts and Dates. */
  lessThan(key: string, value: any): this {
    return this.#condition(key, '$lt', value);
  }

  /** Less than the value, or equal to it. */
  lessThanOrEqualTo(key: string, value: any): this {
    return this.#condition(key, '$lte', value);
  }

  /** Greater than the value: numbers, texts and Dates. */
  greaterThan(key: string, value: any): this {
    return this.#condition(key, '$gt', value);
  }

  /** Greater than the value, or equal to it. */
  greaterThanOrEqualTo(key: string, value: any): this {
    return this.#condition(key, '$gte', value);
  }

  /** Has a value. */
  exists(key: string): this {
    return this.#condition(key, '$exists', true);
  }

  /** Has no value. */
  doesNotExist(key: string): this {
    return this.#condition(key, '$exists', false);
  }

  /** One of the values. */
  containedIn(key: string, values: any): this {
    return this.#condition(key, '$in', values);
  }

  /** None of the values. */
  notContainsIn(key: string, values: any): this {
    return this.#condition(key, '$nin', values);
  }

  /** An array with all of the values. */
  containsAll(key: string, values: any): this {
    return this.#condition(key, '$all', values);
  }

  /** A text that contains subString. */
  contains(key: string, subString: string): this {
    return this.#condition(key, '$regex', quote(subString));
  }

  /** A text that starts with prefix. */
  startsWith(key: string, prefix: string): this {
    return this.#condition(key, '$regex', `^${quote(prefix)}`);
  }

  /** A text that ends with suffix. */
  endsWith(key: string, suffix: string): this {
    return this.#condition(key, '$regex', `${quote(suffix)}$`);
  }

  /** A text that matches; of the flags, i and m count. */
  matches(key: string, regex: RegExp | string): this {
    if (typeof regex !== 'string' && !(regex instanceof RegExp)) throw new TypeError(`${show(regex)} is not a RegExp`);
    this.#condition(key, '$regex', regex);
    const { ignoreCase = false, multiline = false } = regex as RegExp;
    const options = (ignoreCase ? 'i' : '') + (multiline ? 'm' : '');
    return options ? this.#condition(key, '$options', options) : this;
  }

  /** An array of this length. */
  sizeEqualTo(key: string, length: number): this {
    return this.#condition(key, '$size', length);
  }

  /** At most so many; the server's default is 10. */
  limit(limit: number): this {
    this._limit = limit;
    return this;
  }

  /** Without the first so many. */
  skip(skip: number): this {
    this._skip = skip;
    return this;
  }

  /** Sorted by key alone. */
  ascending(key: string): this {
    checkString('key', key);
    this._order = key;
    return this;
  }

  /** Sorted by what was said before, then by key. */
  addAscending(key: string): this {
    checkString('key', key);
    this._order = this._order ? `${this._order},${key}` : key;
    return this;
  }

  /** Sorted by key alone, downwards. */
  descending(key: string): this {
    checkString('key', key);
    this._order = `-${key}`;
    return this;
  }

  /** Sorted by what was said before, then by key, downwards. */
  addDescending(key: string): this {
    checkString('key', key);
    this._order = this._order ? `${this._order},-${key}` : `-${key}`;
    return this;
  }

  /** With each conversation's last message. */
  withLastMessagesRefreshed(enabled = true): this {
    this._lastMessages = enabled;
    return this;
  }

  /** Without the members. */
  compact(enabled = true): this {
    this._compact = enabled;
    return this;
  }

  /** Runs the query. */
  async find(options?: Abortable): Promise<T[]> {
    return abortable(options, (signal) => this._client._executeQuery<T>(this, signal));
  }

  /** Runs the query for its first result; undefined when there is none. */
  async first(options?: Abortable): Promise<T | undefined> {
    return (await this.limit(1).find(options))[0];
  }

  /** The query as the server gets it. */
  toJSON(): object {
    const json: Record<string, unknown> = {
      where: { ...this._where },
      flag: (this._lastMessages ? 2 : 0) + (this._compact ? 1 : 0),
    };
    if (this._skip !== undefined) json.skip = this._skip;
    if (this._limit !== undefined) json.limit = this._limit;
    if (this._order !== undefined) json.sort = this._order;
    return json;
  }

  #condition(key: string, operator: string, value: unknown): this {
    checkString('key', key);
    this._where[key] ||= {};
    this._where[key][operator] = encodeOperand(value);
    return this;
  }
}

function combine<U extends ConversationBase>(operator: string, queries: ConversationQuery<U>[]): ConversationQuery<U> {
  if (queries.length < 2) throw new Error('The queries must contain at least two elements');
  if (!queries.every((query) => query instanceof ConversationQuery)) {
    throw new Error('The element of queries must be an instance of ConversationQuery');
  }
  const combined = new ConversationQuery<U>(queries[0]!._client);
  combined._where[operator] = queries.map((query) => query._where);
  return combined;
}

function encodeOperand(value: unknown): unknown {
  if (value instanceof Date) return { __type: 'Date', iso: value.toJSON() };
  if (value instanceof RegExp) return value.source;
  return value;
}

/** A pattern that matches text literally. */
function quote(text: string): string {
  checkString('value', text);
  return `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`;
}
