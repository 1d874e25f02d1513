// The raw face: imclient.wasm with wasm_exec.js alone, in Node and in a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { goLoader, wasmFile } from './support/bridge.mjs';
import { launch, openPage, serveFiles } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { next } from './support/events.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
before(async () => {
  server = await startServer(ending);
});

/** The global that imclient.wasm sets when nobody gives it a host. */
async function rawFace() {
  globalThis.WebSocket ??= WebSocket;
  const go = new (goLoader())();
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmFile), go.importObject);
  void go.run(instance);
  const { imclient } = globalThis;
  delete globalThis.imclient;
  return imclient;
}

test('two clients chat', async () => {
  const { Realtime } = await rawFace();
  const realtime = Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const tom = await realtime.createIMClient('raw-tom');
  const jerry = await realtime.createIMClient('raw-jerry');
  assert.deepEqual([tom.id, jerry.id], ['raw-tom', 'raw-jerry']);
  assert.deepEqual(await tom.ping(['raw-jerry', 'nobody']), ['raw-jerry']);

  const invited = next(jerry, 'invited');
  const mine = await tom.createConversation({ members: ['raw-jerry'], name: 'raw', attributes: { color: 'red' } });
  assert.equal(mine.name, 'raw');
  assert.deepEqual([...mine.members].sort(), ['raw-jerry', 'raw-tom']);
  const [{ by, conversation: theirs }, sameConversation] = await invited;
  assert.equal(by, 'raw-tom');
  assert.equal(theirs, sameConversation);
  assert.equal(theirs.id, mine.id);
  assert.notEqual(theirs, mine);
  assert.equal(await tom.getConversation(mine.id), mine);
  assert.equal(await tom.getConversation('ffffffffffffffffffffffff'), null);

  // The number of unread messages, then the client, then the conversation.
  const order = [];
  const heard = (name) => (...args) => order.push([name, ...args]);
  jerry.on('unreadmessagescountupdate', heard('unread'));
  jerry.once('message', heard('client'));
  theirs.on('message', heard('conversation'));
  const arrived = next(theirs, 'message');
  const sent = await mine.send('hello 天 😀', { mentionAll: true });
  assert.match(sent.id, /\S/);
  assert.ok(sent.timestamp > 1.6e12);
  const [message] = await arrived;
  assert.deepEqual([message.id, message.from, message.text, message.cid, message.timestamp], [sent.id, 'raw-tom', 'hello 天 😀', mine.id, sent.timestamp]);
  assert.deepEqual(order.map(([name]) => name), ['unread', 'client', 'conversation']);
  assert.deepEqual(order[0][1], [theirs]);
  assert.equal(order[1][2], theirs);
  assert.equal(theirs.unreadMessagesCount, 1);
  await theirs.read();
  assert.equal(theirs.unreadMessagesCount, 0);

  const bytes = next(theirs, 'message');
  await mine.send(Uint8Array.of(0, 255, 7));
  assert.deepEqual([...(await bytes)[0].data], [0, 255, 7]);
  assert.equal(order.filter(([name]) => name === 'client').length, 1);

  const history = await theirs.queryMessages({ limit: 10 });
  assert.deepEqual(history.map((m) => m.text ?? [...m.data]), ['hello 天 😀', [0, 255, 7]]);
  assert.equal(await mine.count(), 2);
  assert.deepEqual(await tom.query({ where: { name: 'raw', m: 'raw-tom' } }), [mine]);

  const edited = next(theirs, 'messageupdate');
  await mine.update(history[0], 'edited');
  assert.equal((await edited)[0].message.text, 'edited');

  const closed = next(jerry, 'close');
  await jerry.close();
  assert.equal((await closed)[0].code, 0);
  await assert.rejects(theirs.send('late'), { message: 'Conversation is closed' });
  await tom.close();
});

