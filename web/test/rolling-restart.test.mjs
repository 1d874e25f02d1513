// Three nodes behind a load balancer are restarted one after the other, as for an upgrade,
// while clients of the official SDK and of ours talk: they notice nothing but a reconnect.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanup } from './support/cleanup.mjs';
import { isReady, startCluster, until } from './support/cluster.mjs';
import { officialSDK } from './support/official.mjs';
import { ourSDK } from './support/ours.mjs';

const ending = cleanup();

/** What a client tells of its connection. */
const STATES = ['disconnect', 'offline', 'online', 'schedule', 'retry', 'reconnect', 'reconnecterror'];

function resolvers() {
  let resolve;
  const promise = new Promise((f) => (resolve = f));
  return { promise, resolve };
}

/** A user who talks all the time, and keeps what was acknowledged and heard. */
class Talker {
  acked = []; // ids, in order
  again = 0; // messages that were sent more than once
  heard = []; // ids, as they came
  fetched = new Set(); // what the official SDK found in the history, after it was away
  states = [];
  #lost = resolvers(); // until it is away
  #back = { promise: Promise.resolve() }; // while it is
  #before; // what it had when it was away first, until it has caught up
  #catching = Promise.resolve();

  async enter(sdk, url, id, options) {
    this.sdk = sdk;
    this.id = id;
    this.official = options === undefined;
    this.client = await new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: url, ...options }).createIMClient(id);
    for (const state of STATES) this.client.on(state, () => this.states.push(state));
    this.client.on('disconnect', () => {
      this.#before = new Set(this.#before ?? [...this.heard, ...this.acked, ...this.fetched]);
      this.#back = resolvers();
      this.#lost.resolve();
    });
    this.client.on('reconnect', () => {
      this.#lost = resolvers();
      this.#back.resolve();
    });
    this.client.on('message', (message) => this.heard.push(message.id));
    // Our client catches up by itself; an application of the official SDK asks when something is unread.
    if (this.official) {
      this.client.on('unreadmessagescountupdate', (conversations) => {
        if (conversations.some((c) => c.id === this.chat?.id && c.unreadMessagesCount > 0)) this.catchUp();
      });
    }
    return this;
  }

  /** Reads what came while the client was away, as applications do: back to what it had before. */
  catchUp() {
    this.#catching = this.#catching.then(async () => {
      const before = this.#before;
      // The official SDK takes a query like one that is lost for the same, and waits for its answer: each is another.
      const begin = (limit) => this.chat.createMessagesIterator({ limit });
      for (let limit = 100, pages = begin(limit); before; ) {
        const page = await this.#attempt(() => pages.next());
        if (!page) {
          limit -= 1;
          pages = begin(limit);
          continue;
        }
        const read = page.value ?? [];
        for (const { id, from } of read) if (from !== this.id) this.fetched.add(id);
        if (!page.done && read.length > 0 && !read.some(({ id }) => before.has(id))) continue;
        if (this.#before === before) this.#before = undefined;
        return;
      }
    });
    return this.#catching;
  }

  /** Sends one message after the other until `over()`. What is sent again is the same message: it is stored once. */
  async talk(over) {
    for (let n = 0; !over(); n += 1) {
      const message = new this.sdk.TextMessage(`${this.id} ${n}`);
      for (let tries = 0; !(await this.#attempt(() => this.chat.send(message))); tries += 1) {
        if (tries === 0) this.again += 1;
      }
      this.acked.push(message.id);
      await delay(10);
    }
  }

  /**
   * The rule of applications: without a connection, or when the connection goes, wait for the next one and try
   * again. Gives undefined then. What is on its way our client sends again by itself.
   */
  async #attempt(operate) {
    const lost = this.#lost.promise.then(() => undefined);
    const operation = operate().catch((error) => {
      const allowed = this.official ? /^Connection unavailable|^Command Timeout/ : /^Connection unavailable/;
      if (!allowed.test(error.message)) throw error;
    });
    // The official SDK waits 20 s for an answer that went with the connection.
    const outcome = await (this.official ? Promise.race([operation, lost]) : operation);
    if (!outcome) await this.#back.promise;
    return outcome;
  }
}

/** All of a conversation, in its order. */
async function everything(conversation) {
  const history = [];
  for (const pages = conversation.createMessagesIterator({ limit: 100 }); ; ) {
    const { value, done } = await pages.next();
    history.unshift(...(value ?? []));
    if (done || !value?.length) return history;
  }
}

/** Restarts the nodes one after the other while everybody talks. */
async function restartUnderLoad(nodes, talkers) {
  let over = false;
  const talking = Promise.all(talkers.map((t) => t.talk(() => over)));
  const failed = talking.then(() => Promise.reject(new Error('nobody talks any more')));
  failed.catch(() => undefined);
  const talksOn = async () => {
    const was = talkers.map((t) => [t.acked.length, t.heard.length]);
    const all = () => talkers.every((t, n) => t.acked.length > was[n][0] + 5 && t.heard.length > was[n][1] + 5);
    await Promise.race([failed, until('everybody talks and hears', all)]);
  };
  try {
    for (const node of nodes) {
      await talksOn();
      assert.equal(await node.kill('SIGTERM'), 0, 'exit status');
      await talksOn();
      await node.start();
      await until('the node is ready', () => isReady(node.url));
    }
    await talksOn();
  } finally {
    over = true;
  }
  await talking;
}

it('is noticed by clients of both SDKs as a reconnect and nothing else', async (t) => {
  const unhandled = [];
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  const { url, nodes } = await startCluster(ending, 3);
  const talkers = await Promise.all([
    new Talker().enter(officialSDK(), url, 'official 1'),
    new Talker().enter(officialSDK(), url, 'official 2'),
    new Talker().enter(await ourSDK(), url, 'ours 1', { catchUp: true }),
    new Talker().enter(await ourSDK(), url, 'ours 2', { catchUp: true }),
  ]);
  ending.after(() => Promise.all(talkers.map((each) => each.client.close())));
  const chat = await talkers[3].client.createConversation({ members: talkers.map((each) => each.id), name: 'rolling' });
  for (const talker of talkers) talker.chat = await talker.client.getConversation(chat.id);
  await restartUnderLoad(nodes, talkers);

  const history = await everything(chat);
  const place = new Map(history.map(({ id }, n) => [id, n]));
  for (const talker of talkers) {
    const own = history.filter(({ from }) => from === talker.id).map(({ id }) => id);
    assert.deepEqual(talker.acked, own, `${talker.id}: what was acknowledged is there, once and in order`);
    const others = history.filter(({ from }) => from !== talker.id).map(({ id }) => id);
    if (talker.official) await talker.catchUp();
    else await until(`${talker.id} hears everything`, () => talker.heard.length >= others.length);
    const places = talker.heard.map((id) => place.get(id));
    assert.deepEqual(places, [...new Set(places)].sort((a, b) => a - b), `${talker.id} hears in order, and nothing twice`);
    const known = new Set([...talker.heard, ...talker.fetched]);
    const missing = others.filter((id) => !known.has(id));
    assert.deepEqual(missing, [], `${talker.id} misses nothing`);
    assert.match(talker.states.join(' '), /^(disconnect( schedule retry)+ reconnect ?)+$/, talker.id);
    const moves = talker.states.filter((state) => state === 'reconnect').length;
    t.diagnostic(`${talker.id}: ${own.length} said, ${talker.again} of them twice, ${moves} reconnects`);
  }
  assert.deepEqual(unhandled, []);
});
