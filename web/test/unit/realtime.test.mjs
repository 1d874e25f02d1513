// What Realtime does without a server: its arguments, and its end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { officialSDK } from '../support/official.mjs';
import { load } from '../support/source.mjs';

const ours = await load(['exports', 'wasm/loader']);
const server = 'http://127.0.0.1:9';

/** What constructing with options throws. */
function refusal({ Realtime }, options) {
  try {
    new Realtime(options);
  } catch (error) {
    return `${error.constructor.name}: ${error.message}`;
  }
  return 'accepted';
}

describe('new Realtime', () => {
  for (const options of [
    { appKey: 'k', server },
    { appId: 1, appKey: 'k', server },
    { appId: null, appKey: 'k', server },
    { appId: 'no-key', server },
    { appId: 'key-number', appKey: 7, server },
    { appId: 'no-server', appKey: 'k' },
    { appId: 'rtm-only', appKey: 'k', RTMServers: 'ws://127.0.0.1:9' },
    { appId: 'international-MdYXbMMI', appKey: 'k' },
    { appId: 'complete', appKey: 'k', server },
    { appId: 'both', appKey: 'k', server: { RTMRouter: server, api: server } },
  ]) {
    it(`takes or refuses ${JSON.stringify(options)} as the official SDK`, () => {
      assert.equal(refusal(ours, options), refusal(officialSDK(), options));
    });
  }

  it('refuses a second one of an app, until the first is closed', async () => {
    const options = { appId: 'twice', appKey: 'k', server };
    const first = new ours.Realtime(options);
    assert.equal(refusal(ours, options), 'Error: App [twice] is already initialized.');
    await first.close();
    assert.equal(refusal(ours, options), 'accepted');
  });

  it('that is refused leaves the app free', () => {
    assert.match(refusal(ours, { appId: 'again', server }), /^TypeError/);
    assert.equal(refusal(ours, { appId: 'again', appKey: 'k', server }), 'accepted');
  });

  for (const [timeouts, wrong] of [
    [{ probe: 0 }, 'timeouts.probe 0 '],
    [{ retry: '1000' }, 'timeouts.retry 1000 '],
    [{ maxRetry: 86_400_001 }, 'timeouts.maxRetry 86400001 '],
    [{ command: 1.5 }, 'timeouts.command 1.5 '],
    [5, 'timeouts 5 '],
  ]) {
    it(`refuses the timeouts ${JSON.stringify(timeouts)}`, () => {
      const said = refusal(ours, { appId: 'hasty', appKey: 'k', server, timeouts });
      assert.ok(said.startsWith(`TypeError: ${wrong}`), said);
    });
  }

  for (const restarts of [{ limit: -1 }, { within: '5' }, { limit: 0.5 }, null]) {
    it(`refuses the restarts ${JSON.stringify(restarts)}`, () => {
      const said = refusal(ours, { appId: 'mortal', appKey: 'k', server, restarts });
      assert.match(said, /^TypeError: restarts/);
    });
  }

  for (const catchUp of [{ messages: 0 }, { conversations: 2.5 }, null]) {
    it(`refuses to catch up with ${JSON.stringify(catchUp)}`, () => {
      assert.match(refusal(ours, { appId: 'late', appKey: 'k', server, catchUp }), /^TypeError: catchUp/);
    });
  }

  it('without options is a TypeError', () => {
    assert.match(refusal(ours, undefined), /^TypeError: appId \[undefined\]/);
  });
});

describe('Realtime without a connection', () => {
  const make = (appId, more) => new ours.Realtime({ appId, appKey: 'k', server, ...more });

  it('refuses identities that are none', async () => {
    const realtime = make('identities');
    for (const wrong of [42, {}, { id: 'x' }, true, []]) {
      await assert.rejects(realtime.createIMClient(wrong), {
        name: 'TypeError',
        message: 'Identity must be a String or an AV.User',
      });
    }
    await assert.rejects(realtime.createIMClient('half \ud800'), { name: 'TypeError', message: /well-formed/ });
    const guest = { id: 'x', getSessionToken: () => null };
    await assert.rejects(realtime.createIMClient(guest), { message: 'User must be authenticated' });
  });

  it('has nothing to retry, and may be paused and resumed', () => {
    const realtime = make('loose');
    assert.throws(() => realtime.retry(), { message: 'no connection established' });
    assert.equal(realtime.pause(), undefined);
    assert.equal(realtime.resume(), undefined);
  });

  it('logs nobody in when it is closed', async () => {
    const realtime = make('closed');
    await realtime.close();
    await realtime.close();
    await assert.rejects(realtime.createIMClient('x'), { message: 'Realtime is closed' });
  });

  it('says why the core cannot be loaded, and may be asked again', async () => {
    const realtime = make('no-core', { wasmURL: 'file:///nowhere/imclient.wasm' });
    for (let i = 0; i < 2; i += 1) await assert.rejects(realtime.createIMClient('x'), /fetch failed|not implemented/);
  });

  it('registers message classes', () => {
    const realtime = make('classes');
    realtime.register([ours.TextMessage]);
    assert.throws(() => realtime.register({}), { name: 'TypeError', message: 'Invalid messageClass' });
  });

  it('shows itself to plugins, and names the plugin that throws', () => {
    const seen = [];
    const realtime = make('plugins', { plugins: [{ name: 'p', onRealtimeCreate: (r) => seen.push(r) }] });
    assert.deepEqual(seen, [realtime]);
    const faulty = {
      name: 'faulty',
      onRealtimeCreate: () => {
        throw new Error('boom');
      },
    };
    assert.throws(() => make('faulty', { plugins: faulty }), { message: 'boom[faulty]' });
  });
});

describe('defineConversationProperty', () => {
  it('makes an attribute a property', () => {
    assert.equal(ours.Realtime.defineConversationProperty('topic'), ours.Conversation);
    const descriptor = Object.getOwnPropertyDescriptor(ours.Conversation.prototype, 'topic');
    const conversation = { get: (key) => `value of ${key}`, set: (key, value) => [key, value] };
    assert.equal(descriptor.get.call(conversation), 'value of topic');
    ours.defineConversationProperty('fixed', { value: 1 });
    assert.equal(ours.Conversation.prototype.fixed, 1);
  });
});
