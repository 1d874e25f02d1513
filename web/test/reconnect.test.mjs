// What both SDKs do while the server is away and when it is back.
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

describe('a server that is killed and started again', () => {
  it('is found again by both SDKs, and history is whole', async () => {
    const official = officialSDK();
    const ours = await ourSDK();
    const options = { appId: 'dev', appKey: 'dev', server: server.url };
    const theirs = await new official.Realtime(options).createIMClient('official');
    const realtime = new ours.Realtime(options);
    const mine = await realtime.createIMClient('ours');
    const a = await theirs.createConversation({ members: ['ours'] });
    const b = await mine.createConversation({ members: ['official'] });
    await a.send(new official.TextMessage('before'));

    const gone = Promise.all([next(theirs, 'disconnect'), next(mine, 'disconnect')]);
    await server.kill('SIGKILL');
    await gone;
    await assert.rejects(b.send(new ours.TextMessage('while away')), /Connection unavailable/);

    const back = Promise.all([next(theirs, 'reconnect', { ms: 60_000 }), next(mine, 'reconnect', { ms: 60_000 })]);
    await server.start();
    await back;

    const arrived = next(mine, 'message');
    await a.send(new official.TextMessage('after'));
    assert.equal((await arrived)[0].text, 'after');
    const returned = next(theirs, 'message');
    await b.send(new ours.TextMessage('after, from ours'));
    assert.equal((await returned)[0].text, 'after, from ours');
    assert.deepEqual(
      (await b.queryMessages({ limit: 10 })).map((m) => m.text),
      ['before', 'after', 'after, from ours'],
    );
    await Promise.all([theirs.close(), mine.close()]);
  });
});
