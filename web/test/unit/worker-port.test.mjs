// The page's side of a Worker: in which order things are delivered, what is
// released, and how it notices that the Worker is gone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Records } from '../support/records.mjs';
import { load } from '../support/source.mjs';

const { WorkerPort, Kind, CoreError, encodeLog, setAdapters, Extractor } = await load([
  'worker/port',
  'worker/extract',
  'wasm/records',
  'errors/core-error',
  'adapters',
]);

/** A Worker that says what a test wants. */
class FakeWorker extends EventTarget {
  told = [];
  terminated = false;
  #count = 0;

  postMessage({ imclient }) {
    this.told.push(imclient);
  }
  terminate() {
    this.terminated = true;
  }
  say(...imclient) {
    this.dispatchEvent(new MessageEvent('message', { data: { imclient } }));
  }
  /** Says records, which come of entry `to` or of nothing. */
  said(fill, to = 0) {
    const records = new Records();
    fill?.(records);
    this.say('said', records.bytes().buffer, (this.#count += 1), to);
  }
  /** The last entry of this kind: its number and what it is. */
  entered(kind) {
    const [, number, entry] = this.told.findLast(([what, , entry]) => what === 'enter' && entry[0] === kind) ?? assert.fail(`no ${kind}`);
    return { number, entry };
  }
  get releases() {
    return this.told.filter(([what]) => what === 'release');
  }
}

/** A port whose Worker has started; it knows the conversations in `known`. */
async function started(t, known = new Set([9])) {
  const heard = [];
  const sink = {
    knows: (handle) => known.has(handle),
    conversation: (handle, state) => (known.add(handle), heard.push(['conversation', handle, state.row])),
    message: (handle, { seq, id }) => port.commit(handle, seq, () => heard.push(['message', id])),
    event: (owner, name, payload) => heard.push([name, payload]),
    ask: () => Promise.reject(new Error('no factory')),
    fatal: (error) => heard.push(['fatal', error.message]),
  };
  const worker = new FakeWorker();
  const starting = WorkerPort.start(worker, 'http://x/imclient.wasm', sink);
  worker.say('hello', 'test', '');
  worker.say('ready');
  const port = await starting;
  t.after(() => worker.say('ended'));
  return { worker, port, heard, sink, known };
}

const turns = async (n = 3) => {
  for (let i = 0; i < n; i += 1) await new Promise((resolve) => setImmediate(resolve));
};
const unread = (r, ...conversations) =>
  r.json(Kind.EVENT, 5, ['unread', { conversations: conversations.map(([conversation, count]) => ({ conversation, unread: count })) }]);
const event = (name) => (r) => r.json(Kind.EVENT, 5, [name]);

describe('the start', () => {
  it('tells the Worker where the core is', async (t) => {
    const { worker } = await started(t);
    assert.deepEqual(worker.told, [['start', { wasm: 'http://x/imclient.wasm', relay: { sockets: false, requests: false } }]]);
  });

  it('that never comes is given up', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const worker = new FakeWorker();
    const starting = WorkerPort.start(worker, '', {});
    t.mock.timers.tick(60_000);
    await assert.rejects(starting, (error) => error instanceof CoreError && /did not start/.test(error.message));
    assert.ok(worker.terminated);
  });

  it('does not take messages of others for the Worker’s', async (t) => {
    const { worker, heard } = await started(t);
    for (const data of [null, undefined, 'x', {}, { imclient: undefined }]) worker.dispatchEvent(new MessageEvent('message', { data }));
    assert.deepEqual(heard, []);
  });
});

describe('the order of things', () => {
  it('is that of the core in the page: what a commit causes, its message, then what waited', async (t) => {
    const { worker, heard } = await started(t);
    worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }).message(9, { seq: 2, id: 'b', from: 'f' }).json(Kind.EVENT, 5, ['last']));
    assert.deepEqual(heard, []);
    worker.said((r) => unread(r, [9, 1]), worker.entered('commit').number);
    worker.said((r) => unread(r, [9, 2]), worker.entered('commit').number);
    assert.deepEqual(
      heard.map(([name, what]) => (name === 'unread' ? what.conversations[0].unread : what ?? name)),
      [1, 'a', 2, 'b', 'last'],
    );
  });

  it('holds back what comes while a commit is on its way', async (t) => {
    const { worker, heard } = await started(t);
    worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }));
    worker.said(event('later'));
    await turns();
    assert.deepEqual(heard, []);
    worker.said(undefined, worker.entered('commit').number);
    await turns();
    assert.deepEqual(heard, [['message', 'a'], ['later', undefined]]);
  });

  it('lets no old count or row take the place of a newer one that overtook it', async (t) => {
    const { worker, heard } = await started(t);
    worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }));
    // Said before the commit reached the core, and delivered after what came of that.
    worker.said((r) => unread(r.json(Kind.CONVERSATION, 9, { row: 'old' }), [9, 0], [8, 4]));
    worker.said((r) => unread(r.json(Kind.CONVERSATION, 9, { row: 'new' }), [9, 1]), worker.entered('commit').number);
    await turns();
    // 8 is not known: it is described first.
    worker.said((r) => r.json(Kind.CONVERSATION, 8, { row: 'eight' }), worker.entered('describe').number);
    await turns();
    assert.deepEqual(heard, [
      ['conversation', 9, 'new'],
      ['unread', { conversations: [{ conversation: 9, unread: 1 }] }],
      ['message', 'a'],
      ['conversation', 8, 'eight'],
      ['unread', { conversations: [{ conversation: 8, unread: 4 }] }],
    ]);
    // And what is said later is not old.
    worker.said((r) => unread(r, [9, 0]));
    assert.deepEqual(heard.at(-1), ['unread', { conversations: [{ conversation: 9, unread: 0 }] }]);
  });

  it('lets promises that one saying settles go on before the next', async (t) => {
    const { worker, port, heard } = await started(t);
    worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }));
    const call = port.call('client.ping', {}).then(() => heard.push('went on'));
    worker.said((r) => r.json(Kind.RESULT, worker.entered('call').entry[1], null));
    worker.said(event('next'));
    worker.said(undefined, worker.entered('commit').number);
    await call;
    await turns();
    assert.deepEqual(heard, [['message', 'a'], 'went on', ['next', undefined]]);
  });

  it('gives a lane what to wait for when the pipeline was asynchronous', async (t) => {
    const { worker, port, heard, sink } = await started(t);
    const verdicts = [];
    sink.message = (handle, { seq, id }) => verdicts.push(() => port.commit(handle, seq, () => heard.push(['message', id])));
    worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }));
    const committed = verdicts[0]();
    const { number } = worker.entered('commit');
    // What was said before it was committed comes before it.
    worker.said(event('between'));
    assert.deepEqual(heard, [['between', undefined]]);
    worker.said((r) => unread(r, [9, 1]), number);
    await committed;
    assert.deepEqual(heard.slice(1).map(([name]) => name), ['unread', 'message']);
  });

  it('rejects with the very object that a factory threw', async (t) => {
    const { worker, port, sink } = await started(t);
    const error = new Error('boom');
    sink.ask = () => Promise.reject(error);
    const call = port.call('client.open', {});
    const outcome = assert.rejects(call, (thrown) => thrown === error);
    worker.said((r) => r.json(Kind.ASK, 3, { kind: 'sign' }));
    await turns(1);
    const { number, entry } = worker.entered('refuse');
    assert.deepEqual(entry, ['refuse', 3, 'boom']);
    worker.said((r) => r.json(Kind.ERROR, 1, { type: 'Error', message: 'sign error: boom' }), number);
    await outcome;
  });
});

