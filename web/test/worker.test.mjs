// The client in a Worker, in pages of a real browser: that it works there, that
// the page's own thread does none of its work, and what becomes of a Worker that
// dies.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, openPage, serveFiles } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { ourSDK } from './support/ours.mjs';
import { MORTAL, panickingCore } from './support/panic.mjs';
import { startServer } from './support/server.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const MODULE =
  '<!doctype html><title>module</title><script type="module" src="/module.js"></script>';

/** Workers with something of their own beside imclient.worker.js. */
const WORKERS = {
  '/worker/throws.js': "import('/imclient/imclient.worker.js'); addEventListener('message', ({ data }) => { if (data === 'throw') throw new Error('a mistake'); });",
  '/worker/mortal.js': `
    ${MORTAL}
    import('/imclient/imclient.worker.js');
    addEventListener('message', ({ data }) => Object.assign(globalThis.deaths, data.deaths));`,
  '/worker/old.js': "postMessage({ imclient: ['hello', 'another build', ''] });",
};

const ending = cleanup();
let server;
let browser;
let origin;
let serial = 0;

before(async () => {
  server = await startServer(ending);
  browser = await launch(ending);
  const folders = {
    '/official/': path('../node_modules/leancloud-realtime/dist/'),
    '/imclient/': path('../dist/'),
    '/guarded/': path('../dist/'),
    '/examples/': path('../examples/'),
    '/dist/': path('../dist/'),
    '/official.html': '<!doctype html><title>official</title><script src="/official/im-browser.min.js"></script>',
    '/module.js': 'import * as sdk from "/imclient/imclient.js"; window.AV = sdk;',
    '/module.html': MODULE,
    '/strict.html': MODULE,
    '/classic.html': '<!doctype html><title>classic</title><script src="/imclient/imclient.global.js"></script>',
    '/nothing.html': '<!doctype html><title>nothing</title>',
    ...WORKERS,
  };
  // No WebAssembly and no connections: not even of the page's own origin, but for scripts.
  const strict = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'none'";
  // What a Worker needs that has a policy of its own.
  const needed = `default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self' ${server.url} ${server.url.replace('http', 'ws')}`;
  const policies = { '/strict.html': strict, '/guarded/imclient.worker.js': needed };
  origin = await serveFiles(ending, folders, {
    headers: (file) => (policies[file] ? { 'Content-Security-Policy': policies[file] } : {}),
  });
});

/** A page with an SDK in the global AV. */
async function open(t, file, options) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await openPage(context, origin + file, options);
  await page.waitForFunction(() => window.AV?.Realtime !== undefined);
  return page;
}

/**
 * Logs in as `name`, in a Worker if `worker` says of what kind. Keeps the
 * realtime, the client, what it receives and the Workers that are made on window.
 */
async function login(page, name, worker, more = {}) {
  await page.evaluate(
    async ([server, name, worker, more]) => {
      window.received = [];
      window.made = [];
      const own = (url) => () => {
        const each = new Worker(url, { type: 'module' });
        window.made.push(each);
        return each;
      };
      const option = worker?.url ? (worker.made ? own(worker.url) : new URL(worker.url, location)) : worker;
      window.realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server, worker: option, ...more });
      window.errors = [];
      window.realtime.on('error', (error) => window.errors.push(error));
      window.client = await window.realtime.createIMClient(name);
      window.client.on('message', (message, conversation) =>
        window.received.push({ text: message.text, from: message.from, cid: conversation.id }),
      );
    },
    [server.url, name, worker, more],
  );
}

const received = (page, n) =>
  page.waitForFunction((n) => window.received.length >= n && window.received, n).then((handle) => handle.jsonValue());

const send = (page, to, text) =>
  page.evaluate(
    async ([to, text]) => {
      const conversation = await window.client.createConversation({ members: [to] });
      await conversation.send(new AV.TextMessage(text));
      return conversation.id;
    },
    [to, text],
  );

/** Resolves when the page has this many Workers. */
async function workers(page, n) {
  while (page.workers().length !== n) {
    const settled = page.workers().length < n ? page.waitForEvent('worker') : page.workers()[0].waitForEvent('close');
    await settled.catch((error) => assert.fail(`${page.workers().length} Workers, not ${n}: ${error}`));
  }
}

