// The demo page in a real Chromium against the real server: two people chat,
// reload, and live through a server that is killed.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { launch, openPage } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { startServer } from './support/server.mjs';

// Chromium reports what a page cannot reach as an error of the console.
const UNREACHABLE = /ERR_CONNECTION_REFUSED|WebSocket connection to .* failed|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;

const ending = cleanup();
let server;
let browser;
let serial = 0;
const unused = (name) => `${name} ${(serial += 1)}`;

before(async () => {
  server = await startServer(ending);
  browser = await launch(ending);
});

/** A tab of its own (a name is kept per tab) in which `name` is logged in. */
async function tab(t, name, viewport = { width: 1280, height: 800 }) {
  const context = await browser.newContext({ viewport });
  t.after(() => context.close());
  const page = await openPage(context, `${server.url}/`, { expected: UNREACHABLE });
  await page.getByTestId('login-name').fill(name);
  await page.getByTestId('login-submit').click();
  await state(page, 'online');
  return page;
}

const state = (page, wanted, options) =>
  page.locator(`[data-testid=connection-state][data-state=${wanted}]`).waitFor({ state: 'attached', ...options });

/** Opens the chat with a person, through the list or the dialog. */
async function chatWith(page, name) {
  const item = page.locator(`[data-testid=person-item][data-name="${name}"]`);
  if ((await item.count()) > 0) {
    await item.click();
  } else {
    await page.getByTestId('new-chat').click();
    await page.getByTestId('person-name').fill(name);
    await page.getByTestId('person-submit').click();
  }
  await page.getByTestId('chat-title').filter({ hasText: name }).waitFor();
}

async function send(page, text) {
  await page.getByTestId('composer').fill(text);
  await page.getByTestId('composer').press('Enter');
}

const sees = (page, text) => page.getByTestId('message-text').getByText(text, { exact: true }).waitFor();

/** Texts of the open chat, oldest first. */
const texts = (page) => page.getByTestId('message-text').allTextContents();

const allSent = (page) =>
  page.waitForFunction(
    () =>
      document.querySelectorAll('[data-testid=message-own]:not([data-status=sent])').length === 0,
  );

