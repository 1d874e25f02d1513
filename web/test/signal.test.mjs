// Every asynchronous call can be given up, before and after it was sent, with
// the built package over a real server.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let sdk, realtime, tom, jerry, conversation, service, theirs;
let serial = 0;
const unused = (name) => `${name}-signal-${(serial += 1)}`;

/** Frames that were sent so far. */
let frames = 0;

/** A signal that knows who listens to it. */
function watched(controller = new AbortController()) {
  const { signal } = controller;
  const listening = new Set();
  // What was called once is let go of by the signal itself.
  signal.addEventListener('abort', () => listening.clear());
  const { addEventListener: add, removeEventListener: remove } = signal;
  signal.addEventListener = (name, listener, options) => {
    assert.equal(options.once, true);
    listening.add(listener);
    add.call(signal, name, listener, options);
  };
  signal.removeEventListener = (name, listener) => (listening.delete(listener), remove.call(signal, name, listener));
  return { controller, signal, listening };
}

before(async () => {
  const server = await startServer(ending);
  sdk = await ourSDK();
  const { default: WebSocket } = await import('ws');
  class Counted extends WebSocket {
    send(...args) {
      frames += 1;
      return super.send(...args);
    }
  }
  sdk.setAdapters({ WebSocket: Counted });
  realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  [tom, jerry] = [await realtime.createIMClient(unused('tom')), await realtime.createIMClient(unused('jerry'))];
  conversation = await tom.createConversation({ members: [jerry.id], name: 'n', unique: false });
  theirs = await jerry.getConversation(conversation.id);
  const made = await fetch(`${server.url}/1.2/rtm/service-conversations`, {
    method: 'POST',
    headers: { 'X-LC-Id': 'dev', 'X-LC-Key': 'dev-master,master', 'Content-Type': 'application/json' },
    body: '{"name":"service"}',
  });
  service = made.ok ? await tom.getConversation((await made.json()).objectId) : undefined;
});

/** Every asynchronous method, each with the signal where it takes it. Null where it asks the server nothing. */
const message = () => new sdk.TextMessage('x');
const calls = {
  createIMClient: (o) => realtime.createIMClient(unused('new'), o),
  ping: (o) => tom.ping([jerry.id], o),
  createConversation: (o) => tom.createConversation({ members: [jerry.id], unique: false }, o),
  createChatRoom: (o) => tom.createChatRoom({ name: 'room' }, o),
  createTemporaryConversation: (o) => tom.createTemporaryConversation({ members: [jerry.id] }, o),
  getConversation: (o) => tom.getConversation(conversation.id, true, o),
  getConversations: (o) => tom.getConversations([conversation.id], true, o),
  markAllAsRead: (o) => tom.markAllAsRead([conversation], o),
  find: (o) => tom.getQuery().find(o),
  first: (o) => tom.getQuery().first(o),
  send: (o) => conversation.send(message(), o),
  update: (o) => conversation.update({ id: 'x', timestamp: 1 }, message(), o),
  recall: (o) => conversation.recall({ id: 'x', timestamp: 1 }, o),
  count: (o) => conversation.count(o),
  queryMessages: (o) => conversation.queryMessages(o),
  messages: (o) => conversation.messages(o).next(),
  'an iterator': (o) => conversation.createMessagesIterator().next(o),
  read: (o) => conversation.read(o),
  fetchReceiptTimestamps: (o) => conversation.fetchReceiptTimestamps(o),
  save: (o) => conversation.set('a', (serial += 1)).save(o),
  fetch: (o) => conversation.fetch(o),
  mute: (o) => conversation.mute(o),
  unmute: (o) => conversation.unmute(o),
  add: (o) => conversation.add('spike', o),
  remove: (o) => conversation.remove('spike', o),
  join: (o) => conversation.join(o),
  quit: (o) => theirs.quit(o),
  muteMembers: (o) => conversation.muteMembers('spike', o),
  unmuteMembers: (o) => conversation.unmuteMembers('spike', o),
  queryMutedMembers: (o) => conversation.queryMutedMembers(o),
  blockMembers: (o) => conversation.blockMembers('spike', o),
  unblockMembers: (o) => conversation.unblockMembers('spike', o),
  queryBlockedMembers: (o) => conversation.queryBlockedMembers(o),
  getAllMemberInfo: (o) => conversation.getAllMemberInfo({ noCache: true, ...o }),
  getMemberInfo: (o) => conversation.getMemberInfo(tom.id, o),
  updateMemberRole: (o) => conversation.updateMemberRole(jerry.id, sdk.ConversationMemberRole.MANAGER, o),
  subscribe: (o) => service.subscribe(o),
  unsubscribe: (o) => service.unsubscribe(o),
  parseMessage: (o) => tom.parseMessage(message().toFullJSON(), o),
  parseConversation: (o) => tom.parseConversation(conversation.toFullJSON(), o),
};

/** Every public method that gives a promise is among them. */
it('all asynchronous methods are tried', () => {
  const tried = new Set([...Object.keys(calls), 'close']);
  const of = (Class, until) => {
    const names = [];
    for (let type = Class.prototype; type && type !== until; type = Object.getPrototypeOf(type)) {
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
        if (value?.constructor?.name === 'AsyncFunction' && !name.startsWith('_')) names.push(name);
      }
    }
    return names;
  };
  const names = [sdk.Realtime, sdk.IMClient, sdk.Conversation, sdk.ServiceConversation, sdk.TemporaryConversation, sdk.ConversationQuery].flatMap(
    (Class) => of(Class, Object.prototype),
  );
  assert.ok(names.length > 40, names.join());
  assert.deepEqual(names.filter((name) => !tried.has(name)), []);
});

