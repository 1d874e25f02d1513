// What 10,000 conversations leave behind once the application has dropped them.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cleanup } from './support/cleanup.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const CONVERSATIONS = 10_000;
const PAGE = 1000;

const ending = cleanup();
let server;
let sdk;

before(async () => {
  setFlagsFromString('--expose-gc');
  server = await startServer(ending);
  sdk = await ourSDK();
});

/** The bytes in use once collection has settled, finalizers included. */
async function heap() {
  const collect = runInNewContext('gc');
  let least = Infinity;
  for (let calm = 0; calm < 3; calm += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
    const used = process.memoryUsage().heapUsed;
    if (used < least * 0.999) calm = 0;
    least = Math.min(least, used);
  }
  return least;
}

describe('memory', () => {
  it(`does not grow with ${CONVERSATIONS} conversations that were queried and dropped, twice`, async (t) => {
    const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
    t.after(() => realtime.close());
    const writer = await realtime.createIMClient('writer');
    for (let made = 0; made < CONVERSATIONS; made += PAGE) {
      await Promise.all(
        Array.from({ length: PAGE }, (_, i) =>
          writer.createConversation({ members: ['reader'], name: `room ${made + i}`, unique: false, topic: 'x'.repeat(100) }),
        ),
      );
    }
    await writer.close();

    const reader = await realtime.createIMClient('reader');
    const queryAll = async () => {
      let found = 0;
      for (let skip = 0; skip < CONVERSATIONS; skip += PAGE) {
        const page = await reader.getQuery().containsMembers(['reader']).ascending('createdAt').skip(skip).limit(PAGE).find();
        found += page.length;
        assert.equal(page[0].get('topic').length, 100);
      }
      assert.equal(found, CONVERSATIONS);
    };
    const empty = await heap();
    await queryAll();
    const first = await heap();
    await queryAll();
    const second = await heap();
    await reader.close();
    const closed = await heap();
    t.diagnostic(`heap: ${empty} before, ${first} after the first, ${second} after the second, ${closed} closed`);
    assert.ok(second < first * 1.02, `the second time added ${second - first} bytes to ${first}`);
    assert.ok(closed < empty * 1.05, `${closed - empty} bytes are left after close, of ${empty} before`);
  });
});
