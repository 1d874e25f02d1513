// imclient.wasm itself, loaded with wasm_exec.js and nothing else: its exported
// functions and records, a panic inside it, and what it leaves behind.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { Bridge, LiveBridge } from './support/bridge.mjs';
import { cleanup } from './support/cleanup.mjs';
import { startServer } from './support/server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ending = cleanup();
const app = { appId: 'dev', appKey: 'dev' };
const REALTIME_NEW = 1, REALTIME_CLOSE = 2, REALTIME_RETRY = 3;
const CLIENT_OPEN = 10, CLIENT_CLOSE = 11, CLIENT_PING = 12, CREATE = 13, GET = 14, QUERY = 15;
const HISTORY = 20, COUNT = 22;

test('says what it is and leaves no global behind', async () => {
  const b = await new Bridge().start();
  assert.equal(typeof b.info.build, 'string');
  assert.match(b.info.go, /^go1\./);
  assert.equal(b.left, false);
  assert.ok(b.exports.mem.buffer.byteLength <= 12 << 20, 'memory at start');
});

test('the package numbers the operations and records as the core does', async () => {
  const goOps = Object.fromEntries(
    [...readFileSync(join(root, 'jsbridge/ops.go'), 'utf8').matchAll(/^\t(\w+)\s+Op = (\d+)$/gm)].map(([, n, v]) => [n.toLowerCase(), +v]),
  );
  const tsOps = Object.fromEntries(
    [...readFileSync(join(root, 'web/src/ops.ts'), 'utf8').matchAll(/^ {2}'([\w.]+)': (\d+),$/gm)].map(([, n, v]) => [n.replace('.', '').toLowerCase(), +v]),
  );
  assert.ok(Object.keys(goOps).length >= 23);
  assert.deepEqual(tsOps, goOps);

  const goKinds = Object.fromEntries(
    [...readFileSync(join(root, 'jsbridge/internal/record/kind.go'), 'utf8').matchAll(/^\t(\w+)\s+Kind = (\d+)\b/gm)].map(([, n, v]) => [n.toLowerCase(), +v]),
  );
  const tsKinds = Object.fromEntries(
    [...readFileSync(join(root, 'web/src/wasm/records.ts'), 'utf8').matchAll(/^ {2}([A-Z_]+): (\d+),$/gm)].map(([, n, v]) => [n.replace('_', '').toLowerCase(), +v]),
  );
  assert.equal(Object.keys(goKinds).length, 18);
  assert.deepEqual(tsKinds, goKinds);
});

test('refuses bad calls with typed errors', async () => {
  const b = await new Bridge().start();
  const refused = (op, params) => b.outcome(b.call(op, params));
  const typeError = (op, params, message) => {
    const r = refused(op, params);
    assert.equal(r.kind, 'error');
    assert.equal(r.json.type, 'TypeError', JSON.stringify(r.json));
    assert.match(r.json.message, message);
  };
  typeError(999, {}, /unknown operation 999/);
  typeError(REALTIME_NEW, 'text', /object/);
  typeError(REALTIME_NEW, undefined, /object/);
  typeError(REALTIME_NEW, {}, /appId/);
  typeError(REALTIME_NEW, { appId: 42 }, /number.*string/);
  typeError(REALTIME_NEW, { ...app, rtmServers: 'ws://x' }, /string.*slice/);
  typeError(REALTIME_NEW, { ...app, router: 'ftp://x' }, /http/);
  for (const [op, params] of [
    [REALTIME_CLOSE, { realtime: 99 }],
    [CLIENT_OPEN, { realtime: 99 }],
    [CLIENT_CLOSE, { client: 99 }],
    [HISTORY, { conversation: 99 }],
  ]) {
    const r = refused(op, params);
    assert.equal(r.json.type, 'Error');
    assert.match(r.json.message, /closed/);
  }
  assert.match(b.outcome(b.send(5, 'hello')).json.message, /closed/);
});

