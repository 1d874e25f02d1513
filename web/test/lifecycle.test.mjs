// The life of sessions, of conversation objects and of the core itself, with
// the built package over a real server.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cleanup } from './support/cleanup.mjs';
import { collect, next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

before(async () => {
  server = await startServer(ending);
});

/** A Realtime on a core of its own, closed after the test. */
async function realtimeOf(t, options) {
  const sdk = await ourSDK();
  const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url, ...options });
  t.after(() => realtime.close());
  return { sdk, realtime };
}

/** Notes the events of emitters, by name, as they come. */
function note(sdk, emitters) {
  const noted = [];
  for (const [name, emitter] of Object.entries(emitters)) {
    for (const event of Object.values(sdk.Event)) {
      emitter.on(event, (...args) => noted.push([name, event, ...args.filter((arg) => typeof arg === 'number')].join(' ')));
    }
  }
  return noted;
}

describe('sessions', () => {
  it('the same id gives the same client, until that is closed', async (t) => {
    const { realtime } = await realtimeOf(t);
    const id = unused('same');
    const [first, second] = await Promise.all([realtime.createIMClient(id), realtime.createIMClient(id)]);
    assert.equal(first, second);
    assert.equal(await realtime.createIMClient(id), first);
    const closed = collect(first, 'close');
    await first.close();
    await first.close();
    assert.deepEqual(closed.seen, [[{ code: 0 }]]);
    const again = await realtime.createIMClient(id);
    assert.notEqual(again, first);
    assert.equal(again.id, id);
  });

  it('an anonymous client gets an id, and may be asked for by it', async (t) => {
    const { realtime } = await realtimeOf(t);
    const client = await realtime.createIMClient();
    assert.ok(client.id);
    assert.equal(await realtime.createIMClient(client.id), client);
    assert.notEqual(await realtime.createIMClient(), client);
  });

  it('several clients share a connection and hear of it, in order', async (t) => {
    const { sdk, realtime } = await realtimeOf(t);
    const [a, b] = [await realtime.createIMClient(unused('a')), await realtime.createIMClient(unused('b'))];
    const noted = note(sdk, { realtime, a, b });
    realtime.pause();
    assert.deepEqual(noted.splice(0), [
      'realtime disconnect',
      'a disconnect',
      'b disconnect',
      'realtime offline',
      'a offline',
      'b offline',
    ]);
    assert.throws(() => realtime.retry(), { message: /^retrying not allowed .* now offline$/ });
    const back = Promise.all([next(a, 'reconnect'), next(b, 'reconnect')]);
    realtime.resume();
    assert.deepEqual(noted.splice(0), [
      'realtime online',
      'a online',
      'b online',
      'realtime schedule 0 0',
      'a schedule 0 0',
      'b schedule 0 0',
    ]);
    await back;
    assert.deepEqual(noted.slice(0, 4), ['realtime retry 0', 'a retry 0', 'b retry 0', 'realtime reconnect']);
    assert.throws(() => realtime.retry(), { message: /now connected$/ });
  });

  it('a message that fails while offline may be sent again', async (t) => {
    const { sdk, realtime } = await realtimeOf(t);
    const client = await realtime.createIMClient(unused('sender'));
    const conversation = await client.createConversation({ members: [unused('other')] });
    realtime.pause();
    const message = new sdk.TextMessage('again');
    const sending = conversation.send(message);
    assert.equal(message.status, sdk.MessageStatus.SENDING);
    await assert.rejects(sending, { message: 'Connection unavailable' });
    assert.equal(message.status, sdk.MessageStatus.FAILED);
    const back = next(client, 'reconnect');
    realtime.resume();
    await back;
    assert.equal(await conversation.send(message), message);
    assert.equal(message.status, sdk.MessageStatus.SENT);
    assert.deepEqual(
      (await conversation.queryMessages()).map((each) => each.id),
      [message.id],
    );
  });

  it('realtime.close ends the clients, and what waits', async (t) => {
    const { realtime } = await realtimeOf(t);
    const client = await realtime.createIMClient(unused('ended'));
    const conversation = await client.createConversation({ members: [unused('other')] });
    const waiting = conversation.count();
    const outcome = assert.rejects(waiting);
    await realtime.close();
    await outcome;
    await assert.rejects(conversation.count());
    await assert.rejects(realtime.createIMClient('x'), { message: 'Realtime is closed' });
  });

  it('an id that is logging out may log in anew', async (t) => {
    const { realtime } = await realtimeOf(t);
    const first = await realtime.createIMClient(unused('again'));
    const closing = first.close();
    const second = await realtime.createIMClient(first.id);
    await closing;
    assert.notEqual(second, first);
    assert.deepEqual(await second.ping([second.id]), [second.id]);
    assert.equal(await realtime.createIMClient(first.id), second);
  });

  it('watches the network no longer when it was closed while connecting', async (t) => {
    const listeners = new Set();
    let watched = 0;
    const { addEventListener, removeEventListener } = globalThis;
    Object.assign(globalThis, {
      addEventListener: (_name, listener) => {
        watched += 1;
        listeners.add(listener);
      },
      removeEventListener: (_name, listener) => listeners.delete(listener),
    });
    t.after(() => Object.assign(globalThis, { addEventListener, removeEventListener }));
    const { realtime } = await realtimeOf(t);
    const login = realtime.createIMClient(unused('early'));
    const refused = assert.rejects(login);
    await realtime.close();
    await refused;
    assert.ok(watched > 0);
    assert.equal(listeners.size, 0);
  });

  it('a client may be closed while the Realtime closes', async (t) => {
    const { realtime } = await realtimeOf(t);
    const [a, b] = [await realtime.createIMClient(unused('a')), await realtime.createIMClient(unused('b'))];
    const closed = new Promise((resolve) => a.once('close', () => resolve(b.close())));
    await realtime.close();
    assert.equal(await closed, undefined);
  });

  it('promises go on before the next frame comes, where Node has a WebSocket of its own', async (t) => {
    const { WebSocket } = globalThis;
    let used = false;
    globalThis.WebSocket = class {
      constructor() {
        used = true;
      }
    };
    t.after(() => {
      globalThis.WebSocket = WebSocket;
    });
    const { realtime } = await realtimeOf(t);
    await realtime.createIMClient(unused('node'));
    assert.ok(!used);
  });

  it('signature factories are asked, and their failures come back as they are', async (t) => {
    const { realtime } = await realtimeOf(t);
    const error = new Error('boom');
    const failing = (signatureFactory) => realtime.createIMClient(unused('signed'), { signatureFactory });
    await assert.rejects(
      failing(() => {
        throw error;
      }),
      (thrown) => thrown === error && thrown.message === 'sign error: boom',
    );
    for (const wrong of [undefined, {}, { signature: 's', timestamp: '1', nonce: 'n' }]) {
      await assert.rejects(
        failing(async () => wrong),
        { message: 'malformed signature' },
      );
    }
    const asked = [];
    const signed = await realtime.createIMClient(unused('signed'), {
      signatureFactory: (id) => (asked.push(id), { signature: 's', timestamp: Date.now(), nonce: 'n' }),
      conversationSignatureFactory: async (...args) => {
        asked.push(args);
        return { signature: 's', timestamp: Date.now(), nonce: 'n' };
      },
    });
    await signed.createConversation({ members: ['b', 'a'] });
    assert.deepEqual(asked, [signed.id, [null, signed.id, [signed.id, 'a', 'b'].sort(), 'create']]);
  });
});

