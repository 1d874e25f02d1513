/** The id that the next message is made with; '' when it makes one up. */
let next = '';

/** The time, in ms, that the next message is made with; 0 when that is now. */
let at = 0;

/**
 * Gives the message that is made next its id and its time, for a received one to
 * make up none. '' takes both back.
 */
export function nameNext(id: string, timestamp: number): void {
  next = id;
  at = timestamp;
}

/** When a message that is being made was sent, by the server's clock; now, where it is not known. To be asked before takeName. */
export function takeTime(): Date {
  return next && at ? new Date(at) : new Date();
}

/** The id for a message that is being made, which the one after it does not get; '' when there is none. */
export function takeName(): string {
  const id = next;
  next = '';
  return id;
}
