/** Why the outbox does not take a message, or gives it up. */
export type OutboxReason =
  /** There are too many messages in it, or too many bytes: the message was not taken. */
  | 'full'
  /** It waited longer than the option `maxAge`. */
  | 'expired'
  /** `cancel` or `clear`. */
  | 'cancelled'
  /** The client is logged out. The message stays where it is stored, and is sent at the next login of its id. */
  | 'closed';

const TEXTS: Record<OutboxReason, string> = {
  full: 'The outbox is full',
  expired: 'The message waited too long in the outbox',
  cancelled: 'The message was taken out of the outbox',
  closed: 'The client is logged out; the message waits in the outbox for its next login',
};

/** What `send` rejects with when it is not the server that refuses a message. */
export class OutboxError extends Error {
  readonly reason: OutboxReason;

  /** @internal */
  constructor(reason: OutboxReason) {
    super(TEXTS[reason]);
    this.name = 'OutboxError';
    this.reason = reason;
  }
}