test('members have roles, are silenced and blocked', async () => {
  const { Realtime } = await rawFace();
  const realtime = Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const signed = [];
  const sign = (...args) => {
    signed.push(args);
    return { signature: 's', timestamp: Date.now(), nonce: 'n' };
  };
  const tom = await realtime.createIMClient('role-tom', { blacklistSignatureFactory: sign });
  const jerry = await realtime.createIMClient('role-jerry');
  const mine = await tom.createConversation({ members: ['role-jerry', 'role-spike'] });
  const theirs = await jerry.getConversation(mine.id);

  const promoted = next(theirs, 'memberinfoupdated');
  await mine.updateMemberRole('role-jerry', 'Manager');
  const [{ by, members, role }] = await promoted;
  assert.deepEqual([by, members, role], ['role-tom', ['role-jerry'], 'Manager']);
  assert.deepEqual(await mine.getAllMemberInfo(), [{ clientId: 'role-jerry', role: 'Manager' }]);
  await assert.rejects(mine.updateMemberRole('role-jerry', 'Owner'), { code: 5130 });
  await assert.rejects(mine.updateMemberRole('role-jerry', 42), TypeError);
  await assert.rejects(theirs.updateMemberRole('role-tom', 'Member'), { code: 4320 });

  const muted = next(theirs, 'membersmuted');
  assert.deepEqual(await theirs.muteMembers('role-spike'), { successfulClientIds: ['role-spike'], failures: [] });
  assert.deepEqual((await muted)[0].members, ['role-spike']);
  assert.deepEqual(await mine.queryMutedMembers(), { members: ['role-spike'] });
  await mine.unmuteMembers(['role-spike']);
  assert.deepEqual(await mine.queryMutedMembers({ limit: 1 }), { members: [] });

  const blocked = next(theirs, 'membersblocked');
  await mine.blockMembers(['role-spike', 'role-butch']);
  assert.deepEqual((await blocked)[0].members, ['role-spike', 'role-butch']);
  assert.deepEqual(signed, [[mine.id, 'role-tom', ['role-butch', 'role-spike'], 'conversation-block-clients']]);
  const first = await mine.queryBlockedMembers({ limit: 1 });
  assert.equal(first.members.length, 1);
  const second = await mine.queryBlockedMembers({ limit: 1, next: first.next });
  assert.deepEqual([...first.members, ...second.members].sort(), ['role-butch', 'role-spike']);
  await mine.unblockMembers('role-spike');
  assert.deepEqual(await mine.queryBlockedMembers(), { members: ['role-butch'] });
  await mine.fetchReceiptTimestamps();
});

test('listeners may call the API, throw, and be taken off', async () => {
  const { Realtime } = await rawFace();
  const realtime = Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const a = await realtime.createIMClient('raw-a');
  const b = await realtime.createIMClient('raw-b');
  const conversation = await a.createConversation({ members: ['raw-b'] });

  const reported = [];
  const console_ = console.error;
  globalThis.reportError = (error) => reported.push(error.message);
  ending.after(() => {
    delete globalThis.reportError;
    console.error = console_;
  });
  const silenced = () => assert.fail('taken off');
  b.on('message', silenced).off('message', silenced);
  b.on('message', () => {
    throw new Error('thrown by a listener');
  });
  b.on('message', async (message, theirs) => {
    if (message.text === 'ping') await theirs.send('pong');
  });
  const answer = next(a, 'message');
  await conversation.send('ping');
  assert.equal((await answer)[0].text, 'pong');
  assert.deepEqual(reported, ['thrown by a listener']);
});

test('errors are JavaScript errors of the right type', async () => {
  const { Realtime } = await rawFace();
  await assert.rejects(Realtime({ appId: 42 }).createIMClient('x'), TypeError);
  await assert.rejects(Realtime().createIMClient('x'), { name: 'TypeError', message: /appId/ });
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  await assert.rejects(realtime.createIMClient(42), TypeError);
  await assert.rejects(Realtime({ appId: 'nobody', appKey: 'x', server: server.url }).createIMClient('x'), Error);
  await assert.rejects(
    realtime.createIMClient('raw-signed', { signatureFactory: () => Promise.reject(new Error('no signature today')) }),
    /no signature today/,
  );
  const client = await realtime.createIMClient('raw-errors', {
    signatureFactory: async (id) => ({ signature: `for ${id}`, timestamp: Date.now(), nonce: 'n' }),
  });
  const conversation = await client.createConversation({ members: ['raw-other'] });
  await assert.rejects(conversation.send(42), TypeError);
  await assert.rejects(conversation.send('x', { priority: 'high' }), TypeError);
  await assert.rejects(client.query({ where: '{' }), Error);
});

