// Signature factories: what they get, what is sent, what goes wrong.
const SIGNATURE = { signature: 'sig', timestamp: 1500000000000, nonce: 'nonce' };

/** Logs in with this factory. */
const login = (signatureFactory) => (c) => c.outcome(() => c.login('me', { signatureFactory }));

/** Notes what a factory gets. */
const noting = () => {
  const seen = [];
  return [seen, (...args) => {
    seen.push(args);
    return SIGNATURE;
  }];
};

/** What the factory of conversations gets, and what is sent, when this is done. */
const conversation = (run) => async (c) => {
  const [seen, conversationSignatureFactory] = noting();
  const friend = await c.login('friend');
  const me = await c.login('me', { conversationSignatureFactory });
  const { id } = await c.created(friend, me, { members: [me.id, 'x', 'a'] });
  const mine = await me.getConversation(id);
  const commands = await c.commands(
    ({ cmd, convMessage }) => cmd === 'conv' && convMessage?.s === 'sig' && convMessage.cid === id,
    () => run({ me, mine, c }),
  );
  return [seen, commands.map(({ op, convMessage: { s, t, n, m, cid } }) => [op, s, t, n, m, cid])];
};

/** Adds a member with this factory. */
const adding = (factory) => async (c) => {
  let give = () => SIGNATURE;
  const me = await c.login('me', { conversationSignatureFactory: (...args) => give(...args) });
  const mine = await me.createConversation({ members: ['x'], unique: false });
  give = factory;
  return [await c.outcome(() => mine.add('y')), mine.members];
};

export const cases = {
  'login: the factory’s arguments': async (c) => {
    const [seen, signatureFactory] = noting();
    await c.login('me', { signatureFactory });
    return seen;
  },
  'login: a signature': login(() => SIGNATURE),
  'login: a promise': login(async () => SIGNATURE),
  'login: a factory that throws': login(() => {
    throw new Error('boom');
  }),
  'login: a factory that rejects': login(() => Promise.reject(new Error('boom'))),
  'login: a factory that throws a string': login(() => {
    throw 'boom';
  }),
  'login: the very error that was thrown': async (c) => {
    const error = new TypeError('mine');
    const { thrown } = await c.outcome(() => c.login('me', { signatureFactory: () => Promise.reject(error) }));
    return [thrown === error, thrown];
  },
  'login: nothing': login(() => undefined),
  'login: null': login(() => null),
  'login: a string': login(() => 'signature'),
  'login: an object without a nonce': login(() => ({ signature: 'x', timestamp: 1 })),
  'login: a timestamp that is text': login(() => ({ signature: 'x', timestamp: '1', nonce: 'x' })),
  'login: a signature that is a number': login(() => ({ signature: 1, timestamp: 1, nonce: 'x' })),
  'login: what fails may be tried again': async (c) => {
    const id = c.unused('me');
    await c.outcome(() => c.realtime.createIMClient(id, { signatureFactory: () => Promise.reject(new Error('boom')) }));
    const me = await c.realtime.createIMClient(id);
    c.after(() => me.close());
    return me.id === id;
  },
  'login: a factory that is no function': (c) => c.outcome(async () => (await c.login('me', { signatureFactory: 'x' })).id),
  'conversation: create': async (c) => {
    const [seen, conversationSignatureFactory] = noting();
    const me = await c.login('me', { conversationSignatureFactory });
    const commands = await c.commands(
      ({ cmd, peerId, convMessage }) => cmd === 'conv' && convMessage?.s === 'sig' && peerId === me.id,
      () => me.createConversation({ members: ['x', 'a'], unique: false }),
    );
    return [seen, commands.map(({ op, convMessage: { s, t, n, m } }) => [op, s, t, n, m])];
  },
  'conversation: create a chat room': async (c) => {
    const [seen, conversationSignatureFactory] = noting();
    const me = await c.login('me', { conversationSignatureFactory });
    await me.createChatRoom({});
    return seen;
  },
  'conversation: create a temporary one': async (c) => {
    const [seen, conversationSignatureFactory] = noting();
    const me = await c.login('me', { conversationSignatureFactory });
    await me.createTemporaryConversation({ members: ['x'] });
    return seen;
  },
  'conversation: add': conversation(({ mine }) => mine.add(['z', 'b'])),
  'conversation: remove': conversation(({ mine }) => mine.remove(['x', 'a'])),
  'conversation: quit': conversation(({ mine }) => mine.quit()),
  'conversation: join': conversation(async ({ mine }) => {
    await mine.quit();
    await mine.join();
  }),
  'conversation: a promise': adding(async () => SIGNATURE),
  'conversation: a factory that throws': adding(() => {
    throw new Error('boom');
  }),
  'conversation: a factory that rejects': adding(() => Promise.reject(new Error('boom'))),
  'conversation: nothing': adding(() => undefined),
  'conversation: malformed': adding(() => ({ signature: 'x' })),
  'conversation: not asked for what needs none': async (c) => {
    const [seen, conversationSignatureFactory] = noting();
    const me = await c.login('me', { conversationSignatureFactory });
    const mine = await me.createConversation({ members: ['x'], unique: false });
    seen.length = 0;
    await mine.send(new c.sdk.TextMessage('x'));
    await mine.set('a', 1).save();
    await mine.mute();
    await mine.queryMessages();
    return seen;
  },
};
