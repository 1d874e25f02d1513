// What the port does with what the core says: the order of things.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeCore } from '../support/core.mjs';
import { load } from '../support/source.mjs';

const { WasmPort, Kind, setAdapters } = await load(['wasm/port', 'wasm/records', 'adapters']);

/** Notes everything; knows the conversations in `known`. */
function listen(known = new Set([9])) {
  const heard = [];
  const sink = {
    knows: (handle) => known.has(handle),
    conversation: (handle, state) => (known.add(handle), heard.push(['conversation', handle, state])),
    message: (handle, message) => heard.push(['message', handle, message.id]),
    event: (owner, name, payload) => heard.push(['event', owner, name, payload]),
    ask: () => Promise.reject(new Error('no factory')),
    fatal: (error) => heard.push(['fatal', error.message]),
  };
  return { heard, sink, known };
}

/** Sockets that note what they are told. */
function sockets() {
  const made = [];
  class Socket {
    sent = [];
    constructor(url, protocol) {
      Object.assign(this, { url, protocol });
      made.push(this);
    }
    send(data) {
      this.sent.push(typeof data === 'string' ? data : [...data]);
    }
    close(code, reason) {
      this.closed = [code, reason];
    }
  }
  setAdapters({ WebSocket: Socket });
  return made;
}

describe('calls', () => {
  it('settle with what settle makes of the result, before later events', async () => {
    const core = new FakeCore();
    const { heard, sink } = listen();
    const port = new WasmPort(core, sink);
    core.on('im_call', (r, call) => r.json(Kind.RESULT, call, { n: 1 }).json(Kind.EVENT, 5, ['x', {}]));
    const result = await port.call('client.ping', { ids: ['a'] }, ({ n }) => {
      heard.push('settled');
      return n + 1;
    });
    assert.equal(result, 2);
    assert.deepEqual(heard, ['settled', ['event', 5, 'x', {}]]);
    assert.deepEqual(core.entries, [['im_call', 1, 12, { ids: ['a'] }]]);
    assert.equal(core.host.arg, undefined);
  });

  it('reject with the error that the core describes', async () => {
    const core = new FakeCore();
    const port = new WasmPort(core, listen().sink);
    core.on(
      'im_call',
      (r, call) => r.json(Kind.ERROR, call, { type: 'Error', code: 4401, name: 'N', message: 'M', appCode: 7 }),
      (r, call) => r.json(Kind.ERROR, call, { type: 'TypeError', message: 'wrong' }),
    );
    await assert.rejects(port.call('client.ping', {}), (error) => {
      assert.deepEqual({ ...error }, { code: 4401, appCode: 7, detail: null, name: 'N' });
      return error.message === 'M' && error.constructor === Error;
    });
    await assert.rejects(port.call('client.ping', {}), TypeError);
  });

  it('are given up by their number', async () => {
    const core = new FakeCore();
    const port = new WasmPort(core, listen().sink);
    const call = port.nextCall();
    const waiting = port.call('client.ping', {}, undefined, call);
    const reason = new Error('enough');
    port.abort(call, reason);
    await assert.rejects(waiting, (error) => error === reason);
    assert.deepEqual(core.entries.at(-1), ['im_cancel', call]);
    port.abort(call, reason);
    port.abort(99, reason);
    assert.equal(core.entries.length, 2, 'what is over is not given up');
  });

  it('that are given up settle with an answer that is on its way', async () => {
    const core = new FakeCore();
    const { sink } = listen();
    const port = new WasmPort(core, sink);
    const call = port.nextCall();
    core.on('im_call', (r) => r.json(Kind.EVENT, 5, ['x', {}]).json(Kind.RESULT, call, { n: 1 }));
    sink.event = () => port.abort(call, new Error('enough'));
    const settled = [];
    await assert.rejects(port.call('client.ping', {}, ({ n }) => settled.push(n), call), /enough/);
    assert.deepEqual(settled, [1]);
  });

  it('reject when settle throws', async () => {
    const core = new FakeCore().on('im_call', (r, call) => r.json(Kind.RESULT, call, null));
    const failing = new WasmPort(core, listen().sink).call('client.close', {}, () => {
      throw new Error('hook');
    });
    await assert.rejects(failing, /hook/);
  });

  it('answer to nobody is ignored', () => {
    const core = new FakeCore().on('im_release', (r) => r.json(Kind.RESULT, 77, null).sent(78, 1, ''));
    new WasmPort(core, listen().sink).release(1);
  });
});

