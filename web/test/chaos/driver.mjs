// Pages for cmd/imchaos: one JSON command on a line of stdin, one answer on a line of
// stdout. It has one Chromium; each participant is a page in a context of its own, with
// this package or the official SDK. It ends with its stdin.
//
//   {"n", "op": "open", "page", "official", "id", "chats", "server", "realtime"}  a client begins
//   {"n", "op": "reload", "page"}                  the page is loaded again
//   {"n", "op": "send", "page", "chat", "texts"}   without waiting for acks
//   {"n", "op": "settled", "page"}                 whether nothing is on its way
//   {"n", "op": "has", "page", "chat", "id"}       whether the present client knows a message
//   {"n", "op": "evidence", "page"}                all that was noted, and the histories as it reads them
//   {"n", "op": "close", "page"}
//
// Answers are {"n", "value"} or {"n", "error"}.
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launch, serveFiles } from '../support/browser.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const html = (script) => `<!doctype html><title>chaos</title>${script}<script src="/page.js"></script>`;
const endings = [];
const ending = { after: (end) => endings.unshift(end) };
const origin = await serveFiles(ending, {
  '/official/': path('../../node_modules/leancloud-realtime/dist/'),
  '/imclient/': path('../../dist/'),
  '/official.html': html('<script src="/official/im-browser.min.js"></script>'),
  '/ours.html': html('<script type="module">import * as sdk from "/imclient/imclient.js"; window.AV = sdk;</script>'),
  '/': path('.'),
});
const browser = await launch(ending);
const pages = new Map();

/** How often a page is loaded until its client has logged in. */
const ATTEMPTS = 20;

/** One participant: what it was told outlives its pages. */
class Participant {
  lives = [];
  acked = {};
  queued = {};

  constructor(command) {
    this.command = command;
  }

  async open() {
    const { official } = this.command;
    this.context = await browser.newContext();
    await this.context.exposeBinding('note', (_, ...args) => this.#note(...args));
    this.page = await this.context.newPage();
    await this.#load(() => this.page.goto(`${origin}/${official ? 'official' : 'ours'}.html`));
  }

  async reload() {
    await this.#load(() => this.page.reload());
  }

  /** Begins a new client. */
  async #load(load) {
    for (let attempt = 1; ; attempt += 1) {
      await load();
      this.lives.push({ told: {}, known: {} });
      const { id, chats, server, realtime, official } = this.command;
      try {
        await this.page.waitForFunction(() => window.AV?.Realtime && window.chaos);
        await this.page.evaluate((options) => window.chaos.start(options), {
          life: this.lives.length - 1,
          ...{ id, chats, server, realtime, official },
        });
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        load = () => this.page.reload();
      }
    }
  }

  #note(life, what, chat, value) {
    const { told, known } = this.lives[life];
    switch (what) {
      case 'told':
        (told[chat] ??= []).push(value);
        break;
      case 'known':
        known[chat] = value;
        break;
      case 'acked':
        (this.acked[chat] ??= {})[value.id] = value.text;
        break;
      case 'queued':
        (this.queued[chat] ??= []).push(value);
        break;
    }
  }

  send({ chat, texts }) {
    return this.page.evaluate(([chat, texts]) => window.chaos.send(chat, texts), [chat, texts]);
  }

  settled() {
    return this.page.evaluate(() => window.chaos.settled());
  }

  has({ chat, id }) {
    const { told, known } = this.lives.at(-1);
    return Boolean(told[chat]?.includes(id) || known[chat]?.includes(id));
  }

  async evidence() {
    const histories = await this.page.evaluate(() => window.chaos.histories());
    const { lives, acked, queued } = this;
    return { lives, acked, queued, histories };
  }

  close() {
    pages.delete(this.command.page);
    return this.context?.close();
  }
}

async function answer(command) {
  if (command.op === 'open') {
    const participant = new Participant(command);
    pages.set(command.page, participant);
    return participant.open();
  }
  const participant = pages.get(command.page);
  if (!participant) throw new Error(`no page ${command.page}`);
  return participant[command.op](command);
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  answer(command).then(
    (value) => process.stdout.write(`${JSON.stringify({ n: command.n, value: value ?? null })}\n`),
    (error) => process.stdout.write(`${JSON.stringify({ n: command.n, error: error.message })}\n`),
  );
}
for (const end of endings) await end();
