// The outbox with the built package over the real server, in Node and in pages
// of a real browser: what is sent offline, across reloads, deaths of the server
// and of the core, and from two tabs, is in the history once and in order.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, openPage, serveFiles } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { collect, next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { MORTAL, mortalCore, panickingCore } from './support/panic.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

before(async () => {
  server = await startServer(ending);
});

async function realtimeOf(t, options) {
  const sdk = await ourSDK();
  const realtime = new sdk.Realtime({
    appId: 'dev',
    appKey: 'dev',
    server: server.url,
    timeouts: { retry: 1, maxRetry: 50 },
    ...options,
  });
  t.after(() => realtime.close());
  return { sdk, realtime };
}

/** The texts of a conversation's history, as another client reads them. */
async function historyOf(t, id) {
  const { realtime } = await realtimeOf(t);
  const reader = await realtime.createIMClient(unused('reader'));
  const conversation = await reader.getConversation(id);
  await conversation.join();
  const messages = await conversation.queryMessages({ limit: 100 });
  return messages.map((message) => message.text ?? [...new Uint8Array(message.buffer)].join());
}

const numbers = (from, to) => Array.from({ length: to - from }, (_, i) => String(from + i));

describe('the outbox', () => {
  it('is not there unless it is asked for', async (t) => {
    const { sdk, realtime } = await realtimeOf(t);
    const client = await realtime.createIMClient(unused('plain'));
    assert.equal(client.outbox, undefined);
    const conversation = await client.createConversation({ members: ['x'] });
    realtime.pause();
    await assert.rejects(conversation.send(new sdk.TextMessage('lost')), /Connection unavailable/);
  });

  it('sends what was sent offline, once and in order', async (t) => {
    const { sdk, realtime } = await realtimeOf(t, { outbox: true });
    const client = await realtime.createIMClient(unused('offline'));
    const conversation = await client.createConversation({ members: [unused('other')], unique: false });
    const states = collect(client, 'outbox');
    realtime.pause();
    const messages = numbers(0, 20).map((text) => new sdk.TextMessage(text));
    const sending = messages.map((message) => conversation.send(message));
    sending.push(conversation.send(new sdk.BinaryMessage(new Uint8Array([1, 2, 3]).buffer)));
    await assert.rejects(conversation.send(new sdk.TextMessage('now or never'), { transient: true }), /Connection unavailable/);
    assert.equal(messages[0].status, sdk.MessageStatus.SENDING);
    assert.equal(client.outbox.items.length, 21);
    assert.equal(client.outbox.items[0].conversation, conversation);
    realtime.resume();
    const sent = await Promise.all(sending);
    assert.deepEqual(sent.slice(0, 20), messages);
    assert.ok(messages.every(({ status }) => status === sdk.MessageStatus.SENT));
    assert.deepEqual(client.outbox.items, []);
    assert.deepEqual(states.seen.map(([{ state }]) => state).at(-1), 'sent');
    assert.deepEqual(await historyOf(t, conversation.id), [...numbers(0, 20), '1,2,3']);
  });

  it('sends once what a killed server did not confirm', async (t) => {
    const { sdk, realtime } = await realtimeOf(t, { outbox: true });
    const client = await realtime.createIMClient(unused('killed'));
    const conversation = await client.createConversation({ members: [unused('other')], unique: false });
    let sent = 0;
    const sending = [];
    for (let round = 0; round < 5; round += 1) {
      const down = next(realtime, 'disconnect');
      for (const text of numbers(sent, sent + 10)) sending.push(conversation.send(new sdk.TextMessage(text)));
      sent += 10;
      // In the middle of them, at another place each time.
      await sending[sending.length - 10 + round];
      await server.kill();
      await down;
      sending.push(conversation.send(new sdk.TextMessage(String(sent))));
      sent += 1;
      await server.start();
    }
    await Promise.all(sending);
    assert.deepEqual(await historyOf(t, conversation.id), numbers(0, sent));
  });

  for (const [when, entry] of [
    ['before a message leaves', 'im_send'],
    ['when its answer comes', 'im_frame'],
  ]) {
    for (const how of ['im_panic', 'im_trap']) {
      it(`sends once what the core did not confirm that dies by ${how} ${when}`, async (t) => {
        const { wasmModule, deaths } = await mortalCore(t);
        const { sdk, realtime } = await realtimeOf(t, { outbox: true, wasmModule });
        const client = await realtime.createIMClient(unused('mortal'));
        const errors = collect(client, 'error');
        const conversation = await client.createConversation({ members: [unused('other')], unique: false });
        const sending = [];
        for (let round = 0; round < 3; round += 1) {
          deaths[entry] = how;
          for (const text of numbers(round * 5, round * 5 + 5)) sending.push(conversation.send(new sdk.TextMessage(text)));
          await errors.until(round + 1);
          await next(client, 'reconnect');
        }
        await Promise.all(sending);
        assert.deepEqual(await historyOf(t, conversation.id), numbers(0, 15));
      });
    }
  }

  it('takes a refusal as final and goes on', async (t) => {
    const { sdk, realtime } = await realtimeOf(t, { outbox: true });
    const { realtime: elsewhere } = await realtimeOf(t);
    const client = await realtime.createIMClient(unused('refused'));
    const owner = await elsewhere.createIMClient(unused('owner'));
    const theirs = await owner.createConversation({ members: [client.id], unique: false });
    const conversation = await client.getConversation(theirs.id);
    const mine = await client.createConversation({ members: [unused('other')], unique: false });
    realtime.pause();
    await theirs.remove([client.id]);
    const refused = new sdk.TextMessage('refused');
    const outcome = conversation.send(refused);
    const fine = mine.send(new sdk.TextMessage('fine'));
    const failing = assert.rejects(outcome, { code: 4401 });
    realtime.resume();
    await failing;
    await fine;
    const [item] = client.outbox.items;
    assert.deepEqual([item.state, item.error.code, item.message], ['failed', 4401, refused]);
    assert.equal(refused.status, sdk.MessageStatus.FAILED);
    await theirs.add([client.id]);
    assert.equal(await client.outbox.retry(item), refused);
    assert.deepEqual(client.outbox.items, []);
    assert.deepEqual(await historyOf(t, theirs.id), ['refused']);
  });

  it('sends nothing that was cancelled, and says when it is full', async (t) => {
    const { sdk, realtime } = await realtimeOf(t, { outbox: { maxMessages: 2 } });
    const client = await realtime.createIMClient(unused('limits'));
    const conversation = await client.createConversation({ members: [unused('other')], unique: false });
    realtime.pause();
    const cancelled = conversation.send(new sdk.TextMessage('cancelled'));
    const kept = conversation.send(new sdk.TextMessage('kept'));
    const more = new sdk.TextMessage('too much');
    await assert.rejects(conversation.send(more), (error) => error instanceof sdk.OutboxError && error.reason === 'full');
    assert.equal(more.status, sdk.MessageStatus.FAILED);
    assert.equal(client.outbox.cancel(client.outbox.items[0]), true);
    await assert.rejects(cancelled, { reason: 'cancelled' });
    realtime.resume();
    await kept;
    assert.deepEqual(await historyOf(t, conversation.id), ['kept']);
  });

  it('keeps what is not sent for the next login of the same id, and of no other', async (t) => {
    const { sdk, realtime } = await realtimeOf(t, { outbox: true });
    const client = await realtime.createIMClient(unused('leaver'));
    const other = await realtime.createIMClient(unused('other'));
    const conversation = await client.createConversation({ members: [other.id], unique: false });
    realtime.pause();
    const waiting = conversation.send(new sdk.TextMessage('later'));
    const outcome = assert.rejects(waiting, { name: 'OutboxError', reason: 'closed' });
    await client.close();
    await outcome;
    const back = next(other, 'reconnect');
    realtime.resume();
    await back;
    await other.outbox.restored;
    assert.deepEqual(other.outbox.items, []);
    const again = await realtime.createIMClient(client.id);
    const [item] = await next(again, 'outbox', { where: ({ state }) => state === 'sent' });
    assert.ok(item.message instanceof sdk.TextMessage);
    assert.deepEqual(await historyOf(t, conversation.id), ['later']);
  });
});

