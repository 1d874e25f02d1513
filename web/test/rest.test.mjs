// What a back end does over REST, as the published leancloud-realtime and our client
// see it.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { next } from './support/events.mjs';
import { officialSDK } from './support/official.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
const sdks = {};
const realtimes = {};
let server;
let service;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

before(async () => {
  server = await startServer(ending);
  sdks.official = officialSDK();
  sdks.ours = await ourSDK();
  for (const [name, sdk] of Object.entries(sdks)) {
    realtimes[name] = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  }
  service = (await rest('POST', '/1.2/rtm/service-conversations', { name: 'News' })).objectId;
});

/** A call of the app's back end. */
async function rest(method, path, body) {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'X-LC-Id': 'dev', 'X-LC-Key': 'dev-master,master', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

const text = (content) => JSON.stringify({ _lctype: -1, _lctext: content });

/** A client of the SDK, closed after the test. */
async function login(t, name, id = unused(name)) {
  const client = await realtimes[name].createIMClient(id);
  t.after(() => client.close());
  return client;
}

for (const name of ['official', 'ours']) {
  describe(`a back end and the client of ${name}`, () => {
    it('sends, edits and recalls a message', async (t) => {
      const { TextMessage, RecalledMessage } = sdks[name];
      const me = await login(t, name);
      const conversation = await me.createConversation({ members: ['other'], name: 'rest' });
      const path = `/1.2/rtm/conversations/${conversation.id}/messages`;
      const arrived = next(me, 'message');
      const sent = await rest('POST', path, { from_client: 'other', message: text('hello'), mention_client_ids: [me.id] });
      const [message] = await arrived;
      assert.ok(message instanceof TextMessage);
      assert.equal(message.text, 'hello');
      assert.equal(message.id, sent['msg-id']);
      assert.equal(message.timestamp.getTime(), sent.timestamp);
      assert.equal(message.from, 'other');
      assert.ok(message.mentioned);

      const named = { from_client: 'other', timestamp: sent.timestamp };
      const updated = next(conversation, 'messageupdate');
      await rest('PUT', `${path}/${sent['msg-id']}`, { ...named, message: text('changed') });
      const [edited] = await updated;
      assert.equal(edited.id, message.id);
      assert.equal(edited.text, 'changed');
      const recalled = next(conversation, 'messagerecall');
      await rest('PUT', `${path}/${sent['msg-id']}/recall`, named);
      const [gone] = await recalled;
      assert.equal(gone.id, message.id);
      const [kept] = await conversation.queryMessages();
      assert.ok(kept instanceof RecalledMessage);

      await rest('DELETE', `${path}/${sent['msg-id']}?from_client=other&timestamp=${sent.timestamp}`);
      assert.deepEqual(await conversation.queryMessages(), []);
    });

    it('sees from its back end what it sent', async (t) => {
      const { TextMessage } = sdks[name];
      const me = await login(t, name);
      const conversation = await me.createConversation({ members: ['other'], name: 'rest' });
      const message = await conversation.send(new TextMessage('to the app'));
      const [record] = await fetch(`${server.url}/1.2/rtm/conversations/${conversation.id}/messages`, {
        headers: { 'X-LC-Id': 'dev', 'X-LC-Key': 'dev-master,master' },
      }).then((response) => response.json());
      assert.equal(record['msg-id'], message.id);
      assert.equal(record.timestamp, message.timestamp.getTime());
      assert.equal(JSON.parse(record.data)._lctext, 'to the app');
      const upstream = await me.getConversation(service);
      await upstream.send(new TextMessage('to the service'));
      const where = encodeURIComponent(JSON.stringify({ from: me.id }));
      const { results } = await rest('GET', `/1.1/classes/_SysMessage?where=${where}`);
      assert.equal(JSON.parse(results[0].data)._lctext, 'to the service');
    });

    it('gets what a service conversation sends to it alone', async (t) => {
      const me = await login(t, name);
      const arrived = next(me, 'message');
      await rest('POST', `/1.2/rtm/service-conversations/${service}/messages`, {
        from_client: 'news',
        to_clients: [me.id],
        message: text('for you'),
      });
      const [message, conversation] = await arrived;
      assert.equal(message.text, 'for you');
      assert.equal(conversation.id, service);
      assert.ok(conversation instanceof sdks[name].ServiceConversation);
    });

    it('gets a broadcast at once, or at its login', async (t) => {
      const broadcast = async (content) => {
        const sent = await rest('POST', '/1.2/rtm/broadcasts', { from_client: 'news', conv_id: service, message: text(content) });
        t.after(() => rest('DELETE', `/1.2/rtm/broadcasts/${sent['msg-id']}`));
        return sent;
      };
      const away = unused(name);
      await (await realtimes[name].createIMClient(away)).close();
      const online = await login(t, name);
      const arrived = next(online, 'message');
      const sent = await broadcast('to everybody');
      assert.equal((await arrived)[0].text, 'to everybody');
      // The message is only shown once its conversation has been fetched.
      const back = await login(t, name, away);
      const [message, conversation] = await next(back, 'message');
      assert.equal(message.id, sent['msg-id']);
      assert.equal(message.timestamp.getTime(), sent.timestamp);
      assert.equal(conversation.id, service);
      assert.ok(conversation instanceof sdks[name].ServiceConversation);
    });
  });
}
