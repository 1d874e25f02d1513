import type { IMClient } from '../client/client';
import { abortable, type Abortable } from '../data/abort';
import { checkInteger, checkString, checkStrings } from '../data/check';
import { encode } from '../data/codec';
import { getTime } from '../data/dates';
import { ensureArray } from '../data/plain';
import { clone, getPath, setPath } from '../data/path';
import { createError, type IMError } from '../errors/error';
import type { ErrorPayload, Handle } from '../port';
import { ConversationBase } from './base';
import type { ConversationData } from './row';

/** How an operation on several members went: it may fail for some of them. */
export interface PartiallySuccess {
  successfulClientIds: string[];
  failures: OperationFailureError[];
}

/** Why an operation failed for some members. */
export interface OperationFailureError extends IMError {
  clientIds: string[];
}

/** Which page of a list of clients. */
export interface PagedQueryParams extends Abortable {
  /** How many at most; the server's default and maximum are in docs/protocol.md, Limits. */
  limit?: number;
  /** What the page before said of the next one. */
  next?: string;
}

/** A page of a list. */
export interface PagedResults<T> {
  results: T[];
  /** What to ask the next page with; null on the last one. */
  next: string;
}

type MembersOperation =
  | 'conversation.muteMembers'
  | 'conversation.unmuteMembers'
  | 'conversation.blockMembers'
  | 'conversation.unblockMembers';

/** A conversation that the server keeps: all kinds but the temporary one (docs/protocol.md, Conversations and Members). */
export abstract class PersistentConversation extends ConversationBase {
  /** The client that created it. */
  creator: string;
  createdAt: Date;
  updatedAt: Date;
  /** Whether this client gets no push notifications of it. */
  muted: boolean;
  /** The members that get no push notifications of it. */
  mutedMembers: string[];
  /** Whether it is a service conversation. */
  system: boolean;
  /** Whether it is a chat room. */
  transient: boolean;

  /** @internal As the server has them. */
  _attributes: Record<string, any>;
  /** @internal Changes that are not saved, by dotted path. */
  _pending = new Map<string, unknown>();
  /** @internal The two together. */
  _current: Record<string, any>;

  /** @internal */
  constructor(client: IMClient, handle: Handle, data: ConversationData) {
    super(client, handle, data);
    this.creator = data.creator as string;
    this.createdAt = data.createdAt as Date;
    this.updatedAt = data.updatedAt as Date;
    this.muted = data.muted;
    this.mutedMembers = data.mutedMembers;
    this.system = data.system;
    this.transient = data.transient;
    this._attributes = data.attributes;
    this._current = data.attributes;
  }

  /** The name (对话的名字). Setting it is a change that save() sends. */
  get name(): string {
    return this.get('name');
  }
  set name(value: string) {
    this.set('name', value);
  }

  /** The attribute at a dotted path, with the changes that are not saved yet. */
  get(key: string): any {
    if (typeof key !== 'string') return undefined;
    return getPath(this._current, key);
  }

  /** Changes the attribute at a dotted path; save() sends the change. */
  set(key: string, value: unknown): this {
    checkString('attribute name', key);
    for (const pending of [...this._pending.keys()]) {
      if (pending.startsWith(`${key}.`)) this._pending.delete(pending);
    }
    const parent = [...this._pending.keys()].find((pending) => key.startsWith(`${pending}.`));
    if (parent === undefined) {
      setPath({}, key, value);
      this._pending.set(key, value);
    } else {
      const within = this._pending.get(parent);
      const base = typeof within === 'object' && within !== null ? clone(within) : {};
      this._pending.set(parent, setPath(base, key.slice(parent.length + 1), value));
    }
    this._build();
    return this;
  }

  /** Sends the changed attributes, and nothing when none is. */
  async save(options?: Abortable): Promise<this> {
    return abortable(options, (signal) => this.#save(signal));
  }

  async #save(signal: AbortSignal | undefined): Promise<this> {
    if (!this._pending.size) return this;
    const sent = new Map(this._pending);
    const attributes = JSON.stringify(encode(Object.fromEntries(sent)));
    const saved = (): this => {
      for (const [key, value] of sent) {
        setPath(this._attributes, key, value);
        // What was changed again meanwhile still waits.
        if (this._pending.get(key) === value) this._pending.delete(key);
      }
      this._build();
      return this;
    };
    return this._call('conversation.setAttributes', { attributes }, saved, { signal });
  }

  /** Asks the server for the conversation's data anew. Changes that are not saved are lost. */
  async fetch(options?: Abortable): Promise<this> {
    await this._client.getQuery().equalTo('objectId', this.id).find(options);
    return this;
  }