test('misuse rejects that call and nothing else', async () => {
  const { Realtime } = await rawFace();
  const boom = new Error('thrown by a getter');
  const throwing = (name) => Object.defineProperty({}, name, { enumerable: true, get: () => { throw boom; } });
  const circular = {};
  circular.self = circular;
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const client = await realtime.createIMClient('raw-misuse');
  const conversation = await client.createConversation({ members: ['raw-other'] });
  const { count } = conversation;
  const hostile = new Proxy(['a'], { get: () => { throw boom; } });
  for (const [misuse, expected] of [
    [() => conversation.add(1n), TypeError],
    [() => conversation.add([1n]), TypeError],
    [() => conversation.send(1n), TypeError],
    [() => conversation.send(Symbol('s')), TypeError],
    [() => conversation.send('x', { pushData: circular }), TypeError],
    [() => conversation.send('x', { priority: 1n }), TypeError],
    [() => conversation.send('x', throwing('receipt')), boom],
    [() => conversation.recall(throwing('id')), boom],
    [() => conversation.queryMessages(throwing('limit')), boom],
    [() => client.createConversation({ members: ['b'], attributes: circular }), TypeError],
    [() => client.createConversation(throwing('name')), boom],
    [() => client.query({ where: { a: 1n } }), TypeError],
    [() => client.ping(hostile), boom],
    [() => conversation.send(new Proxy(new Uint8Array(3), {})), TypeError],
    [() => conversation.send(new Proxy({}, { get: () => { throw boom; }, getPrototypeOf: () => { throw boom; } })), TypeError],
    [() => count.call(hostile), boom],
    [() => client.ping([1n]), TypeError],
    [() => count(), TypeError],
    [() => Promise.resolve('x').then(conversation.count), TypeError],
    [() => count.call({ handle: 'x' }), TypeError],
    [() => Realtime(1n).createIMClient('x'), TypeError],
    [() => Realtime(throwing('appId')).createIMClient('x'), boom],
    [() => realtime.createIMClient('x', throwing('tag')), boom],
    [() => realtime.createIMClient(Symbol('s')), TypeError],
    [() => realtime.createIMClient(1n), TypeError],
    [() => realtime.createIMClient('raw-null', { signatureFactory: () => { throw null; } }), /null/],
    [() => realtime.createIMClient('raw-bare', { signatureFactory: () => Promise.reject(Object.create(null)) }), Error],
    [() => realtime.createIMClient('raw-big', { signatureFactory: () => 1n }), Error],
    [() => realtime.createIMClient('raw-getter', { signatureFactory: () => throwing('nonce') }), /getter/],
  ]) {
    await assert.rejects(misuse, expected, String(misuse));
  }
  assert.equal(client.on(1n, () => {}), client);
  assert.equal(client.on('message', 1n), client);
  await realtime.createIMClient('raw-options', 1n);
  assert.equal(await realtime.createIMClient('raw-misuse'), client);
  assert.deepEqual(await client.ping(['raw-misuse']), ['raw-misuse']);
  assert.equal(await conversation.count(), 2);

  await client.close();
  await assert.rejects(conversation.read(), { message: 'Conversation is closed' });
  await assert.rejects(conversation.count(), { message: 'Conversation is closed' });
  await assert.rejects(client.ping(['x']), { message: 'Client is closed' });
  await realtime.createIMClient('raw-misuse');
});

test('a listener may throw anything', async () => {
  const { Realtime } = await rawFace();
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const client = await realtime.createIMClient('raw-thrower');
  const conversation = await client.createConversation({ members: ['raw-thrown'] });
  const other = await realtime.createIMClient('raw-thrown');
  globalThis.reportError = () => { throw new Error('not reported either'); };
  ending.after(() => delete globalThis.reportError);
  for (const thrown of [null, undefined, 1n, Object.create(null)]) {
    other.once('message', () => { throw thrown; });
    const heard = next(other, 'message');
    await conversation.send('throw');
    await heard;
  }
  assert.deepEqual(await other.ping(['raw-thrower']), ['raw-thrower']);
});

/** Puts something in the place of a global for the time of `run`. */
async function replaced(name, value, run) {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  try {
    return await run();
  } finally {
    Object.defineProperty(globalThis, name, descriptor);
  }
}