describe('the queue', () => {
  it('lets a listener call the core, and delivers what comes of it after what was said before', () => {
    const core = new FakeCore();
    const { heard, sink } = listen();
    const port = new WasmPort(core, sink);
    const deliver = sink.event;
    sink.event = (owner, name) => {
      deliver(owner, name);
      if (name === 'first') port.release(1);
      heard.push(`end of ${name}`);
    };
    core.on(
      'im_release',
      (r) => r.json(Kind.EVENT, 1, ['first']).json(Kind.EVENT, 1, ['second']),
      (r) => r.json(Kind.EVENT, 1, ['third']),
    );
    port.release(9);
    assert.deepEqual(
      heard.filter((each) => typeof each === 'string'),
      ['end of first', 'end of second', 'end of third'],
    );
  });

  it('sends frames at once, also from inside a listener', () => {
    const made = sockets();
    const core = new FakeCore();
    const { sink } = listen();
    const port = new WasmPort(core, sink);
    core.on('im_release', (r) => r.json(Kind.DIAL, 1, { url: 'ws://x/', protocol: 'p' }));
    port.release(9);
    made[0].onopen();
    core.on(
      'im_release',
      (r) => r.json(Kind.EVENT, 1, ['x']).frame(1, [1]),
      (r) => r.frame(1, [2]),
    );
    sink.event = () => {
      port.release(9);
      assert.deepEqual(made[0].sent, [[1], [2]]);
    };
    port.release(9);
    assert.deepEqual(made[0].sent, [[1], [2]]);
  });

  it('delivers what a commit causes right after it, then its message, then what waited', () => {
    const core = new FakeCore();
    const { heard, sink } = listen();
    const port = new WasmPort(core, sink);
    sink.message = (handle, { seq, id }) => port.commit(handle, seq, () => heard.push(`dispatched ${id}`));
    const unread = (r, handle, seq) => r.json(Kind.EVENT, 5, ['unread', { seq }]);
    core.on('im_commit', unread, unread);
    core.on('im_release', (r) =>
      r.message(9, { seq: 1, id: 'a', from: 'f' }).message(9, { seq: 2, id: 'b', from: 'f' }).json(Kind.EVENT, 5, ['last']),
    );
    port.release(1);
    assert.deepEqual(heard, [
      ['event', 5, 'unread', { seq: 1 }],
      'dispatched a',
      ['event', 5, 'unread', { seq: 2 }],
      'dispatched b',
      ['event', 5, 'last', undefined],
    ]);
  });

  it('has a conversation described anew when its object was collected', () => {
    const core = new FakeCore();
    const { heard, sink } = listen(new Set());
    const port = new WasmPort(core, sink);
    core.on('im_describe', (r) => r.json(Kind.CONVERSATION, 9, { client: 1 }));
    core.on('im_release', (r) => r.message(9, { id: 'a', from: 'f' }));
    port.release(1);
    assert.deepEqual(heard, [
      ['conversation', 9, { client: 1 }],
      ['message', 9, 'a'],
    ]);
  });

  it('goes on when a handler throws', () => {
    const core = new FakeCore();
    const { heard, sink } = listen();
    const port = new WasmPort(core, sink);
    const kept = console.error;
    const errors = [];
    console.error = (error) => errors.push(error.message);
    const { event } = sink;
    sink.event = (...args) => {
      if (args[1] === 'bad') throw new Error('hook');
      event(...args);
    };
    core.on('im_release', (r) => r.json(Kind.EVENT, 1, ['bad']).json(Kind.EVENT, 1, ['x']));
    try {
      port.release(1);
    } finally {
      console.error = kept;
    }
    assert.deepEqual(errors, ['hook']);
    assert.deepEqual(heard, [['event', 1, 'x', undefined]]);
  });

  it('delivers what mentions a conversation that a plugin does not take', () => {
    const core = new FakeCore();
    const { heard, sink } = listen(new Set());
    const port = new WasmPort(core, sink);
    sink.conversation = () => {
      throw new Error('hook');
    };
    const kept = console.error;
    const errors = [];
    console.error = (error) => errors.push(error.message);
    core.on('im_describe', (r) => r.json(Kind.CONVERSATION, 9, {}));
    core.on('im_release', (r) => r.message(9, { id: 'a', from: 'f' }));
    try {
      port.release(1);
    } finally {
      console.error = kept;
    }
    assert.deepEqual(errors, ['hook']);
    assert.deepEqual(heard, [['message', 9, 'a']]);
  });

  it('rejects the call whose conversation a plugin does not take', async () => {
    const core = new FakeCore()
      .on('im_call', (r, call) => r.json(Kind.CONVERSATION, 9, {}).json(Kind.RESULT, call, { conversation: 9 }))
      .on('im_describe', (r) => r.json(Kind.CONVERSATION, 9, {}));
    const { sink } = listen();
    sink.knows = () => false;
    sink.conversation = () => {
      throw new Error('hook');
    };
    await assert.rejects(new WasmPort(core, sink).call('client.createConversation', {}), /hook/);
  });
});

