// The operators' console in a real Chromium against the real server.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { launch, openPage } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
let browser;
let realtime;
let sdk;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

before(async () => {
  server = await startServer(ending, ['--app', 'one,key,master-one', '--app', 'two,key,master-two', '--app', 'also-one,key,master-one']);
  browser = await launch(ending);
  sdk = await ourSDK();
  realtime = new sdk.Realtime({ appId: 'one', appKey: 'key', server: server.url });
});

async function visit(t, { locale = 'en-GB', viewport = { width: 1280, height: 900 }, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, locale, colorScheme });
  t.after(() => context.close());
  // Chromium reports an answer of 401 as an error of the console.
  return openPage(context, `${server.url}/console`, { expected: /status of 40[14]/ });
}

async function enter(t, key = 'master-one', options) {
  const page = await visit(t, options);
  await page.getByTestId('key').fill(key);
  await page.getByTestId('enter').click();
  await page.getByTestId('console').waitFor();
  return page;
}

async function login(t, id) {
  const client = await realtime.createIMClient(id);
  t.after(() => client.close());
  return client;
}

const card = (page, id) => page.locator(`[data-testid=client][data-id="${id}"]`);
const openConversation = async (page, id) => {
  await page.evaluate((id) => {
    location.hash = `#/conversations/${id}`;
  }, id);
  await page.getByTestId('conversation-name').waitFor();
};