describe('the outbox in a page', () => {
  let browser;
  let origin;
  let mortal;

  before(async () => {
    mortal = (await panickingCore()).toString('base64');
    browser = await launch(ending);
    origin = await serveFiles(ending, {
      '/imclient/': fileURLToPath(new URL('../dist/', import.meta.url)),
      '/page.html': '<!doctype html><title>outbox</title><script type="module" src="/page.js"></script>',
      '/page.js': `
        import * as AV from '/imclient/imclient.js';
        class Note extends AV.TypedMessage {}
        AV.messageType(41)(Note);
        AV.messageField('note')(Note);
        Object.assign(window, { AV, Note });
        window.begin = async ({ server, id, worker, core }) => {
          const wasmModule = core && (await WebAssembly.compile(Uint8Array.from(atob(core), (c) => c.charCodeAt(0))));
          const make = worker === 'mortal' ? () => (window.worker = new Worker('/mortal.js', { type: 'module' })) : worker;
          const realtime = new AV.Realtime({
            appId: 'dev', appKey: 'dev', server, worker: make, wasmModule,
            timeouts: { retry: 1, maxRetry: 50 }, outbox: { store: 'indexeddb' },
          });
          realtime.register(Note);
          window.realtime = realtime;
          window.client = await realtime.createIMClient(id);
          await window.client.outbox.restored;
        };
        window.note = (text) => Object.assign(new Note(), { note: text });
        window.empty = () => new Promise((resolve) => {
          const look = () => !window.client.outbox.items.length && resolve();
          window.client.on('outbox', look);
          look();
        });`,
      '/mortal.js': `${MORTAL}
        import('/imclient/imclient.worker.js');
        addEventListener('message', ({ data }) => Object.assign(globalThis.deaths, data.deaths));`,
    });
  });

  async function contextOf(t) {
    const context = await browser.newContext();
    t.after(() => context.close());
    return context;
  }

  async function pageOf(context, settings) {
    const page = await openPage(context, `${origin}/page.html`, { expected: /ERR_CONNECTION|WebSocket/ });
    await page.waitForFunction(() => window.begin !== undefined);
    await page.evaluate((all) => window.begin(all), { server: server.url, ...settings });
    return page;
  }

  const conversationOf = (page) =>
    page.evaluate(async () => {
      window.conversation = await window.client.createConversation({ members: ['somebody'], unique: false });
      return window.conversation.id;
    });
  const find = (page, id) =>
    page.evaluate(async (id) => {
      window.conversation = await window.client.getConversation(id);
    }, id);
  const readNotes = (page, id) =>
    page.evaluate(async (id) => {
      const conversation = await window.client.getConversation(id);
      return (await conversation.queryMessages({ limit: 100 })).map((message) => message.note ?? message.text ?? message.buffer.byteLength);
    }, id);

  for (const worker of [undefined, true]) {
    it(`goes on after a reload${worker ? ', with a Worker' : ''}`, async (t) => {
      const id = unused('reloaded');
      const context = await contextOf(t);
      const page = await pageOf(context, { id, worker });
      const conversation = await conversationOf(page);
      // Offline, and never heard of again.
      const stored = await page.evaluate(async () => {
        window.realtime.pause();
        for (let i = 0; i < 3; i += 1) window.conversation.send(window.note(`${i}`)).catch(() => {});
        window.conversation.send(new window.AV.BinaryMessage(new ArrayBuffer(5))).catch(() => {});
        await window.conversation.send(window.note('no'), { transient: true }).catch(() => {});
        const { items } = window.client.outbox;
        await new Promise((resolve) => {
          const look = () => (items.every((item) => item.persisted) ? resolve() : window.requestAnimationFrame(look));
          look();
        });
        return items.length;
      });
      assert.equal(stored, 4);
      await page.reload();
      await page.waitForFunction(() => window.begin !== undefined);
      const restored = await page.evaluate(async (all) => {
        const seen = [];
        const { on } = window.AV.EventEmitter.prototype;
        await window.begin(all);
        on.call(window.client, 'outbox', (item) => seen.push(item));
        const classes = window.client.outbox.items.map(({ message }) => message instanceof window.Note);
        await window.empty();
        return classes;
      }, { server: server.url, id, worker });
      // Some may have been sent before they could be looked at; what is left is of its class.
      assert.ok(restored.slice(0, -1).every(Boolean), String(restored));
      assert.deepEqual(await readNotes(page, conversation), ['0', '1', '2', 5]);
      assert.deepEqual(page.problems, []);
    });
  }

  it('sends once what is on its way when the page is reloaded, time after time', async (t) => {
    const id = unused('restless');
    const context = await contextOf(t);
    const page = await pageOf(context, { id });
    const conversation = await conversationOf(page);
    for (let round = 0; round < 5; round += 1) {
      await page.evaluate(async (round) => {
        const all = [0, 1, 2, 3].map((i) => window.conversation.send(window.note(String(round * 4 + i))));
        all.forEach((each) => each.catch(() => {}));
        // The others are stored by now, and perhaps on their way.
        await all[round % 3];
      }, round);
      await page.reload();
      await page.waitForFunction(() => window.begin !== undefined);
      await page.evaluate((all) => window.begin(all), { server: server.url, id });
      await find(page, conversation);
    }
    await page.evaluate(() => window.empty());
    assert.deepEqual(await readNotes(page, conversation), numbers(0, 20));
    assert.deepEqual(page.problems, []);
  });

  it('sends each message from one of two tabs, and takes over from a tab that is closed', async (t) => {
    const id = unused('tabs');
    const context = await contextOf(t);
    const [first, second] = [await pageOf(context, { id }), await pageOf(context, { id })];
    const conversation = await conversationOf(first);
    await find(second, conversation);
    const send = (page, name) =>
      page.evaluate(async (name) => {
        window.attempts = 0;
        window.client.on('outbox', ({ state }) => (window.attempts += state === 'sending' ? 1 : 0));
        await Promise.all([0, 1, 2].map((i) => window.conversation.send(window.note(`${name}${i}`))));
        return window.attempts;
      }, name);
    assert.deepEqual(await Promise.all([send(first, 'a'), send(second, 'b')]), [3, 3]);
    // The first one has something left when it goes.
    await first.evaluate(async () => {
      window.realtime.pause();
      for (const name of ['c0', 'c1']) window.conversation.send(window.note(name)).catch(() => {});
      const { items } = window.client.outbox;
      await new Promise((resolve) => {
        const look = () => (items.every((item) => item.persisted) ? resolve() : window.requestAnimationFrame(look));
        look();
      });
    });
    assert.deepEqual(await second.evaluate(() => window.client.outbox.items.length), 0);
    const taken = second.evaluate(
      () =>
        new Promise((resolve) => {
          const sent = [];
          window.client.on('outbox', ({ state, message }) => {
            if (state === 'sent') sent.push(message.note);
            if (sent.length === 2) resolve(sent);
          });
        }),
    );
    await first.close();
    assert.deepEqual(await taken, ['c0', 'c1']);
    const all = await readNotes(second, conversation);
    assert.deepEqual([...all].sort(), ['a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'c0', 'c1']);
    for (const name of 'abc') assert.deepEqual(all.filter((each) => each[0] === name), [...all.filter((each) => each[0] === name)].sort());
    assert.deepEqual(second.problems, []);
  });

  for (const how of ['im_panic', 'im_trap']) {
    it(`sends once what a Worker did not confirm that dies by ${how}`, async (t) => {
      const context = await contextOf(t);
      const page = await pageOf(context, { id: unused('worker'), worker: 'mortal', core: mortal });
      const conversation = await conversationOf(page);
      await page.evaluate(async (how) => {
        window.client.on('error', () => {});
        for (const entry of ['im_send', 'im_frame']) {
          const back = new Promise((resolve) => window.client.once('reconnect', resolve));
          window.worker.postMessage({ deaths: { [entry]: how } });
          const all = [0, 1, 2].map((i) => window.conversation.send(window.note(`${entry}${i}`)));
          await back;
          await Promise.all(all);
        }
      }, how);
      assert.deepEqual(
        await readNotes(page, conversation),
        ['im_send0', 'im_send1', 'im_send2', 'im_frame0', 'im_frame1', 'im_frame2'],
      );
      assert.deepEqual(page.problems, []);
    });
  }
});
