// A core that dies and is replaced, with the built package over a real server:
// what the program holds goes on, and nothing waits for what will not come.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { collect, next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { mortalCore } from './support/panic.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

before(async () => {
  server = await startServer(ending);
});

/** A Realtime whose core can be killed, and another whose core cannot. */
async function realtimes(t, options) {
  const { wasmModule, deaths, cores } = await mortalCore(t);
  const [sdk, other] = [await ourSDK(), await ourSDK()];
  const settings = { appId: 'dev', appKey: 'dev', server: server.url };
  const realtime = new sdk.Realtime({ ...settings, ...options, wasmModule });
  const away = new other.Realtime(settings);
  t.after(() => Promise.all([realtime.close(), away.close()]));
  const die = (how, entry = 'im_call') => {
    deaths[entry] = how;
  };
  return { sdk, other, realtime, away, die, cores };
}

for (const [name, how, text] of [
  ['a panic', 'im_panic', /nil pointer dereference/],
  ['a trap', 'im_trap', /core failed/],
  ['the end of its memory', 'im_exhaust', /fatal error: out of memory/],
]) {
  describe(`a core that dies by ${name}`, () => {
    it('rejects what waits, says so once with the stack, and is replaced', async (t) => {
      const { sdk, other, realtime, away, die, cores } = await realtimes(t);
      const client = await realtime.createIMClient(unused('survivor'));
      const friend = await away.createIMClient(unused('friend'));
      const conversation = await client.createConversation({ members: [friend.id] });
      const theirs = await friend.getConversation(conversation.id);
      const messages = collect(conversation, 'message');
      const noted = [];
      for (const event of ['error', 'disconnect', 'schedule', 'retry', 'reconnect', 'reconnecterror', 'close']) {
        realtime.on(event, () => noted.push(`realtime ${event}`));
        client.on(event, () => noted.push(`client ${event}`));
      }
      const errors = collect(realtime, 'error');
      const heard = collect(client, 'error');
      const back = next(client, 'reconnect');
      const waiting = client.ping(['somebody']);
      const outcome = assert.rejects(waiting, (error) => error instanceof sdk.CoreError && text.test(error.message));
      die(how);
      await assert.rejects(conversation.count(), sdk.CoreError);
      await outcome;
      await back;
      assert.deepEqual(noted, [
        'realtime error',
        'client error',
        'realtime disconnect',
        'client disconnect',
        'realtime schedule',
        'client schedule',
        'realtime retry',
        'client retry',
        'realtime reconnect',
        'client reconnect',
      ]);
      assert.equal(errors.seen.length, 1);
      assert.deepEqual(heard.seen, errors.seen);
      assert.equal(errors.seen[0][0].final, false);
      if (how !== 'im_trap') assert.match(errors.seen[0][0].stack, /jsbridge/);
      assert.equal(cores(), 2);

      // Everything that the program holds is what it was.
      assert.equal(await realtime.createIMClient(client.id), client);
      assert.equal(await client.getConversation(conversation.id), conversation);
      assert.deepEqual(await client.ping([client.id]), [client.id]);
      const message = await conversation.send(new sdk.TextMessage('from a new core'));
      assert.deepEqual((await theirs.queryMessages()).map((each) => each.id), [message.id]);
      await theirs.send(new other.TextMessage('and back'));
      const [[received]] = await messages.until(1);
      assert.equal(received.text, 'and back');
      assert.equal(conversation.unreadMessagesCount, 1);
      await conversation.read();
      await conversation.add([unused('third')]);
      assert.equal(conversation.members.length, 3);
      assert.deepEqual(await conversation.update(message, new sdk.TextMessage('edited')).then((m) => m.text), 'edited');
    });
  });
}