describe('the console', () => {
  it('opens with a master key only, keeps it in the tab, and shows the apps of that key', async (t) => {
    const page = await visit(t);
    assert.match(page.url(), /\/console\/$/);
    for (const wrong of ['nonsense', 'key', 'schlüssel']) {
      await page.getByTestId('key').fill(wrong);
      await page.getByTestId('enter').click();
      await page.getByTestId('key-error').filter({ hasText: /\w/ }).waitFor();
      assert.equal(await page.getByTestId('console').count(), 0);
    }
    await page.getByTestId('key').fill('master-one');
    await page.getByTestId('enter').click();
    await page.getByTestId('console').waitFor();
    assert.deepEqual(await page.getByTestId('app').locator('option').allTextContents(), ['also-one', 'one']);
    await page.getByTestId('app').selectOption('one');
    assert.equal(await page.evaluate(() => localStorage.getItem('console-key')), null);
    await page.reload();
    await page.getByTestId('console').waitFor();
    assert.equal(await page.getByTestId('app').inputValue(), 'one');
    assert.ok(!page.url().includes('master'));
    await page.getByTestId('lock').click();
    await page.getByTestId('key').waitFor();
    await page.reload();
    await page.getByTestId('key').waitFor();
    assert.deepEqual(page.problems, []);
    assert.ok(!server.log.some((line) => line.includes('master-one')), 'the key is in no log');
  });

  it('is served with a policy that lets it run and reach nothing else', async () => {
    const response = await fetch(`${server.url}/console/`);
    const policy = response.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    const html = await response.text();
    assert.doesNotMatch(html, /<script(?![^>]*src=)/);
    assert.doesNotMatch(html, /\shttps?:\/\/(?!www\.w3\.org)/);
    const direct = await fetch(`${server.url}/dist/console/index.html`);
    assert.equal(direct.headers.get('content-security-policy'), policy);
  });

  it('shows who comes and goes, and kicks', async (t) => {
    const page = await enter(t);
    await page.getByTestId('app').selectOption('one');
    const [ann, bob] = [await login(t, unused('ann')), await login(t, unused('bob'))];
    await card(page, ann.id).getByText('127.0.0.1').waitFor();
    await card(page, bob.id).waitFor();
    await page.getByTestId('client-search').fill(ann.id);
    await card(page, bob.id).waitFor({ state: 'detached' });
    await page.getByTestId('client-search').fill('');
    await card(page, bob.id).waitFor();
    await page.waitForFunction(() => document.querySelector('[data-testid=figure-people] dd').textContent === '2');

    const closed = next(ann, 'close', { ms: 20_000 });
    await card(page, ann.id).getByTestId('kick').click();
    await page.getByTestId('kick-reason').fill('Maintenance');
    await page.getByTestId('kick-confirm').click();
    const [reason] = await closed;
    assert.match(JSON.stringify(reason), /Maintenance/);
    await card(page, ann.id).waitFor({ state: 'detached' });
    assert.equal(await card(page, bob.id).count(), 1);
    assert.deepEqual(page.problems, []);
  });

  it('finds a conversation, shows its messages, sends to its members, silences and blocks', async (t) => {
    const [ann, bob] = [await login(t, unused('ann')), await login(t, unused('bob'))];
    const conversation = await ann.createConversation({ members: [bob.id], name: 'Tea (time)', colour: 'green' });
    for (let i = 0; i < 60; i += 1) await conversation.send(new sdk.TextMessage(`line ${i}`));
    const page = await enter(t);
    await page.getByTestId('app').selectOption('one');
    await page.getByTestId('tab-conversations').click();
    await page.getByTestId('conversation-search').fill('tea (T');
    await page.getByTestId('conversation-member').fill(bob.id);
    await page.getByTestId('conversation').filter({ hasText: 'Tea (time)' }).click();
    await page.getByTestId('conversation-name').getByText('Tea (time)').waitFor();
    assert.match(await page.getByTestId('attributes').textContent(), /"colour": "green"/);
    const texts = page.getByTestId('message-text');
    await texts.getByText('line 59', { exact: true }).waitFor();
    assert.equal(await texts.count(), 50);
    await page.getByTestId('older').click();
    await texts.getByText('line 0', { exact: true }).waitFor();
    assert.deepEqual(await texts.allTextContents(), Array.from({ length: 60 }, (_, i) => `line ${i}`));

    const got = next(bob, 'message', { ms: 20_000 });
    await page.getByTestId('send-text').fill('The server restarts at noon');
    await page.getByTestId('send').click();
    const [message] = await got;
    assert.deepEqual([message.from, message.text, message.type], ['system', 'The server restarts at noon', -1]);
    await texts.getByText('The server restarts at noon').waitFor();

    const member = page.locator(`[data-testid=member][data-id="${bob.id}"]`);
    await member.getByText('online').waitFor();
    await page.locator(`[data-testid=member][data-id="${ann.id}"]`).getByText('Owner').waitFor();
    await member.getByTestId('silence').click();
    await member.getByText('silenced').waitFor();
    const bobs = await bob.getConversation(conversation.id);
    await assert.rejects(bobs.send(new sdk.TextMessage('hm')), { code: 4563 });
    await member.getByTestId('silence').click();
    await member.getByText('silenced').waitFor({ state: 'detached' });
    await bobs.send(new sdk.TextMessage('thanks'));
    const out = next(bob, 'kicked', { ms: 20_000 });
    await member.getByTestId('block').click();
    await member.getByText('blocked').waitFor();
    await out;
    await assert.rejects(bobs.send(new sdk.TextMessage('?')));
    assert.deepEqual(page.problems, []);
  });

  it('recalls a message, and ends a silence that would end by itself', async (t) => {
    const [ann, bob] = [await login(t, unused('ann')), await login(t, unused('bob'))];
    const conversation = await ann.createConversation({ members: [bob.id], name: unused('Recalls') });
    const sent = await conversation.send(new sdk.TextMessage('a slip'));
    await conversation.send(new sdk.TextMessage('the rest'));
    const headers = { 'X-LC-Id': 'one', 'X-LC-Key': 'master-one,master', 'Content-Type': 'application/json' };
    const silence = await fetch(`${server.url}/1.2/rtm/conversations/${conversation.id}/temporary-silenceds`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ client_id: bob.id, ttl: 3600 }),
    });
    assert.equal(silence.status, 200);
    const page = await enter(t);
    await page.getByTestId('app').selectOption('one');
    await openConversation(page, conversation.id);

    const slip = page.locator(`[data-testid=message][data-id="${sent.id}"]`);
    await slip.getByTestId('recall').click();
    await page.keyboard.press('Escape');
    await slip.getByTestId('message-text').getByText('a slip').waitFor();
    const recalled = next(bob, 'messagerecall', { ms: 20_000 });
    await slip.getByTestId('recall').click();
    await page.getByTestId('recall-confirm').click();
    assert.equal((await recalled)[0].id, sent.id);
    await slip.locator('.kind').getByText('recalled').waitFor();
    assert.equal(await slip.getByTestId('recall').count(), 0);
    await page.getByTestId('refresh').click();
    await slip.locator('.kind').getByText('recalled').waitFor();
    assert.equal(await page.getByTestId('message-text').getByText('a slip').count(), 0);

    const bobs = await bob.getConversation(conversation.id);
    await assert.rejects(bobs.send(new sdk.TextMessage('hm')), { code: 4315 });
    const member = page.locator(`[data-testid=member][data-id="${bob.id}"]`);
    await member.getByText('silenced until').waitFor();
    await member.getByTestId('silence').getByText('Let speak').click();
    await member.getByText('silenced until').waitFor({ state: 'detached' });
    await bobs.send(new sdk.TextMessage('thanks'));
    assert.deepEqual(page.problems, []);
  });

  it('broadcasts in a service conversation', async (t) => {
    const headers = { 'X-LC-Id': 'one', 'X-LC-Key': 'master-one,master', 'Content-Type': 'application/json' };
    const made = await fetch(`${server.url}/1.2/rtm/service-conversations`, { method: 'POST', headers, body: '{"name":"News"}' });
    const { objectId } = await made.json();
    const ann = await login(t, unused('ann'));
    await (await ann.getConversation(objectId)).subscribe();
    const page = await enter(t);
    await page.getByTestId('app').selectOption('one');
    await openConversation(page, objectId);
    const got = next(ann, 'message', { ms: 20_000 });
    await page.getByTestId('send-text').fill('Good morning');
    await page.getByTestId('send').click();
    assert.equal((await got)[0].text, 'Good morning');
    assert.deepEqual(page.problems, []);
  });

  it('shows what users write as text, whatever it is', async (t) => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    const ann = await login(t, `${evil.slice(0, 40)}-${(serial += 1)}`);
    const conversation = await ann.createConversation({ members: [evil.slice(0, 60)], name: evil, attr: { [evil]: evil } });
    await conversation.send(new sdk.TextMessage(evil));
    await conversation.send(new sdk.Message(evil));
    await conversation.send(new sdk.Message(JSON.stringify({ _lctype: -2, _lctext: evil, _lcfile: { url: 'javascript:window.hacked=1', metaData: { name: evil } } })));
    await conversation.send(new sdk.Message(JSON.stringify({ _lctype: -6, _lcfile: { url: 'https://example.org/"><b>', metaData: { name: evil } } })));
    await conversation.send(new sdk.Message(JSON.stringify({ _lctype: evil, _lcfile: 5, _lcloc: null })));
    await conversation.send(new sdk.Message('{"_lctype":-5}'));
    await conversation.send(new sdk.BinaryMessage(new Uint8Array(10).buffer));
    const page = await enter(t);
    await page.getByTestId('app').selectOption('one');
    await card(page, ann.id.replaceAll('"', '\\"')).waitFor();
    await page.getByTestId('tab-conversations').click();
    await page.getByTestId('conversation').filter({ hasText: evil }).click();
    await page.getByTestId('conversation-name').getByText(evil).waitFor();
    await page.getByText('Binary, 10 bytes').waitFor();
    assert.equal(await page.getByTestId('message').count(), 7);
    assert.equal(await page.getByTestId('message-link').count(), 1, 'no link that is not http');
    assert.equal(await page.getByTestId('message-link').textContent(), evil);
    assert.equal(await page.locator('main img, main script').count(), 0);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    for (const hash of [`#/conversations/${evil}`, '#/conversations/%', '#/clients/../x']) {
      await page.evaluate((hash) => (location.hash = hash), hash);
      await page.getByTestId('console').waitFor();
    }
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.deepEqual(page.problems, []);
  });

  it('is in the binary, as the demo page and the package are', async (t) => {
    const alone = await startServer(ending, [], { carried: true });
    const page = await openPage(await browser.newContext(), `${alone.url}/console/`);
    t.after(() => page.context().close());
    await page.getByTestId('key').fill('dev-master');
    await page.getByTestId('enter').click();
    await page.getByTestId('console').waitFor();
    await page.goto(alone.url);
    await page.getByTestId('login-name').fill('Ann');
    await page.getByTestId('login-submit').click();
    await page.locator('[data-testid=connection-state][data-state=online]').waitFor({ state: 'attached' });
    assert.equal((await fetch(`${alone.url}/examples/raw.html`)).status, 200);
    const wasm = await fetch(`${alone.url}/dist/imclient.wasm`);
    assert.equal(wasm.headers.get('content-type'), 'application/wasm');
    const again = await fetch(`${alone.url}/dist/imclient.wasm`, { headers: { 'If-None-Match': wasm.headers.get('etag') } });
    assert.equal(again.status, 304);
    assert.deepEqual(page.problems, []);
  });

  it('speaks Chinese, knows the dark, fits a phone, and works by keyboard', async (t) => {
    const page = await enter(t, 'master-two', { locale: 'zh-CN', viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await page.getByText('当前没有客户端在线。').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-Hans');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(await overflow(), 0);
    await page.getByTestId('tab-conversations').focus();
    await page.keyboard.press('Enter');
    await page.getByText('没有找到。').waitFor();
    assert.equal(await overflow(), 0);
    assert.deepEqual(page.problems, []);
  });
});