describe('foretold commits', () => {
  const FORETOLD = 32;

  /** A port over a socket, on which the core answers each frame with one foretold message; `accepted` is what accept gave. */
  function setUp(during = () => {}) {
    const made = sockets();
    const core = new FakeCore();
    const { sink, heard } = listen(new Set([9, 10]));
    const port = new WasmPort(core, sink);
    const accepted = [];
    sink.message = (handle, { seq, id, foretold, unread }) => {
      heard.push(['message', handle, id, foretold, unread]);
      during(port);
      accepted.push(port.accept(handle, seq));
    };
    core.on('im_release', (r) => r.json(Kind.DIAL, 4, { url: 'ws://x/', protocol: 'p' }));
    port.release(1);
    core.entries.length = 0;
    const receive = (seq, { flags = FORETOLD, also = () => {} } = {}) => {
      core.on('im_frame', (r) => also(r.message(9, { seq, id: `m${seq}`, from: 'f', flags, unread: 40 + seq })));
      made[0].onmessage({ data: new ArrayBuffer(3) });
    };
    return { core, port, heard, accepted, receive };
  }

  it('travel with the next frame', () => {
    const { core, heard, accepted, receive } = setUp();
    receive(1);
    receive(2);
    receive(3);
    assert.deepEqual(accepted, [true, true, true]);
    assert.deepEqual(heard[0], ['message', 9, 'm1', true, 41]);
    assert.deepEqual(core.entries, [
      ['im_frame', 4, 3, 0, 0, 0],
      ['im_frame', 4, 3, 0, 9, 1],
      ['im_frame', 4, 3, 0, 9, 2],
    ]);
  });

  it('are told before anything else enters the core, once', () => {
    const { core, port, receive } = setUp();
    receive(1);
    port.release(10);
    port.drop(9, 7);
    receive(2);
    assert.deepEqual(core.entries.slice(1), [
      ['im_commit', 9, 1, 1],
      ['im_release', 10],
      ['im_drop', 9, 7],
      ['im_frame', 4, 3, 0, 0, 0],
    ]);
  });

  it('are not to be relied on once something has entered the core', () => {
    const { core, accepted, receive } = setUp((port) => port.release(10));
    receive(1);
    assert.deepEqual(accepted, [false]);
    assert.deepEqual(core.entries.at(-1), ['im_release', 10]);
  });

  it('are not to be relied on where the core has said more, or later', () => {
    const { port, accepted, receive } = setUp();
    receive(1, { also: (r) => r.json(Kind.EVENT, 5, ['unread', {}]) });
    receive(2, { flags: 0 });
    assert.deepEqual(accepted, [false, false]);
    receive(3);
    assert.equal(port.accept(9, 3), false, 'it was accepted, and nothing is being delivered');
  });
});

describe('questions', () => {
  it('go back with the answer', async () => {
    const core = new FakeCore();
    const { sink } = listen();
    const answer = { signature: 's', timestamp: 1, nonce: 'n' };
    sink.ask = async () => answer;
    const port = new WasmPort(core, sink);
    core.on('im_call', (r) => r.json(Kind.ASK, 3, { kind: 'sign', call: 1 }));
    core.on('im_answer', (r) => r.json(Kind.RESULT, 1, null));
    await port.call('client.open', {});
    assert.deepEqual(core.entries[1], ['im_answer', 3, 1, 0, answer]);
  });

  it('that fail make the call reject with the very error', async () => {
    const core = new FakeCore();
    const { sink } = listen();
    const error = new Error('boom');
    sink.ask = () => Promise.reject(error);
    const port = new WasmPort(core, sink);
    core.on('im_call', (r) => r.json(Kind.ASK, 3, { kind: 'sign', call: 1 }));
    core.on('im_answer', (r, ask, ok, length) =>
      r.json(Kind.ERROR, 1, { type: 'Error', message: `sign error: ${core.input(length)}` }),
    );
    await assert.rejects(port.call('client.open', {}), (thrown) => thrown === error);
    assert.equal(error.message, 'sign error: boom');
  });

  it('that fail with the same text reject with an error each', async () => {
    const core = new FakeCore();
    const { sink } = listen();
    const errors = [new Error('boom'), Object.freeze(new Error('boom')), Object.create(null)];
    const asked = [...errors];
    sink.ask = () => Promise.reject(asked.shift());
    const port = new WasmPort(core, sink);
    for (const call of [1, 2, 3]) {
      core.on('im_call', (r) => r.json(Kind.ASK, call, { kind: 'sign', call }));
      core.on('im_answer', (r, ask, ok, length) =>
        r.json(Kind.ERROR, ask, { type: 'Error', message: `sign error: ${core.input(length)}` }),
      );
    }
    const calls = errors.map(() => port.call('client.open', {}));
    const outcomes = await Promise.allSettled(calls);
    outcomes.forEach(({ reason }, i) => assert.equal(reason, errors[i]));
  });
});