test('a fetch of the page’s own ends nothing', async () => {
  const { Realtime } = await rawFace();
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const { fetch } = globalThis;
  const answers = (response) => () => Promise.resolve(response);
  const broken = {
    'throws': () => { throw new Error('no fetch today'); },
    'throws null': () => { throw null; },
    'returns nothing': () => undefined,
    'returns a number': () => 42,
    'rejects with nothing': () => Promise.reject(),
    'has no status': answers({ text: () => '{}' }),
    'has a status that throws': answers({ get status() { throw new Error('no status'); } }),
    'has a text that throws': answers({ status: 200, text: () => { throw new Error('no text'); } }),
    'has a text that is none': answers({ status: 200, text: () => 1n }),
    'is no function': 42,
  };
  for (const [what, value] of Object.entries(broken)) {
    await replaced('fetch', value, () => assert.rejects(realtime.createIMClient('raw-fetch'), Error, what));
  }
  // One that calls the API before it asks.
  const early = [];
  const curious = (...args) => {
    if (!early.length) early.push(realtime.createIMClient('raw-early'));
    return fetch(...args);
  };
  const client = await replaced('fetch', curious, () => realtime.createIMClient('raw-fetch'));
  assert.deepEqual((await Promise.all(early)).map(({ id }) => id), ['raw-early']);
  assert.deepEqual(await client.ping(['raw-fetch', 'raw-early']), ['raw-fetch', 'raw-early']);
});

test('a WebSocket of the page’s own ends nothing', async () => {
  const { Realtime } = await rawFace();
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const { WebSocket } = globalThis;
  class NoSetter extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('error', () => {});
    }
    set onclose(_) { throw new Error('no setter'); }
    get onclose() { return null; }
  }
  const broken = {
    'throws': class { constructor() { throw new Error('no socket today'); } },
    'is no constructor': 42,
    'has a setter that throws': NoSetter,
  };
  for (const [what, value] of Object.entries(broken)) {
    await replaced('WebSocket', value, () => assert.rejects(realtime.createIMClient('raw-socket'), Error, what));
  }
  let fails = false;
  class Failing extends WebSocket {
    send(data) {
      if (fails) throw new Error('not sent');
      super.send(data);
    }
  }
  const client = await replaced('WebSocket', Failing, () => realtime.createIMClient('raw-socket'));
  const back = next(client, 'reconnect');
  fails = true;
  assert.deepEqual(await client.ping(['raw-socket']), ['raw-socket'], 'sent again over the next one');
  await back;
  assert.deepEqual(await client.ping(['raw-socket']), ['raw-socket']);
});

test('setters on the page’s objects are not run', async () => {
  const { Realtime } = await rawFace();
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  const boom = new Error('thrown by a setter');
  const guarded = (object, ...names) => {
    for (const name of names) Object.defineProperty(object, name, { configurable: true, get: () => undefined, set: () => { throw boom; } });
    return object;
  };
  const options = guarded({}, 'tag', 'isReconnect', 'realtime', 'id');
  const a = await realtime.createIMClient('raw-set-a', options);
  const b = await realtime.createIMClient('raw-set-b', Object.freeze({}));
  const mine = await a.createConversation(Object.freeze({ members: ['raw-set-b'] }));
  const theirs = await b.getConversation(mine.id);
  guarded(theirs, 'name', 'members', 'row', 'unreadMessagesCount');
  const heard = next(theirs, 'message');
  await mine.send('x', guarded({}, 'pushData'));
  await heard;
  assert.equal(theirs.unreadMessagesCount, 1);
  Object.freeze(theirs);
  const again = next(theirs, 'message');
  await mine.send('y');
  assert.equal((await again)[0].text, 'y');
  assert.equal(await b.getConversation(mine.id), theirs);
  assert.deepEqual(await b.ping(['raw-set-a']), ['raw-set-a']);
});

test('the example page chats, on an origin of its own', async () => {
  const browser = await launch(ending);
  const context = await browser.newContext();
  const web = fileURLToPath(new URL('..', import.meta.url));
  const origin = await serveFiles(ending, { '/dist/': `${web}dist/`, '/examples/': `${web}examples/` });
  const open = (me, to) => openPage(context, `${origin}/examples/raw.html?me=${me}&to=${to}&server=${encodeURIComponent(server.url)}`);
  const tom = await open('page-tom', 'page-jerry');
  const jerry = await open('page-jerry', 'page-tom');
  await tom.getByText('page-tom is logged in').waitFor();
  await jerry.getByText('page-jerry is logged in').waitFor();
  await tom.fill('input', 'hello from a page');
  await tom.click('button');
  await jerry.getByText('page-tom: hello from a page').waitFor();
  await jerry.fill('input', 'and back');
  await jerry.click('button');
  await tom.getByText('page-jerry: and back').waitFor();
  await tom.reload();
  await tom.getByText('page-jerry: and back').waitFor();
  for (const page of [tom, jerry]) {
    const left = await page.evaluate(() => typeof imclient.Realtime);
    assert.equal(left, 'function');
    assert.deepEqual(page.problems.filter((p) => !/favicon/.test(p)), []);
  }
});
