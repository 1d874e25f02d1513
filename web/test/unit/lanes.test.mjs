// The pipeline of received messages: order, verdicts, failures.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from '../support/source.mjs';

const { IMClient, MessageParser, TextMessage, Message, mergePlugins } = await load(['exports', 'plugins/plugin']);

const STATE = { client: 1, kind: 'conversation', refresh: false, unread: 0, mentioned: false };

/** A client with conversations 9 and 10, on a port that notes what it is told. */
function setUp(...plugins) {
  const told = [];
  const port = {
    commit(conversation, seq, dispatch) {
      told.push(`commit ${conversation}/${seq}`);
      dispatch();
    },
    drop: (conversation, seq) => told.push(`drop ${conversation}/${seq}`),
    release() {},
  };
  const hooks = mergePlugins([{ messageClasses: [Message, TextMessage] }, ...plugins]);
  const client = new IMClient('me', {
    port,
    handle: 1,
    plugins: hooks,
    messageParser: new MessageParser(hooks),
    options: {},
    onReleased() {},
    onClosing() {},
    onClosed() {},
  });
  for (const handle of [9, 10]) client._describe(handle, { ...STATE, row: { objectId: `c${handle}`, m: ['me', 'you'] } });
  client.on('message', (message, conversation) => told.push(`client ${conversation.id} ${message.text}`));
  for (const handle of [9, 10]) {
    const conversation = client._conversations.get(handle);
    conversation.on('message', (message) => told.push(`conversation ${conversation.id} ${message.text}`));
  }
  let seq = 0;
  const receive = (handle, text, more) =>
    client._receive(handle, {
      seq: (seq += 1),
      id: `id-${text}`,
      from: 'you',
      timestamp: 1.6e12 + seq,
      patchTimestamp: 0,
      content: JSON.stringify({ _lctype: -1, _lctext: text }),
      transient: false,
      mentionAll: false,
      mentionList: [],
      ...more,
    });
  return { client, told, receive };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('received messages', () => {
  it('go through at once when nothing is asynchronous', () => {
    const { client, told, receive } = setUp();
    receive(9, 'a', { mentionList: ['me'], patchTimestamp: 1.6e12 });
    assert.deepEqual(told, ['commit 9/1', 'client c9 a', 'conversation c9 a']);
    const conversation = client._conversations.get(9);
    const { lastMessage } = conversation;
    assert.deepEqual(
      [lastMessage.text, lastMessage.mentioned, lastMessage.cid, String(lastMessage.status)],
      ['a', true, 'c9', 'Symbol(sent)'],
    );
    assert.equal(lastMessage.updatedAt.getTime(), 1.6e12);
    assert.equal(conversation.lastMessageAt.getTime(), lastMessage.timestamp.getTime());
  });

  it('that are slow do not take the place of a newer last message', async () => {
    let go;
    const gate = new Promise((resolve) => (go = resolve));
    const { client, told, receive } = setUp({ name: 'slow', beforeMessageDispatch: () => gate.then(() => true) });
    const conversation = client._conversations.get(9);
    client._port.send = async (_handle, _message, settle) => settle({ id: 'own', timestamp: 1.7e12 });
    receive(9, 'slow');
    const own = await conversation.send(new TextMessage('own'));
    go();
    await turn();
    assert.deepEqual(told, ['commit 9/1', 'client c9 slow', 'conversation c9 slow']);
    assert.equal(conversation.lastMessage, own);
    assert.equal(conversation.lastMessageAt.getTime(), 1.7e12);
  });

  it('that are newer are not replaced by an older one whose ack was slow', async () => {
    const { client, receive } = setUp();
    const conversation = client._conversations.get(9);
    let acked;
    client._port.send = async (_handle, _message, settle) => {
      await new Promise((resolve) => (acked = resolve));
      return settle({ id: 'own', timestamp: 1.5e12 });
    };
    const sending = conversation.send(new TextMessage('own'));
    receive(9, 'newer');
    acked();
    await sending;
    assert.equal(conversation.lastMessage.text, 'newer');
  });

  it('keep their order in a conversation, however long the first takes; others do not wait', async () => {
    const gates = {};
    const slow = {
      afterMessageParse: (message) =>
        message.text.startsWith('slow') ? new Promise((open) => (gates[message.text] = () => open(message))) : message,
    };
    const { told, receive } = setUp(slow);
    receive(9, 'slow');
    receive(9, 'b');
    receive(10, 'other');
    receive(9, 'slow2');
    receive(9, 'd');
    assert.deepEqual(told, ['commit 10/3', 'client c10 other', 'conversation c10 other']);
    gates.slow();
    await turn();
    assert.deepEqual(told.slice(3), [
      'commit 9/1',
      'client c9 slow',
      'conversation c9 slow',
      'commit 9/2',
      'client c9 b',
      'conversation c9 b',
    ]);
    gates.slow2();
    await turn();
    assert.deepEqual(
      told.slice(9).filter((line) => line.startsWith('commit')),
      ['commit 9/4', 'commit 9/5'],
    );
    receive(9, 'e');
    assert.equal(told.at(-1), 'conversation c9 e');
  });

  it('are kept from the application by a plugin that says false', async () => {
    const asked = [];
    const { client, told, receive } = setUp(
      { beforeMessageDispatch: (message) => (asked.push(message.text), message.text === 'late' ? Promise.resolve(false) : undefined) },
      { beforeMessageDispatch: (message) => message.text !== 'no' },
    );
    receive(9, 'yes');
    receive(9, 'no');
    receive(9, 'late');
    await turn();
    assert.deepEqual(asked, ['yes', 'no', 'late']);
    assert.deepEqual(
      told.filter((line) => !/client|conversation/.test(line)),
      ['commit 9/1', 'drop 9/2', 'drop 9/3'],
    );
    assert.equal(client._conversations.get(9).lastMessage.text, 'yes');
  });

  it('that a plugin fails on are dropped, and the next ones come', async () => {
    const kept = console.warn;
    const warnings = [];
    console.warn = (text, error) => warnings.push(`${text} ${error.message}`);
    try {
      const { told, receive } = setUp({
        name: 'p',
        afterMessageParse: (message) => {
          if (message.text === 'now') throw new Error('boom');
          return message.text === 'later' ? Promise.reject(new Error('bang')) : message;
        },
      });
      receive(9, 'now');
      receive(9, 'later');
      receive(9, 'ok');
      await turn();
      assert.deepEqual(told, ['drop 9/1', 'drop 9/2', 'commit 9/3', 'client c9 ok', 'conversation c9 ok']);
    } finally {
      console.warn = kept;
    }
    assert.deepEqual(warnings, [
      'imclient: message id-now was dropped: boom[p]',
      'imclient: message id-later was dropped: bang[p]',
    ]);
  });

  /** A client whose plugin holds messages that begin with "slow"; gates[text]() lets them go. */
  function slowly() {
    const gates = {};
    const made = setUp({
      afterMessageParse: (message) =>
        message.text?.startsWith('slow') ? new Promise((open) => (gates[message.text] = () => open(message))) : message,
    });
    const json = (id, text, more) => ({ id, from: 'you', timestamp: 1.7e12, text: JSON.stringify({ _lctype: -1, _lctext: text }), ...more });
    const patch = (id, text, recall = false) =>
      made.client._deliver('messagepatch', { conversation: 9, recall, message: json(id, text, { patchTimestamp: 1.7e12 + 1 }) });
    for (const event of ['messageupdate', 'messagerecall']) {
      made.client.on(event, (message) => made.told.push(`${event} ${message.text}`));
    }
    return { ...made, gates, patch, json };
  }

  it('are told of before their changes, and the changes in order', async () => {
    const { client, told, receive, gates, patch } = slowly();
    receive(9, 'slow');
    patch('id-slow', 'slow2');
    patch('id-slow', 'gone', true);
    gates.slow();
    await turn();
    assert.deepEqual(told, ['commit 9/1', 'client c9 slow', 'conversation c9 slow']);
    gates.slow2();
    await turn();
    assert.deepEqual(told.slice(3), ['messageupdate slow2', 'messagerecall gone']);
    assert.equal(client._conversations.get(9).lastMessage.text, 'gone');
    patch('id-slow', 'at once');
    assert.equal(told.at(-1), 'messageupdate at once');
  });

  it('are not told of once the client is closed', async () => {
    const { client, told, receive, gates, patch } = slowly();
    receive(9, 'slow');
    receive(9, 'b');
    patch('id-b', 'c');
    client._closed();
    gates.slow();
    await turn();
    assert.deepEqual(told, []);
  });

  it('stay the last ones when an older one was parsed slowly', async () => {
    const { client, receive, gates, json } = slowly();
    const conversation = client._conversations.get(9);
    client._readLastMessage(conversation, json('old', 'slow', { timestamp: 1 }));
    receive(9, 'new');
    gates.slow();
    await turn();
    assert.equal(conversation.lastMessage.text, 'new');
  });

  it('of a conversation that is not there are dropped', () => {
    const { told, receive } = setUp();
    receive(11, 'a');
    assert.deepEqual(told, ['drop 11/1']);
  });

  it('a listener that throws keeps nobody from hearing', () => {
    const { client, told, receive } = setUp();
    const kept = console.error;
    const errors = [];
    console.error = (error) => errors.push(error.message);
    client.on('message', () => {
      throw new Error('boom');
    });
    try {
      receive(9, 'a');
    } finally {
      console.error = kept;
    }
    assert.deepEqual(told, ['commit 9/1', 'client c9 a', 'conversation c9 a']);
    assert.deepEqual(errors, ['boom']);
  });
});
