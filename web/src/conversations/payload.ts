import type { Message } from '../messages/message';

/** A message's content as it travels: bytes and text as they are, anything else as JSON text. */
export function serialize(message: Message): string | ArrayBuffer {
  const content = message.getPayload();
  if (content instanceof ArrayBuffer || typeof content === 'string') return content;
  return toJSONText('the message', content);
}

/** A value as JSON text. Throws a TypeError for what is none in JSON, such as a function. */
export function toJSONText(name: string, value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`${name} has no content`);
  return text;
}
