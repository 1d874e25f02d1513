/** How far a message has come. Messages of others, and those from history, are SENT or DELIVERED. */
export const MessageStatus = Object.freeze({
  /** Not sent yet, or not known. */
  NONE: Symbol('none'),
  SENDING: Symbol('sending'),
  /** The server has it on disk. */
  SENT: Symbol('sent'),
  /** The other member's client has it (only for messages sent with `receipt`). */
  DELIVERED: Symbol('delivered'),
  FAILED: Symbol('failed'),
});
export type MessageStatus = symbol;

const STATUSES: unknown[] = Object.keys(MessageStatus).map((name) => MessageStatus[name as keyof typeof MessageStatus]);

/** Whether it is one of them. @internal */
export function isStatus(value: unknown): boolean {
  return STATUSES.indexOf(value) > -1;
}
