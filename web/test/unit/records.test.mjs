// The records at the boundary, from bytes laid out by hand.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Records } from '../support/records.mjs';
import { load } from '../support/source.mjs';

const { decodeRecords, Kind, writeOutgoing, outgoingCapacity, encodeMentions } = await load([
  'wasm/records',
  'wasm/outgoing',
]);

/** The records decoded from the middle of a memory. */
function decode(records, at = 64) {
  const bytes = records.bytes();
  const memory = new ArrayBuffer(at + bytes.length + 16);
  new Uint8Array(memory).fill(0xaa).set(bytes, at);
  return decodeRecords(memory, at, bytes.length);
}

describe('decodeRecords', () => {
  it('reads JSON, text, frames, timers and headers, in order', () => {
    const records = new Records()
      .json(Kind.DIAL, 1, { url: 'ws://host/', protocol: 'p' })
      .frame(1, [1, 2, 3, 4, 5])
      .text(Kind.SEND_TEXT, 1, 'é')
      .timer(2, 1500.5)
      .header(Kind.STOP_TIMER, 2)
      .json(Kind.RESULT, 7, null)
      .sent(8, 1.7e12, 'id')
      .count(9, 4, 3, true)
      .text(Kind.FATAL, 0, '');
    assert.deepEqual(decode(records), [
      { kind: Kind.DIAL, id: 1, json: { url: 'ws://host/', protocol: 'p' } },
      { kind: Kind.SEND, id: 1, bytes: new Uint8Array([1, 2, 3, 4, 5]) },
      { kind: Kind.SEND_TEXT, id: 1, text: 'é' },
      { kind: Kind.TIMER, id: 2, delay: 1500.5 },
      { kind: Kind.STOP_TIMER, id: 2 },
      { kind: Kind.RESULT, id: 7, json: null },
      { kind: Kind.SENT, id: 8, timestamp: 1.7e12, message: 'id' },
      { kind: Kind.EVENT, id: 9, json: ['unread', { conversations: [{ conversation: 4, unread: 3, mentioned: true }] }] },
      { kind: Kind.FATAL, id: 0, text: '' },
    ]);
  });

  it('leaves out what does not parse, with a warning, and its call fails', () => {
    const kept = console.warn;
    const warnings = [];
    console.warn = (text) => warnings.push(text);
    try {
      const records = new Records()
        .text(Kind.EVENT, 1, '{"a":}')
        .text(Kind.CONVERSATION, 2, '')
        .text(Kind.RESULT, 3, '{')
        .json(Kind.EVENT, 4, ['x']);
      assert.deepEqual(decode(records), [
        { kind: Kind.ERROR, id: 3, json: { type: 'Error', message: 'malformed answer' } },
        { kind: Kind.EVENT, id: 4, json: ['x'] },
      ]);
    } finally {
      console.warn = kept;
    }
    assert.equal(warnings.length, 3);
  });

  it('reads a text message whose strings are not ASCII', () => {
    const [record] = decode(
      new Records().message(9, { id: 'ïd', from: '汤姆', text: '\ufeffhi 👋', mentions: ['杰瑞'], flags: 4 + 32 + 128, seq: 3, unread: 7 }),
    );
    assert.deepEqual(record, {
      kind: Kind.MESSAGE,
      id: 9,
      message: {
        seq: 3,
        port: undefined,
        id: 'ïd',
        from: '汤姆',
        timestamp: 1.6e12,
        patchTimestamp: 0,
        content: '\ufeffhi 👋',
        transient: false,
        filled: false,
        mentionAll: true,
        mentionList: ['杰瑞'],
        foretold: true,
        counted: false,
        unread: 7,
        mentioned: true,
      },
    });
  });

  it('reads a binary message, and an empty text', () => {
    const [binary, empty] = decode(
      new Records()
        .message(9, { id: 'i', from: 'f', binary: [0, 255, 1], flags: 3 })
        .message(9, { id: 'i', from: 'f', text: '' }),
    );
    assert.deepEqual(new Uint8Array(binary.message.content), new Uint8Array([0, 255, 1]));
    assert.equal(binary.message.content.byteLength, 3);
    assert.equal(binary.message.transient, true);
    assert.equal(empty.message.content, '');
    assert.deepEqual(empty.message.mentionList, []);
  });

  it('copies what it gives: the memory may change afterwards', () => {
    const bytes = new Records().frame(1, [1, 2]).message(9, { id: 'i', from: 'f', binary: [7], flags: 1 }).bytes();
    const memory = bytes.buffer;
    const [frame, message] = decodeRecords(memory, 0, bytes.length);
    new Uint8Array(memory).fill(0);
    assert.deepEqual([...frame.bytes], [1, 2]);
    assert.deepEqual([...new Uint8Array(message.message.content)], [7]);
  });

  it('refuses sizes and kinds that cannot be', () => {
    const record = (size, kind) => {
      const view = new DataView(new ArrayBuffer(12));
      view.setUint32(0, size, true);
      view.setUint32(4, kind, true);
      return () => decodeRecords(view.buffer, 0, 12);
    };
    for (const size of [0, 8, 10, 13, 16, 0xffffffff]) assert.throws(record(size, Kind.STOP_TIMER), RangeError);
    assert.throws(record(12, 99), /unknown record kind 99/);
  });
});

describe('writeOutgoing', () => {
  const message = {
    content: '',
    dt: 'dt',
    transient: false,
    receipt: false,
    will: false,
    priority: 0,
    pushData: '',
    mentionAll: false,
    mentionList: [],
  };

  function written(changes) {
    const outgoing = { ...message, ...changes };
    const mentions = encodeMentions(outgoing.mentionList);
    const capacity = outgoingCapacity(outgoing, mentions);
    const memory = new ArrayBuffer(8 + capacity);
    const whole = { view: new DataView(memory), bytes: new Uint8Array(memory) };
    const length = writeOutgoing(whole, 8, capacity, outgoing, mentions);
    const view = new DataView(memory, 8, length);
    const field = (at) => view.getUint32(at, true);
    let at = 24;
    const parts = [8, 12, 16, 20].map((offset) => Buffer.from(memory, 8 + (at += field(offset)) - field(offset), field(offset)));
    return { flags: field(0), priority: field(4), parts, length, end: at };
  }

  it('lays out a text message', () => {
    const { flags, priority, parts, length, end } = written({
      content: 'héllo 👋',
      priority: 1,
      pushData: '{"a":1}',
      mentionList: ['杰瑞'],
      receipt: true,
      mentionAll: true,
    });
    assert.deepEqual([flags, priority, length], [4 + 16, 1, end]);
    assert.deepEqual(
      parts.map((part) => part.toString()),
      ['héllo 👋', 'dt', '{"a":1}', '["杰瑞"]'],
    );
  });

  it('lays out bytes', () => {
    const { flags, parts } = written({ content: new Uint8Array([0, 255]).buffer, transient: true, will: true });
    assert.equal(flags, 1 + 2 + 8);
    assert.deepEqual([...parts[0]], [0, 255]);
    assert.equal(parts[3].length, 0);
  });
});
