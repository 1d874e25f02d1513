// The demo page's model and layout, without a page: built from their sources
// with a stand-in for the client library.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const demo = fileURLToPath(new URL('../../demo/src/', import.meta.url));

/** As much of the package as the model touches. */
const PACKAGE = `
  let made = 0;
  export class Message {
    id = 'local-' + ++made;
    from = '';
    timestamp = new Date(0);
    constructor(content) { this.content = content; }
    getPayload() { return this.content; }
  }
  export class BinaryMessage extends Message { buffer = this.content; }
  export class TypedMessage extends Message { type = -1; getText() { return this.content; } }
  export class TextMessage extends TypedMessage {}
  export class RecalledMessage extends TypedMessage {}
  export const Event = {};
  export class Realtime {}
`;

const ENTRY = `
  export * from './connection.js';
  export * from './entry.js';
  export * from './format.js';
  export * from './chat.js';
  export * from './memory.js';
  export * from './observable.js';
  export * from './outbox.js';
  export * from './timeline.js';
  export { layOut } from './view/layout.js';
  export { BinaryMessage, Message, RecalledMessage, TextMessage } from 'imclient';
`;

const { outputFiles } = await build({
  stdin: { contents: ENTRY, resolveDir: demo },
  bundle: true,
  format: 'esm',
  write: false,
  plugins: [
    {
      name: 'package',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^imclient$/ }, () => ({ path: 'imclient', namespace: 'package' }));
        onLoad({ filter: /.*/, namespace: 'package' }, () => ({ contents: PACKAGE }));
      },
    },
  ],
});
const {
  BinaryMessage,
  Chat,
  Message,
  RecalledMessage,
  TextMessage,
  Timeline,
  Observable,
  Outbox,
  contentOf,
  dayName,
  describe,
  layOut,
  remember,
} = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

class MemoryStorage {
  #items = new Map();
  getItem(key) {
    return this.#items.get(key) ?? null;
  }
  setItem(key, value) {
    this.#items.set(key, value);
  }
  removeItem(key) {
    this.#items.delete(key);
  }
}

function message(id, from, at, text = id) {
  return Object.assign(new TextMessage(text), { id, from, timestamp: new Date(at) });
}

/** A conversation whose server is a list. */
class FakeConversation {
  id = 'room';
  members = ['bob', 'me'];
  /** Everything the server holds, oldest first. */
  log = [];
  /** Thrown by the next calls of send and queryMessages. */
  broken = null;

  async queryMessages({ limit, startMessageId }) {
    if (this.broken) throw this.broken;
    const end = startMessageId ? this.log.findIndex(({ id }) => id === startMessageId) : this.log.length;
    return this.log.slice(Math.max(0, end - limit), end);
  }

  async send(sent) {
    if (this.broken) throw this.broken;
    const known = this.log.find(({ dt }) => dt === sent.id);
    const stored = known ?? Object.assign(message(`m${this.log.length}`, 'me', 1000 * (this.log.length + 1)), { dt: sent.id });
    if (!known) this.log.push(stored);
    return Object.assign(sent, { id: stored.id, timestamp: stored.timestamp });
  }

  fill(count) {
    for (let i = 0; i < count; i++) this.log.push(message(`m${this.log.length}`, 'bob', 1000 * (this.log.length + 1)));
  }
}

function newTimeline(conversation, storage = new MemoryStorage()) {
  return new Timeline(conversation, 'me', storage);
}

const ids = (timeline) => timeline.entries.map(({ id }) => id);

test('history comes in pages, oldest first, until its beginning', async () => {
  const conversation = new FakeConversation();
  conversation.fill(65);
  const timeline = newTimeline(conversation);
  await timeline.open();
  assert.equal(timeline.entries.length, 30);
  assert.equal(timeline.history, 'idle');
  await Promise.all([timeline.loadOlder(), timeline.loadOlder()]);
  assert.equal(timeline.entries.length, 60);
  await timeline.loadOlder();
  assert.equal(timeline.history, 'complete');
  assert.deepEqual(
    ids(timeline),
    conversation.log.map(({ id }) => id),
  );
});

