import type { Message } from '../messages/message';

/** A message's content as it travels: bytes and text as they are, anything else as JSON text. */
export function serialize(message: Message): string | ArrayBuffer {
  const content = message.getPayload();
  if (content instanceof ArrayBuffer || typeof content === 'string') return content;
  const text = JSON.stringify(content);
  if (text === undefined) throw new TypeError('the message has no content');
  return text;
}
