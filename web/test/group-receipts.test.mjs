// Who has read what in a group, with GroupchatReceiptsPlugin, over the real server.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { collect, next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let sdk;
let clients;
let mine;

before(async () => {
  const server = await startServer(ending);
  sdk = await ourSDK();
  const { GroupchatReceiptsPlugin, Realtime } = sdk;
  const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: server.url, plugins: [GroupchatReceiptsPlugin] });
  ending.after(() => realtime.close());
  clients = await Promise.all(['tom', 'jerry', 'spike'].map((id) => realtime.createIMClient(id)));
  mine = await clients[0].createConversation({ members: ['jerry', 'spike'] });
});

describe('group receipts', () => {
  it('are learned with the first query, and follow what members read', async () => {
    const [, jerry] = clients;
    const first = next(mine, 'lastreadtimestampsupdate');
    await mine.queryMessages({ limit: 1 });
    assert.deepEqual((await first)[0], mine.lastReadTimestamps);

    const received = next(jerry, 'message');
    const message = await mine.send(new sdk.TextMessage('read this'));
    const [, theirs] = await received;
    const messages = collect(clients[0], 'message');
    const update = next(mine, 'lastreadtimestampsupdate');
    await theirs.read();
    const [changed] = await update;
    assert.deepEqual(Object.keys(changed), ['jerry']);
    assert.ok(changed.jerry >= message.timestamp);
    assert.equal(mine.lastReadTimestamps.jerry, changed.jerry);
    // The receipt itself is not the application's business.
    assert.deepEqual(messages.seen, []);
    assert.equal(mine.lastMessage, message);
  });

  it('are asked of the server by who comes later', async () => {
    const [, , spike] = clients;
    const conversation = await spike.getConversation(mine.id);
    // Reading is told to the server without an answer; until then it does not know of it.
    const read = ({ pid, lastReadAt }) => pid === 'jerry' && lastReadAt;
    while (!(await conversation._fetchAllReceiptTimestamps()).some(read));
    const update = next(conversation, 'lastreadtimestampsupdate');
    await conversation.queryMessages();
    const [all] = await update;
    assert.ok(all.jerry instanceof Date);
  });

  it('leave conversations of two alone', async () => {
    const two = await clients[0].createConversation({ members: ['jerry'] });
    await two.queryMessages();
    await two.read();
    assert.equal(two.lastReadTimestamps, undefined);
  });
});
