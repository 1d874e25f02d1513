// What the app's back end does over REST, as the official SDK's clients see it.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { collect, next } from './support/events.mjs';
import { officialSDK } from './support/official.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let url;
let tom;
let jerry;
let TextMessage;

before(async () => {
  const server = await startServer(ending);
  url = server.url;
  const sdk = officialSDK();
  TextMessage = sdk.TextMessage;
  const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: url });
  [tom, jerry] = await Promise.all(['tom', 'jerry'].map((id) => realtime.createIMClient(id)));
  ending.after(() => Promise.all([tom.close(), jerry.close()]));
});

async function call(method, path, body) {
  const response = await fetch(`${url}/1.2/rtm${path}`, {
    method,
    headers: { 'X-LC-Id': 'dev', 'X-LC-Key': 'dev-master,master', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  return answer;
}

describe('a back end', () => {
  it('creates a conversation, whose members are invited by nobody', async () => {
    const invited = next(tom, 'invited');
    const { objectId } = await call('POST', '/conversations', { name: 'Lunch', m: ['tom'], attr: { at: 12 } });
    const [{ invitedBy }, conversation] = await invited;
    assert.ok(!invitedBy);
    assert.equal(conversation.id, objectId);
    assert.equal(conversation.name, 'Lunch');
    assert.equal(conversation.get('attr.at'), 12);
  });

  it('adds and removes members, renames, gives roles and silences', async () => {
    const mine = await tom.createConversation({ members: [], name: 'One' });
    const at = `/conversations/${mine.id}`;
    const joined = next(mine, 'membersjoined', { where: ({ members }) => members.includes('jerry') });
    const invited = next(jerry, 'invited');
    await call('POST', `${at}/members`, { client_ids: ['jerry'] });
    assert.deepEqual((await joined)[0].members, ['jerry']);
    await mine.fetch();
    assert.deepEqual([...mine.members].sort(), ['jerry', 'tom']);
    const [, theirs] = await invited;

    const changed = next(mine, 'infoupdated');
    const { updatedAt } = await call('PUT', at, { name: 'Two', 'attr.topic': 'x' });
    assert.deepEqual((await changed)[0].attributes, { name: 'Two', 'attr.topic': 'x' });
    assert.equal(mine.name, 'Two');
    await mine.fetch();
    assert.equal(mine.updatedAt.toISOString(), updatedAt);

    const role = next(mine, 'memberinfoupdated');
    await call('POST', `${at}/member-infos`, { clientId: 'jerry', role: 'Manager' });
    assert.equal((await role)[0].memberInfo.role, 'Manager');

    const muted = next(theirs, 'muted');
    await call('POST', `${at}/permanent-silenceds`, { client_ids: ['jerry'] });
    await muted;
    await call('DELETE', `${at}/permanent-silenceds`, { client_ids: ['jerry'] });

    const left = next(mine, 'membersleft');
    const kicked = next(jerry, 'kicked');
    await call('DELETE', `${at}/members`, { client_ids: ['jerry'] });
    assert.deepEqual((await left)[0].members, ['jerry']);
    await kicked;
    await mine.fetch();
    assert.deepEqual(mine.members, ['tom']);
  });

  it('deletes a conversation without a trace', async () => {
    const mine = await tom.createConversation({ members: ['jerry'], name: 'Gone' });
    const errors = collect(tom, 'error');
    await call('DELETE', `/conversations/${mine.id}`);
    await assert.rejects(mine.send(new TextMessage('hello?')), { code: 4401 });
    assert.equal((await tom.getQuery().equalTo('objectId', mine.id).find()).length, 0);
    assert.deepEqual(errors.seen, []);
  });
});