describe('the log of the Worker', () => {
  it('is shown as the page’s own, at once', async (t) => {
    const { worker } = await started(t);
    const shown = [];
    for (const level of ['debug', 'warn']) t.mock.method(console, level, (text) => shown.push(`${level} ${text}`));
    worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }));
    worker.say('said', encodeLog(0, 'hidden'), 2, 0);
    worker.say('said', encodeLog(2, 'einen Moment 等一下'), 3, 0);
    assert.deepEqual(shown, ['warn imclient: einen Moment 等一下']);
  });
});

describe('releasing a conversation', () => {
  it('waits for what may mention it, and says what has been seen', async (t) => {
    const { worker, port, known } = await started(t);
    worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }));
    known.delete(7);
    port.release(7);
    assert.deepEqual(worker.releases, []);
    worker.said(undefined, worker.entered('commit').number);
    assert.deepEqual(worker.releases, [['release', 7, 2]]);
  });

  it('that was refused is tried again, unless there is an object again', async (t) => {
    const { worker, port, known } = await started(t);
    port.release(7);
    port.release(8);
    worker.said(event('x'));
    known.add(8);
    worker.say('refused', 7);
    worker.say('refused', 8);
    assert.deepEqual(worker.releases, [['release', 7, 0], ['release', 8, 0], ['release', 7, 1]]);
  });
});