describe('sockets', () => {
  it('tell what happens to them, once', async () => {
    const made = sockets();
    const core = new FakeCore();
    const port = new WasmPort(core, listen().sink);
    core.on('im_release', (r) => r.json(Kind.DIAL, 4, { url: 'ws://x/', protocol: 'p' }));
    port.release(1);
    const [socket] = made;
    assert.deepEqual([socket.url, socket.protocol, socket.binaryType], ['ws://x/', 'p', 'arraybuffer']);
    core.entries.length = 0;
    socket.onopen();
    socket.onmessage({ data: new Uint8Array([1, 2]).buffer });
    socket.onmessage({ data: 'é' });
    const text = core.input(2);
    socket.onclose({ code: 4107, reason: 'late' });
    socket.onclose({ code: 1006, reason: '' });
    socket.onmessage({ data: 'after' });
    assert.equal(text, 'é');
    assert.deepEqual(core.entries, [
      ['im_opened', 4],
      ['im_frame', 4, 2, 0, 0, 0],
      ['im_frame', 4, 2, 1, 0, 0],
      ['im_closed', 4, 4107, 4],
    ]);
  });

  it('are closed with codes that a page may use', async () => {
    for (const [code, used] of [
      [1000, 1000],
      [4001, 4001],
      [1008, 1000],
      [1001, 1000],
    ]) {
      const made = sockets();
      const core = new FakeCore();
      const port = new WasmPort(core, listen().sink);
      core.on('im_release', (r) =>
        r.json(Kind.DIAL, 4, { url: 'ws://x/', protocol: 'p' }).json(Kind.HANGUP, 4, { code, reason: 'bye' }),
      );
      port.release(1);
      assert.deepEqual(made[0].closed, [used, 'bye']);
      await Promise.resolve();
      assert.deepEqual(core.entries.at(-1), ['im_closed', 4, code, 3]);
    }
  });

  it('that tell of an error and of no close are closed ones', async () => {
    const made = sockets();
    const core = new FakeCore();
    const port = new WasmPort(core, listen().sink);
    core.on('im_release', (r) => r.json(Kind.DIAL, 4, { url: 'ws://x/', protocol: 'p' }));
    port.release(1);
    const closed = new Promise((resolve) => core.on('im_closed', resolve));
    Object.assign(made[0], { readyState: 3 }).onerror({});
    await closed;
    assert.deepEqual(core.entries.at(-1).slice(0, 3), ['im_closed', 4, 1006]);
    made[0].onclose({ code: 1006 });
    assert.equal(core.entries.filter(([name]) => name === 'im_closed').length, 1);
  });

  it('that cannot be made are closed ones', async () => {
    setAdapters({
      WebSocket: class {
        constructor() {
          throw new SyntaxError('malformed address');
        }
      },
    });
    const core = new FakeCore();
    const port = new WasmPort(core, listen().sink);
    core.on('im_release', (r) => r.json(Kind.DIAL, 4, { url: 'x', protocol: 'p' }));
    port.release(1);
    await Promise.resolve();
    assert.deepEqual(core.entries.at(-1).slice(0, 3), ['im_closed', 4, 1006]);
  });
});

