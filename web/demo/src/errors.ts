/** The protocol's code of an error, when it has one. */
export function errorCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

const WORDS: Readonly<Record<number, string>> = {
  4100: 'the server does not know this app',
  4103: 'this name is not accepted',
  4109: 'the message is too long',
  4116: 'too many messages, wait a moment',
  4324: 'whoever made a room stays in it',
  4401: 'you are not a member here',
};

/** Words as a sentence of their own: "The server did not answer." */
export function sentence(words: string): string {
  const text = words.charAt(0).toLocaleUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** An error as words that fit after "Not sent:". */
export function errorText(error: unknown): string {
  const code = errorCode(error);
  const known = code === undefined ? undefined : WORDS[code];
  if (known) return known;
  const message = error instanceof Error ? error.message : String(error);
  if (/connection unavailable/i.test(message)) return 'no connection';
  if (/timeout/i.test(message)) return 'the server did not answer';
  return message;
}
