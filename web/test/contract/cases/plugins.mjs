// Plugins given to a Realtime.
const boom = () => {
  throw new Error('boom');
};

/** Two clients of a Realtime with this plugin. */
const withPlugin = async (c, plugin) => c.scene({ name: 'x' }, c.ownRealtime({ plugins: [].concat(plugin) }));

/** What arrives with this plugin. */
const received = (plugin) => async (c) => {
  const { you, mine } = await withPlugin(c, plugin);
  const [, message] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
  return message;
};

export const cases = {
  'onRealtimeCreate': (c) => {
    let seen;
    const realtime = c.ownRealtime({ plugins: [{ name: 'p', onRealtimeCreate: (each) => (seen = each) }] });
    return seen === realtime;
  },
  'onRealtimeCreate that throws': (c) => c.atOnce(() => c.ownRealtime({ plugins: [{ name: 'p', onRealtimeCreate: boom }] })),
  'onIMClientCreate': async (c) => {
    const seen = [];
    const realtime = c.ownRealtime({ plugins: [{ name: 'p', onIMClientCreate: (each) => seen.push(each) }] });
    const me = await c.login('me', undefined, realtime);
    return [seen.length, seen[0] === me, seen[0].id];
  },
  'onConversationCreate': async (c) => {
    const seen = [];
    const { mine, yours } = await withPlugin(c, { name: 'p', onConversationCreate: (each) => seen.push(each) });
    return [seen.includes(mine), seen.includes(yours), seen[0].name];
  },
  'onConversationCreate that throws': async (c) => {
    const me = await c.login('me', undefined, c.ownRealtime({ plugins: [{ name: 'p', onConversationCreate: boom }] }));
    return c.outcome(() => me.createConversation({ members: ['x'], unique: false }));
  },
  'onConversationCreate for each kind': async (c) => {
    const seen = [];
    const realtime = c.ownRealtime({ plugins: [{ name: 'p', onConversationCreate: (each) => seen.push(each.constructor) }] });
    const me = await c.login('me', undefined, realtime);
    await me.createConversation({ members: ['x'] });
    await me.createChatRoom({});
    await me.createTemporaryConversation({ members: ['x'] });
    return ['Conversation', 'ChatRoom', 'TemporaryConversation'].map((kind) => seen.includes(c.sdk[kind]));
  },
  'messageClasses': async (c) => {
    class Mine extends c.sdk.TextMessage {}
    const { you, mine } = await withPlugin(c, { name: 'p', messageClasses: [Mine] });
    const [, message] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return message instanceof Mine;
  },
  'messageClasses that are none': (c) => c.atOnce(() => c.ownRealtime({ plugins: [{ name: 'p', messageClasses: [{}] }] })),
  'beforeMessageParse': received({ name: 'p', beforeMessageParse: (json) => ({ ...json, _lctext: `${json._lctext}!` }) }),
  'beforeMessageParse, asynchronous': received({ name: 'p', beforeMessageParse: async (json) => ({ ...json, _lctext: `${json._lctext}!` }) }),
  'afterMessageParse': received({ name: 'p', afterMessageParse: (message) => message.setText(`${message.text}!`) }),
  'two plugins, in their order': received([
    { name: 'a', afterMessageParse: (message) => message.setText(`${message.text}a`) },
    { name: 'b', afterMessageParse: (message) => message.setText(`${message.text}b`) },
  ]),
  'a list of middlewares': received({
    name: 'p',
    afterMessageParse: [(message) => message.setText(`${message.text}a`), (message) => message.setText(`${message.text}b`)],
  }),
  'a plugin without a name': received({ afterMessageParse: (message) => message.setText(`${message.text}!`) }),
  'beforeMessageDispatch gets the message and the conversation': async (c) => {
    const seen = [];
    const { you, mine, yours } = await withPlugin(c, {
      name: 'p',
      beforeMessageDispatch: (...args) => {
        seen.push(args);
        return true;
      },
    });
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return seen.map(([message, conversation]) => [message.text, conversation === yours]);
  },
  'beforeMessageDispatch that says no': async (c) => {
    const { you, mine, yours } = await withPlugin(c, { name: 'p', beforeMessageDispatch: ({ text }) => text !== 'hidden' });
    const events = await c.events({ you, yours }, async () => {
      await mine.send(new c.sdk.TextMessage('hidden'));
      await c.deliver(mine, you, new c.sdk.TextMessage('shown'));
    });
    return [events, yours.unreadMessagesCount];
  },
  'beforeMessageDispatch that returns nothing': async (c) => {
    let n = 0;
    const { you, mine } = await withPlugin(c, {
      name: 'p',
      beforeMessageDispatch: ({ text }) => {
        if (text === 'shown') return true;
        n += 1;
        return undefined;
      },
    });
    const seen = [];
    you.on('message', ({ text }) => seen.push(text));
    await mine.send(new c.sdk.TextMessage('first'));
    await c.deliver(mine, you, new c.sdk.TextMessage('shown')).catch(() => undefined);
    return [seen, n];
  },
  'beforeMessageDispatch, asynchronous': async (c) => {
    const { you, mine } = await withPlugin(c, { name: 'p', beforeMessageDispatch: async ({ text }) => text !== 'hidden' });
    const seen = [];
    you.on('message', ({ text }) => seen.push(text));
    const last = c.next(you, 'message', { where: ({ text }) => text === 'shown' });
    await mine.send(new c.sdk.TextMessage('hidden'));
    await mine.send(new c.sdk.TextMessage('shown'));
    await last;
    return seen;
  },
  'a plugin of history': async (c) => {
    const { mine } = await withPlugin(c, { name: 'p', afterMessageParse: (message) => message.setText(`${message.text}!`) });
    await mine.send(new c.sdk.TextMessage('x'));
    return (await mine.queryMessages()).map(({ text }) => text);
  },
  'history with a plugin that throws': async (c) => {
    const { mine } = await withPlugin(c, { name: 'p', afterMessageParse: boom });
    await mine.send(new c.sdk.TextMessage('x'));
    return c.outcome(() => mine.queryMessages());
  },
  'parseMessage with a plugin that throws': async (c) => {
    const { me } = await withPlugin(c, { name: 'p', beforeMessageParse: boom });
    return c.outcome(() => me.parseMessage(new c.sdk.TextMessage('x').toFullJSON()));
  },
};
