// What a page's client does when the network or the server fails it, in the page
// and in a Worker: with a server that hangs, that is killed and started again.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, openPage, serveFiles } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { startServer } from './support/server.mjs';

const DAY = 24 * 60 * 60 * 1000;
const ending = cleanup();
let server;
let browser;
let origin;
let serial = 0;

before(async () => {
  server = await startServer(ending);
  browser = await launch(ending);
  origin = await serveFiles(ending, {
    '/imclient/': fileURLToPath(new URL('../dist/', import.meta.url)),
    '/module.js': 'import * as sdk from "/imclient/imclient.js"; window.AV = sdk;',
    '/module.html': '<!doctype html><title>module</title><script type="module" src="/module.js"></script>',
  });
});

/** A page with a client logged in, whose events window.heard collects. */
async function login(t, worker, options) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await openPage(context, `${origin}/module.html`, { expected: /ERR_CONNECTION|WebSocket|ERR_EMPTY/ });
  await page.waitForFunction(() => window.AV?.Realtime !== undefined);
  await page.evaluate(
    async ([server, name, worker, options]) => {
      window.realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server, worker, ...options });
      window.client = await window.realtime.createIMClient(name);
      window.heard = [];
      for (const event of ['disconnect', 'schedule', 'retry', 'reconnect']) {
        window.client.on(event, (...args) => window.heard.push([event, ...args]));
      }
    },
    [server.url, `page-${(serial += 1)}`, worker, options],
  );
  return page;
}

const hears = (page, event) =>
  page.waitForFunction((event) => window.heard.some(([name]) => name === event), event, { timeout: 20_000 });

for (const worker of [undefined, true]) {
  describe(worker ? 'in a Worker' : 'in the page', () => {
    it('a server that hangs is noticed, and found again', async (t) => {
      const page = await login(t, worker, { timeouts: { probeAfter: 200, probe: 200 } });
      server.hang();
      try {
        await hears(page, 'disconnect');
      } finally {
        server.goOn();
      }
      await hears(page, 'reconnect');
      const heard = await page.evaluate(() => window.heard);
      assert.deepEqual(heard.slice(0, 3), [['disconnect'], ['schedule', 0, 0], ['retry', 0]], 'at once');
      assert.deepEqual(await page.evaluate(() => window.client.ping([window.client.id])), [
        await page.evaluate(() => window.client.id),
      ]);
    });

    it('messages on their way come once, in order, from a server that hangs and one that is killed', async (t) => {
      const page = await login(t, worker, { timeouts: { probeAfter: 200, probe: 200, retry: 50, maxRetry: 50 } });
      await page.evaluate(async () => {
        window.conversation = await window.client.createConversation({ members: ['friend'] });
      });
      const texts = [];
      for (const fault of ['hangs', 'killed']) {
        server.hang();
        const sending = page.evaluate(
          (texts) => Promise.all(texts.map((text) => window.conversation.send(new AV.TextMessage(text)))),
          [`${fault} 1`, `${fault} 2`],
        );
        texts.push(`${fault} 1`, `${fault} 2`);
        await page.evaluate(() => (window.heard.length = 0));
        await hears(page, 'disconnect');
        if (fault === 'killed') {
          await server.kill('SIGKILL');
          await server.start();
        } else {
          server.goOn();
        }
        await sending;
      }
      const history = await page.evaluate(async () =>
        (await window.conversation.queryMessages({ limit: 100 })).map((message) => message.text),
      );
      assert.deepEqual(history, texts);
    });

    it('catches up with what was missed, before what is live', async (t) => {
      const page = await login(t, worker, { catchUp: { messages: 4 }, timeouts: { retry: DAY, maxRetry: DAY } });
      const friend = await login(t, undefined, {});
      await page.evaluate(async (friend) => {
        window.received = [];
        window.client.on('message', (message) => window.received.push([message.text, message.filled]));
        window.client.on('historygap', ({ from, to }) => window.received.push(from < to ? 'a gap' : [from, to]));
        window.conversation = await window.client.createConversation({ members: [friend] });
      }, await friend.evaluate(() => window.client.id));
      const id = await page.evaluate(() => window.conversation.id);
      const say = (...texts) =>
        friend.evaluate(
          async ([id, texts]) => {
            const conversation = await window.client.getConversation(id);
            for (const text of texts) await conversation.send(new AV.TextMessage(text));
          },
          [id, texts],
        );
      const received = (n) =>
        page.waitForFunction((n) => window.received.length >= n && window.received.splice(0), n).then((all) => all.jsonValue());
      const away = async (...texts) => {
        const offline = page.evaluate(() => new Promise((resolve) => window.client.once('offline', resolve)));
        await page.evaluate(() => window.realtime.pause());
        await offline;
        await say(...texts);
        const back = page.evaluate(() => new Promise((resolve) => window.client.once('reconnect', resolve)));
        await page.evaluate(() => window.realtime.resume());
        await back;
      };
      await say('one');
      assert.deepEqual(await received(1), [['one', undefined]]);
      await away('two', 'three');
      await say('four');
      // The last one may have been filled in, too.
      assert.deepEqual((await received(3)).map(([text, filled]) => [text, text === 'four' || filled]), [
        ['two', true],
        ['three', true],
        ['four', true],
      ]);
      await page.waitForFunction(() => window.conversation.unreadMessagesCount === 4);
      await away('five', 'six', 'seven', 'eight', 'nine');
      assert.deepEqual(await received(5), [['five', true], ['six', true], ['seven', true], ['eight', true], 'a gap']);
      await page.waitForFunction(() => window.conversation.unreadMessagesCount === 9);
      assert.deepEqual(await page.evaluate(() => window.conversation.lastMessage.text), 'nine');
    });

    for (const [what, tell] of [
      ['the page is shown', () => document.dispatchEvent(new Event('visibilitychange'))],
      ['the page comes out of the back-forward cache', () => dispatchEvent(new window.PageTransitionEvent('pageshow', { persisted: true }))],
      ['the network is back', () => dispatchEvent(new Event('online'))],
      ['the program says so', () => window.realtime.nudge()],
    ]) {
      it(`a retry that is far away is made when ${what}`, async (t) => {
        const page = await login(t, worker, { timeouts: { retry: DAY, maxRetry: DAY } });
        await server.kill('SIGKILL');
        await hears(page, 'schedule');
        await server.start();
        await page.evaluate(tell);
        await hears(page, 'reconnect');
      });
    }
  });
}
