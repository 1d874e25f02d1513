// What Realtime finds around itself: servers, the device's id, the network.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { load } from '../support/source.mjs';

const { findServers, signUser, getAdapter, setAdapters, deviceId, watchNetwork, debug, log } = await load([
  'realtime/servers',
  'realtime/user',
  'realtime/device',
  'realtime/network',
  'adapters',
  'debug',
]);
const request = getAdapter('request');

describe('findServers', () => {
  afterEach(() => setAdapters({ request }));
  const international = { appId: 'AbCdEfGhIj-MdYXbMMI', appKey: 'k' };

  it('takes what the options say', async () => {
    const both = (server) => findServers({ appId: 'dev', appKey: 'dev', server });
    assert.deepEqual(await both('http://host:1/'), { router: 'http://host:1', api: 'http://host:1' });
    assert.deepEqual(await both({ RTMRouter: 'http://r', api: 'http://a//' }), { router: 'http://r', api: 'http://a' });
  });

  it('asks the app router for international apps', async () => {
    let asked;
    setAdapters({
      request: async (url) => {
        asked = url;
        return { data: { rtm_router_server: 'r.host', api_server: 'a.host', ttl: 1 } };
      },
    });
    assert.deepEqual(await findServers(international), { router: 'https://r.host', api: 'https://a.host' });
    assert.equal(asked, 'https://app-router.com/2/route?appId=AbCdEfGhIj-MdYXbMMI');
  });

  it('falls back on their usual names', async () => {
    const usual = { router: 'https://abcdefgh.rtm.lncldglobal.com', api: 'https://abcdefgh.api.lncldglobal.com' };
    for (const answer of [() => Promise.reject(new Error('no network')), async () => ({ data: {} })]) {
      setAdapters({ request: answer });
      assert.deepEqual(await findServers(international), usual);
    }
  });
});

describe('signUser', () => {
  afterEach(() => setAdapters({ request }));
  const sign = () =>
    signUser({ router: '', api: 'http://a' }, 'app', 'key', { getSessionToken: () => 'token' });

  it('asks the server with the session token', async () => {
    let asked;
    const signature = { signature: 's', timestamp: 1, nonce: 'n' };
    setAdapters({
      request: async (...args) => {
        asked = args;
        return { ok: true, status: 200, data: signature };
      },
    });
    assert.deepEqual(await sign(), signature);
    assert.deepEqual(asked, [
      'http://a/1.1/rtm/sign',
      { method: 'POST', headers: { 'X-LC-Id': 'app', 'X-LC-Key': 'key' }, data: { session_token: 'token' } },
    ]);
  });

  it('rejects with what the server says', async () => {
    setAdapters({ request: async () => ({ ok: false, status: 400, data: { code: 211, error: 'no such user' } }) });
    await assert.rejects(sign(), { message: 'no such user', code: 211 });
    setAdapters({ request: async () => ({ ok: false, status: 502 }) });
    await assert.rejects(sign(), { message: 'status 502' });
  });
});

describe('deviceId', () => {
  afterEach(() => {
    delete globalThis.localStorage;
  });

  it('stays the same without local storage, and with one that may not be used', () => {
    const id = deviceId();
    assert.equal(deviceId(), id);
    globalThis.localStorage = {
      getItem() {
        throw new Error('denied');
      },
    };
    assert.equal(deviceId(), id);
  });

  it('is kept in local storage', () => {
    const kept = new Map();
    globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
    const id = deviceId();
    assert.deepEqual([...kept.values()], [id]);
    kept.set([...kept.keys()][0], 'from the load before');
    assert.equal(deviceId(), 'from the load before');
  });
});

describe('watchNetwork', () => {
  const listener = (heard) =>
    Object.fromEntries(['offline', 'online', 'perhaps'].map((name) => [name, () => heard.push(name)]));

  it('hears the page go offline and online, and be shown again, until it is told to stop', (t) => {
    const target = new EventTarget();
    const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    t.after(() => ['addEventListener', 'removeEventListener', 'document'].forEach((name) => delete globalThis[name]));
    globalThis.addEventListener = target.addEventListener.bind(target);
    globalThis.removeEventListener = target.removeEventListener.bind(target);
    globalThis.document = document;
    const heard = [];
    const stop = watchNetwork(listener(heard));
    const tell = () => {
      for (const name of ['offline', 'online']) target.dispatchEvent(new Event(name));
      for (const persisted of [false, true]) {
        target.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
      }
      for (const state of ['hidden', 'visible']) {
        document.visibilityState = state;
        document.dispatchEvent(new Event('visibilitychange'));
      }
    };
    tell();
    const all = ['offline', 'online', 'perhaps', 'perhaps', 'perhaps'];
    assert.deepEqual(heard, all);
    stop();
    tell();
    assert.deepEqual(heard, all);
  });

  it('finds the network again that came back while the page was frozen', (t) => {
    const target = new EventTarget();
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    const known = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    t.after(() => {
      ['addEventListener', 'removeEventListener', 'document'].forEach((name) => delete globalThis[name]);
      if (known) Object.defineProperty(globalThis, 'navigator', known);
      else delete globalThis.navigator;
    });
    const navigator = { onLine: false };
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
    globalThis.addEventListener = target.addEventListener.bind(target);
    globalThis.removeEventListener = target.removeEventListener.bind(target);
    globalThis.document = document;
    const heard = [];
    const stop = watchNetwork(listener(heard));
    const hears = (event, to, ...all) => {
      heard.length = 0;
      to.dispatchEvent(event);
      assert.deepEqual(heard, all);
    };
    const restored = () => Object.assign(new Event('pageshow'), { persisted: true });
    hears(new Event('offline'), target, 'offline');
    hears(new Event('visibilitychange'), document, 'perhaps');
    navigator.onLine = true;
    hears(restored(), target, 'online', 'perhaps');
    hears(restored(), target, 'perhaps');
    hears(new Event('offline'), target, 'offline');
    hears(new Event('visibilitychange'), document, 'online', 'perhaps');
    stop();
  });

  it('does nothing where there is no page', () => watchNetwork(listener([]))());
});

describe('debug', () => {
  it('shows what is below a warning only when it is enabled', (t) => {
    const shown = [];
    for (const level of ['debug', 'info', 'warn']) t.mock.method(console, level, (text) => shown.push(`${level} ${text}`));
    log(1, 'hidden');
    log(2, 'warning');
    debug.enable();
    log(0, 'a');
    log(1, 'b');
    assert.equal(debug.disable(), 'LC*');
    log(1, 'hidden');
    assert.equal(debug.disable(), '');
    assert.deepEqual(shown, ['warn imclient: warning', 'debug imclient: a', 'info imclient: b']);
  });
});