test('a page that fails can be asked for again', async () => {
  const conversation = new FakeConversation();
  conversation.fill(3);
  conversation.broken = new Error('Connection unavailable');
  const timeline = newTimeline(conversation);
  await timeline.open();
  assert.equal(timeline.history, 'failed');
  assert.equal(timeline.loaded, false);
  conversation.broken = null;
  await timeline.open();
  assert.equal(timeline.entries.length, 3);
});

test('a message that arrives twice is shown once, in the order of the server', async () => {
  const conversation = new FakeConversation();
  conversation.fill(2);
  const timeline = newTimeline(conversation);
  await timeline.open();
  timeline.receive(message('late', 'bob', 5000));
  timeline.receive(message('early', 'bob', 4000));
  timeline.receive(message('late', 'bob', 5000));
  assert.deepEqual(ids(timeline), ['m0', 'm1', 'early', 'late']);
});

test('sending goes through sending to sent, under one key', async () => {
  const timeline = newTimeline(new FakeConversation());
  await timeline.open();
  const sending = timeline.send('hello');
  const [{ key, status, id }] = timeline.entries;
  assert.deepEqual([status, id], ['sending', '']);
  await sending;
  assert.deepEqual([timeline.entries[0].status, timeline.entries[0].id, timeline.entries[0].key], ['sent', 'm0', key]);
});

test('a failed message is sent again as the same message', async () => {
  const conversation = new FakeConversation();
  const timeline = newTimeline(conversation);
  await timeline.open();
  conversation.broken = new Error('Connection unavailable');
  await timeline.send('hello');
  const [entry] = timeline.entries;
  assert.deepEqual([entry.status, entry.error], ['failed', 'no connection']);
  conversation.broken = null;
  await timeline.retry(entry);
  assert.equal(entry.status, 'sent');
  assert.equal(conversation.log[0].dt, entry.key);
});

test('what was not confirmed is still there after a reload, and stored once', async () => {
  const conversation = new FakeConversation();
  const storage = new MemoryStorage();
  const first = newTimeline(conversation, storage);
  await first.open();
  conversation.broken = new Error('Connection unavailable');
  await first.send('hello');
  conversation.broken = null;
  // The server did get it: only the answer was lost.
  conversation.log.push(Object.assign(message('m0', 'me', 1000, 'hello'), { dt: first.entries[0].key }));

  const second = newTimeline(conversation, storage);
  await second.open();
  const unsent = second.entries.find(({ status }) => status === 'failed');
  assert.equal(unsent.text, 'hello');
  await second.retry(unsent);
  assert.deepEqual(ids(second), ['m0']);
  assert.deepEqual(new Outbox(storage, 'me', 'room').list(), []);
});

test('a discarded message is gone for good', async () => {
  const conversation = new FakeConversation();
  const storage = new MemoryStorage();
  const timeline = newTimeline(conversation, storage);
  await timeline.open();
  conversation.broken = new Error('Connection unavailable');
  await timeline.send('hello');
  timeline.discard(timeline.entries[0]);
  assert.equal(timeline.entries.length, 0);
  assert.deepEqual(new Outbox(storage, 'me', 'room').list(), []);
});

test('after a reconnect the missed messages come in before those that arrived since', async () => {
  const conversation = new FakeConversation();
  conversation.fill(5);
  const timeline = newTimeline(conversation);
  await timeline.open();
  timeline.expectGap();
  conversation.fill(3);
  timeline.receive(conversation.log.at(-1));
  await timeline.catchUp();
  assert.deepEqual(
    ids(timeline),
    conversation.log.map(({ id }) => id),
  );
});

test('a gap too long for one request leaves no hole', async () => {
  const conversation = new FakeConversation();
  conversation.fill(5);
  const timeline = newTimeline(conversation);
  await timeline.open();
  timeline.expectGap();
  conversation.fill(150);
  await timeline.catchUp();
  assert.equal(timeline.entries.length, 100);
  assert.equal(timeline.history, 'idle');
  await timeline.loadOlder();
  assert.equal(timeline.entries.length, 130);
});