describe('HTTP requests', () => {
  /** Runs one request; gives how the core was entered. */
  async function fetched(request, adapter) {
    setAdapters({ request: adapter });
    const core = new FakeCore();
    const port = new WasmPort(core, listen().sink);
    core.on('im_release', (r) => r.json(Kind.FETCH, 6, request));
    port.release(1);
    await new Promise((resolve) => setImmediate(resolve));
    const [entry] = core.entries.slice(1);
    return entry && { entry: entry.slice(0, 3), text: core.input(entry[3]) };
  }

  it('go through the adapter', async () => {
    let asked;
    const request = { method: 'POST', url: 'http://x/', headers: [['X-LC-Id', 'dev']], body: '{"a":1}' };
    const answer = await fetched(request, async (url, options) => {
      asked = [url, options];
      return { status: 201, data: { b: 2 } };
    });
    const { signal, ...options } = asked[1];
    assert.equal(signal.aborted, false);
    assert.deepEqual([asked[0], options], ['http://x/', { method: 'POST', headers: { 'X-LC-Id': 'dev' }, data: { a: 1 } }]);
    assert.deepEqual(answer, { entry: ['im_fetched', 6, 201], text: '{"b":2}' });
  });

  it('that the core gives up are aborted, and tell nothing', async () => {
    const core = new FakeCore();
    const port = new WasmPort(core, listen().sink);
    const aborted = new Promise((resolve) => {
      setAdapters({ request: (_url, { signal }) => new Promise(() => signal.addEventListener('abort', resolve)) });
    });
    core.on(
      'im_release',
      (r) => r.json(Kind.FETCH, 6, { method: 'GET', url: 'http://x/' }),
      (r) => r.header(Kind.STOP_FETCH, 6),
    );
    port.release(1);
    port.release(1);
    await aborted;
    assert.equal(core.entries.length, 2);
  });

  it('that fail say why', async () => {
    const failing = () => Promise.reject(new Error('no network'));
    assert.deepEqual(await fetched({ method: 'GET', url: 'http://x/' }, failing), {
      entry: ['im_fetched', 6, 0],
      text: 'no network',
    });
  });
});

describe('what the application hands over', () => {
  const message = (more) => ({ content: 'x', dt: 'd', pushData: '', priority: 0, mentionList: [], ...more });
  const transferred = () => {
    const { buffer } = new Uint8Array(8);
    structuredClone(buffer, { transfer: [buffer] });
    return buffer;
  };
  const throwing = new Proxy(['a'], {
    get() {
      throw new TypeError('a trap');
    },
  });

  it('never ends the core, however odd', async () => {
    const core = new FakeCore();
    const { heard, sink } = listen();
    const port = new WasmPort(core, sink);
    for (const odd of [
      { mentionList: null },
      { mentionList: [1n] },
      { mentionList: [5] },
      { mentionList: new Array(1) },
      { mentionList: throwing },
      { dt: undefined },
      { dt: 5 },
      { pushData: undefined },
      { priority: 1n },
      { priority: 'high' },
      { priority: 2 ** 32 + 1 },
      { content: transferred() },
    ]) {
      await assert.rejects(port.send(9, message(odd), () => {}), TypeError);
    }
    for (const odd of [throwing, [1n], [{}], Symbol('s'), () => 1, 1n]) {
      await assert.rejects(port.call('client.ping', { ids: odd }), TypeError);
    }
    assert.deepEqual(core.entries, []);
    assert.deepEqual(heard, []);
    core.on('im_send', (r, call) => r.sent(call, 1, 'id'));
    assert.equal(await port.send(9, message(), ({ id }) => id), 'id');
  });
});

describe('a dead core', () => {
  it('rejects what waits and what comes, and says so once', async () => {
    const made = sockets();
    const core = new FakeCore();
    const { heard, sink } = listen();
    const port = new WasmPort(core, sink);
    core.on('im_release', (r) => r.json(Kind.DIAL, 4, { url: 'ws://x/', protocol: 'p' }));
    port.release(1);
    const waiting = port.call('client.ping', {});
    core.on('im_release', (r) => r.text(Kind.FATAL, 0, 'panic: x\n\ngoroutine 1'));
    port.release(1);
    core.onExit(new Error('exit code 2'));
    await assert.rejects(waiting, (error) => /panic: x/.test(error.message) && /goroutine 1/.test(error.stack));
    await assert.rejects(port.call('client.ping', {}), /panic: x/);
    assert.deepEqual(heard, [['fatal', 'The WebAssembly core failed: panic: x']]);
    assert.ok(made[0].closed);
    const entries = core.entries.length;
    port.release(1);
    assert.equal(core.entries.length, entries);
  });

  it('is also one whose entry throws', async () => {
    const core = new FakeCore();
    const { heard, sink } = listen();
    const port = new WasmPort(core, sink);
    core.on('im_call', () => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    await assert.rejects(port.call('client.ping', {}), (error) => error.cause instanceof WebAssembly.RuntimeError);
    assert.equal(heard[0][0], 'fatal');
  });
});
