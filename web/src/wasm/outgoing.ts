import { checkInteger, checkString, checkStrings } from '../data/check';
import type { OutgoingMessage } from '../port';

const utf8 = new TextEncoder();

/** Bytes before the strings: flags, priority and the lengths of body, dt, push data and mentions, u32 each. */
const HEADER = 24;

/** Up to this length in UTF-16 units a text of ASCII is written here: to ask TextEncoder takes longer in a browser. */
const SHORT = 120;

const Flag = { BINARY: 1, TRANSIENT: 2, RECEIPT: 4, WILL: 8, MENTION_ALL: 16 } as const;

/** A copy of the message that is plain data. Throws a TypeError unless it can be written: whoever made it may have been told wrong. */
export function plainOutgoing(message: OutgoingMessage): OutgoingMessage {
  const { content, dt, pushData, priority, mentionList } = message;
  checkString('message id', dt);
  checkString('pushData', pushData);
  checkInteger('priority', priority);
  if (priority < 0) throw new TypeError(`priority ${priority} is negative`);
  const mentions = checkStrings('mentionList', mentionList);
  // Throws when the buffer was transferred.
  if (typeof content !== 'string') new Uint8Array(content);
  const { transient, receipt, will, mentionAll } = message;
  return { content, dt, pushData, priority, mentionList: mentions, transient, receipt, will, mentionAll };
}

/** Room enough for the message; what UTF-8 needs at most is three bytes for a UTF-16 unit. */
export function outgoingCapacity(message: OutgoingMessage, mentions: string): number {
  const body = typeof message.content === 'string' ? message.content.length * 3 : message.content.byteLength;
  return HEADER + body + 3 * (message.dt.length + message.pushData.length + mentions.length);
}

/** The mention list as it crosses: JSON text, or '' for none. */
export function encodeMentions(mentionList: string[]): string {
  return mentionList.length ? JSON.stringify(mentionList) : '';
}

/** Writes the message at `offset` of a memory. Returns its length in bytes. */
export function writeOutgoing(
  { view, bytes }: { view: DataView; bytes: Uint8Array },
  offset: number,
  capacity: number,
  message: OutgoingMessage,
  mentions: string,
): number {
  const end = offset + capacity;
  let at = offset + HEADER;
  const { content, dt, pushData } = message;
  if (typeof content === 'string') {
    at += writeText(bytes, at, end, content);
  } else {
    bytes.set(new Uint8Array(content), at);
    at += content.byteLength;
  }
  view.setUint32(offset, flags(message), true);
  view.setUint32(offset + 4, message.priority, true);
  view.setUint32(offset + 8, at - offset - HEADER, true);
  const dtLength = writeText(bytes, at, end, dt);
  view.setUint32(offset + 12, dtLength, true);
  at += dtLength;
  const pushLength = writeText(bytes, at, end, pushData);
  view.setUint32(offset + 16, pushLength, true);
  at += pushLength;
  const mentionsLength = writeText(bytes, at, end, mentions);
  view.setUint32(offset + 20, mentionsLength, true);
  return at + mentionsLength - offset;
}

/** Writes a text as UTF-8 and gives its length in bytes. */
function writeText(bytes: Uint8Array, at: number, end: number, text: string): number {
  const { length } = text;
  if (length <= SHORT) {
    let i = 0;
    for (; i < length; i += 1) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      bytes[at + i] = unit;
    }
    if (i === length) return length;
  }
  return utf8.encodeInto(text, bytes.subarray(at, end)).written;
}

function flags(message: OutgoingMessage): number {
  return (
    (typeof message.content === 'string' ? 0 : Flag.BINARY) |
    (message.transient ? Flag.TRANSIENT : 0) |
    (message.receipt ? Flag.RECEIPT : 0) |
    (message.will ? Flag.WILL : 0) |
    (message.mentionAll ? Flag.MENTION_ALL : 0)
  );
}
