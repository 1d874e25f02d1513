// Figures without a network: what the client itself costs.
import { push } from '../proto.mjs';
import { bareSender } from './bare.mjs';
import { collect, deferred, spent, turn } from './clock.mjs';
import { customClass, load, login } from './sdk.mjs';
import { CID, prepare, stub, StubSocket } from './stub.mjs';

const TEXT = JSON.stringify({ _lctype: -1, _lctext: 'The quick brown fox jumps over the lazy dog. '.repeat(3) });

/** Frames of messages with distinct ids, made beforehand. */
function frames(from, count) {
  return Array.from({ length: count }, (_, n) => push('ann', CID, `message-${from + n}`, 'bob', 1_700_000_000_000 + from + n, TEXT));
}

/** A client in a conversation of the stub, with what a program has: listeners, a class, an unread count. */
async function ready(contender) {
  const sdk = await load(contender);
  const { realtime, client } = await login(sdk, { id: 'ann', socket: StubSocket });
  realtime.register(customClass(sdk));
  const conversation = await client.createConversation({ members: ['bob'], name: 'bench' });
  let count = 0;
  let wanted = Infinity;
  let done;
  let length = 0;
  client.on(sdk.Event.UNREAD_MESSAGES_COUNT_UPDATE, () => {});
  client.on(sdk.Event.MESSAGE, (message) => {
    length += message.text.length;
  });
  conversation.on(sdk.Event.MESSAGE, () => {
    count += 1;
    if (count === wanted) done();
  });
  const socket = stub.last;
  /** Hands over frames; resolves when the listeners of all have run. */
  const hand = async (list) => {
    const { promise, resolve } = deferred();
    wanted = count + list.length;
    done = resolve;
    for (const frame of list) socket.receive(frame);
    await promise;
  };
  return { sdk, client, conversation, hand, check: () => [count, length] };
}

/** Microseconds of CPU for one received text message. */
export async function receive(contender) {
  const { hand, conversation } = await ready(contender);
  const WARM = 3000;
  const N = 10_000;
  await hand(frames(0, WARM));
  const list = frames(WARM, N);
  await collect();
  await turn();
  const took = await spent(() => hand(list));
  if (conversation.unreadMessagesCount !== WARM + N) throw new Error(`unread is ${conversation.unreadMessagesCount}`);
  return { us: took / N };
}

const SENT = 'The quick brown fox jumps over the lazy dog.';

/** What sends one text and resolves with its ack; of no SDK, what the stub and a promise cost. */
async function sender(contender) {
  if (contender === 'bare') {
    const socket = new StubSocket();
    await new Promise((resolve) => (socket.onopen = resolve));
    return bareSender(socket, 'ann', CID, SENT);
  }
  const { sdk, conversation } = await ready(contender);
  return () => conversation.send(new sdk.TextMessage(SENT));
}

/** Microseconds of CPU from send() to the resolved promise, the answer coming at once: `lanes` of them at a time. */
async function sending(contender, lanes) {
  const one = await sender(contender);
  const run = async (count) => {
    stub.last.prepareAcks(count);
    await collect();
    return spent(() =>
      Promise.all(
        Array.from({ length: lanes }, async () => {
          for (let n = 0; n < count / lanes; n += 1) await one();
        }),
      ),
    );
  };
  await one();
  await run(3000);
  const N = 10_000;
  return { us: (await run(N)) / N };
}

/** One at a time. */
export const send = (contender) => sending(contender, 1);

/** A hundred in flight. */
export const sendMany = (contender) => sending(contender, 100);

let wasm;
for (const name of ['instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const result = await original.apply(WebAssembly, args);
    wasm = (result.instance ?? result).exports.mem;
    return result;
  };
}

/** Megabytes of JavaScript's heap and of WebAssembly's memory. */
async function used() {
  await collect();
  await new Promise((resolve) => setTimeout(resolve, 200)); // finalizers run between tasks
  await collect();
  return (performance.memory.usedJSHeapSize + (wasm?.buffer.byteLength ?? 0)) / 2 ** 20;
}

/** Memory after 100,000 and after 200,000 received messages. */
export async function memory(contender) {
  const { hand } = await ready(contender);
  const begin = await used();
  const hundred = async (from) => {
    for (let n = 0; n < 100; n += 1) await hand(frames(from + n * 1000, 1000));
  };
  await hundred(0);
  const first = await used();
  await hundred(100_000);
  const second = await used();
  return { begin, first, second, growth: ((second - first) / first) * 100 };
}

/** Milliseconds of a query with 1,000 results. */
export async function query(contender) {
  const { client } = await ready(contender);
  const day = '2026-01-01T00:00:00.000Z';
  const rows = (round) =>
    Array.from({ length: 1000 }, (_, n) => ({
      objectId: `6b${String(round * 1000 + n).padStart(22, '0')}`,
      name: `Conversation ${n}`,
      m: ['ann', `user-${n}`, 'carol'],
      c: 'ann',
      mu: [],
      attr: { topic: 'bench', n },
      unique: true,
      uniqueId: '6c7b0e5afcae9aa1139a0afa25833dec',
      createdAt: day,
      updatedAt: day,
      lm: { __type: 'Date', iso: day },
      conv_type: 1,
    }));
  const times = [];
  for (let round = 0; round < 6; round += 1) {
    stub.rows = rows(round);
    prepare();
    await collect();
    let found;
    const us = await spent(async () => {
      found = await client.getQuery().limit(1000).skip(round).find();
    });
    times.push(us / 1000);
    if (found.length !== 1000) throw new Error(`found ${found.length}`);
  }
  // The first one warms up.
  return { ms: times.slice(1).sort((a, b) => a - b)[2] };
}
