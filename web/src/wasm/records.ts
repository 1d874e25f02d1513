import type { IncomingMessage } from '../port';

// What the core says: a run of records in its memory. Each is
//   u32 size, u32 kind, u32 id, payload
// little endian, size a multiple of 4 and of the whole record. Payloads that
// are text or JSON are u32 n and n bytes of UTF-8.

/** Kinds of records. */
export const Kind = {
  DIAL: 1,
  SEND: 2,
  SEND_TEXT: 3,
  HANGUP: 4,
  TIMER: 5,
  STOP_TIMER: 6,
  FETCH: 7,
  STOP_FETCH: 8,
  RESULT: 9,
  ERROR: 10,
  EVENT: 11,
  MESSAGE: 12,
  CONVERSATION: 13,
  ASK: 14,
  LOG: 15,
  SENT: 16,
  FATAL: 17,
  COUNT: 18,
} as const;

/** A record, copied out of the core's memory. */
export type Record = Content & {
  /** Which of the core's sayings it is from, where their order may be another one than that of delivery. */
  order?: number;
};

type Content =
  | { kind: typeof Kind.SEND; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: typeof Kind.SEND_TEXT; id: number; text: string }
  | { kind: typeof Kind.TIMER; id: number; delay: number }
  | { kind: typeof Kind.STOP_TIMER | typeof Kind.STOP_FETCH; id: number }
  | { kind: typeof Kind.SENT; id: number; timestamp: number; message: string }
  | { kind: typeof Kind.MESSAGE; id: number; message: IncomingMessage }
  | { kind: typeof Kind.LOG | typeof Kind.FATAL; id: number; text: string }
  | {
      kind:
        | typeof Kind.DIAL
        | typeof Kind.HANGUP
        | typeof Kind.FETCH
        | typeof Kind.RESULT
        | typeof Kind.ERROR
        | typeof Kind.EVENT
        | typeof Kind.CONVERSATION
        | typeof Kind.ASK;
      id: number;
      json: any;
      /** What made an ERROR, where it was thrown by the application. */
      thrown?: unknown;
    };

/** Whether a record of this kind is for the port itself, and none of the application's business. */
export function isOwn(kind: number): boolean {
  return kind <= Kind.STOP_FETCH || kind === Kind.LOG || kind === Kind.FATAL;
}

/** A text may begin with U+FEFF, which is then its own. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The records in `length` bytes of memory at `offset`. Throws a RangeError when
 * they are malformed. A record about the application whose JSON is malformed is
 * left out with a warning: others need not suffer from what a server said.
 */
export function decodeRecords(memory: ArrayBuffer, offset: number, length: number): Record[] {
  const view = new DataView(memory);
  const bytes = new Uint8Array(memory);
  const end = offset + length;
  const records: Record[] = [];
  for (let at = offset; at < end; ) {
    const size = recordSize(view, at, end);
    const record = decodeRecord(view, bytes, at);
    if (record) records.push(record);
    at += size;
  }
  return records;
}

/** The size of the record that begins at `at`, of records up to `end`. Throws a RangeError when that cannot be. */
export function recordSize(view: DataView, at: number, end: number): number {
  const size = view.getUint32(at, true);
  if (size < 12 || size % 4 !== 0 || at + size > end) throw new RangeError(`malformed record of ${size} bytes`);
  return size;
}

/** Views of a core's memory, made anew when growing has replaced its buffer. */
export class Views {
  readonly #memory: WebAssembly.Memory;
  view!: DataView;
  bytes!: Uint8Array;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** To be called after every entry, before the views are used. */
  renew(): this {
    // Growing takes the buffer away, and asking whether it did is cheaper than asking for the buffer.
    if (!this.bytes?.length) {
      const { buffer } = this.#memory;
      this.view = new DataView(buffer);
      this.bytes = new Uint8Array(buffer);
    }
    return this;
  }
}

/** A LOG record, in bytes. */
export function encodeLog(level: number, text: string): ArrayBuffer {
  const line = new TextEncoder().encode(text);
  const bytes = new Uint8Array(16 + Math.ceil(line.length / 4) * 4);
  const view = new DataView(bytes.buffer);
  [bytes.length, Kind.LOG, level, line.length].forEach((n, i) => view.setUint32(4 * i, n, true));
  bytes.set(line, 16);
  return bytes.buffer;
}

