/** The id that the next message is made with; '' when it makes one up. */
let next = '';

/** Gives the message that is made next its id, for a received one to make up none. '' takes it back. */
export function nameNext(id: string): void {
  next = id;
}

/** The id for a message that is being made, which the one after it does not get; '' when there is none. */
export function takeName(): string {
  const id = next;
  next = '';
  return id;
}
