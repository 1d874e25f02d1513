// Moving: an imserver is filled with the official SDK, pulled over REST, imported into
// another, and asked the same there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cleanup } from './support/cleanup.mjs';
import { officialSDK } from './support/official.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
const dir = mkdtempSync(join(tmpdir(), 'moving-'));
ending.after(() => rmSync(dir, { recursive: true, force: true }));
const binary = fileURLToPath(new URL('../../bin/imserver', import.meta.url));
const run = promisify(execFile);
const imserver = (...args) => run(binary, args, { env: { ...process.env, LEANCLOUD_MASTER_KEY: 'dev-master' } });
const ids = {};
let old;
let moved;

async function rest(server, method, path, body, key = 'dev-master,master', headers = {}) {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'X-LC-Id': 'dev', 'X-LC-Key': key, 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Clients of a fresh copy of the SDK. */
async function clients(t, server, ...names) {
  const sdk = officialSDK();
  const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  const list = await Promise.all(names.map((name) => realtime.createIMClient(name)));
  t.after(() => Promise.all(list.map((client) => client.close())));
  return { sdk, list };
}

/** What lives on the old server. */
async function fill(t) {
  const { sdk, list } = await clients(t, old, 'ann', 'bob', 'cid');
  const [ann, bob] = list;
  const pair = await ann.createConversation({ members: ['bob'], name: 'pair', level: 3, tags: ['x', 'y'], unique: true });
  ids.pair = pair.id;
  for (let n = 0; n < 25; n += 1) await pair.send(new sdk.TextMessage(`message ${n}`));
  const binary = await pair.send(new sdk.BinaryMessage(new Uint8Array([0, 1, 254, 255]).buffer));
  assert.ok(binary.id);
  await pair.recall(await pair.send(new sdk.TextMessage('recalled')));
  const group = await ann.createConversation({ members: ['bob', 'cid'], name: 'group', unique: false, legacy: 'top level' });
  ids.group = group.id;
  await group.send(new sdk.TextMessage('to the group'));
  await group.updateMemberRole('bob', sdk.ConversationMemberRole.MANAGER);
  await group.blockMembers(['eve']);
  await group.muteMembers(['cid']);
  await (await bob.getConversation(group.id)).mute();
  // A unique conversation whose members are not those of its creation any more.
  const grown = await bob.createConversation({ members: ['cid'], name: 'grown', unique: true });
  ids.grown = grown.id;
  await grown.add(['ann']);
  const room = await ann.createChatRoom({ name: 'room' });
  ids.room = room.id;
  await room.send(new sdk.TextMessage('in the room'));
  const service = (await rest(old, 'POST', '/1.2/rtm/service-conversations', { name: 'news' })).objectId;
  ids.service = service;
  await rest(old, 'POST', `/1.2/rtm/service-conversations/${service}/subscribers`, { client_id: 'ann' });
  await rest(old, 'POST', `/1.2/rtm/service-conversations/${service}/broadcasts`, { from_client: 'app', message: 'to all' });
  await rest(old, 'POST', `/1.2/rtm/service-conversations/${service}/messages`, { from_client: 'app', message: 'to ann', to_clients: ['ann'] });
  await (await ann.getConversation(service)).send(new sdk.TextMessage('from ann'));
}

before(async () => {
  old = await startServer(ending);
  const afters = [];
  await fill({ after: (f) => afters.push(f) });
  for (const f of afters) await f();
  await imserver('pull', '--url', old.url, '--app', 'dev', '--out', join(dir, 'pulled'));
  // A user with the password hash that the service's documentation shows.
  writeFileSync(
    join(dir, '_User.jsonl'),
    JSON.stringify({
      objectId: '5fb4ff18d0deed36ea501c8a', username: 'tom', email: 'tom@example.org', createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2020-01-01T00:00:00.000Z',
      salt: 'h60d8x797d3oa0naxybxxv9bn7xpt2yiowz68mpiwou7gwr2', authData: { weixin: { secret: 'x' } }, emailVerified: true,
      password: 'tA7BLW+NK0UeARng0693gCaVnljkglCB9snqlpCSUKjx2RgYp8VZZOQt0S5iUtlDrkJXfT3gknS4rRqjYsd/Ug==',
    }),
  );
  const data = join(dir, 'data');
  mkdirSync(data);
  const { stdout } = await imserver('import', '--data', data, '--app', 'dev', join(dir, 'pulled'), join(dir, '_User.jsonl'));
  assert.doesNotMatch(stdout, /problem/);
  moved = await startServer(ending, [], { data });
});

/** What a conversation says of itself. What was unread does not move, and with it goes the last message of service conversations. */
const describeConversation = (c) => ({
  id: c.id, name: c.name, creator: c.creator, members: [...c.members].sort(), createdAt: c.createdAt, updatedAt: c.updatedAt, lastMessageAt: c.system ? null : c.lastMessageAt,
  transient: c.transient, system: c.system, muted: c.muted, level: c.get('attr.level') ?? c.get('level'), tags: c.get('tags'), legacy: c.get('legacy'),
  last: c.system ? null : c.lastMessage?.id,
});

const describeMessage = (m) => ({
  id: m.id, from: m.from, timestamp: m.timestamp, text: m.text, type: m.constructor.name,
  content: m.buffer ? Buffer.from(m.buffer).toString('hex') : m.content?._lctype,
});

describe('what was pulled and imported', () => {
  const queries = {
    'one\'s own': (q) => q,
    'by id': (q) => q.equalTo('objectId', ids.group),
    'by name': (q) => q.equalTo('name', 'pair'),
    'by a part of the name': (q) => q.contains('name', 'ro'),
    'by exact members': (q) => q.withMembers(['ann', 'bob']),
    'containing members': (q) => q.containsMembers(['cid']),
    'by number of members': (q) => q.sizeEqualTo('m', 3),
    'by creator': (q) => q.equalTo('c', 'bob'),
    'by an attribute': (q) => q.equalTo('level', 3),
    'above an attribute': (q) => q.greaterThan('level', 2),
    'by a list': (q) => q.containsAll('tags', ['x', 'y']),
    'by a legacy column': (q) => q.startsWith('legacy', 'top'),
    'that exists': (q) => q.exists('tags'),
    'chat rooms': (q) => q.equalTo('tr', true),
    'service conversations': (q) => q.equalTo('sys', true),
    'unique ones': (q) => q.equalTo('unique', true),
    'by the published unique id': (q) => q.equalTo('uniqueId', createHash('md5').update('annbob').digest('hex')),
    'by creation': (q) => q.greaterThan('createdAt', new Date(0)).ascending('createdAt'),
    'by the last message': (q) => q.greaterThan('lm', new Date(0)).descending('lm'),
    'with last messages': (q) => q.containsMembers(['ann']).withLastMessagesRefreshed(true).limit(2),
  };
  it('is found by every query, and is the same', async (t) => {
    const a = (await clients(t, old, 'ann')).list[0];
    const b = (await clients(t, moved, 'ann')).list[0];
    for (const [name, build] of Object.entries(queries)) {
      const [want, got] = await Promise.all([a, b].map(async (client) => (await build(client.getQuery()).find()).map(describeConversation)));
      assert.ok(want.length > 0, `${name}: nothing on the old server`);
      assert.deepEqual(got, want, name);
    }
  });

  it('has the history, in both directions and page by page', async (t) => {
    for (const id of [ids.pair, ids.group, ids.room, ids.service]) {
      const pages = await Promise.all(
        [old, moved].map(async (server) => {
          const { sdk, list } = await clients(t, server, 'ann');
          const conversation = await list[0].getConversation(id);
          const newest = [];
          const iterator = conversation.createMessagesIterator({ limit: 10 });
          for (let page = await iterator.next(); page.value?.length; page = await iterator.next()) {
            newest.push(page.value.map(describeMessage));
            if (page.done) break;
          }
          const ascending = await conversation.queryMessages({
            direction: sdk.MessageQueryDirection.OLD_TO_NEW, startTime: new Date(0), limit: 100,
          });
          const texts = await conversation.queryMessages({ type: -1, limit: 100 });
          return { newest, ascending: ascending.map(describeMessage), texts: texts.map(describeMessage) };
        }),
      );
      assert.ok(pages[0].ascending.length > 0, id);
      assert.deepEqual(pages[1], pages[0], id);
    }
  });

  it('counts nothing as unread', async (t) => {
    const { list } = await clients(t, moved, 'bob', 'cid');
    for (const client of list) {
      for (const c of await client.getQuery().find()) assert.equal(c.unreadMessagesCount, 0, `${client.id} in ${c.name}`);
    }
  });

  it('finds unique conversations instead of creating them again', async (t) => {
    const [ann, bob] = (await clients(t, moved, 'ann', 'bob')).list;
    assert.equal((await ann.createConversation({ members: ['bob'], unique: true })).id, ids.pair);
    assert.equal((await bob.createConversation({ members: ['cid'], unique: true })).id, ids.grown, 'whose members have changed');
    assert.notEqual((await bob.createConversation({ members: ['cid'], unique: false })).id, ids.grown);
  });

  it('keeps roles, blocks, silences and who is not to be disturbed', async (t) => {
    const { sdk, list } = await clients(t, moved, 'ann', 'bob', 'cid');
    const [ann, bob, cid] = list;
    const group = await ann.getConversation(ids.group);
    assert.equal((await group.getMemberInfo('bob')).role, sdk.ConversationMemberRole.MANAGER);
    assert.deepEqual((await group.queryBlockedMembers()).results, ['eve']);
    assert.deepEqual((await group.queryMutedMembers()).results, ['cid']);
    assert.equal((await bob.getConversation(ids.group)).muted, true);
    await assert.rejects((await cid.getConversation(ids.group)).send(new sdk.TextMessage('no')), { code: 4563 });
  });

  it('goes on: new messages come behind the old ones', async (t) => {
    const { sdk, list } = await clients(t, moved, 'ann', 'bob');
    const pair = await list[0].getConversation(ids.pair);
    const sent = await pair.send(new sdk.TextMessage('after the move'));
    const [last] = (await (await list[1].getConversation(ids.pair)).queryMessages({ limit: 1 }));
    assert.equal(last.id, sent.id);
  });

  it('lets users log in with their passwords', async (t) => {
    const tom = await rest(moved, 'POST', '/1.1/login', { email: 'tom@example.org', password: 'password' }, 'dev');
    assert.equal(tom.objectId, '5fb4ff18d0deed36ea501c8a');
    assert.equal(tom.emailVerified, true);
    const seen = await rest(moved, 'GET', '/1.1/users/5fb4ff18d0deed36ea501c8a', undefined, 'dev');
    assert.equal(seen.authData, undefined);
    assert.equal(seen.emailVerified, undefined);
    const signed = await rest(moved, 'POST', '/1.1/rtm/sign', { session_token: tom.sessionToken }, 'dev');
    const sdk = officialSDK();
    const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: moved.url });
    const client = await realtime.createIMClient(signed.client_id, { signatureFactory: () => ({ ...signed, signature: signed.signature }) });
    t.after(() => client.close());
    assert.equal(client.id, tom.objectId);
  });
});