test('every kind of message has words', () => {
  assert.deepEqual(contentOf(new TextMessage('hi')), { kind: 'text', text: 'hi', plain: true, edited: false });
  assert.deepEqual(contentOf(new RecalledMessage()), { kind: 'recalled', text: 'Message recalled', plain: false, edited: false });
  assert.deepEqual(contentOf(new BinaryMessage(new ArrayBuffer(3))), {
    kind: 'other',
    text: 'Binary message, 3 bytes',
    plain: false,
    edited: false,
  });
});

test('content that is not what it should be is shown as something', () => {
  for (const odd of [5, true, {}, [], null]) assert.equal(typeof contentOf(new TextMessage(odd)).text, 'string');
  assert.equal(typeof contentOf(new Message(undefined)).text, 'string');
});

test('a name that is no text is as good as none', () => {
  for (const name of [{}, 5, ['x'], null]) {
    const conversation = { id: 'c', name, members: ['me', 'bob', 'carol'], get: () => 'room', on() {} };
    assert.equal(new Chat(conversation, 'me', new MemoryStorage()).title, 'bob, carol');
  }
});

test('a view that fails leaves the others alone', async (t) => {
  const reported = t.mock.fn();
  globalThis.reportError = reported;
  t.after(() => delete globalThis.reportError);
  class Counter extends Observable {
    add() {
      this.changed();
    }
  }
  const counter = new Counter();
  const seen = t.mock.fn();
  counter.watch(() => {
    throw new Error('broken view');
  });
  counter.watch(seen);
  counter.add();
  await Promise.resolve();
  assert.equal(seen.mock.callCount(), 1);
  assert.equal(reported.mock.callCount(), 1);
});

test('a storage that is full or forbidden keeps nothing from being sent', async () => {
  class FullStorage extends MemoryStorage {
    setItem() {
      throw new Error('QuotaExceededError');
    }
  }
  const full = new FullStorage();
  const forbidden = () => {
    throw new Error('SecurityError');
  };
  for (const open of [() => full, forbidden]) {
    const conversation = new FakeConversation();
    const timeline = newTimeline(conversation, remember(open));
    await timeline.open();
    await timeline.send('hello');
    assert.deepEqual(ids(timeline), ['m0']);
    conversation.broken = new Error('Connection unavailable');
    await timeline.send('again');
    assert.equal(timeline.entries.at(-1).status, 'failed');
    timeline.discard(timeline.entries.at(-1));
    assert.deepEqual(ids(timeline), ['m0']);
  }
});

test('days are separated, and what one person says in a row is grouped', () => {
  const day = new Date(2026, 2, 9, 12).getTime();
  const entry = (key, from, at) => ({ key, id: key, from, own: from === 'me', status: 'sent', at });
  const items = layOut(
    [
      entry('a', 'bob', day - 86_400_000),
      entry('b', 'bob', day),
      entry('c', 'bob', day + 60_000),
      entry('d', 'bob', day + 600_000),
      entry('e', 'me', day + 601_000),
    ],
    { named: true, firstNew: 'd', now: day },
  );
  assert.deepEqual(
    items.map((item) => (item.type === 'message' ? [item.entry.key, item.first, item.last] : item.text)),
    [
      'Yesterday',
      ['a', true, true],
      'Today',
      ['b', true, false],
      ['c', false, true],
      'New messages',
      ['d', true, true],
      ['e', true, true],
    ],
  );
});

test('a day has a name that fits its distance', () => {
  const now = new Date(2026, 2, 9, 12).getTime();
  assert.equal(dayName(now, now), 'Today');
  assert.equal(dayName(new Date(2026, 2, 8, 23, 59).getTime(), now), 'Yesterday');
  assert.equal(dayName(new Date(2026, 2, 5).getTime(), now), 'Thursday');
  assert.equal(dayName(new Date(2026, 0, 2).getTime(), now), 'Friday, January 2');
  assert.equal(dayName(new Date(2024, 11, 31).getTime(), now), 'December 31, 2024');
});

test('the connection counts down to its next attempt', () => {
  assert.equal(describe({ kind: 'reconnecting', attempt: 3, next: 9500 }, 5000), 'Reconnecting in 5 s, attempt 3');
  assert.equal(describe({ kind: 'reconnecting', attempt: 3, next: null }, 5000), 'Reconnecting… attempt 3');
});