/** What a call in the page rejects with. */
const rejection = (page, run, argument) =>
  page.evaluate(
    ([source, argument]) =>
      (0, eval)(`(${source})`)(argument).then(
        (value) => ({ value: String(value) }),
        (error) => ({ name: error.name, message: error.message, typed: error instanceof AV.CoreError, stack: error.stack }),
      ),
    [run.toString(), argument],
  );

const own = (url) => ({ url, made: true });
const WORKER = '/imclient/imclient.worker.js';

describe('a client in a Worker', () => {
  for (const [kind, file, worker] of [
    ['of the ES module', '/module.html', true],
    ['of the classic script', '/classic.html', true],
    ['at an address', '/module.html', { url: WORKER }],
    ['that a function makes', '/module.html', own(WORKER)],
    ['of a page whose policy forbids WebAssembly and connections', '/strict.html', true],
    ['whose own policy allows just what it needs', '/module.html', { url: '/guarded/imclient.worker.js' }],
  ]) {
    it(`${kind} chats with the official SDK`, async (t) => {
      const [ours, theirs] = await Promise.all([open(t, file), open(t, '/official.html')]);
      const [me, you] = [`ours-${(serial += 1)}`, `official-${serial}`];
      await Promise.all([login(ours, me, worker), login(theirs, you)]);
      assert.equal(ours.workers().length, 1);
      const id = await send(theirs, me, 'hello');
      assert.deepEqual(await received(ours, 1), [{ text: 'hello', from: you, cid: id }]);
      assert.equal(await send(ours, you, 'hello back'), id);
      assert.deepEqual(await received(theirs, 1), [{ text: 'hello back', from: me, cid: id }]);
      await ours.evaluate(() => window.realtime.close());
      await workers(ours, 0);
      assert.deepEqual([...ours.problems, ...theirs.problems], []);
    });
  }

  it('is the only one that a page of such a policy may have', async (t) => {
    const page = await open(t, '/strict.html', { expected: /Content Security Policy/ });
    const outcome = await rejection(page, (server) => new AV.Realtime({ appId: 'dev', appKey: 'dev', server }).createIMClient('x'), server.url);
    assert.ok(outcome.message, 'it was refused');
  });

  it('is in the example page', async (t) => {
    const context = await browser.newContext();
    t.after(() => context.close());
    const page = (name, other) =>
      openPage(context, `${origin}/examples/worker.html?me=${name}&to=${other}&server=${encodeURIComponent(server.url)}`);
    const [tom, jerry] = [await page('example-tom', 'example-jerry'), await page('example-jerry', 'example-tom')];
    for (const each of [tom, jerry]) await each.getByText('is logged in').waitFor();
    assert.equal(tom.workers().length, 1);
    await tom.getByPlaceholder('a message').fill('hello');
    await tom.getByRole('button', { name: 'Send' }).click();
    await jerry.getByText('example-tom: hello').waitFor();
    assert.deepEqual([...tom.problems, ...jerry.problems], []);
  });

  it('leaves no work to the page’s thread', async (t) => {
    const context = await browser.newContext();
    t.after(() => context.close());
    await context.addInitScript(() => {
      window.used = [];
      const note = (owner, name) => {
        const original = owner[name];
        owner[name] = new Proxy(original, {
          apply: (target, self, args) => (window.used.push(name), Reflect.apply(target, self, args)),
          construct: (target, args, made) => (window.used.push(name), Reflect.construct(target, args, made)),
        });
      };
      for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming', 'Module', 'Instance', 'Memory']) {
        note(WebAssembly, name);
      }
      for (const name of ['WebSocket', 'fetch', 'XMLHttpRequest']) note(window, name);
    });
    const page = await openPage(context, `${origin}/module.html`);
    await page.waitForFunction(() => window.AV);
    await login(page, `idle-${(serial += 1)}`, true);
    await send(page, 'somebody', 'hello');
    assert.deepEqual(await page.evaluate(() => window.used), []);
    // The same notes do tell of a client that is not in a Worker.
    await page.evaluate(() => window.realtime.close());
    await login(page, `busy-${serial}`, undefined);
    const used = await page.evaluate(() => window.used);
    for (const name of ['instantiate', 'WebSocket', 'fetch']) assert.ok(used.includes(name), `${name} of ${used}`);
  });

  it('hears the page go offline and online', async (t) => {
    const page = await open(t, '/module.html');
    await login(page, `net-${(serial += 1)}`, true);
    const heard = await page.evaluate(async () => {
      const events = [];
      for (const name of ['disconnect', 'offline', 'online', 'reconnect']) window.client.on(name, () => events.push(name));
      const until = (name) => new Promise((resolve) => window.client.once(name, resolve));
      const offline = until('offline');
      dispatchEvent(new Event('offline'));
      await offline;
      const back = until('reconnect');
      dispatchEvent(new Event('online'));
      await back;
      return events;
    });
    assert.deepEqual(heard, ['disconnect', 'offline', 'online', 'reconnect']);
  });

  it('gives up calls that are aborted, and only them', async (t) => {
    const page = await open(t, '/module.html');
    await login(page, `fickle-${(serial += 1)}`, true);
    const result = await page.evaluate(async () => {
      const conversation = await window.client.createConversation({ members: ['other'] });
      const message = new AV.TextMessage('never mind');
      const abort = new AbortController();
      const { signal } = abort;
      const given = [window.client.ping(['x'], { signal }), conversation.send(message, { signal }), conversation.count({ signal })];
      const kept = window.client.ping([window.client.id]);
      abort.abort(new Error('enough'));
      const outcomes = await Promise.allSettled(given);
      return [
        outcomes.map(({ reason }) => reason === signal.reason),
        message.status === AV.MessageStatus.FAILED,
        (await kept).length,
        (await conversation.send(message)) === message,
        (await conversation.queryMessages()).filter(({ text }) => text === 'never mind').length,
      ];
    });
    assert.deepEqual(result, [[true, true, true], true, 1, true, 1]);
  });

  it('uses the page’s adapters where there are any', async (t) => {
    const page = await open(t, '/module.html');
    await page.evaluate(() => {
      window.dialled = [];
      window.asked = [];
      const request = AV.getAdapter('request');
      AV.setAdapters({
        WebSocket: class extends WebSocket {
          constructor(...args) {
            super(...args);
            window.dialled.push(args[1]);
          }
        },
        request: (url, options) => (window.asked.push(new URL(url).pathname), request(url, options)),
      });
    });
    await login(page, `adapted-${(serial += 1)}`, true);
    await send(page, 'somebody', 'hello');
    await page.evaluate(() => window.realtime.close());
    const [dialled, asked] = await page.evaluate(() => [window.dialled, window.asked]);
    assert.equal(dialled.length, 1);
    assert.ok(asked.length >= 1);
    await workers(page, 0);
    assert.deepEqual(page.problems, []);
  });

  it('ends its session with the Realtime, and its Worker with the last one', async (t) => {
    const page = await open(t, '/module.html');
    await login(page, `first-${(serial += 1)}`, true);
    const others = await page.evaluate(async ([server, name]) => {
      const other = new AV.Realtime({ appId: 'dev2', appKey: 'dev2', server, worker: true });
      // The server does not know this app: what counts is that a core was started for it.
      await other.createIMClient(name).catch(() => undefined);
      await other.close();
      return window.client.ping([window.client.id]);
    }, [server.url, 'other']);
    assert.equal(others.length, 1);
    assert.equal(page.workers().length, 1);
    const sdk = await ourSDK();
    const watching = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
    t.after(() => watching.close());
    const watcher = await watching.createIMClient(`watcher-${serial}`);
    const id = await page.evaluate(() => window.client.id);
    await page.evaluate(() => window.realtime.close());
    await workers(page, 0);
    assert.deepEqual(await watcher.ping([id]), []);
    assert.match((await rejection(page, () => window.client.ping(['x']))).message, /./);
    await login(page, `again-${serial}`, true);
    assert.equal(page.workers().length, 1);
  });

  it('lets conversations go that nobody holds, and brings them back with a message', async (t) => {
    const page = await open(t, '/module.html');
    const me = `holder-${(serial += 1)}`;
    await login(page, me, true);
    const sdk = await ourSDK();
    const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
    t.after(() => realtime.close());
    const friend = await realtime.createIMClient(`friend-${serial}`);
    const conversation = await friend.createConversation({ members: [me] });
    await page.evaluate(async (id) => {
      window.ref = new WeakRef(await window.client.getConversation(id));
    }, conversation.id);
    const inspector = await page.context().newCDPSession(page);
    const gone = async () => {
      await inspector.send('HeapProfiler.collectGarbage');
      return page.evaluate(() => window.ref.deref() === undefined);
    };
    for (let tried = 0; !(await gone()); tried += 1) assert.ok(tried < 200, 'the object was not collected');
    await conversation.send(new sdk.TextMessage('are you there?'));
    assert.deepEqual(await received(page, 1), [{ text: 'are you there?', from: friend.id, cid: conversation.id }]);
    const again = await page.evaluate(async (id) => {
      const found = await window.client.getConversation(id);
      return [found.id, found.unreadMessagesCount, found.lastMessage.text];
    }, conversation.id);
    assert.deepEqual(again, [conversation.id, 1, 'are you there?']);
  });

  it('finds a server again that was killed and started again', async (t) => {
    const fragile = await startServer({ after: (action) => t.after(action) });
    const page = await open(t, '/module.html', { expected: /WebSocket connection|ERR_CONNECTION_REFUSED/ });
    await page.evaluate(async (url) => {
      window.realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server: url, worker: true });
      window.client = await window.realtime.createIMClient('patient');
      window.conversation = await window.client.createConversation({ members: ['other'] });
      window.heard = { disconnect: false, reconnect: false };
      for (const event of Object.keys(window.heard)) window.client.on(event, () => (window.heard[event] = true));
    }, fragile.url);
    await fragile.kill('SIGKILL');
    await page.waitForFunction(() => window.heard.disconnect);
    const failed = await rejection(page, () => window.conversation.send(new AV.TextMessage('while away')));
    assert.equal(failed.message, 'Connection unavailable');
    await fragile.start();
    await page.waitForFunction(() => window.heard.reconnect, undefined, { timeout: 60_000 });
    const texts = await page.evaluate(async () => {
      await window.conversation.send(new AV.TextMessage('back'));
      return (await window.conversation.queryMessages()).map(({ text }) => text);
    });
    assert.deepEqual(texts, ['back']);
    assert.deepEqual(page.problems, []);
  });

  it('keeps the order of a burst of messages', async (t) => {
    const page = await open(t, '/module.html');
    const [me, you] = [`burst-${(serial += 1)}`, `sender-${serial}`];
    await login(page, me, true);
    const sdk = await ourSDK();
    const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
    t.after(() => realtime.close());
    const sender = await realtime.createIMClient(you);
    const conversation = await sender.createConversation({ members: [me] });
    await page.evaluate(() => {
      window.counts = [];
      window.client.on('unreadmessagescountupdate', ([{ unreadMessagesCount }]) => window.counts.push(unreadMessagesCount));
    });
    const texts = Array.from({ length: 500 }, (_, n) => `message ${n}`);
    await Promise.all(texts.map((text) => conversation.send(new sdk.TextMessage(text))));
    assert.deepEqual((await received(page, texts.length)).map(({ text }) => text), texts);
    assert.deepEqual(await page.evaluate(() => window.counts), texts.map((_, n) => n + 1));
  });
});

