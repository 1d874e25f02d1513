// Calls after close, wrong types, identical calls at once.
const WRONG = { number: 42, text: 'x', nothing: null, object: {}, list: [42] };

/** The kind of error that each wrong value gives: which one, not how it is worded. */
const refusals = (call) => async (c) => {
  const scene = await c.scene();
  const results = {};
  for (const [name, value] of Object.entries(WRONG)) {
    const result = await c.outcome(() => call(scene, value, c));
    results[name] = result?.thrown instanceof Error ? 'an error' : 'no error';
  }
  return results;
};

export const cases = {
  'calls after close': async (c) => {
    const { me, mine } = await c.scene();
    await me.close();
    const errors = await c.outcomes({
      send: () => mine.send(new c.sdk.TextMessage('x')),
      ping: () => me.ping(['x']),
      queryMessages: () => mine.queryMessages(),
      count: () => mine.count(),
      add: () => mine.add('x'),
      save: () => mine.set('a', 1).save(),
      find: () => me.getQuery().find(),
      create: () => me.createConversation({ members: ['x'] }),
    });
    return Object.entries(errors).map(([name, { thrown }]) => [name, thrown instanceof Error]);
  },
  'calls after close that need no server': async (c) => {
    const { me, mine } = await c.scene({ name: 'n' });
    await me.close();
    return [mine.name, mine.set('a', 1).get('a'), me.id, (await me.parseMessage(new c.sdk.TextMessage('x').toFullJSON())).text];
  },
  'a closed client hears nothing': async (c) => {
    const { you, mine } = await c.scene();
    await you.close();
    let n = 0;
    you.on('message', () => (n += 1));
    await mine.send(new c.sdk.TextMessage('x'));
    await mine.count();
    return n;
  },
  'wrong messages to send': refusals(({ mine }, value) => mine.send(value)),
  'wrong messages to update to': refusals(({ mine }, value) => mine.update({ id: 'x', timestamp: 1 }, value)),
  'wrong messages to recall': refusals(({ mine }, value) => mine.recall(value)),
  'wrong ids for getConversation': refusals(({ me }, value) => (typeof value === 'string' ? Promise.reject(new Error('skip')) : me.getConversation(value))),
  'wrong members for createConversation': refusals(({ me }, value) =>
    Array.isArray(value) ? Promise.reject(new Error('skip')) : me.createConversation({ members: value }),
  ),
  'wrong names for createConversation': refusals(({ me }, value) =>
    typeof value === 'string' || value === null ? Promise.reject(new Error('skip')) : me.createConversation({ members: ['x'], name: value, unique: false }),
  ),
  'wrong ids for ping': refusals(({ me }, value) => (Array.isArray(value) ? Promise.reject(new Error('skip')) : me.ping(value))),
  'wrong identities': refusals((scene, value, c) =>
    value === null || typeof value === 'string' ? Promise.reject(new Error('skip')) : c.realtime.createIMClient(value),
  ),
  'wrong listeners': refusals(({ me }, value) => me.on('message', value)),
  'wrong types for queryMessages': async (c) => {
    const { mine } = await c.scene();
    return c.outcomes({ limit: () => mine.queryMessages({ limit: 'ten' }), limits: () => mine.queryMessages({ limit: 1000 }) });
  },
  'identical commands at once share a request': async (c) => {
    const { me } = await c.scene();
    const { mine } = await c.scene();
    const commands = await c.commands(
      ({ cmd, op, peerId }) => cmd === 'conv' && op === 'query' && peerId === me.id,
      () => Promise.all([me.getConversation(mine.id), me.getConversation(mine.id)]),
    );
    return commands.length;
  },
  ...Object.fromEntries(
    Object.entries({
      add: (mine) => mine.add('spike'),
      remove: (mine) => mine.remove('spike'),
      mute: (mine) => mine.mute(),
      unmute: (mine) => mine.unmute(),
      muteMembers: (mine) => mine.muteMembers('spike'),
      unmuteMembers: (mine) => mine.unmuteMembers('spike'),
      blockMembers: (mine) => mine.blockMembers('spike'),
      unblockMembers: (mine) => mine.unblockMembers('spike'),
      count: (mine) => mine.count(),
    }).map(([name, call]) => [
      `identical calls of ${name} at once share a request`,
      async (c) => {
        const { mine } = await c.scene();
        let results;
        const commands = await c.commands(
          ({ convMessage, blacklistMessage }) => (convMessage?.cid ?? blacklistMessage?.srcCid) === mine.id,
          async () => (results = await Promise.all([call(mine), call(mine)])),
        );
        return [commands.length, results.map((each) => typeof each)];
      },
    ]),
  ),
  'identical calls one after the other are two requests': async (c) => {
    const { mine } = await c.scene();
    const commands = await c.commands(
      ({ convMessage }) => convMessage?.cid === mine.id,
      async () => {
        await mine.add('spike');
        await mine.add('spike');
      },
    );
    return commands.length;
  },
  'add, remove and add at once end with a member': async (c) => {
    const { mine, me } = await c.scene();
    await Promise.all([mine.add('spike'), mine.remove('spike'), mine.add('spike')]);
    const again = await (await c.otherDevice()).realtime.createIMClient(me.id, { tag: 'other' });
    c.after(() => again.close());
    return (await again.getConversation(mine.id)).members.includes('spike');
  },
  'identical logins at once share a request': async (c) => {
    const id = c.unused('me');
    const commands = await c.commands(
      ({ cmd, op, peerId }) => cmd === 'session' && op === 'open' && peerId === id,
      async () => {
        const clients = await Promise.all([1, 2, 3].map(() => c.realtime.createIMClient(id)));
        c.after(() => clients[0].close());
      },
    );
    return commands.length;
  },
  'a frozen message can be built': ({ sdk }) => Object.isFrozen(Object.freeze(new sdk.TextMessage('x'))),
  'debug is enabled and disabled': ({ sdk }) => {
    const before = sdk.debug.disable();
    sdk.debug.enable('nothing');
    return [typeof before, typeof sdk.debug.disable()];
  },
};
