// toFullJSON, parseMessage, parseConversation.
const copy = (value) => JSON.parse(JSON.stringify(value));

/** What is read back of a message that was sent. */
const back = (make) => async (c) => {
  const { me, mine } = await c.scene();
  const message = await mine.send(make(c.sdk));
  const read = await me.parseMessage(copy(message.toFullJSON()));
  return [read, read.toFullJSON(), read === message];
};

export const cases = {
  'a text message': back((sdk) => new sdk.TextMessage('x').setAttributes({ a: 1 }).setMentionList(['a'])),
  'a plain message': back((sdk) => new sdk.Message('plain')),
  'a plain message of an object': back((sdk) => new sdk.Message({ a: 1 })),
  'a binary message': back((sdk) => new sdk.BinaryMessage(new Uint8Array([0, 255, 7]).buffer)),
  'a received message': async (c) => {
    const { you, mine } = await c.scene();
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x').setMentionList([you.id]));
    return you.parseMessage(copy(received.toFullJSON()));
  },
  'a recalled message': async (c) => {
    const { me, mine } = await c.scene();
    const recalled = await mine.recall(await mine.send(new c.sdk.TextMessage('x')));
    return [recalled.toFullJSON(), await me.parseMessage(copy(recalled.toFullJSON()))];
  },
  'a message without data': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.parseMessage({}));
  },
  'a message that is null': async (c) => {
    const me = await c.login();
    return (await c.outcome(() => me.parseMessage(null))).thrown?.constructor.name;
  },
  'a message that is a string': async (c) => {
    const me = await c.login();
    return c.outcome(async () => typeof (await me.parseMessage('x')));
  },
  'a conversation that is known': async (c) => {
    const { me, mine } = await c.scene({ name: 'n', foo: { bar: 1 } });
    return [(await me.parseConversation(copy(mine.toFullJSON()))) === mine];
  },
  'a conversation that is not known': async (c) => {
    const { mine } = await c.scene({ name: 'n', foo: { bar: 1 } });
    const stranger = await c.login('stranger');
    const read = await stranger.parseConversation(copy(mine.toFullJSON()));
    return [read, read.get('foo'), read.toFullJSON(), read instanceof c.sdk.Conversation];
  },
  'a parsed conversation is that of getConversation': async (c) => {
    const { mine } = await c.scene();
    const stranger = await c.login('stranger');
    const read = await stranger.parseConversation(copy(mine.toFullJSON()));
    return read === (await stranger.getConversation(mine.id));
  },
  'a parsed conversation can be used': async (c) => {
    const { you, mine } = await c.scene();
    const other = await c.otherDevice();
    const again = await other.realtime.createIMClient(you.id);
    c.after(() => again.close());
    const read = await again.parseConversation(copy(mine.toFullJSON()));
    return [(await read.send(new other.sdk.TextMessage('x'))).text, await read.count()];
  },
  'a conversation with a last message': async (c) => {
    const { mine } = await c.scene();
    await mine.send(new c.sdk.TextMessage('last'));
    const stranger = await c.login('stranger');
    const read = await stranger.parseConversation(copy(mine.toFullJSON()));
    return [mine.toFullJSON(), read.lastMessage, read.lastMessageAt, read.toJSON()];
  },
  'a chat room': async (c) => {
    const room = await (await c.login()).createChatRoom({ name: 'room' });
    const stranger = await c.login('stranger');
    const read = await stranger.parseConversation(copy(room.toFullJSON()));
    return [read instanceof c.sdk.ChatRoom, read];
  },
  'a temporary conversation': async (c) => {
    const made = await (await c.login()).createTemporaryConversation({ members: ['x'] });
    const stranger = await c.login('stranger');
    const read = await stranger.parseConversation(copy(made.toFullJSON()));
    return [read instanceof c.sdk.TemporaryConversation, read, read.toFullJSON()];
  },
  'a conversation without an id': async (c) => {
    const me = await c.login();
    const { thrown } = await c.outcome(() => me.parseConversation(null));
    return thrown instanceof Error;
  },
  'JSON.stringify of a message': async (c) => {
    const { mine } = await c.scene();
    return JSON.parse(JSON.stringify(await mine.send(new c.sdk.TextMessage('x'))), (key, value) =>
      /^(timestamp|updatedAt)$/.test(key) ? typeof value : value,
    );
  },
  'JSON.stringify of a conversation': async (c) => {
    const { mine } = await c.scene({ name: 'n' });
    return JSON.parse(JSON.stringify(mine), (key, value) => (/At$/.test(key) && value ? typeof value : value));
  },
};
