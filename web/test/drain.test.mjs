// A server that goes away in order, as for an upgrade, and the next one in its place.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { next } from './support/events.mjs';
import { officialSDK } from './support/official.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
before(async () => {
  server = await startServer(ending);
});

/** Sends one message after the other until `over()`, and notes in `acked` the texts that were acknowledged. */
async function keepSending(conversation, make, name, acked, over) {
  for (let n = 0; !over(); n++) {
    const text = `${name} ${n}`;
    try {
      await conversation.send(make(text));
    } catch {
      return;
    }
    acked.push(text);
  }
}

describe('a server that is told to end', () => {
  it('is left by both SDKs, which find the next one, and loses nothing that it acknowledged', async () => {
    const official = officialSDK();
    const ours = await ourSDK();
    const options = { appId: 'dev', appKey: 'dev', server: server.url };
    const theirs = await new official.Realtime(options).createIMClient('official');
    const mine = await new ours.Realtime(options).createIMClient('ours');
    const a = await theirs.createConversation({ members: ['ours'] });
    const b = await mine.createConversation({ members: ['official'] });
    const unhandled = [];
    const note = (reason) => unhandled.push(reason);
    process.on('unhandledRejection', note);

    const left = Promise.all([next(theirs, 'disconnect'), next(mine, 'disconnect')]);
    const back = Promise.all([next(theirs, 'reconnect', { ms: 60_000 }), next(mine, 'reconnect', { ms: 60_000 })]);
    const acked = [];
    // The official SDK has nothing on its way when it leaves: it would wait 20 s for the answer.
    for (let n = 0; n < 20; n++) {
      const text = `official ${n}`;
      await a.send(new official.TextMessage(text));
      acked.push(text);
    }
    // What is on its way when the connection goes is sent again: it need not fail.
    let over = false;
    const sending = keepSending(b, (text) => new ours.TextMessage(text), 'ours', acked, () => over);
    await next(theirs, 'message');
    const ended = server.kill('SIGTERM');
    await left;
    assert.equal(await ended, 0, 'exit status');
    await server.start();
    await back;
    over = true;
    await sending;
    assert.ok(acked.length > 0);

    const history = [];
    for (const iterator = b.createMessagesIterator({ limit: 100 }); ; ) {
      const { done, value } = await iterator.next();
      history.push(...(value ?? []).map((m) => m.text));
      if (done || !value?.length) break;
    }
    const counts = new Map();
    for (const text of history) counts.set(text, (counts.get(text) ?? 0) + 1);
    assert.deepEqual(
      acked.filter((text) => counts.get(text) !== 1),
      [],
      'each is there once',
    );
    const arrived = next(mine, 'message');
    await a.send(new official.TextMessage('after'));
    assert.equal((await arrived)[0].text, 'after');
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled, [], 'neither SDK is upset');
    await Promise.all([theirs.close(), mine.close()]);
  });
});
