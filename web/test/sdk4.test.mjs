// leancloud-realtime 4.3.1, npm's latest, unchanged, against imserver over TLS: it puts
// https:// before the host that it is given, so it speaks to nothing else.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { collect, next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

// The certificate is signed by nobody; the SDK has no option to trust it.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const require = createRequire(import.meta.url);
const { Realtime, TextMessage, TypedMessage, BinaryMessage, Event } = require('leancloud-realtime-4');
const ending = cleanup();
let server;
let realtime;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

/** A certificate for 127.0.0.1, made by the Go toolchain that the build needs anyway. */
function certificate() {
  const dir = mkdtempSync(join(tmpdir(), 'certificate-'));
  ending.after(() => rmSync(dir, { recursive: true, force: true }));
  const go = process.env.GO ?? 'go';
  const root = execFileSync(go, ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  execFileSync(
    go,
    ['run', join(root, 'src/crypto/tls/generate_cert.go'), '--host', '127.0.0.1,localhost', '--ecdsa-curve', 'P256'],
    { cwd: dir, stdio: 'pipe' },
  );
  return ['--tls-certificate', join(dir, 'cert.pem'), '--tls-key', join(dir, 'key.pem')];
}

before(async () => {
  server = await startServer(ending, certificate());
  realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: new URL(server.url).host });
  ending.after(() => realtime.pause()); // else it comes back for ever
});

/** Clients that are closed after the test. */
async function clients(t, ...names) {
  const list = await Promise.all(names.map((name) => realtime.createIMClient(unused(name))));
  t.after(() => Promise.all(list.map((client) => client.close().catch(() => {}))));
  return list;
}

describe('leancloud-realtime 4.3.1 over TLS', () => {
  it('is on a secure connection', () => {
    assert.match(server.url, /^https:/);
  });

  it('creates conversations, finds them, changes them and their members', async (t) => {
    const [ann, bob, eve] = await clients(t, 'ann', 'bob', 'eve');
    const invited = next(bob, Event.INVITED);
    const conversation = await ann.createConversation({ members: [bob.id], name: 'lunch', topic: 'food' });
    const [{ invitedBy }, atBob] = await invited;
    assert.equal(invitedBy, ann.id);
    assert.equal(atBob.id, conversation.id);
    assert.equal(atBob.name, 'lunch');
    assert.deepEqual([...conversation.members].sort(), [ann.id, bob.id]);
    const other = await ann.createConversation({ members: [bob.id], name: 'lunch' });
    assert.notEqual(other.id, conversation.id, 'not unique by default, in this version');

    const added = next(bob, Event.MEMBERS_JOINED, { where: ({ members }) => members.includes(eve.id) });
    await conversation.add([eve.id]);
    assert.deepEqual((await added)[0], { invitedBy: ann.id, members: [eve.id] });
    const left = next(bob, Event.MEMBERS_LEFT, { where: ({ members }) => members.includes(eve.id) });
    await conversation.remove([eve.id]);
    assert.deepEqual((await left)[0], { kickedBy: ann.id, members: [eve.id] });

    conversation.name = 'supper';
    conversation.set('attr.size', 3);
    await conversation.save();
    const [found] = await bob.getQuery().equalTo('name', 'supper').equalTo('attr.size', 3).find();
    assert.equal(found.id, conversation.id);
    assert.equal(await conversation.count(), 2);
    await conversation.mute();
    await conversation.fetch();
    assert.equal(conversation.muted, true);
    await conversation.unmute();
    const gone = next(ann, Event.MEMBERS_LEFT);
    await found.quit();
    await gone;
    assert.deepEqual(await ann.ping([ann.id, bob.id, 'nobody']), [ann.id, bob.id]);
  });

  it('sends, receives and finds messages of each kind', async (t) => {
    const [ann, bob] = await clients(t, 'ann', 'bob');
    const conversation = await ann.createConversation({ members: [bob.id] });
    const arrived = collect(bob, Event.MESSAGE);
    const sent = [];
    for (const text of ['one', 'two', 'three']) {
      sent.push(await conversation.send(new TextMessage(text).setAttributes({ n: 1 }), { pushData: { alert: 'x' } }));
    }
    sent.push(await conversation.send(new BinaryMessage(new Uint8Array([1, 2, 255]).buffer)));
    const got = (await arrived.until(4)).map(([message]) => message);
    assert.deepEqual(got.map((m) => m.id), sent.map((m) => m.id));
    assert.deepEqual(got.slice(0, 3).map((m) => m.getText()), ['one', 'two', 'three']);
    assert.ok(got[0] instanceof TypedMessage);
    assert.deepEqual(new Uint8Array(got[3].buffer), new Uint8Array([1, 2, 255]));
    assert.deepEqual(got[0].getAttributes(), { n: 1 });

    const [[, atBob]] = arrived.seen;
    const history = await atBob.queryMessages({ limit: 3 });
    assert.deepEqual(history.map((m) => m.id), sent.slice(1).map((m) => m.id));
    const pages = atBob.createMessagesIterator({ limit: 3 });
    assert.equal((await pages.next()).value.length, 3);
    assert.deepEqual((await pages.next()).value.map((m) => m.id), [sent[0].id]);
    await assert.rejects(ann.getConversation(conversation.id).then((c) => c.send(new TextMessage('x'.repeat(6000)))), /4109|FRAME_TOO_LONG/);
  });

  it('gets receipts', async (t) => {
    const [ann, bob] = await clients(t, 'ann', 'bob');
    const conversation = await ann.createConversation({ members: [bob.id] });
    const delivered = next(conversation, Event.LAST_DELIVERED_AT_UPDATE);
    const arrived = next(bob, Event.MESSAGE);
    const message = await conversation.send(new TextMessage('hello'), { receipt: true });
    const [, atBob] = await arrived;
    await delivered;
    assert.ok(conversation.lastDeliveredAt >= message.timestamp);
    const read = next(conversation, Event.LAST_READ_AT_UPDATE);
    await atBob.read();
    await read;
    assert.ok(conversation.lastReadAt >= message.timestamp);
  });

  it('counts unread messages and clears them', async (t) => {
    const [ann, bob] = await clients(t, 'ann', 'bob');
    const conversation = await ann.createConversation({ members: [bob.id] });
    await bob.close();
    await conversation.send(new TextMessage('one'));
    await conversation.send(new TextMessage('two').setMentionList([bob.id]));
    const again = await realtime.createIMClient(bob.id);
    t.after(() => again.close().catch(() => {})); // the first one of that id closes it
    const [[unread]] = await next(again, Event.UNREAD_MESSAGES_COUNT_UPDATE);
    assert.equal(unread.unreadMessagesCount, 2);
    assert.equal(unread.unreadMessagesMentioned, true);
    assert.equal(unread.lastMessage.getText(), 'two');
    const cleared = next(again, Event.UNREAD_MESSAGES_COUNT_UPDATE);
    await unread.read();
    await cleared;
    assert.equal(unread.unreadMessagesCount, 0);
  });

  it('edits and recalls', async (t) => {
    const [ann, bob] = await clients(t, 'ann', 'bob');
    const conversation = await ann.createConversation({ members: [bob.id] });
    const arrived = next(bob, Event.MESSAGE);
    const message = await conversation.send(new TextMessage('old'));
    const [, atBob] = await arrived;
    const updated = next(atBob, Event.MESSAGE_UPDATE);
    await conversation.update(message, new TextMessage('new'));
    assert.equal((await updated)[0].getText(), 'new');
    const recalled = next(atBob, Event.MESSAGE_RECALL);
    await conversation.recall(message);
    await recalled;
    assert.equal((await atBob.queryMessages({ limit: 1 }))[0].type, -127);
  });

  it('comes back after the connection was lost', async (t) => {
    const [ann, bob] = await clients(t, 'ann', 'bob');
    const conversation = await ann.createConversation({ members: [bob.id] });
    const dropped = next(realtime, Event.DISCONNECT);
    const back = Promise.all([ann, bob].map((client) => next(client, Event.RECONNECT, { ms: 30_000 })));
    await server.kill();
    await dropped;
    await server.start();
    await back;
    const arrived = next(bob, Event.MESSAGE);
    await conversation.send(new TextMessage('still here'));
    assert.equal((await arrived)[0].getText(), 'still here');
  });
});

