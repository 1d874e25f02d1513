// Creating conversations of each kind.
const starts = ({ cmd, op }) => cmd === 'conv' && op === 'start';

/** What `conv/start` says when this is created. */
const sent = (options, method = 'createConversation') => async (c) => {
  const me = await c.login('me');
  const commands = await c.commands(
    (command) => starts(command) && (!command.peerId || command.peerId === me.id),
    () => me[method](options(c)),
  );
  return commands.map(({ peerId: _p, ...command }) => command);
};

const refused = (options, method = 'createConversation') => async (c) => {
  const me = await c.login('me');
  return c.outcome(() => me[method](options));
};

export const cases = {
  'a conversation': async (c) => (await c.login()).createConversation({ members: ['x'], unique: false }),
  'a conversation with a name and attributes': async (c) => {
    const me = await c.login();
    const made = await me.createConversation({ members: ['x'], name: 'name', foo: { bar: [1, null] }, n: 0, yes: false, unique: false });
    return [made, made.get('foo'), made.get('n'), made.get('yes'), made.get('foo.bar'), made.toJSON(), made.toFullJSON()];
  },
  'a conversation with a date as attribute': async (c) => {
    const me = await c.login();
    const made = await me.createConversation({ members: ['x'], when: new Date(5e11), unique: false });
    return [made.get('when'), (await me.getConversation(made.id, true)).get('when')];
  },
  'a conversation with oneself': async (c) => (await c.login()).createConversation({ members: [], unique: false }),
  'members are de-duplicated, and sorted': async (c) => {
    const me = await c.login();
    const { members } = await me.createConversation({ members: ['zoe', 'adam', me.id, 'zoe'], unique: false });
    return members;
  },
  'the members that were given are not changed': async (c) => {
    const me = await c.login();
    const members = ['zoe', 'adam', 'zoe'];
    await me.createConversation({ members, unique: false });
    return members;
  },
  'unique by default': async (c) => {
    const { me, you } = await c.scene();
    const a = await me.createConversation({ members: [you.id] });
    const b = await me.createConversation({ members: [you.id] });
    return [a === b, (await you.createConversation({ members: [me.id] })).id === a.id, a.get('unique'), a.toJSON()];
  },
  'unique with other attributes': async (c) => {
    const me = await c.login();
    const friend = c.unused('friend');
    const a = await me.createConversation({ members: [friend], name: 'first' });
    const b = await me.createConversation({ members: [friend], name: 'second' });
    return [a === b, a.name];
  },
  'not unique': async (c) => {
    const { me, you } = await c.scene();
    const a = await me.createConversation({ members: [you.id], unique: false });
    const b = await me.createConversation({ members: [you.id], unique: false });
    return [a === b, a.id === b.id];
  },
  'unique: what it shows': async (c) => {
    const me = await c.login();
    const made = await me.createConversation({ members: [c.unused('friend')] });
    return [made, made.toJSON(), made.toFullJSON()];
  },
  'what is sent': sent(() => ({ members: ['x', 'a'] })),
  'what is sent of a name and attributes': sent(() => ({ members: ['x'], name: 'name', foo: { bar: 1 }, unique: false })),
  'what is sent of attributes with dots': sent(() => ({ members: ['x'], 'foo.bar': 1, unique: false })),
  'what is sent of dates': sent(() => ({ members: ['x'], when: new Date(5e11), list: [new Date(0)], unique: false })),
  'what is sent of a chat room': sent(() => ({ name: 'room', topic: 'x' }), 'createChatRoom'),
  'what is sent of a chat room, otherwise': sent(() => ({ transient: true, name: 'room' })),
  'what is sent of a temporary conversation': sent(() => ({ members: ['x'], ttl: 100 }), 'createTemporaryConversation'),
  'what is sent of a temporary conversation without a ttl': sent(() => ({ members: ['x'] }), 'createTemporaryConversation'),
  'without members': refused({}),
  'with nothing': refused(undefined),
  'with members that are a string': refused({ members: 'x' }),
  'with members that are null': refused({ members: null }),
  'with a name that is a number': refused({ members: ['x'], name: 42 }),
  'with a name that is an object': refused({ members: ['x'], name: {} }),
  'with an empty name': async (c) => {
    const me = await c.login();
    return (await me.createConversation({ members: ['x'], name: '', unique: false })).name;
  },
  'with a member that is a number': async (c) => {
    const me = await c.login();
    return (await c.outcome(() => me.createConversation({ members: [42] }))).thrown instanceof Error;
  },
  'a temporary conversation without members': refused({}, 'createTemporaryConversation'),
  'a temporary conversation with nothing': refused(undefined, 'createTemporaryConversation'),
  'a chat room': async (c) => (await c.login()).createChatRoom({ name: 'room', topic: 'x' }),
  'a chat room without options': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.createChatRoom());
  },
  'a chat room’s JSON': async (c) => {
    const room = await (await c.login()).createChatRoom({ name: 'room', topic: 'x' });
    return [room.toJSON(), room.toFullJSON(), room.get('topic'), room.transient, room instanceof c.sdk.ChatRoom];
  },
  'a chat room, by createConversation': async (c) => {
    const room = await (await c.login()).createConversation({ transient: true, name: 'room' });
    return [room, room instanceof c.sdk.ChatRoom];
  },
  'a temporary conversation': async (c) => {
    const made = await (await c.login()).createTemporaryConversation({ members: ['x'] });
    return [made, made.id.startsWith('_tmp:'), made instanceof c.sdk.TemporaryConversation];
  },
  'a temporary conversation’s life': async (c) => {
    const made = await (await c.login()).createTemporaryConversation({ members: ['x'], ttl: 100 });
    const left = made.expiredAt.getTime() - Date.now();
    return [made.expired, left > 90_000 && left < 110_000];
  },
  'a temporary conversation’s life by default': async (c) => {
    const made = await (await c.login()).createTemporaryConversation({ members: ['x'] });
    const left = made.expiredAt.getTime() - Date.now();
    return [made.expired, left > 86_300_000 && left < 86_500_000];
  },
  'a temporary conversation’s life from a string': async (c) => {
    const me = await c.login();
    return c.outcome(async () => {
      const { expiredAt } = await me.createTemporaryConversation({ members: ['x'], ttl: '100' });
      const left = expiredAt.getTime() - Date.now();
      return left > 90_000 && left < 110_000;
    });
  },
  'a temporary conversation’s JSON': async (c) => {
    const made = await (await c.login()).createTemporaryConversation({ members: ['x'], ttl: 100 });
    return [made.toJSON(), made.toFullJSON()];
  },
  'a temporary conversation has no attributes': async (c) => {
    const made = await (await c.login()).createTemporaryConversation({ members: ['x'] });
    return ['get', 'set', 'save', 'fetch', 'join', 'quit', 'add', 'remove', 'mute'].map((name) => typeof made[name]);
  },
  'the events of creating': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    return c.events({ me, you }, async () => {
      const heard = c.next(you, 'membersjoined');
      await me.createConversation({ members: [you.id, 'third'], name: 'x', unique: false });
      return heard;
    });
  },
  'the events of a conversation that there was': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    await c.created(me, you, { unique: true });
    return c.events({ me, you }, () => me.createConversation({ members: [you.id] }));
  },
  'two identical ones at once': async (c) => {
    const me = await c.login();
    const friend = c.unused('friend');
    const [a, b] = await Promise.all([
      me.createConversation({ members: [friend] }),
      me.createConversation({ members: [friend] }),
    ]);
    return a === b;
  },
};