test('asks for a socket, a timer and a request, and gives them up', async () => {
  const b = await new Bridge().start();
  const { realtime } = b.outcome(b.call(REALTIME_NEW, { ...app, router: 'http://127.0.0.1:1' })).json;
  const failing = b.call(CLIENT_OPEN, { realtime, id: 'tom' });
  const [request] = b.take((r) => r.kind === 'fetch');
  assert.equal(request.json.method, 'GET');
  assert.match(request.json.url, /^http:\/\/127\.0\.0\.1:1\/v1\/route\?/);
  b.enter('im_fetched', request.id, 404, b.input('{"code":1,"error":"no such app"}'));
  assert.equal(b.outcome(failing).kind, 'error');

  const direct = b.outcome(b.call(REALTIME_NEW, { ...app, rtmServers: ['ws://127.0.0.1:1'] })).json.realtime;
  assert.notEqual(direct, realtime);
  const open = b.call(CLIENT_OPEN, { realtime: direct, id: 'tom' });
  const [dial] = b.take((r) => r.kind === 'dial');
  assert.equal(dial.json.protocol, 'lc.protobuf2.3');
  assert.ok(b.take((r) => r.kind === 'timer').length > 0);
  b.enter('im_opened', dial.id);
  const [login] = b.take((r) => r.kind === 'send');
  assert.ok(login.bytes.length > 10 && login.id === dial.id);
  b.enter('im_closed', dial.id, 4103, b.input('INVALID_LOGIN'));
  const refusal = b.outcome(open);
  assert.equal(refusal.json.code, 4103, JSON.stringify(refusal));

  // Late and unknown reports are ignored.
  b.records = [];
  b.enter('im_opened', dial.id);
  b.enter('im_frame', dial.id, b.input('x'), 0);
  b.enter('im_closed', 12345, 1000, b.input(''));
  b.enter('im_timer', 12345);
  b.enter('im_fetched', 12345, 200, b.input('{}'));
  b.enter('im_commit', 12345, 1);
  b.enter('im_drop', 12345, 1);
  b.enter('im_release', 12345);
  b.enter('im_describe', 12345);
  b.enter('im_answer', 12345, 0, b.input('no'));
  assert.deepEqual(b.records, []);

  const again = b.call(CLIENT_OPEN, { realtime: direct, id: 'tom' });
  const [socket] = b.take((r) => r.kind === 'dial');
  b.outcome(b.call(REALTIME_CLOSE, { realtime: direct }));
  assert.equal(b.outcome(again).kind, 'error');
  assert.ok(b.take((r) => r.kind === 'hangup').some((r) => r.id === socket.id));
  assert.match(b.outcome(b.call(REALTIME_RETRY, { realtime: direct })).json.message, /closed/);
});

test('asks the page for signatures and takes its answer or refusal', async () => {
  const b = await new Bridge().start();
  const { realtime } = b.outcome(b.call(REALTIME_NEW, { ...app, rtmServers: ['ws://127.0.0.1:1'] })).json;
  const login = () => {
    const call = b.call(CLIENT_OPEN, { realtime, id: 'tom', signLogin: true });
    for (const dial of b.take((r) => r.kind === 'dial')) b.enter('im_opened', dial.id);
    const [ask] = b.take((r) => r.kind === 'ask');
    assert.deepEqual({ ...ask.json, call: 0 }, { kind: 'sign', call: 0, clientId: 'tom', purpose: 'login', conversationId: '', targetIds: [], action: '' });
    assert.equal(ask.json.call, call);
    return { call, ask: ask.id };
  };
  const refused = login();
  b.enter('im_answer', refused.ask, 0, b.input('the back end is down'));
  assert.match(b.outcome(refused.call).json.message, /the back end is down/);

  const signed = login();
  b.host.arg = { signature: 'sssssssss', timestamp: 1500000000123, nonce: 'nnnnnnnnn' };
  b.enter('im_answer', signed.ask, 1, 0);
  const frame = Buffer.from(b.take((r) => r.kind === 'send').at(-1).bytes).toString('latin1');
  assert.match(frame, /sssssssss/);
  assert.match(frame, /nnnnnnnnn/);
});

test('keeps neither memory nor references of what has passed', async () => {
  const b = await new Bridge().start();
  const round = () => {
    for (let i = 0; i < 3000; i++) {
      b.outcome(b.call(REALTIME_NEW, { appId: 7, rtmServers: ['a', 'b'] }));
    }
  };
  round();
  round();
  const memory = b.exports.mem.buffer.byteLength;
  round();
  round();
  assert.ok(b.go._values.length < 20_000, `${b.go._values.length} references`);
  const grown = b.exports.mem.buffer.byteLength - memory;
  assert.ok(grown <= 1 << 20, `memory grew by ${grown} bytes`);
});