describe('a core that died', () => {
  it('takes conversations that nobody used meanwhile back under their objects', async (t) => {
    const { realtime, other, away, die } = await realtimes(t);
    const client = await realtime.createIMClient(unused('holder'));
    const friend = await away.createIMClient(unused('friend'));
    const held = await Promise.all(
      ['a', 'b', 'c'].map((name) => client.createConversation({ members: [friend.id], name, unique: false })),
    );
    const heard = collect(client, 'message');
    const back = next(client, 'reconnect');
    die('im_panic');
    await assert.rejects(client.ping(['x']));
    await back;
    for (const conversation of held) {
      const theirs = await friend.getConversation(conversation.id);
      await theirs.send(new other.TextMessage(conversation.name));
    }
    const seen = await heard.until(3);
    assert.deepEqual(
      seen.map(([, conversation]) => held.indexOf(conversation)),
      [0, 1, 2],
    );
    await client.markAllAsRead(held);
    assert.deepEqual(held.map((each) => each.unreadMessagesCount), [0, 0, 0]);
  });

  it('is signed and tagged for as at a reconnect', async (t) => {
    const { realtime, die } = await realtimes(t);
    const asked = [];
    const signatureFactory = (id) => {
      asked.push(id);
      return { signature: 's', timestamp: 1, nonce: 'n' };
    };
    const client = await realtime.createIMClient(unused('signed'), { signatureFactory, tag: 'Web' });
    const back = next(client, 'reconnect');
    die('im_panic');
    await assert.rejects(client.ping(['x']));
    await back;
    assert.deepEqual(asked, [client.id, client.id]);
    // The tag still counts: another device that takes it drives this one out.
    const { Realtime } = await ourSDK();
    const rival = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
    t.after(() => rival.close());
    const driven = next(client, 'conflict');
    await rival.createIMClient(client.id, { tag: 'Web' });
    await driven;
  });

  it('brings all clients back that shared it', async (t) => {
    const { realtime, die } = await realtimes(t);
    const clients = await Promise.all(['a', 'b', 'c'].map((name) => realtime.createIMClient(unused(name))));
    const back = clients.map((client) => next(client, 'reconnect'));
    const reconnects = collect(realtime, 'reconnect');
    die('im_panic');
    await assert.rejects(clients[0].ping(['x']));
    await Promise.all(back);
    assert.equal(reconnects.seen.length, 1);
    const online = await clients[1].ping(clients.map(({ id }) => id));
    assert.equal(online.length, 3);
  });

  it('is waited for while the server is away, until it is back', async (t) => {
    const { realtime, die } = await realtimes(t, { timeouts: { retry: 1, maxRetry: 50 } });
    const client = await realtime.createIMClient(unused('patient'));
    const down = next(realtime, 'disconnect');
    await server.kill();
    await down;
    die('im_panic');
    const retries = collect(realtime, 'schedule');
    await assert.rejects(client.ping(['x']));
    await retries.until(4);
    const back = next(client, 'reconnect');
    await server.start();
    await back;
    assert.deepEqual(await client.ping([client.id]), [client.id]);
  });

  it('is replaced after a pause, not in it', async (t) => {
    const { realtime, die, cores } = await realtimes(t);
    const client = await realtime.createIMClient(unused('paused'));
    const noted = [];
    for (const event of ['error', 'disconnect', 'offline', 'online', 'schedule', 'retry', 'reconnect']) {
      realtime.on(event, () => noted.push(event));
    }
    realtime.pause();
    die('im_panic');
    await assert.rejects(client.ping(['x']));
    assert.throws(() => realtime.retry(), /not disconnected/);
    realtime.nudge();
    assert.deepEqual(noted, ['disconnect', 'offline', 'error']);
    assert.equal(cores(), 1);
    const back = next(client, 'reconnect');
    realtime.resume();
    await back;
    assert.deepEqual(noted.slice(3), ['online', 'schedule', 'retry', 'reconnect']);
    assert.deepEqual(await client.ping([client.id]), [client.id]);
  });

  it('leaves a client that is logged out meanwhile at its end', async (t) => {
    const { realtime, die } = await realtimes(t);
    const client = await realtime.createIMClient(unused('leaver'));
    const closed = collect(client, 'close');
    const leaving = new Promise((resolve) => {
      client.once('disconnect', () => resolve(client.close()));
    });
    die('im_panic');
    await assert.rejects(client.ping(['x']));
    await leaving;
    assert.deepEqual(closed.seen, [[{ code: 0 }]]);
    const again = await realtime.createIMClient(client.id);
    assert.notEqual(again, client);
    assert.deepEqual(await again.ping([again.id]), [again.id]);
  });

  it('is not started more often than the option says', async (t) => {
    const { sdk, realtime, die, cores } = await realtimes(t, { restarts: { limit: 2, within: 60_000 } });
    const client = await realtime.createIMClient(unused('doomed'));
    const errors = collect(client, 'error');
    for (let death = 0; death < 2; death += 1) {
      const back = next(client, 'reconnect');
      die('im_panic');
      await assert.rejects(client.ping(['x']));
      await back;
    }
    die('im_panic');
    await assert.rejects(client.ping(['x']));
    await errors.until(3);
    assert.deepEqual(errors.seen.map(([error]) => [error instanceof sdk.CoreError, error.final]), [
      [true, false],
      [true, false],
      [true, true],
    ]);
    assert.match(errors.seen[2][0].message, /too often/);
    await assert.rejects(client.ping(['x']));
    assert.equal(cores(), 3);
    const again = await realtime.createIMClient(client.id);
    assert.notEqual(again, client);
    assert.deepEqual(await again.ping([again.id]), [again.id]);
    assert.equal(cores(), 4);
  });
});

describe('a client that catches up', () => {
  it('says from when on a new core cannot, for each conversation that is held', async (t) => {
    const { sdk, other, realtime, away, die } = await realtimes(t, { catchUp: true });
    const client = await realtime.createIMClient(unused('survivor'));
    const friend = await away.createIMClient(unused('friend'));
    const conversation = await client.createConversation({ members: [friend.id] });
    const silent = await client.createConversation({ members: [friend.id], unique: false });
    const theirs = await friend.getConversation(conversation.id);
    const came = next(conversation, 'message');
    await theirs.send(new other.TextMessage('before'));
    await came;
    const gaps = collect(client, 'historygap');
    const own = collect(conversation, 'historygap');
    const last = conversation.lastMessageAt;
    const lost = next(client, 'disconnect');
    const gap = next(client, 'historygap');
    die('im_trap');
    await assert.rejects(conversation.count(), sdk.CoreError);
    await lost;
    await gap;
    assert.deepEqual(
      gaps.seen.map(([{ from, to }, about]) => [from, to >= from, about]),
      [[last, true, conversation]],
    );
    assert.equal(own.seen.length, 1);
    assert.ok(!silent.lastMessageAt, 'where nothing was said nothing is missed');
    // The program fetches what it may have missed, with the object that it has.
    await theirs.send(new other.TextMessage('after'));
    const missed = await conversation.queryMessages({
      startTime: gaps.seen[0][0].from,
      direction: sdk.MessageQueryDirection.OLD_TO_NEW,
    });
    assert.deepEqual(
      missed.map((message) => message.text),
      ['after'],
    );
  });
});
