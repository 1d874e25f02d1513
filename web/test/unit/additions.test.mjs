// What ours has and the official SDK does not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from '../support/source.mjs';

const { abortable, ConversationBase, IMClient, Realtime } = await load(['exports', 'data/abort']);

/** A promise and what settles it. */
function deferred() {
  const settle = {};
  settle.promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return settle;
}

describe('a signal', () => {
  it('keeps a call from being made', async () => {
    let called = false;
    const reason = new Error('enough');
    await assert.rejects(
      abortable({ signal: AbortSignal.abort(reason) }, async () => (called = true)),
      reason,
    );
    assert.equal(called, false);
  });

  it('ends the waiting for a call', async () => {
    const { promise, resolve } = deferred();
    const controller = new AbortController();
    const waiting = abortable(controller, () => promise);
    controller.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    resolve();
  });

  it('does nothing to a call that is over', async () => {
    const controller = new AbortController();
    assert.equal(await abortable(controller, async () => 1), 1);
    await assert.rejects(
      abortable(controller, async () => {
        throw new TypeError('no');
      }),
      TypeError,
    );
    controller.abort();
  });
});

describe('messages()', () => {
  /** A history of pages, as the iterator gives them. */
  function history(pages) {
    const asked = [];
    const conversation = Object.create(ConversationBase.prototype);
    conversation.createMessagesIterator = (options) => {
      asked.push(options);
      let n = 0;
      const next = async (given) => {
        given?.signal?.throwIfAborted();
        return { value: pages[n] ?? [], done: (n += 1) >= pages.length };
      };
      return { next };
    };
    return { conversation, asked };
  }

  async function read(pages, options) {
    const { conversation, asked } = history(pages);
    const seen = [];
    for await (const page of conversation.messages(options)) seen.push(page);
    return [seen, asked];
  }

  it('gives all pages', async () => {
    const [seen, asked] = await read([[3, 4], [1, 2], [0]], { limit: 2 });
    assert.deepEqual(seen, [[3, 4], [1, 2], [0]]);
    assert.equal(asked[0].limit, 2);
  });

  it('gives no empty page', async () => {
    assert.deepEqual((await read([[1], []]))[0], [[1]]);
    assert.deepEqual((await read([[]]))[0], []);
  });

  it('ends with a signal', async () => {
    await assert.rejects(read([[1]], { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});

describe('await using', () => {
  for (const [name, target] of Object.entries({ IMClient, Realtime })) {
    it(`closes the ${name}`, async () => {
      let closed = 0;
      const object = Object.create(target.prototype, { close: { value: async () => (closed += 1) } });
      await object[Symbol.asyncDispose]();
      assert.equal(closed, 1);
    });
  }
});
