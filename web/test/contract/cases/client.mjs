// IMClient: ping, the cache, close.
const UNKNOWN = '0123456789abcdef01234567';

/** Logs a client out as a back end does. */
const kick = (c, id, reason) =>
  fetch(`${c.server}/1.2/rtm/clients/${id}/kick`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-LC-Id': 'dev', 'X-LC-Key': 'dev-master,master' },
    body: JSON.stringify({ reason }),
  });

export const cases = {
  'ping': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    return me.ping([you.id, 'nobody', me.id]).then((ids) => ids.sort());
  },
  'ping with nobody': async (c) => (await c.login()).ping([]),
  'ping asks for 20 at most': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const ids = Array.from({ length: 20 }, (_, n) => `nobody${n}`);
    const commands = await c.commands(
      ({ cmd, op, peerId }) => cmd === 'session' && op === 'query' && (peerId === me.id || !peerId),
      () => me.ping([...ids, you.id]),
    );
    return [await me.ping([...ids, you.id]), commands.filter(({ sessionMessage }) => sessionMessage.sessionPeerIds[0] === 'nobody0').length > 0];
  },
  'ping with a string': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.ping('somebody'));
  },
  'ping with nothing': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.ping());
  },
  'getConversation of an unknown id': async (c) => (await c.login()).getConversation(UNKNOWN),
  'getConversation of an id of another form': async (c) => (await c.login()).getConversation('no such conversation'),
  'getConversation of an empty id': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.getConversation(''));
  },
  'getConversation with a number': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.getConversation(42));
  },
  'getConversation with nothing': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.getConversation());
  },
  'getConversation gives the object that there is': async (c) => {
    const { me, mine } = await c.scene();
    return [(await me.getConversation(mine.id)) === mine, (await me.getConversation(mine.id, true)) === mine];
  },
  'getConversation asks only for what is not known': async (c) => {
    const { me, mine } = await c.scene();
    const asked = async (run) => {
      const commands = await c.commands(
        ({ cmd, op, convMessage }) => cmd === 'conv' && op === 'query' && JSON.stringify(convMessage.where).includes(mine.id),
        run,
      );
      return commands.length;
    };
    return [await asked(() => me.getConversation(mine.id)), await asked(() => me.getConversation(mine.id, true))];
  },
  'getConversation by a stranger': async (c) => {
    const { mine } = await c.scene({ name: 'theirs', foo: 'bar' });
    const stranger = await c.login('stranger');
    const found = await stranger.getConversation(mine.id);
    return [found, found.get('foo')];
  },
  'two clients have objects of their own': async (c) => {
    const { mine, yours } = await c.scene();
    return [mine === yours, mine.id === yours.id];
  },
  'getConversations keeps order and repeats': async (c) => {
    const { me, mine } = await c.scene();
    const other = await me.createConversation({ members: ['x'], unique: false });
    const found = await me.getConversations([other.id, UNKNOWN, mine.id, other.id]);
    return found.map((each) => each && (each === mine ? 'mine' : each === other ? 'other' : '?'));
  },
  'getConversations anew keeps order and repeats': async (c) => {
    const { me, mine } = await c.scene();
    const other = await me.createConversation({ members: ['x'], unique: false });
    const found = await me.getConversations([other.id, UNKNOWN, mine.id, other.id], true);
    return found.map((each) => each && (each === mine ? 'mine' : each === other ? 'other' : '?'));
  },
  'getConversations of nothing': async (c) => (await c.login()).getConversations([]),
  'getConversations with a string': async (c) => {
    const me = await c.login();
    const { thrown } = await c.outcome(() => me.getConversations('x'));
    return thrown.constructor.name;
  },
  'getConversations of temporary ones': async (c) => {
    const me = await c.login();
    const a = await me.createTemporaryConversation({ members: ['x'] });
    return (await me.getConversations([a.id])).map((each) => each === a);
  },
  'getConversations anew of temporary ones': async (c) => {
    const { me, mine } = await c.scene();
    const a = await me.createTemporaryConversation({ members: ['x'] });
    return (await me.getConversations([a.id, mine.id], true)).map((each) => each.id);
  },
  'getConversation of a temporary one by its member': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const { id } = await me.createTemporaryConversation({ members: [you.id] });
    return you.getConversation(id);
  },
  'getConversation of a temporary one that there is not': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.getConversation('_tmp:doesnotexist'));
  },
  'kicked by the app': async (c) => {
    const me = await c.login('me');
    const over = c.next(me, 'close');
    const { status } = await kick(c, me.id, 'bye');
    return [status, await over];
  },
  'the events of being kicked by the app': async (c) => {
    const me = await c.login('me');
    return c.events({ me: { on: me.on.bind(me), off: me.off.bind(me) } }, async () => {
      const over = c.next(me, 'close');
      await kick(c, me.id, 'bye');
      return over;
    });
  },
  'the others stay when one is kicked': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    return c.events({ you }, async () => {
      const over = c.next(me, 'close');
      await kick(c, me.id, 'bye');
      return over;
    });
  },
  'logging in after being kicked': async (c) => {
    const me = await c.login('me');
    const over = c.next(me, 'close');
    await kick(c, me.id, 'bye');
    await over;
    const again = await c.realtime.createIMClient(me.id);
    c.after(() => again.close());
    return again === me;
  },
  'close': async (c) => {
    const me = await c.login();
    return me.close();
  },
  'the events of close': async (c) => {
    const me = await c.login();
    const { realtime } = c;
    const noted = [];
    for (const event of Object.values(c.sdk.Event)) me.on(event, (...args) => noted.push([event, ...args]));
    await me.close();
    return [noted, typeof realtime];
  },
  'close tells before it resolves': async (c) => {
    const me = await c.login();
    const seen = [];
    me.on('close', () => seen.push('close'));
    await me.close().then(() => seen.push('resolved'));
    return seen;
  },
  'close sends session/close': async (c) => {
    const me = await c.login();
    const commands = await c.commands(
      ({ cmd, op, peerId }) => cmd === 'session' && op === 'close' && peerId === me.id,
      () => me.close(),
    );
    return commands;
  },
  'the others hear nothing of a closed client': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    return c.events({ you }, () => me.close());
  },
  'a closed client is offline': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    await me.close();
    return you.ping([me.id]);
  },
  'closing twice': async (c) => {
    const me = await c.login();
    await me.close();
    return c.outcome(() => me.close());
  },
  'the other clients go on after one is closed': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    await me.close();
    const message = await yours.send(new c.sdk.TextMessage('still here'));
    return [message.status, you.id, mine.id === yours.id];
  },
  'getQuery and its like are queries': async (c) => {
    const me = await c.login();
    return [me.getQuery(), me.getChatRoomQuery(), me.getServiceConversationQuery()].map(
      (query) => [query instanceof c.sdk.ConversationQuery, query.toJSON?.()],
    );
  },
};