describe('a signal', () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`that is aborted already keeps ${name} from doing anything`, async () => {
      const reason = new Error('before');
      const before = frames;
      await assert.rejects(call({ signal: AbortSignal.abort(reason) }), (error) => error === reason);
      assert.equal(frames, before, 'nothing is sent');
    });

    it(`ends the waiting for ${name}`, async () => {
      const { controller, signal, listening } = watched();
      const waiting = call({ signal });
      controller.abort();
      await assert.rejects(waiting, { name: 'AbortError' });
      await new Promise(setImmediate);
      assert.equal(listening.size, 0, 'nobody listens any more');
    });

    it(`is let go of after ${name}`, async () => {
      const { controller, signal, listening } = watched();
      const result = await call({ signal }).catch((error) => error);
      assert.ok(!(result?.name === 'AbortError'));
      await new Promise(setImmediate);
      assert.equal(listening.size, 0);
      controller.abort();
    });

    it(`must be one for ${name}`, () => assert.rejects(call({ signal: new AbortController() }), TypeError));
  }

  it('leaves a client that works', async () => {
    await theirs.join();
    const arrived = next(jerry, 'message', { where: ({ text }) => text === 'still' });
    await conversation.send(new sdk.TextMessage('still'));
    await arrived;
  });

  it('makes a message fail at once, and it may be sent again without coming twice', async () => {
    const texts = [];
    const note = ({ text }) => texts.push(text);
    jerry.on('message', note);
    const sending = new sdk.TextMessage('once');
    const controller = new AbortController();
    const waiting = conversation.send(sending, { signal: controller.signal });
    controller.abort();
    assert.equal(sending.status, sdk.MessageStatus.FAILED);
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.equal(sending.status, sdk.MessageStatus.FAILED);
    const end = next(jerry, 'message', { where: ({ text }) => text === 'end' });
    await conversation.send(sending);
    assert.equal(sending.status, sdk.MessageStatus.SENT);
    await conversation.send(new sdk.TextMessage('end'));
    await end;
    jerry.off('message', note);
    assert.deepEqual(texts, ['once', 'end']);
  });

  it('is only one of several that wait for the same', async () => {
    const controller = new AbortController();
    const before = frames;
    const [given, kept] = [conversation.count({ signal: controller.signal }), conversation.count()];
    assert.equal(frames, before + 1, 'they share a request');
    controller.abort();
    await assert.rejects(given, { name: 'AbortError' });
    assert.equal(typeof (await kept), 'number');
  });

  it('is no attribute of a conversation, and one of that name stays one', async () => {
    const made = await tom.createConversation({ members: [jerry.id], unique: false, signal: 'green' });
    assert.equal(made.get('signal'), 'green');
  });

  it('is not seen where a listener gets something else', async () => {
    assert.equal(await conversation.read(new sdk.TextMessage('x')), conversation);
    assert.equal((await Promise.all([conversation.id].map(tom.getConversation, tom)))[0], conversation);
  });
});

describe('a login that is given up', () => {
  it('goes on for others', async () => {
    const id = unused('shared');
    const controller = new AbortController();
    const first = realtime.createIMClient(id, { signal: controller.signal });
    const second = realtime.createIMClient(id);
    controller.abort();
    await assert.rejects(first, { name: 'AbortError' });
    const client = await second;
    assert.equal(client.id, id);
    await client.close();
  });

  it('ends when all have given it up, and the id may log in anew', async () => {
    const id = unused('both');
    const [one, two] = [new AbortController(), new AbortController()];
    const logins = [one, two].map(({ signal }) => realtime.createIMClient(id, { signal }));
    await new Promise(setImmediate); // it is on its way
    one.abort(new Error('one'));
    two.abort(new Error('two'));
    await assert.rejects(logins[0], /one/);
    await assert.rejects(logins[1], /two/);
    assert.deepEqual(await tom.ping([id]), [], 'nobody is logged in');
    const client = await realtime.createIMClient(id);
    assert.deepEqual(await tom.ping([id]), [id]);
    const over = new AbortController();
    assert.equal(await realtime.createIMClient(id, { signal: over.signal }), client);
    over.abort();
    assert.deepEqual(await tom.ping([id]), [id], 'what is over is not taken back');
    await client.close();
  });

  it('asks no more for a signature', async () => {
    const controller = new AbortController();
    let answer;
    const asked = new Promise((resolve) => {
      controller.asked = resolve;
    });
    const waiting = realtime.createIMClient(unused('signed'), {
      signal: controller.signal,
      signatureFactory: () => (controller.asked(), new Promise((resolve) => (answer = resolve))),
    });
    await asked;
    const before = frames;
    controller.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    answer({ signature: 's', timestamp: 1, nonce: 'n' });
    await new Promise(setImmediate);
    assert.equal(frames, before, 'no login is sent');
  });
});

it('close goes on when its caller waits no longer', async () => {
  const client = await realtime.createIMClient(unused('leaving'));
  await assert.rejects(client.close({ signal: AbortSignal.abort() }), { name: 'AbortError' });
  assert.deepEqual(await client.ping([client.id]), [client.id], 'it has not begun');
  const closed = next(client, 'close');
  const controller = new AbortController();
  const waiting = client.close({ signal: controller.signal });
  controller.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  assert.deepEqual(await closed, [{ code: 0 }]);
});