describe('conversation objects', () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc');

  /** In a turn of its own: what deref gave lives to the end of the turn. */
  async function collectGarbage() {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Collects garbage until the object is gone, with a deadline. */
  async function collected(ref) {
    for (let i = 0; i < 200; i += 1) {
      await collectGarbage();
      if (ref.deref() === undefined) return true;
    }
    return false;
  }

  /** Two clients with a conversation of theirs; neither holds its object. */
  async function pair(t) {
    const { sdk, realtime } = await realtimeOf(t);
    const [a, b] = [await realtime.createIMClient(unused('a')), await realtime.createIMClient(unused('b'))];
    const joined = new Promise((resolve) => b.once('invited', () => resolve()));
    const { id } = await a.createConversation({ members: [b.id] });
    await joined;
    return { sdk, a, b, id };
  }

  // In functions of their own: a suspended test would keep its temporary values alive.
  const weakly = async (client, id) => new WeakRef(await client.getConversation(id));
  const using = async (ref, use) => void (await use(ref.deref()));

  it('are the same as long as somebody holds them', async (t) => {
    const { a, id } = await pair(t);
    const held = await a.getConversation(id);
    gc();
    assert.equal(await a.getConversation(id), held);
    assert.equal((await a.getConversations([id], true))[0], held);
    assert.equal(await a.getQuery().equalTo('objectId', id).first(), held);
  });

  it('go when nobody does, and come anew with a message', async (t) => {
    const { sdk, a, b, id } = await pair(t);
    const ref = await weakly(b, id);
    assert.ok(await collected(ref), 'the object was not collected');
    const arrived = next(b, 'message');
    await (await a.getConversation(id)).send(new sdk.TextMessage('hi'));
    const [message, conversation] = await arrived;
    assert.deepEqual([message.text, conversation.id, conversation.unreadMessagesCount], ['hi', id, 1]);
    assert.equal(await b.getConversation(id), conversation);
  });

  it('stay while they have listeners, unread messages or unsaved changes', async (t) => {
    const { sdk, a, b, id } = await pair(t);
    const ref = await weakly(b, id);
    const listener = () => {};
    await using(ref, (conversation) => conversation.on('message', listener));
    assert.ok(!(await collectedSoon(ref)), 'it had a listener');
    await using(ref, (conversation) => conversation.off('message', listener));

    const arrived = collect(b, 'unreadmessagescountupdate');
    await (await a.getConversation(id)).send(new sdk.TextMessage('unread'));
    await arrived.until(1);
    arrived.seen.length = 0;
    assert.ok(!(await collectedSoon(ref)), 'it had an unread message');

    await using(ref, (conversation) => conversation.set('topic', 'x').read());
    arrived.seen.length = 0;
    assert.ok(!(await collectedSoon(ref)), 'it had an unsaved change');

    await using(ref, (conversation) => conversation.save());
    assert.ok(await collected(ref), 'it was not needed any more');
  });

  /** Whether a few collections take the object. */
  async function collectedSoon(ref) {
    for (let i = 0; i < 5; i += 1) await collectGarbage();
    return ref.deref() === undefined;
  }
});