test('a panic inside an entry is told once with its stack, and the instance refuses to work', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'imclient-panic-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'panic.wasm');
  execFileSync('go', ['build', '-tags', 'panichook', '-ldflags=-s -w', '-o', file, './wasm'], {
    cwd: root,
    env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' },
  });
  const b = await new Bridge().start(file);
  b.outcome(b.call(REALTIME_NEW, { ...app, rtmServers: ['ws://127.0.0.1:1'] }));
  const [fatal] = b.enter('im_panic');
  assert.equal(fatal.kind, 'fatal');
  assert.match(fatal.text, /nil pointer dereference[\s\S]*jsbridge/);
  b.records = [];
  b.call(REALTIME_NEW, { ...app, rtmServers: ['ws://127.0.0.1:1'] });
  assert.deepEqual(b.records, [fatal]);
  assert.deepEqual(b.enter('im_timer', 1), [fatal]);
});

test('a page without the hook cannot make it panic', async () => {
  const b = await new Bridge().start();
  assert.equal(b.exports.im_panic, undefined);
});

test('chats through the real server', async () => {
  const server = await startServer(ending);
  const b = await new LiveBridge(WebSocket).start();
  ending.after(() => b.dispose());
  const { realtime } = await b.operate(REALTIME_NEW, { ...app, api: server.url, router: server.url });
  const tom = await b.operate(CLIENT_OPEN, { realtime, id: 'tom' });
  const jerry = await b.operate(CLIENT_OPEN, { realtime, id: '杰瑞' });
  assert.equal(jerry.id, '杰瑞');
  assert.deepEqual((await b.operate(CLIENT_PING, { client: tom.client, ids: ['杰瑞', 'nobody'] })).ids, ['杰瑞']);

  const described = [];
  b.listen((r) => r.kind === 'conversation' && described.push(r));
  const made = await b.operate(CREATE, {
    client: tom.client, members: ['杰瑞'], name: 'T&J "😀"', attributes: JSON.stringify({ mood: { n: 1 } }),
  });
  assert.equal(described[0].id, made.conversation);
  assert.equal(described[0].json.client, tom.client);
  assert.equal(described[0].json.kind, 'conversation');
  assert.equal(described[0].json.refresh, false);
  assert.deepEqual([...described[0].json.row.m].sort(), ['tom', '杰瑞']);
  assert.equal(described[0].json.row.name, 'T&J "😀"');
  const id = described[0].json.row.objectId;

  const received = b.next((r) => r.kind === 'message');
  const sent = await b.sendMessage(made.conversation, 'hello 天 😀', { flags: 16, mentions: JSON.stringify(['杰瑞']) });
  assert.ok(sent.message.length > 0 && sent.timestamp > 1.6e12);
  const m = await received;
  assert.equal(m.messageId, sent.message);
  assert.deepEqual([m.from, m.text, m.timestamp, m.mentions], ['tom', 'hello 天 😀', sent.timestamp, '["杰瑞"]']);
  assert.deepEqual([m.flags, m.unread], [4 + 32 + 64 + 128, 1], 'mentions all; what its commit says is foretold');

  const unread = b.next((r) => r.kind === 'count');
  b.enter('im_commit', m.id, m.seq);
  const { id: target, conversation, unread: count, mentioned } = await unread;
  assert.equal(target, jerry.client);
  assert.deepEqual([conversation, count, mentioned], [m.id, 1, true]);

  const bytes = b.next((r) => r.kind === 'message');
  await b.sendMessage(made.conversation, Uint8Array.of(0, 255, 10, 13), { flags: 1 });
  const second = await bytes;
  assert.deepEqual([...second.binary], [0, 255, 10, 13]);
  assert.deepEqual([second.flags & ~1, second.unread], [32 + 64 + 128, 2]);
  assert.deepEqual(b.enter('im_commit', m.id, second.seq, 1), [], 'it was told');

  const { messages } = await b.operate(HISTORY, { conversation: m.id, limit: 10 });
  assert.deepEqual(messages.map((x) => x.text ?? x.binary), ['hello 天 😀', 'AP8KDQ==']);
  assert.deepEqual(await b.operate(COUNT, { conversation: m.id }), { count: 2 });

  const found = await b.operate(GET, { client: tom.client, ids: [id, 'ffffffffffffffffffffffff', id] });
  assert.deepEqual(found.conversations, [made.conversation, 0, made.conversation]);
  const queried = await b.operate(QUERY, { client: tom.client, where: JSON.stringify({ m: 'tom' }), sort: '-lm', limit: 5 });
  assert.deepEqual(queried.conversations, [made.conversation]);

  const closed = b.next((r) => r.kind === 'event' && r.json[0] === 'close');
  await b.operate(CLIENT_CLOSE, { client: jerry.client });
  assert.deepEqual((await closed).json[1].code, 0);
  await assert.rejects(b.operate(COUNT, { conversation: m.id }), { message: 'Conversation is closed' });
  await b.operate(REALTIME_CLOSE, { realtime });
});
