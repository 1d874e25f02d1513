/** The protocol's code of an error, when it has one. */
export function errorCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

const SENTENCES: Readonly<Record<number, string>> = {
  4100: 'the server does not know this app',
  4103: 'this name is not accepted',
  4109: 'the message is too long',
  4116: 'too many messages, wait a moment',
  4401: 'you are not a member here',
};

/** An error as words that fit after "Not sent:". */
export function errorText(error: unknown): string {
  const code = errorCode(error);
  const sentence = code === undefined ? undefined : SENTENCES[code];
  if (sentence) return sentence;
  const message = error instanceof Error ? error.message : String(error);
  if (/connection unavailable/i.test(message)) return 'no connection';
  if (/timeout/i.test(message)) return 'the server did not answer';
  return message;
}
