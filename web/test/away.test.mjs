// What reaches the clients of both SDKs about somebody who was away, and what they
// find when they come back.
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

for (const [name, load] of [
  ['leancloud-realtime', officialSDK],
  ['imclient', ourSDK],
]) {
  describe(`${name}, away`, () => {
    // A copy of the SDK for each: one has one Realtime for an app.
    const login = async (id) => {
      const sdk = await load();
      const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
      const client = await realtime.createIMClient(`${id} of ${name}`);
      ending.after(async () => {
        realtime.resume();
        await client.close().catch(() => undefined);
        await realtime.close?.();
      });
      return { sdk, realtime, client };
    };

    it('has its will message sent when its connection ends, and not when it logs out', async () => {
      const [ann, bob, cid] = [await login('ann'), await login('bob'), await login('cid')];
      const conversation = await ann.client.createConversation({
        members: [bob.client.id, cid.client.id],
        name: 'wills',
      });
      const ofCid = await cid.client.getConversation(conversation.id);
      await ofCid.send(new cid.sdk.TextMessage('never'), { will: true });
      await cid.client.close();
      await conversation.send(new ann.sdk.TextMessage('my will'), { will: true });
      const arrived = next(bob.client, 'message');
      ann.realtime.pause();
      const [message] = await arrived;
      assert.equal(message.text, 'my will');
      assert.equal(message.from, ann.client.id);
      assert.equal((await (await bob.client.getConversation(conversation.id)).queryMessages()).length, 0);
    });

    it('hears what it missed when it comes back', async () => {
      const [dan, eve] = [await login('dan'), await login('eve')];
      eve.realtime.pause();
      const conversation = await dan.client.createConversation({ members: [eve.client.id], name: 'missed' });
      const invited = next(eve.client, 'invited');
      eve.realtime.resume();
      const [{ invitedBy }, seen] = await invited;
      assert.equal(invitedBy, dan.client.id);
      assert.equal(seen.id, conversation.id);
    });
  });
}