describe('a Worker that cannot be', () => {
  const refused = async (t, worker, more) => {
    // Chromium says itself what it could not load.
    const page = await open(t, '/module.html', { expected: /Failed to load|404|cannot be accessed|CORS/ });
    const given = { server: server.url, worker, more };
    const outcome = await rejection(page, ({ server, worker, more }) => {
      window.realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server, worker: worker.made ? () => new Worker(worker.url) : worker.url ?? worker, ...more });
      return window.realtime.createIMClient('nobody');
    }, given);
    await workers(page, 0);
    return { page, outcome };
  };

  it('is a typed error, when its script is not there', async (t) => {
    const { outcome } = await refused(t, { url: '/nowhere.js' });
    assert.deepEqual([outcome.name, outcome.typed], ['CoreError', true]);
    assert.match(outcome.message, /could not be loaded/);
  });

  it('is one when its script is of another origin', async (t) => {
    const { outcome } = await refused(t, { url: server.url.replace('127.0.0.1', 'localhost') + '/dist/imclient.worker.js' });
    assert.ok(outcome.typed);
    assert.match(outcome.message, /could not be (made|loaded)/);
  });

  it('is one when it is of another build', async (t) => {
    const { outcome } = await refused(t, own('/worker/old.js'));
    assert.ok(outcome.typed);
    assert.match(outcome.message, /does not belong to this copy of the package/);
  });

  it('is one when it finds no imclient.wasm, and the next login may find it', async (t) => {
    const { page, outcome } = await refused(t, true, { wasmURL: '/nothing.html' });
    assert.ok(outcome.typed);
    assert.match(outcome.message, /is not WebAssembly/);
    await page.evaluate(() => window.realtime.close());
    await login(page, `found-${(serial += 1)}`, true);
  });

  it('is a TypeError where there are none', async () => {
    const sdk = await ourSDK();
    assert.throws(() => new sdk.Realtime({ appId: 'w', appKey: 'w', server: server.url, worker: true }), {
      name: 'TypeError',
      message: /no Web Workers here/,
    });
    assert.throws(() => new sdk.Realtime({ appId: 'w', appKey: 'w', server: server.url, worker: 42 }), TypeError);
    // Its app is free.
    await new sdk.Realtime({ appId: 'w', appKey: 'w', server: server.url, worker: false }).close();
  });
});

