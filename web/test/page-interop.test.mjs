// The official SDK and ours in pages of a real browser, served from another
// origin than the server's, so that CORS counts.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, openPage, serveFiles } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { startServer } from './support/server.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const ending = cleanup();
let server;
let browser;
let origin;

before(async () => {
  server = await startServer(ending);
  browser = await launch(ending);
  origin = await serveFiles(
    ending,
    {
      '/official/': path('../node_modules/leancloud-realtime/dist/'),
      '/imclient/': path('../dist/'),
      '/official.html': '<!doctype html><title>official</title><script src="/official/im-browser.min.js"></script>',
      '/module.html':
        '<!doctype html><title>module</title><script type="module">' +
        'import * as sdk from "/imclient/imclient.js"; window.AV = sdk;</script>',
      '/classic.html': '<!doctype html><title>classic</title><script src="/imclient/imclient.global.js"></script>',
    },
  );
});

/** Opens a page, logs in as `name` and keeps the client and what it receives on window. */
async function login(context, url, name) {
  const page = await openPage(context, origin + url);
  await page.waitForFunction(() => window.AV?.Realtime !== undefined);
  await page.evaluate(
    async ([server, name]) => {
      window.received = [];
      window.realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server });
      window.client = await window.realtime.createIMClient(name);
      window.client.on('message', (message, conversation) =>
        window.received.push({ text: message.text, from: message.from, cid: conversation.id }),
      );
    },
    [server.url, name],
  );
  return page;
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

for (const [kind, url] of [
  ['the ES module', '/module.html'],
  ['the classic script', '/classic.html'],
]) {
  describe(`${kind} in a page, with the official SDK in another`, () => {
    it('chats in both directions in the same unique conversation', async (t) => {
      const context = await browser.newContext();
      t.after(() => context.close());
      const ourName = `ours ${url}`;
      const theirName = `official ${url}`;
      const ours = await login(context, url, ourName);
      const theirs = await login(context, '/official.html', theirName);
      const id = await send(theirs, ourName, 'hello from the official SDK');
      assert.deepEqual(await received(ours, 1), [{ text: 'hello from the official SDK', from: theirName, cid: id }]);
      assert.equal(await send(ours, theirName, 'hello back'), id);
      assert.deepEqual(await received(theirs, 1), [{ text: 'hello back', from: ourName, cid: id }]);
      assert.deepEqual(ours.problems, []);
      assert.deepEqual(theirs.problems, []);
    });
  });
}

describe('the module in a page', () => {
  it('compiles although the server calls the wasm by a wrong type', async (t) => {
    const elsewhere = await serveFiles(
      { after: (action) => t.after(action) },
      {
        '/imclient/': path('../dist/'),
        '/page.html': '<!doctype html><script type="module">import * as sdk from "/imclient/imclient.js"; window.AV = sdk;</script>',
      },
      { types: { '.js': 'text/javascript', '.wasm': 'text/plain' } },
    );
    const context = await browser.newContext();
    t.after(() => context.close());
    const page = await openPage(context, `${elsewhere}/page.html`);
    await page.waitForFunction(() => window.AV);
    const id = await page.evaluate(async (server) => {
      const realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server });
      return (await realtime.createIMClient('wrong-type')).id;
    }, server.url);
    assert.equal(id, 'wrong-type');
    assert.deepEqual(page.problems, []);
  });
});
