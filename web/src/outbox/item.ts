import type { ConversationBase } from '../conversations/base';
import type { Message } from '../messages/message';
import type { OutboxRecord } from './store';

/**
 * How far a message in the outbox is: `queued` and `sending` by turns until it
 * is `sent`, or `failed` for good, or `cancelled`. What is sent or cancelled is in
 * the outbox no longer.
 */
export type OutboxState = 'queued' | 'sending' | 'sent' | 'failed' | 'cancelled';

/** A message in the outbox. */
export class OutboxItem {
  /** The message, of its own class; after a reload one that is made of its content. */
  readonly message: Message;
  /** The id of its conversation. */
  readonly conversationId: string;
  /** Its conversation; after a reload, once that is known again. */
  conversation: ConversationBase | undefined;
  /** How far it is. */
  state: OutboxState = 'queued';
  /** How often sending it was begun. */
  attempts: number;
  /** Why it failed, or why it was not sent yet. */
  error: Error | undefined;
  /** When it was put there. */
  readonly createdAt: Date;
  /** Whether it is stored where it survives a reload. */
  persisted = false;

  /** @internal */ readonly _record: OutboxRecord;
  /** @internal */ readonly _bytes: number;
  /** @internal Settled once, when it is sent or given up. */ _outcome!: Promise<Message>;
  /** @internal */ _resolve!: (message: Message) => void;
  /** @internal */ _reject!: (error: Error) => void;
  /** @internal Ends the attempt that is under way. */ _attempt: AbortController | undefined;
  /** @internal Resolves when it is stored, or cannot be. */ _stored: Promise<void> = Promise.resolve();
  /** @internal Whether others were being sent at the same time. */ _accompanied = false;
  /** @internal It may be what the server closed the connection for. */ _suspect = false;

  /** @internal */
  constructor(message: Message, record: OutboxRecord, conversation?: ConversationBase) {
    this.message = message;
    this.conversationId = record.conversation;
    this.conversation = conversation;
    this.attempts = record.attempts;
    this.createdAt = new Date(record.createdAt);
    this._record = record;
    this._bytes = size(record.message.content);
    this._renew();
  }

  /** @internal */
  _renew(): void {
    this._outcome = new Promise((resolve, reject) => {
      this._resolve = resolve;
      this._reject = reject;
    });
    // Whoever waits for it hears of it; perhaps nobody does.
    this._outcome.catch(() => undefined);
  }
}

const utf8 = new TextEncoder();

/** How many bytes a content has as it travels. @internal */
export function size(content: string | ArrayBuffer): number {
  return typeof content === 'string' ? utf8.encode(content).length : content.byteLength;
}