// The option that asks for lc.protobuf2.1.
describe('leancloud-realtime 4.3.1 with pushOfflineMessages', () => {
  it('is sent what it missed, once it has not been acknowledged', async (t) => {
    const old = new Realtime({
      appId: 'dev',
      appKey: 'dev',
      server: new URL(server.url).host,
      pushOfflineMessages: true,
    });
    ending.after(() => old.pause());
    const [ann] = await clients(t, 'ann');
    const id = unused('old');
    const conversation = await ann.createConversation({ members: [id] });
    for (let n = 0; n < 25; n += 1) await conversation.send(new TextMessage(`${n}`));
    const client = await old.createIMClient(id);
    t.after(() => client.close().catch(() => {}));
    const arrived = collect(client, Event.MESSAGE);
    const texts = (await arrived.until(20)).map(([message]) => message.getText());
    assert.deepEqual(texts, Array.from({ length: 20 }, (_, n) => `${n + 5}`));
  });
});

describe('leancloud-realtime 4.3.1 and imclient', () => {
  it('chat with each other', async (t) => {
    const ours = await ourSDK();
    const mine = new ours.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
    const [ann] = await clients(t, 'ann');
    const bob = await mine.createIMClient(unused('ours'));
    t.after(() => bob.close());
    const conversation = await ann.createConversation({ members: [bob.id] });
    const atBob = next(bob, 'message');
    await conversation.send(new TextMessage('hello'));
    const [message, seen] = await atBob;
    assert.equal(message.text, 'hello');
    const atAnn = next(ann, Event.MESSAGE);
    await seen.send(new ours.TextMessage('hello yourself'));
    assert.equal((await atAnn)[0].getText(), 'hello yourself');
  });
});
