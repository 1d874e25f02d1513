// The referee is awake: for every method and every event of IMClient there is a
// case that notices when it is broken.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { cleanup } from '../support/cleanup.mjs';
import { ourSDK } from '../support/ours.mjs';
import { startServer } from '../support/server.mjs';
import { features } from './features.mjs';
import { allCases, caseRunner } from './run.mjs';

const METHODS = {
  close: 'client: the events of close',
  createChatRoom: 'create: a chat room',
  createConversation: 'create: a conversation',
  createTemporaryConversation: 'create: a temporary conversation',
  emit: 'emitter: a client emits what it is told to',
  getChatRoomQuery: 'client: getQuery and its like are queries',
  getConversation: 'client: getConversation gives the object that there is',
  getConversations: 'client: getConversations keeps order and repeats',
  getQuery: 'query: finds the object that there is',
  getServiceConversationQuery: 'service: its query',
  off: 'emitter: a client’s listener that is off hears nothing',
  on: 'emitter: a client emits what it is told to',
  once: 'emitter: a client’s once hears once',
  parseConversation: 'json: a conversation that is not known',
  parseMessage: 'json: a text message',
  ping: 'client: ping',
};

const EVENTS = {
  blocked: 'blacklist: the events of blocking',
  close: 'client: the events of being kicked by the app',
  conflict: 'login: the events of a tag conflict',
  conversationinfoupdated: 'attributes: the events of saving',
  disconnect: 'connection: the events of pause',
  invited: 'create: the events of creating',
  kicked: 'members: the events of removing',
  memberinfoupdated: 'roles: the events of updateMemberRole',
  membersblocked: 'blacklist: the others hear of blocking',
  membersjoined: 'members: the events of adding',
  membersleft: 'members: the events of quitting',
  membersmuted: 'silence: the others hear of both',
  membersunblocked: 'blacklist: the others hear of unblocking',
  membersunmuted: 'silence: the others hear of both',
  message: 'receive: the events of a message',
  messagerecall: 'patch: the events of recalling',
  messageupdate: 'patch: the events of updating',
  muted: 'silence: the events of silencing',
  offline: 'connection: the events of pause',
  online: 'connection: the events of resume',
  reconnect: 'connection: the events of resume',
  reconnecterror: 'connection: what comes after a session was refused',
  retry: 'connection: the events of a lost connection',
  schedule: 'connection: the events of a lost connection',
  unblocked: 'blacklist: the events of unblocking',
  unmuted: 'silence: the events of letting speak again',
  unreadmessagescountupdate: 'receive: the events of a message',
};

let broken;

/** A copy of ours in which one method of clients does nothing, or one of their events comes twice. */
async function breakable() {
  const sdk = await ourSDK();
  const { prototype } = sdk.IMClient;
  for (const name of Object.keys(METHODS)) {
    const method = prototype[name];
    prototype[name] = function (...args) {
      return broken === name ? undefined : method.apply(this, args);
    };
  }
  const { emit } = prototype;
  prototype.emit = function (event, ...args) {
    if (broken === `the event ${String(event)}`) emit.call(this, event, ...args);
    return emit.call(this, event, ...args);
  };
  return sdk;
}

describe('a case notices', () => {
  const ending = cleanup();
  let cases;
  let ours;

  before(async () => {
    const apps = Array.from({ length: 100 }, (_, n) => `app${n}`);
    const server = await startServer(ending, ['dev', ...apps].flatMap((id) => ['--app', `${id},${id},${id}-master`]));
    const { warn, error } = console;
    console.warn = console.error = () => {};
    ending.after(() => Object.assign(console, { warn, error }));
    const proto = readFileSync(new URL('../../../core/wire/rtm.proto', import.meta.url), 'utf8');
    const options = { server: server.url, proto };
    cases = new Map((await allCases(features)).map((each) => [each.name, each]));
    ours = await caseRunner({ ...options, load: breakable, prefix: 'b', apps: 0 });
    ending.after(() => ours.realtime.close());
  });

  const notices = (what, name) =>
    it(`that ${what} is broken: ${name}`, async () => {
      const each = cases.get(name);
      assert.ok(each, 'there is the case');
      broken = undefined;
      const right = await ours.run(each);
      assert.equal(right.failed, undefined);
      broken = what;
      const result = await ours.run(each);
      broken = undefined;
      assert.notDeepEqual(result, right);
    });

  for (const [method, name] of Object.entries(METHODS)) notices(method, name);
  for (const [event, name] of Object.entries(EVENTS)) notices(`the event ${event}`, name);
});
