// createIMClient: its forms, its errors, tags.
const SIGNATURE = () => ({ signature: 'x', timestamp: Date.now(), nonce: 'n' });
const opens = ({ cmd, op }) => cmd === 'session' && op === 'open';

/** What `session/open` says, without what differs from run to run. */
const opening = (command) => {
  const { sessionMessage = {}, peerId, appId } = command;
  const { ua: _ua, deviceId, configBitmap, lastUnreadNotifTime: _l, lastPatchTime: _p, ...rest } = sessionMessage;
  return { peerId, appId, ...rest, deviceId: typeof deviceId, configBitmap };
};

export const cases = {
  'with a string': async (c) => {
    const me = await c.login('me');
    return [me, me.id, me instanceof c.sdk.EventEmitter];
  },
  'without an id': async (c) => {
    const me = await c.realtime.createIMClient();
    c.after(() => me.close());
    return [typeof me.id, me.id.length > 0];
  },
  'without an id, twice': async (c) => {
    const [a, b] = [await c.realtime.createIMClient(), await c.realtime.createIMClient()];
    c.after(() => Promise.all([a.close(), b.close()]));
    return [a === b, a.id === b.id];
  },
  'with an empty id': async (c) => {
    const me = await c.realtime.createIMClient('');
    c.after(() => me.close());
    return me.id.length > 0;
  },
  'with null': async (c) => {
    const me = await c.realtime.createIMClient(null);
    c.after(() => me.close());
    return me.id.length > 0;
  },
  'with a number': (c) => c.outcome(() => c.realtime.createIMClient(42)),
  'with true': (c) => c.outcome(() => c.realtime.createIMClient(true)),
  'with an object': (c) => c.outcome(() => c.realtime.createIMClient({})),
  'with an object that has an id': (c) => c.outcome(() => c.realtime.createIMClient({ id: 'x' })),
  'with a list': (c) => c.outcome(() => c.realtime.createIMClient(['x'])),
  'with a function': (c) => c.outcome(() => c.realtime.createIMClient(() => 'x')),
  'wrong identities are rejections': (c) => typeof c.atOnce(() => c.realtime.createIMClient(42).catch(() => {}))?.then,
  'with 64 characters': async (c) => {
    const id = c.unused('me').padEnd(64, 'x');
    const me = await c.realtime.createIMClient(id);
    c.after(() => me.close());
    return me.id.length;
  },
  'with 65 characters': (c) => c.outcome(() => c.realtime.createIMClient('x'.repeat(65))),
  'with characters of all kinds': async (c) => {
    const id = `${c.unused('me')} 你好 👋 <&>"'`;
    const me = await c.realtime.createIMClient(id);
    c.after(() => me.close());
    return me.id === id;
  },
  'the same id twice is the same client': async (c) => {
    const me = await c.login('me');
    return (await c.realtime.createIMClient(me.id)) === me;
  },
  'the same id twice at once is the same client': async (c) => {
    const id = c.unused('me');
    const [a, b] = await Promise.all([c.realtime.createIMClient(id), c.realtime.createIMClient(id)]);
    c.after(() => a.close());
    return a === b;
  },
  'the same id twice at once logs in once': async (c) => {
    const id = c.unused('me');
    const opened = await c.commands(
      (command) => opens(command) && command.peerId === id,
      async () => {
        const [me] = await Promise.all([c.realtime.createIMClient(id), c.realtime.createIMClient(id)]);
        c.after(() => me.close());
      },
    );
    return opened.map(opening);
  },
  'after close, the same id is another client': async (c) => {
    const me = await c.login('me');
    await me.close();
    const again = await c.realtime.createIMClient(me.id);
    c.after(() => again.close());
    return [again === me, again.id === me.id];
  },
  'what is sent': async (c) => {
    const device = await c.otherDevice();
    const opened = await c.commands(opens, () => c.login('me', undefined, device.realtime), device);
    return opened.map(opening);
  },
  'what is sent with a tag': async (c) => {
    const device = await c.otherDevice();
    const opened = await c.commands(opens, () => c.login('me', { tag: 'Mobile' }, device.realtime), device);
    return opened.map(opening);
  },
  'what is sent with a signature': async (c) => {
    const device = await c.otherDevice();
    const signatureFactory = () => ({ signature: 'sig', timestamp: 1500000000000, nonce: 'nonce' });
    const opened = await c.commands(opens, () => c.login('me', { signatureFactory }, device.realtime), device);
    return opened.map(opening);
  },
  'the tag as third argument': async (c) => {
    const device = await c.otherDevice();
    const opened = await c.commands(opens, () => device.realtime.createIMClient(c.unused('me'), {}, 'Legacy'), device);
    return opened.map(opening);
  },
  'options that are null': (c) => c.outcome(async () => c.login('me', null)),
  'the options are kept': async (c) => {
    const signatureFactory = SIGNATURE;
    const me = await c.login('me', { signatureFactory, tag: 'x' });
    return me.options?.signatureFactory === signatureFactory;
  },
  'a tag logs out the other device': async (c) => {
    const me = await c.login('me', { tag: 'Mobile' });
    const other = await c.otherDevice();
    const over = c.next(me, 'conflict');
    const again = await other.realtime.createIMClient(me.id, { tag: 'Mobile' });
    c.after(() => again.close());
    return [await over, again.id === me.id];
  },
  'the events of a tag conflict': async (c) => {
    const me = await c.login('me', { tag: 'Web' });
    const other = await c.otherDevice();
    return c.events({ me }, async () => {
      const over = c.next(me, 'conflict');
      const again = await other.realtime.createIMClient(me.id, { tag: 'Web' });
      c.after(() => again.close());
      return over;
    });
  },
  'other tags leave each other alone': async (c) => {
    const me = await c.login('me', { tag: 'Mobile' });
    const other = await c.otherDevice();
    return c.events({ me }, async () => {
      const again = await other.realtime.createIMClient(me.id, { tag: 'Desktop' });
      c.after(() => again.close());
      await c.ping(again, me.id);
    });
  },
  'no tag, two devices': async (c) => {
    const me = await c.login('me');
    const other = await c.otherDevice();
    const again = await other.realtime.createIMClient(me.id);
    c.after(() => again.close());
    const friend = await c.login('friend');
    const heard = [c.next(me, 'message'), c.next(again, 'message')];
    const conversation = await friend.createConversation({ members: [me.id] });
    await conversation.send(new c.sdk.TextMessage('to both'));
    return (await Promise.all(heard)).map(([message]) => [message.text, message.from]);
  },
  'the default tag is refused': (c) => c.outcome(async () => (await c.login('me', { tag: 'default' })).id),
  'the client has no public fields but its own': async (c) => {
    const me = await c.login('me');
    return ['id', 'options'].filter((key) => key in me);
  },
};