/** The record that begins at `at`; undefined when it is left out. */
export function decodeRecord(view: DataView, bytes: Uint8Array, at: number): Record | undefined {
  const kind = view.getUint32(at + 4, true) as Record['kind'] | typeof Kind.COUNT;
  const id = view.getUint32(at + 8, true);
  switch (kind) {
    case Kind.SEND:
      return { kind, id, bytes: payload(view, bytes, at).slice() };
    case Kind.SEND_TEXT:
      return { kind, id, text: utf8.decode(payload(view, bytes, at)) };
    case Kind.TIMER:
      return { kind, id, delay: view.getFloat64(at + 12, true) };
    case Kind.STOP_TIMER:
    case Kind.STOP_FETCH:
      return { kind, id };
    case Kind.SENT: {
      const start = at + 24;
      const message = utf8.decode(bytes.subarray(start, start + view.getUint32(at + 20, true)));
      return { kind, id, timestamp: view.getFloat64(at + 12, true), message };
    }
    case Kind.COUNT:
      // The event of one conversation, without its way through JSON.
      return {
        kind: Kind.EVENT,
        id,
        json: [
          'unread',
          {
            conversations: [
              {
                conversation: view.getUint32(at + 12, true),
                unread: view.getUint32(at + 16, true),
                mentioned: view.getUint32(at + 20, true) !== 0,
              },
            ],
          },
        ],
      };
    case Kind.MESSAGE:
      return { kind, id, message: decodeMessage(view, bytes, at) };
    case Kind.LOG:
    case Kind.FATAL:
      return { kind, id, text: utf8.decode(payload(view, bytes, at)) };
    case Kind.RESULT:
    case Kind.ERROR:
    case Kind.EVENT:
    case Kind.CONVERSATION:
      return decodeJSON(kind, id, utf8.decode(payload(view, bytes, at)));
    case Kind.DIAL:
    case Kind.HANGUP:
    case Kind.FETCH:
    case Kind.ASK:
      return { kind, id, json: JSON.parse(utf8.decode(payload(view, bytes, at))) };
    default:
      throw new RangeError(`unknown record kind ${kind as number}`);
  }
}

function decodeJSON(kind: JSONKind, id: number, text: string): Record | undefined {
  try {
    return { kind, id, json: JSON.parse(text) };
  } catch (error) {
    console.warn(`imclient: a record of kind ${kind} was dropped:`, error);
    // Its call must not wait for ever.
    if (kind !== Kind.RESULT && kind !== Kind.ERROR) return undefined;
    return { kind: Kind.ERROR, id, json: { type: 'Error', message: 'malformed answer' } };
  }
}

type JSONKind = typeof Kind.RESULT | typeof Kind.ERROR | typeof Kind.EVENT | typeof Kind.CONVERSATION;

/** The bytes behind a record's length field: a view into the core's memory. */
function payload(view: DataView, bytes: Uint8Array, at: number): Uint8Array<ArrayBuffer> {
  const start = at + 16;
  return bytes.subarray(start, start + view.getUint32(at + 12, true)) as Uint8Array<ArrayBuffer>;
}

/**
 * A MESSAGE: seq 12, flags 16, timestamp 20, patchTimestamp 28, then the
 * lengths of id 36, from 40, text 44 and mentions 48 in UTF-16 units (their
 * UTF-8 lies together, so that one decoding serves all four), and of the UTF-8
 * 52 and the binary content 56 in bytes, and the count that is foretold 60.
 */
export function decodeMessage(view: DataView, bytes: Uint8Array, at: number): IncomingMessage {
  const flags = view.getUint32(at + 16, true);
  const textStart = at + 64;
  const binaryStart = textStart + view.getUint32(at + 52, true);
  const all = utf8.decode(bytes.subarray(textStart, binaryStart));
  const fromAt = view.getUint32(at + 36, true);
  const textAt = fromAt + view.getUint32(at + 40, true);
  const mentionsAt = textAt + view.getUint32(at + 44, true);
  const mentions = mentionsAt < all.length ? all.slice(mentionsAt, mentionsAt + view.getUint32(at + 48, true)) : '';
  return {
    seq: view.getUint32(at + 12, true),
    port: undefined,
    id: all.slice(0, fromAt),
    from: all.slice(fromAt, textAt),
    timestamp: view.getFloat64(at + 20, true),
    patchTimestamp: view.getFloat64(at + 28, true),
    content:
      flags & Flag.BINARY
        ? (bytes.slice(binaryStart, binaryStart + view.getUint32(at + 56, true)).buffer as ArrayBuffer)
        : all.slice(textAt, mentionsAt),
    transient: (flags & Flag.TRANSIENT) !== 0,
    filled: (flags & Flag.FILLED) !== 0,
    mentionAll: (flags & Flag.MENTION_ALL) !== 0,
    mentionList: mentions === '' ? [] : decodeMentions(mentions),
    foretold: (flags & Flag.FORETOLD) !== 0,
    counted: (flags & Flag.COUNTED) !== 0,
    unread: view.getUint32(at + 60, true),
    mentioned: (flags & Flag.MENTIONED) !== 0,
  };
}

function decodeMentions(text: string): string[] {
  try {
    return JSON.parse(text) as string[];
  } catch (error) {
    console.warn('imclient: a list of mentions was dropped:', error);
    return [];
  }
}

const Flag = { BINARY: 1, TRANSIENT: 2, MENTION_ALL: 4, FILLED: 16, FORETOLD: 32, COUNTED: 64, MENTIONED: 128 } as const;
