// The published leancloud-storage, unchanged, against the real server: users, files,
// and both IM SDKs that log in with those users and send those files.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { officialSDK } from './support/official.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const require = createRequire(import.meta.url);
const AV = require('leancloud-storage');
const typedMessages = require('leancloud-realtime-plugin-typed-messages');

const ending = cleanup();
let server;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

before(async () => {
  server = await startServer(ending);
  AV.init({ appId: 'dev', appKey: 'dev', masterKey: 'dev-master', serverURL: server.url });
});

const failsWith = (code) => (error) => {
  assert.equal(error.code, code, error.message);
  return true;
};

describe('users of leancloud-storage', () => {
  it('sign up, log in in each way, become, change and refresh', async () => {
    const name = unused('tom');
    const user = new AV.User();
    user.setUsername(name).setPassword('secret').setEmail(`${name}@example.org`);
    user.set('nick', 'T');
    await user.signUp();
    assert.ok(AV.User.current().getSessionToken());
    await AV.User.logOut();
    assert.equal(AV.User.current(), null);

    const byName = await AV.User.logIn(name, 'secret');
    assert.equal(byName.id, user.id);
    assert.equal(byName.get('nick'), 'T');
    assert.equal((await AV.User.loginWithEmail(`${name}@example.org`, 'secret')).id, user.id);
    assert.equal(await byName.isAuthenticated(), true);
    await assert.rejects(AV.User.logIn(name, 'wrong'), failsWith(210));
    await assert.rejects(AV.User.logIn('nobody', 'x'), failsWith(211));

    const me = await AV.User.become(byName.getSessionToken());
    me.set('nick', 'Tommy');
    me.increment('visits', 2);
    await me.save();
    await me.fetch();
    assert.deepEqual([me.get('nick'), me.get('visits')], ['Tommy', 2]);

    const old = me.getSessionToken();
    await me.refreshSessionToken();
    assert.notEqual(me.getSessionToken(), old);
    await assert.rejects(AV.User.become(old), failsWith(211));
    await me.updatePassword('secret', 'another');
    assert.equal(await AV.User.current().isAuthenticated(), true);
    assert.equal((await AV.User.logIn(name, 'another')).id, user.id);
  });
});

/** What the two packages of the IM client give, by name. */
const packages = {
  'leancloud-realtime': async () => officialSDK(),
  imclient: ourSDK,
};

for (const [name, load] of Object.entries(packages)) {
  describe(`files and users with ${name}`, () => {
    it('logs a user in, sends an uploaded file, and receives it', async (t) => {
      const sdk = await load();
      // Typed messages of the official package come as a plugin.
      const plugin = name === 'imclient' ? sdk : typedMessages(AV, sdk);
      const { ImageMessage, FileMessage } = plugin;
      const user = await new AV.User().setUsername(unused('ann')).setPassword('secret').signUp();
      const options = { appId: 'dev', appKey: 'dev', server: server.url };
      const realtime = new sdk.Realtime(name === 'imclient' ? options : { ...options, plugins: [plugin.TypedMessagesPlugin] });
      const ann = await realtime.createIMClient(user);
      const bob = await realtime.createIMClient(unused('bob'));
      t.after(() => Promise.all([ann.close(), bob.close()]));
      assert.equal(ann.id, user.id);

      const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
      const image = await new AV.File('a photo.png', bytes).save();
      const text = await new AV.File('notes.html', Buffer.from('<script>'), 'text/html').save({ keepFileName: true });
      const external = await AV.File.withURL('logo', 'https://example.org/logo.png').save();
      assert.equal(image.get('mime_type'), 'image/png');
      assert.equal(image.size(), 8);
      assert.match(text.url(), /\/notes\.html$/);

      const conversation = await ann.createConversation({ members: [bob.id] });
      const received = [];
      const three = new Promise((resolve) => {
        bob.on('message', (message) => received.push(message) === 3 && resolve());
      });
      await conversation.send(new ImageMessage(image).setText('look'));
      await conversation.send(new FileMessage(text));
      await conversation.send(new ImageMessage(external));
      await three;
      assert.deepEqual(
        received.map((m) => [m.type, m.text, m.getFile().url(), m.getFile().id]),
        [
          [-2, 'look', image.url(), image.id],
          [-6, undefined, text.url(), text.id],
          [-2, undefined, 'https://example.org/logo.png', external.id],
        ],
      );
      const answer = await fetch(received[0].getFile().url());
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
      const html = await fetch(received[1].getFile().url());
      assert.match(html.headers.get('content-disposition'), /^attachment/);

      const known = await AV.File.createWithoutData(image.id).fetch();
      assert.equal(known.get('name'), 'a photo.png');
      assert.equal(known.size(), 8);
      await assert.rejects(image.destroy(), failsWith(403));
      await image.destroy({ useMasterKey: true });
      assert.equal((await fetch(image.url())).status, 404);
    });
  });
}