describe('a Worker that dies', () => {
  let mortal;
  before(async () => {
    mortal = await panickingCore();
  });

  const dying = (how) => `window.made.at(-1).postMessage({ deaths: { im_call: '${how}' } })`;
  for (const [how, worker, kill, message] of [
    ['because it is terminated', WORKER, 'window.made.at(-1).terminate()', /was terminated/],
    ['by an error in its scripts', '/worker/throws.js', "window.made.at(-1).postMessage('throw')", /a mistake/],
    ['by a panic in Go', '/worker/mortal.js', dying('im_panic'), /nil pointer dereference/],
    ['by a trap', '/worker/mortal.js', dying('im_trap'), /core failed/],
    ['by the end of its memory', '/worker/mortal.js', dying('im_exhaust'), /out of memory/],
  ]) {
    it(`${how} rejects what waits, is told once, and is replaced by another one`, async (t) => {
      const page = await open(t, '/module.html', { expected: /a mistake/ });
      const name = `survivor-${(serial += 1)}`;
      if (worker === '/worker/mortal.js') {
        await page.evaluate(async (bytes) => {
          window.core = await WebAssembly.compile(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
        }, mortal.toString('base64'));
      }
      await page.evaluate(
        async ([server, url, name]) => {
          window.made = [];
          const make = () => {
            const made = new Worker(url, { type: 'module' });
            window.made.push(made);
            return made;
          };
          window.realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server, worker: make, wasmModule: window.core });
          window.client = await window.realtime.createIMClient(name);
          window.conversation = await window.client.createConversation({ members: ['somebody'], unique: false });
          window.heard = [];
          window.realtime.on('error', (error) => window.heard.push(['realtime', error]));
          window.client.on('error', (error) => window.heard.push(['client', error]));
        },
        [server.url, worker, name],
      );
      const result = await page.evaluate(async (kill) => {
        const { client, conversation, realtime } = window;
        const back = new Promise((resolve) => client.once('reconnect', resolve));
        (0, eval)(kill);
        const waiting = [client.ping(['x']), client.getConversation('0123456789abcdef01234567'), conversation.count()];
        const outcomes = await Promise.allSettled(waiting);
        await back;
        const message = await conversation.send(new AV.TextMessage('from a new Worker'));
        return {
          outcomes: outcomes.map(({ status, reason }) => [status, reason instanceof AV.CoreError, String(reason?.message)]),
          heard: window.heard.map(([who, error]) => [who, error === window.heard[0][1], error.final]),
          stack: window.heard[0][1].stack,
          same: [
            (await realtime.createIMClient(client.id)) === client,
            (await client.getConversation(conversation.id)) === conversation,
            (await conversation.queryMessages()).map(({ id }) => id).join() === message.id,
          ],
        };
      }, kill);
      assert.equal(result.outcomes.length, 3);
      for (const [status, typed, text] of result.outcomes) {
        assert.deepEqual([status, typed], ['rejected', true]);
        assert.match(text, message);
      }
      assert.deepEqual(result.heard, [['realtime', true, false], ['client', true, false]]);
      if (/panic|memory/.test(how)) assert.match(result.stack, /jsbridge/);
      assert.deepEqual(result.same, [true, true, true]);
      assert.equal(await page.evaluate(() => window.made.length), 2);
      await page.evaluate(() => window.realtime.close());
      await workers(page, 0);
      assert.deepEqual(page.problems, []);
    });
  }
});
