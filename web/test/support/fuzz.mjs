// Whatever may come, for what reads it on JavaScript's side: the content of messages,
// rows of conversations and the core's records. Each input is made from a seed.
import assert from 'node:assert/strict';
import { Records } from './records.mjs';
import { load } from './source.mjs';

const { MessageParser, IMPlugin, TypedMessagesPlugin, readRow, decode, encode, decodeRecords, decodeBase64, encodeBase64 } =
  await load([
    'messages/parser',
    'plugins/im',
    'plugins/typed-messages',
    'conversations/row',
    'data/codec',
    'data/base64',
    'wasm/records',
  ]);

/** A source of chance: the same numbers for the same seed. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, of: (list) => list[below(list.length)] };
}

const NAMES = '_lctype _lctext _lcattrs _lcfile _lcloc url metaData objId objectId m c tr sys mu lm createdAt updatedAt expiredAt __type iso __proto__ constructor toString name attr longitude latitude size duration format mid'.split(' ');
const TEXTS = ['', 'Date', '2026-01-01T00:00:00.000Z', 'x', '-1', '\ud800', '\u0000', '__proto__', 'AAEC', '{"a":1}', 'a'.repeat(300), '\u2028"\\'];
const NUMBERS = [0, -0, 1, -1, -2, -3, -4, -5, -6, -127, 7, 1e308, 5e-324, 2 ** 53, 8.64e15 + 1];

/** Any JSON value, of the names and values that mean something more often than others. */
export function value(rand, depth = 0) {
  switch (rand.below(depth > 4 ? 5 : 8)) {
    case 0:
      return null;
    case 1:
      return rand.next() < 0.5;
    case 2:
      return rand.of(NUMBERS);
    case 3:
    case 4:
      return rand.of(TEXTS);
    case 5:
      return Array.from({ length: rand.below(4) }, () => value(rand, depth + 1));
    default: {
      const entries = Array.from({ length: rand.below(7) }, () => [rand.of(NAMES), value(rand, depth + 1)]);
      return JSON.parse(`{${entries.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`).join(',')}}`);
    }
  }
}

/** The text with some of it changed, left out or doubled. */
function garble(rand, text) {
  let result = text;
  for (let n = rand.below(4); n > 0; n -= 1) {
    const at = rand.below(result.length + 1);
    const length = rand.below(6);
    result = result.slice(0, at) + rand.of(['', '"', '{', '}', '[', ',', ':', '0', 'e9', '\\u', result.slice(at, at + length)]) + result.slice(at + length);
  }
  return result;
}

const parser = new MessageParser({ messageClasses: [...IMPlugin.messageClasses, ...TypedMessagesPlugin.messageClasses] });

/** What reads what others have written, each a test of one input. */
export const targets = {
  async 'the content of a message'(rand) {
    const text = garble(rand, rand.next() < 0.1 ? rand.of(TEXTS) : JSON.stringify(value(rand)));
    const content = rand.next() < 0.1 ? new TextEncoder().encode(text).buffer : text;
    const [first, again] = await Promise.allSettled([parser.parse(content), parser.parse(content)]);
    assert.equal(first.status, again.status);
    if (first.status === 'rejected') {
      assert.match(first.reason.message, /^No Message Class matched$/);
      return;
    }
    const message = first.value;
    assert.equal(message.constructor, again.value.constructor);
    message.getPayload();
    JSON.stringify(message);
    JSON.stringify(message.toFullJSON());
  },

  'the row of a conversation'(rand) {
    const row = value(rand);
    if (row === null || typeof row !== 'object' || Array.isArray(row)) return;
    const data = readRow(row);
    assert.ok(Array.isArray(data.members) && Array.isArray(data.mutedMembers));
    assert.equal(Object.getPrototypeOf(data.attributes), Object.prototype);
    assert.equal({}.polluted, undefined);
  },

  'data with dates'(rand) {
    const data = value(rand);
    decode(encode(decode(data)));
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  },

  'base64'(rand) {
    const text = garble(rand, rand.of(TEXTS));
    let bytes;
    try {
      bytes = decodeBase64(text);
    } catch (error) {
      assert.equal(error.message, 'malformed base64');
      return;
    }
    assert.deepEqual(decodeBase64(encodeBase64(bytes)), bytes);
  },

  'the records of the core'(rand) {
    const records = new Records();
    for (let n = rand.below(4); n >= 0; n -= 1) {
      const kind = 1 + rand.below(18);
      if (kind === 12) records.message(rand.below(9), { id: 'm', from: 'a', text: rand.of(TEXTS), mentions: ['x'] });
      else if (kind === 5) records.timer(1, rand.of(NUMBERS));
      else if (kind === 18) records.count(1, 1, 2, true);
      else records.text(kind, rand.below(9), garble(rand, JSON.stringify(value(rand))));
    }
    const bytes = records.bytes();
    for (let n = rand.below(6); n > 0; n -= 1) bytes[rand.below(bytes.length)] = rand.below(256);
    try {
      assert.ok(Array.isArray(decodeRecords(bytes.buffer, 0, bytes.length)));
    } catch (error) {
      // What the core never writes ends the core, in these ways only.
      assert.ok(error instanceof RangeError || error instanceof SyntaxError, String(error));
    }
  },
};

/** One input of a target. What fails names the seed. */
export async function fuzz(name, seed) {
  const { warn } = console;
  console.warn = () => undefined; // of contents that a class has refused
  try {
    await targets[name](chance(seed));
  } catch (error) {
    throw new Error(`${name}, seed ${seed}: ${error.message}`, { cause: error });
  } finally {
    console.warn = warn;
  }
}