  /** No push notifications (静音) of this conversation from now on. */
  async mute(options?: Abortable): Promise<this> {
    return this._call('conversation.mute', {}, () => this.#muted(true), options);
  }

  /** Push notifications of this conversation from now on. */
  async unmute(options?: Abortable): Promise<this> {
    return this._call('conversation.unmute', {}, () => this.#muted(false), options);
  }

  /** Adds members. */
  async add(members: string | string[], options?: Abortable): Promise<PartiallySuccess> {
    const added = (result: MembersResult): PartiallySuccess => {
      this._addMembers(result.successfulClientIds);
      return partiallySuccess(result);
    };
    return this._call('conversation.add', { members: checkStrings('members', ensureArray(members)) }, added, options);
  }

  /** Removes members. */
  async remove(clientIds: string | string[], options?: Abortable): Promise<PartiallySuccess> {
    const removed = (result: MembersResult): PartiallySuccess => {
      this._removeMembers(result.successfulClientIds);
      return partiallySuccess(result);
    };
    const members = checkStrings('clientIds', ensureArray(clientIds));
    return this._call('conversation.remove', { members }, removed, options);
  }

  /** Makes this client a member. */
  async join(options?: Abortable): Promise<this> {
    const joined = (): this => {
      this._addMembers([this._client.id]);
      return this;
    };
    return this._call('conversation.join', {}, joined, options);
  }

  /** Ends this client's membership. */
  async quit(options?: Abortable): Promise<this> {
    const left = (): this => {
      this._removeMembers([this._client.id]);
      return this;
    };
    return this._call('conversation.quit', {}, left, options);
  }

  /** Silences members (禁言): they may not send until they are unmuted. */
  async muteMembers(clientIds: string | string[], options?: Abortable): Promise<PartiallySuccess> {
    return this.#members('conversation.muteMembers', clientIds, options);
  }

  /** Lets silenced members send again. */
  async unmuteMembers(clientIds: string | string[], options?: Abortable): Promise<PartiallySuccess> {
    return this.#members('conversation.unmuteMembers', clientIds, options);
  }

  /** Who is silenced, in pages. */
  async queryMutedMembers(options: PagedQueryParams = {}): Promise<PagedResults<string>> {
    return this.#page('conversation.queryMutedMembers', options);
  }

  /** Blocks clients (黑名单): they are removed, and may not come back until they are unblocked. */
  async blockMembers(clientIds: string | string[], options?: Abortable): Promise<PartiallySuccess> {
    return this.#members('conversation.blockMembers', clientIds, options);
  }

  /** Lets blocked clients become members again. */
  async unblockMembers(clientIds: string | string[], options?: Abortable): Promise<PartiallySuccess> {
    return this.#members('conversation.unblockMembers', clientIds, options);
  }

  /** Who is blocked, in pages. */
  async queryBlockedMembers(options: PagedQueryParams = {}): Promise<PagedResults<string>> {
    return this.#page('conversation.queryBlockedMembers', options);
  }

  override toJSON(): object {
    const { creator, system, transient, muted, mutedMembers, createdAt, updatedAt } = this;
    return {
      ...super.toJSON(),
      creator,
      system,
      transient,
      muted,
      mutedMembers,
      createdAt,
      updatedAt,
      ...this._attributes,
    };
  }

  override toFullJSON(): object {
    const { creator, system, transient } = this;
    return {
      ...super.toFullJSON(),
      creator,
      system,
      transient,
      createdAt: getTime(this.createdAt),
      updatedAt: getTime(this.updatedAt),
      ...this._attributes,
    };
  }

  /** @internal Only in conversations that keep their members. */
  _addMembers(_members: string[]): void {}

  /** @internal */
  _removeMembers(_members: string[]): void {}

  /** @internal */
  override _refresh(data: ConversationData): void {
    super._refresh(data);
    if (data.creator !== undefined) this.creator = data.creator;
    if (data.createdAt) this.createdAt = data.createdAt;
    if (data.updatedAt) this.updatedAt = data.updatedAt;
    this.muted = data.muted;
    this.mutedMembers = data.mutedMembers;
    this.system = data.system;
    this.transient = data.transient;
    this._attributes = data.attributes;
    this._build();
  }

  /** @internal */
  override _reset(): void {
    if (!this._pending.size) return;
    this._pending.clear();
    this._build();
  }

  /** @internal */
  override _needed(): boolean {
    return this._pending.size > 0 || super._needed();
  }

  /** @internal */
  _build(): void {
    this._current = clone(this._attributes);
    for (const [key, value] of this._pending) setPath(this._current, key, value);
    this._review();
  }

  async #members(
    operation: MembersOperation,
    clientIds: string | string[],
    options: Abortable | undefined,
  ): Promise<PartiallySuccess> {
    const members = checkStrings('clientIds', ensureArray(clientIds));
    return this._call(operation, { members }, partiallySuccess, options);
  }

  async #page(
    operation: 'conversation.queryMutedMembers' | 'conversation.queryBlockedMembers',
    options: PagedQueryParams,
  ): Promise<PagedResults<string>> {
    const { limit, next, signal } = options ?? {};
    checkInteger('limit', limit);
    if (next !== undefined && next !== null) checkString('next', next);
    const page = (result: any): PagedResults<string> => ({ results: result.members, next: result.next ?? null });
    return this._call(operation, { limit, next }, page, { signal });
  }

  #muted(muted: boolean): this {
    if (this.transient) return this;
    const others = this.mutedMembers.filter((id) => id !== this._client.id);
    this.muted = muted;
    this.mutedMembers = muted ? [...others, this._client.id] : others;
    return this;
  }
}

/** How the core says that an operation failed for some members. */
interface Failure {
  clientIds: string[];
  error: ErrorPayload;
}

/** What the core says of an operation on members. */
interface MembersResult {
  successfulClientIds: string[];
  failures: Failure[];
}

function partiallySuccess(result: MembersResult): PartiallySuccess {
  return {
    successfulClientIds: result.successfulClientIds,
    failures: result.failures.map(({ clientIds, error }) => Object.assign(createError(error), { clientIds })),
  };
}