describe('a Worker that is gone', () => {
  for (const [how, kill, message] of [
    ['by an error', (worker) => worker.dispatchEvent(Object.assign(new Event('error'), { message: 'oops' })), /failed: oops/],
    ['by a message that cannot be read', (worker) => worker.dispatchEvent(new Event('messageerror')), /could not be read/],
    ['by records that are malformed', (worker) => worker.say('said', new ArrayBuffer(16), 9, 0), /core failed/],
    ['by the death of its core', (worker) => worker.say('failed', 'panic', 'a stack'), /^panic$/],
  ]) {
    it(`${how} rejects what waits, delivers what has come, and is told once`, async (t) => {
      const { worker, port, heard } = await started(t);
      const call = port.call('client.ping', {});
      worker.said((r) => r.message(9, { seq: 1, id: 'a', from: 'f' }).json(Kind.EVENT, 5, ['rest']));
      worker.said(event('later'));
      kill(worker);
      kill(worker);
      const typed = (error) => error instanceof CoreError && message.test(error.message);
      await assert.rejects(call, typed);
      await assert.rejects(port.call('client.ping', {}), typed);
      assert.deepEqual(heard.map(([name]) => name), ['message', 'rest', 'later', 'fatal']);
      assert.ok(worker.terminated);
      const { length } = worker.told;
      port.release(9);
      port.end();
      assert.equal(worker.told.length, length);
    });
  }

  it('is missed, where there are no Web Locks, when it answers no more', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
    const { worker, port } = await started(t);
    const call = port.call('client.ping', {});
    for (let asked = 1; asked <= 5; asked += 1) {
      t.mock.timers.tick(10_000);
      assert.equal(worker.told.filter(([what]) => what === 'ping').length, asked);
      worker.say('pong');
    }
    const outcome = assert.rejects(call, /was terminated/);
    t.mock.timers.tick(10_000);
    t.mock.timers.tick(10_000);
    assert.ok(!worker.terminated);
    t.mock.timers.tick(10_000);
    await outcome;
    assert.ok(worker.terminated);
  });

  it('may be ended, when its Realtimes are closed', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { worker, port } = await started(t);
    const call = port.call('client.ping', {});
    const outcome = assert.rejects(call, /its Realtimes are closed/);
    port.end();
    assert.deepEqual(worker.told.at(-1), ['end']);
    assert.ok(!worker.terminated);
    // It does not say that it has ended.
    t.mock.timers.tick(5_000);
    await outcome;
    assert.ok(worker.terminated);
    await assert.rejects(port.call('client.ping', {}), CoreError);
  });
});

describe('the network of a page with adapters of its own', () => {
  it('is the page’s from the next connection on', async (t) => {
    const made = [];
    class Socket {
      constructor(url) {
        this.url = url;
        made.push(this);
      }
      send(data) {
        this.sent = [...data];
      }
      close() {}
    }
    t.after(() => setAdapters({ WebSocket: undefined }));
    const { worker } = await started(t);
    setAdapters({ WebSocket: Socket });
    assert.deepEqual(worker.told.at(-1), ['relay', { sockets: true, requests: false }]);
    worker.said((r) => r.json(Kind.DIAL, 4, { url: 'ws://x/', protocol: 'p' }).frame(4, [1, 2]));
    assert.deepEqual([made[0].url, made[0].sent], ['ws://x/', [1, 2]]);
    made[0].onopen();
    made[0].onmessage({ data: 'text' });
    made[0].onclose({ code: 4000, reason: 'r' });
    const entries = worker.told.filter(([what]) => what === 'enter').map(([, , entry]) => entry);
    assert.deepEqual(entries, [['opened', 4], ['frame', 4, 'text'], ['closed', 4, 4000, 'r']]);
  });

  it('is parted from the Worker’s, connection by connection', () => {
    const extractor = new Extractor({ sockets: false, requests: false });
    const read = (fill) => {
      const records = new Records();
      fill(records);
      const bytes = records.bytes();
      const { own, said } = extractor.read({ view: new DataView(bytes.buffer), bytes }, 0, bytes.length);
      const kinds = [];
      for (let view = new DataView(said), at = 0; at < said.byteLength; at += view.getUint32(at, true)) kinds.push(view.getUint32(at + 4, true));
      return [own.map(({ kind }) => kind), kinds];
    };
    const dial = (r, id) => r.json(Kind.DIAL, id, {});
    assert.deepEqual(read((r) => dial(r, 1).frame(1, [1]).json(Kind.EVENT, 5, ['x']).text(Kind.LOG, 0, 'l').timer(2, 1)), [
      [Kind.DIAL, Kind.SEND, Kind.TIMER],
      [Kind.EVENT, Kind.LOG],
    ]);
    extractor.relay = { sockets: true, requests: true };
    assert.deepEqual(read((r) => dial(r, 3).frame(3, [1]).frame(1, [1]).json(Kind.FETCH, 6, {}).timer(7, 1)), [
      [Kind.SEND, Kind.TIMER],
      [Kind.DIAL, Kind.SEND, Kind.FETCH],
    ]);
    extractor.relay = { sockets: false, requests: false };
    assert.deepEqual(read((r) => dial(r, 8).frame(3, [1]).header(Kind.STOP_FETCH, 6).json(Kind.HANGUP, 3, {})), [
      [Kind.DIAL],
      [Kind.SEND, Kind.STOP_FETCH, Kind.HANGUP],
    ]);
    assert.throws(() => extractor.read({ view: new DataView(new ArrayBuffer(16)), bytes: new Uint8Array(16) }, 0, 16), RangeError);
  });
});
