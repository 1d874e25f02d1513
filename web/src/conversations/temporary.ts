import type { IMClient } from '../client/client';
import { decodeDate, getTime } from '../data/dates';
import { ErrorCode } from '../errors/codes';
import { localError, type IMError } from '../errors/error';
import type { Handle } from '../port';
import { ConversationBase } from './base';
import type { ConversationData } from './row';

/** A temporary conversation (临时对话): the server forgets it when its time is over (docs/protocol.md, Temporary conversations). */
export class TemporaryConversation extends ConversationBase {
  /** @internal */
  _expiredAt: Date;

  /** @internal */
  constructor(client: IMClient, handle: Handle, data: ConversationData) {
    super(client, handle, data);
    this._expiredAt = data.expiredAt as Date;
  }

  /** When it ends. */
  get expiredAt(): Date {
    return this._expiredAt;
  }
  set expiredAt(value: Date) {
    this._expiredAt = decodeDate(value);
  }

  /** Whether it has ended: every operation then fails with TEMPORARY_CONVERSATION_EXPIRED. */
  get expired(): boolean {
    return this.expiredAt < new Date();
  }

  override toJSON(): object {
    return { ...super.toJSON(), expiredAt: this.expiredAt, expired: this.expired };
  }

  override toFullJSON(): object {
    return { ...super.toFullJSON(), expiredAt: getTime(this.expiredAt) };
  }

  /** @internal */
  override _assertUsable(): void {
    if (this.expired) throw expiredError();
  }

  /** @internal The server does not tell an ended conversation from one that never was. */
  override _translate(error: unknown): unknown {
    return (error as IMError).code === ErrorCode.CONVERSATION_NOT_FOUND ? expiredError() : error;
  }

  /** @internal */
  override _refresh(data: ConversationData): void {
    super._refresh(data);
    if (data.expiredAt) this.expiredAt = data.expiredAt;
  }
}

function expiredError(): Error {
  return localError('TEMPORARY_CONVERSATION_EXPIRED', 'Temporary conversation expired or does not exist.');
}
