// Pages of a history, what is refused before it is asked, and receipts that do
// not come.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from '../support/source.mjs';

const { Conversation, MessageParser, TextMessage, Message, mergePlugins, readRow } = await load([
  'exports',
  'plugins/plugin',
  'conversations/row',
]);

const down = () => Promise.reject(new Error('Connection unavailable'));

/** A conversation of two whose history is the pages, given one by one; a page may be a function. */
function conversationOf(pages = []) {
  const asked = [];
  const hooks = mergePlugins([{ messageClasses: [Message, TextMessage] }]);
  const parser = new MessageParser(hooks);
  const client = {
    id: 'me',
    _plugins: hooks,
    _conversations: { review() {} },
    _readMessage: (cid, { id, timestamp }) => Object.assign(parser._read('x'), { id, cid, timestamp }),
    _port: {
      call: async (operation, params, settle) => {
        asked.push(params.startMessageId);
        const page = pages.shift() ?? [];
        return settle({ messages: typeof page === 'function' ? await page() : page });
      },
      send: async (handle, { dt }, settle) => settle({ id: `sent ${dt}`, timestamp: 1 }),
    },
  };
  const conversation = new Conversation(client, 1, readRow({ objectId: 'c', m: ['me', 'you'] }));
  return { conversation, asked };
}

const page = (...ids) => ids.map((id) => ({ id, from: 'you', timestamp: 1.6e12, text: 'x' }));
const ids = ({ value }) => value.map(({ id }) => id);

describe('an iterator of messages', () => {
  it('asks again for a page that could not be had', async () => {
    const { conversation, asked } = conversationOf([down, page('c', 'd'), down, page('a', 'b')]);
    const pages = conversation.createMessagesIterator({ limit: 2 });
    await assert.rejects(pages.next(), /Connection unavailable/);
    assert.deepEqual(ids(await pages.next()), ['c', 'd']);
    await assert.rejects(pages.next(), /Connection unavailable/);
    assert.deepEqual(ids(await pages.next()), ['a', 'b']);
    assert.deepEqual(asked, [undefined, undefined, 'c', 'c']);
  });

  it('that was asked for two pages at once recovers as well', async () => {
    const { conversation } = conversationOf([down, page('c', 'd')]);
    const pages = conversation.createMessagesIterator({ limit: 2 });
    const outcomes = await Promise.allSettled([pages.next(), pages.next()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(ids(await pages.next()), ['c', 'd']);
  });
});

describe('queryMessages', () => {
  it('refuses what is no time and no number before asking', async () => {
    const { conversation, asked } = conversationOf();
    for (const wrong of [
      { startTime: new Date(NaN) },
      { startTime: NaN },
      { endTime: 1e300 },
      { limit: 2 ** 32 + 2 },
      { limit: NaN },
      { limit: 1.9 },
      { limit: 1n },
      { startTime: 1, startMessageId: 5 },
    ]) {
      await assert.rejects(conversation.queryMessages(wrong), TypeError);
    }
    assert.deepEqual(asked, []);
  });
});

describe('messages that wait for a receipt', () => {
  it('are the latest ones', async () => {
    const { conversation } = conversationOf();
    let message;
    for (let i = 0; i < 300; i += 1) message = await conversation.send(new TextMessage('x'), { receipt: true });
    assert.ok(conversation._waitingForReceipt.size < 300);
    assert.equal([...conversation._waitingForReceipt.values()].at(-1), message);
  });
});