describe('the demo page', () => {
  it('lets two tabs chat both ways, counts unread, and keeps history over a reload', async (t) => {
    const [anna, ben] = [unused('Anna'), unused('Ben')];
    const a = await tab(t, anna);
    const b = await tab(t, ben, { width: 390, height: 844 });
    await chatWith(a, ben);
    await send(a, 'Hello Ben');
    await allSent(a);
    const line = b.locator(`[data-testid=person-item][data-name="${anna}"]`);
    await line.locator('[data-testid=unread]').getByText('1', { exact: true }).waitFor();
    await line.click();
    await sees(b, 'Hello Ben');
    await send(b, 'Hello Anna');
    await sees(a, 'Hello Anna');
    await a.reload();
    await sees(a, 'Hello Anna');
    await chatWith(a, ben);
    assert.deepEqual(await texts(a), ['Hello Ben', 'Hello Anna']);
    assert.deepEqual(a.problems, []);
    assert.deepEqual(b.problems, []);
  });

  it('ticks what was delivered and read', async (t) => {
    const [anna, ben] = [unused('Anna'), unused('Ben')];
    const a = await tab(t, anna);
    await chatWith(a, ben);
    const mine = (text, receipt) =>
      a.locator(`[data-testid=message-own][data-receipt="${receipt}"]`).filter({ hasText: text }).waitFor();
    await send(a, 'Are you there?');
    await allSent(a);
    await mine('Are you there?', '');
    const b = await tab(t, ben);
    await chatWith(b, anna);
    await sees(b, 'Are you there?');
    await mine('Are you there?', 'read');
    await b.getByTestId('new-chat').click();
    await b.getByTestId('person-name').fill(unused('Cid'));
    await b.getByTestId('person-submit').click(); // Ben looks elsewhere
    await b.getByTestId('chat-title').filter({ hasText: 'Cid' }).waitFor();
    await send(a, 'Hello?');
    await mine('Hello?', 'delivered');
    await a.getByText('Delivered', { exact: true }).waitFor();
    await a.reload();
    await mine('Hello?', 'delivered');
    await mine('Are you there?', 'read');
    await chatWith(b, anna);
    await mine('Hello?', 'read');
    assert.deepEqual(a.problems, []);
    assert.deepEqual(b.problems, []);
  });

  it('edits an own message for both', async (t) => {
    const [anna, ben] = [unused('Anna'), unused('Ben')];
    const a = await tab(t, anna);
    const b = await tab(t, ben);
    await chatWith(a, ben);
    await send(a, 'Tea at five');
    await allSent(a);
    await chatWith(b, anna);
    await sees(b, 'Tea at five');
    assert.equal(await b.getByTestId('edit').count(), 0, 'not what others said');
    await a.getByTestId('message-own').hover();
    await a.getByTestId('edit').click();
    await a.getByTestId('edit-text').fill('Tea at <b>six</b>');
    await a.getByTestId('edit-submit').click();
    for (const page of [a, b]) {
      await sees(page, 'Tea at <b>six</b>');
      await page.getByTestId('message-edited').waitFor();
    }
    await a.reload();
    await sees(a, 'Tea at <b>six</b>');
    await a.getByTestId('message-edited').waitFor();
    assert.deepEqual(await texts(a), ['Tea at <b>six</b>']);
    assert.deepEqual(a.problems, []);
    assert.deepEqual(b.problems, []);
  });

  it('keeps the order of a burst and pages back through history', async (t) => {
    const [anna, ben] = [unused('Anna'), unused('Ben')];
    const a = await tab(t, anna);
    const b = await tab(t, ben);
    await chatWith(a, ben);
    await chatWith(b, anna);
    const expected = Array.from({ length: 70 }, (_, i) => `line ${i}`);
    for (const text of expected) await send(a, text);
    await sees(b, 'line 69');
    assert.deepEqual(await texts(b), expected);
    await allSent(a);
    await a.reload();
    await sees(a, 'line 69');
    const scroller = a.getByTestId('scroller');
    while ((await a.locator('[data-testid=history-top][data-state=complete]').count()) === 0) {
      const shown = await a.getByTestId('message-text').count();
      await scroller.evaluate((element) => element.scrollTo(0, 0));
      await a.waitForFunction(
        (shown) =>
          document.querySelectorAll('[data-testid=message-text]').length > shown ||
          document.querySelector('[data-testid=history-top]').dataset.state === 'complete',
        shown,
      );
    }
    assert.deepEqual(await texts(a), expected);
    assert.deepEqual(a.problems, []);
  });

  it('shows what failed while the server was down, and sends it when told to', async (t) => {
    const [anna, ben] = [unused('Anna'), unused('Ben')];
    const a = await tab(t, anna);
    const b = await tab(t, ben);
    await chatWith(a, ben);
    await send(a, 'before');
    await chatWith(b, anna);
    await sees(b, 'before');

    await server.kill('SIGKILL');
    await state(a, 'reconnecting');
    await send(a, 'while it is down');
    await a.locator('[data-testid=message-own][data-status=failed]').waitFor();

    await server.start();
    await Promise.all([state(a, 'online', { timeout: 60_000 }), state(b, 'online', { timeout: 60_000 })]);
    await a.getByTestId('retry').click();
    await sees(b, 'while it is down');
    await send(b, 'after');
    await sees(a, 'after');
    await a.reload();
    await sees(a, 'after');
    assert.deepEqual(await texts(a), ['before', 'while it is down', 'after']);
    assert.deepEqual(a.problems, []);
    assert.deepEqual(b.problems, []);
  });

  it('fits a phone: nothing is wider than 390 pixels, one screen at a time', async (t) => {
    const a = await tab(t, unused('Anna'), { width: 390, height: 844 });
    const overflow = () => a.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.equal(await overflow(), 0);
    await chatWith(a, unused('Somebody with a rather long name'));
    await send(a, `a word of ${'many'.repeat(60)} letters`);
    await a.getByTestId('message-own').waitFor();
    assert.equal(await overflow(), 0);
    await a.getByTestId('back').click();
    await a.getByTestId('new-chat').waitFor();
    assert.deepEqual(a.problems, []);
  });
});
