// Figures over a real socket to a real server, beside a bare WebSocket that
// does the same.
import { bareSender, openBare } from './bare.mjs';
import { deferred, percentile } from './clock.mjs';
import { customClass, load, login } from './sdk.mjs';

const PEER = 'bench-page';

/** Asks the runner to have somebody send `count` messages to the conversation. */
async function ask(what, parameters) {
  const response = await fetch(`/${what}?${new URLSearchParams(parameters)}`, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}

async function client(contender, { server }, cid) {
  const sdk = await load(contender);
  const { realtime, client } = await login(sdk, { id: PEER, server });
  realtime.register(customClass(sdk));
  const conversation = await client.getConversation(cid);
  return { sdk, client, conversation };
}

/** Receives the flood; gives the milliseconds from its first to its last message. */
async function receiveAll(contender, parameters, count, during) {
  const cid = await ask('conversation', { peer: PEER });
  const { promise, resolve } = deferred();
  let received = 0;
  let first;
  const one = () => {
    received += 1;
    if (received === 1) first = performance.now();
    if (received === count) resolve(performance.now() - first);
  };
  if (contender === 'bare') {
    const socket = await openBare(parameters.server, PEER);
    socket.onmessage = one;
  } else {
    const { sdk, client: c, conversation } = await client(contender, parameters, cid);
    c.on(sdk.Event.UNREAD_MESSAGES_COUNT_UPDATE, () => {});
    c.on(sdk.Event.MESSAGE, () => {});
    conversation.on(sdk.Event.MESSAGE, one);
  }
  const stop = during?.();
  const flooded = ask('flood', { cid, count });
  const took = await promise;
  const more = stop?.();
  await flooded;
  return { took, ...more };
}

/** Messages a second. */
export async function flood(contender, parameters) {
  const count = 20_000;
  const { took } = await receiveAll(contender, parameters, count);
  return { perSecond: ((count - 1) * 1000) / took };
}

/** How late the event loop is while 10,000 messages arrive, in milliseconds. */
export async function responsiveness(contender, parameters) {
  const { p99, max } = await receiveAll(contender, parameters, 10_000, () => {
    const delays = [];
    let running = true;
    const { port1, port2 } = new MessageChannel();
    let asked = performance.now();
    port1.onmessage = () => {
      const now = performance.now();
      delays.push(now - asked);
      asked = now;
      if (running) port2.postMessage(0);
      else port1.close();
    };
    port2.postMessage(0);
    return () => {
      running = false;
      return { p99: percentile(delays, 0.99), max: Math.max(...delays) };
    };
  });
  return { p99, max };
}

const TEXT = 'The quick brown fox jumps over the lazy dog.';

/** Resolves when sending is ready: a function that sends one and resolves with its ack. */
async function sender(contender, parameters) {
  const cid = await ask('conversation', { peer: PEER });
  if (contender !== 'bare') {
    const { sdk, conversation } = await client(contender, parameters, cid);
    return () => conversation.send(new sdk.TextMessage(TEXT));
  }
  const socket = await openBare(parameters.server, PEER);
  return bareSender(socket, PEER, cid, TEXT);
}

/** Messages a second, 5,000 in flight, to the last ack. */
export async function inflight(contender, parameters) {
  const one = await sender(contender, parameters);
  for (let n = 0; n < 200; n += 1) await one();
  const N = 5000;
  const begun = performance.now();
  await Promise.all(Array.from({ length: N }, one));
  return { perSecond: (N * 1000) / (performance.now() - begun) };
}

/** Round trips one at a time, in milliseconds. */
export async function rtt(contender, parameters) {
  const one = await sender(contender, parameters);
  for (let n = 0; n < 100; n += 1) await one();
  const times = [];
  for (let n = 0; n < 1000; n += 1) {
    const begun = performance.now();
    await one();
    times.push(performance.now() - begun);
  }
  return { median: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
