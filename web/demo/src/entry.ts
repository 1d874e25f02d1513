import { BinaryMessage, RecalledMessage, TextMessage, TypedMessage, type Message } from './sdk.js';

export type EntryStatus = 'sending' | 'sent' | 'failed';

/** How far an own message has come with the other person; empty where nobody says. */
export type Receipt = '' | 'delivered' | 'read';

/** One line of a conversation. */
export interface Entry {
  /** Stays the same from the moment of sending on: the message's first id. */
  readonly key: string;
  /** The id the server gave; empty until it did. */
  id: string;
  readonly from: string;
  readonly own: boolean;
  text: string;
  /** What kind of content `text` stands for. */
  kind: 'text' | 'recalled' | 'other';
  /** Whether its text can be edited: it is a text message and no other kind with a text. */
  plain: boolean;
  edited: boolean;
  /** ms since 1970: the server's time once sent, ours before. */
  at: number;
  status: EntryStatus;
  receipt: Receipt;
  /** Why it failed, in words. */
  error: string;
}

/** The entry of a message that the server holds. */
export function entryOf(message: Message, me: string): Entry {
  return {
    key: message.id,
    id: message.id,
    from: message.from,
    own: message.from === me,
    ...contentOf(message),
    at: message.timestamp.getTime(),
    status: 'sent',
    receipt: '',
    error: '',
  };
}

/** What a message says now. */
export function contentOf(message: Message): Pick<Entry, 'text' | 'kind' | 'plain' | 'edited'> {
  const edited = message.updatedAt > message.timestamp && !(message instanceof RecalledMessage);
  return { ...wordsOf(message), plain: message instanceof TextMessage, edited };
}

/** A message as text, whatever it is. */
function wordsOf(message: Message): Pick<Entry, 'text' | 'kind'> {
  if (message instanceof RecalledMessage) return { kind: 'recalled', text: 'Message recalled' };
  if (message instanceof BinaryMessage) {
    return { kind: 'other', text: `Binary message, ${message.buffer.byteLength} bytes` };
  }
  if (message instanceof TypedMessage) {
    const text: unknown = message.getText(); // whatever the sender put there
    return typeof text === 'string' && text ? { kind: 'text', text } : { kind: 'other', text: `Message of type ${message.type}` };
  }
  const payload: unknown = message.getPayload();
  return { kind: 'text', text: typeof payload === 'string' ? payload : String(JSON.stringify(payload)) };
}
