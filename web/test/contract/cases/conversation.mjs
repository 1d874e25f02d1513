// What conversations are, and what can be done with each kind.
export const cases = {
  'one that was just made': async (c) => {
    const { mine } = await c.scene({ name: 'name' });
    return [mine, mine.toJSON(), mine.toFullJSON()];
  },
  'one that one was invited to': async (c) => {
    const { yours } = await c.scene({ name: 'name', foo: 1 });
    return [yours, yours.toJSON(), yours.toFullJSON()];
  },
  'one that was queried': async (c) => {
    const { mine } = await c.scene({ name: 'name', foo: { bar: 1 } });
    const stranger = await c.login('stranger');
    const [found] = await stranger.getQuery().equalTo('objectId', mine.id).find();
    return [found, found.toJSON(), found.toFullJSON(), found instanceof c.sdk.Conversation];
  },
  'the properties of one that was made, by type': async (c) => {
    const { mine } = await c.scene();
    return ['lastMessage', 'lastMessageAt', 'lastDeliveredAt', 'lastReadAt', 'unreadMessagesCount', 'unreadMessagesMentioned', 'name'].map(
      (key) => [key, mine[key]],
    );
  },
  'marks of three members': async (c) => {
    const { mine } = await c.scene();
    await mine.add('third');
    return [mine.lastDeliveredAt, mine.lastReadAt];
  },
  'lastMessageAt never goes back': async (c) => {
    const { mine } = await c.scene();
    await mine.send(new c.sdk.TextMessage('x'));
    const before = mine.lastMessageAt;
    mine.lastMessageAt = new Date(0);
    return mine.lastMessageAt === before || mine.lastMessageAt.getTime() === before.getTime();
  },
  'lastMessageAt is the message’s time': async (c) => {
    const { mine } = await c.scene();
    const message = await mine.send(new c.sdk.TextMessage('x'));
    return [mine.lastMessageAt.getTime() === message.timestamp.getTime(), mine.lastMessage === message];
  },
  'count': async (c) => {
    const { mine } = await c.scene();
    return [await mine.count(), await mine.add(['a', 'b']).then(() => mine.count())];
  },
  'count of a temporary one': async (c) => {
    const made = await (await c.login()).createTemporaryConversation({ members: ['x'] });
    return c.outcome(() => made.count());
  },
  'count of a chat room': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const room = await me.createChatRoom({ name: 'room' });
    const theirs = await you.getConversation(room.id);
    await theirs.join();
    return room.count();
  },
  'mute and unmute': async (c) => {
    const { mine } = await c.scene();
    const muted = [(await mine.mute()) === mine, mine.muted, mine.mutedMembers];
    return [muted, (await mine.unmute()) === mine, mine.muted, mine.mutedMembers];
  },
  'muting twice': async (c) => {
    const { mine } = await c.scene();
    await mine.mute();
    await mine.mute();
    return [mine.muted, mine.mutedMembers];
  },
  'muting is seen after fetching': async (c) => {
    const { mine, yours } = await c.scene();
    await mine.mute();
    await yours.fetch();
    return [yours.muted, yours.mutedMembers];
  },
  'the commands of muting': async (c) => {
    const { mine } = await c.scene();
    const commands = await c.commands(
      ({ cmd, op, convMessage }) => cmd === 'conv' && /mute/.test(op) && convMessage.cid === mine.id,
      async () => {
        await mine.mute();
        await mine.unmute();
      },
    );
    return commands.map(({ op, convMessage }) => [op, convMessage]);
  },
  'muting a chat room': async (c) => {
    const room = await (await c.login()).createChatRoom({ name: 'room' });
    return c.outcome(async () => [(await room.mute()) === room, room.muted]);
  },
  'joining and leaving a chat room': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const room = await me.createChatRoom({ name: 'room' });
    const theirs = await you.getConversation(room.id);
    const joined = (await theirs.join()) === theirs;
    return [joined, theirs.members, theirs, await c.outcome(async () => (await theirs.quit()) === theirs), await room.count()];
  },
  'the events of a chat room': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const room = await me.createChatRoom({ name: 'room' });
    const theirs = await you.getConversation(room.id);
    return c.events({ me, you }, async () => {
      await theirs.join();
      const heard = c.next(you, 'message');
      await room.send(new c.sdk.TextMessage('to the room'));
      await heard;
      await theirs.quit();
    });
  },
  'a chat room’s unread messages': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const room = await me.createChatRoom({ name: 'room' });
    const theirs = await you.getConversation(room.id);
    await theirs.join();
    await c.deliver(room, you, new c.sdk.TextMessage('x'));
    return [theirs.unreadMessagesCount, theirs.lastMessage?.text, (await theirs.read()) === theirs];
  },
  'a temporary conversation with messages': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const mine = await me.createTemporaryConversation({ members: [you.id] });
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    const yours = await you.getConversation(mine.id);
    const before = c.transcript.of(yours);
    return [received, before, (await yours.queryMessages()).map(({ text }) => text), (await yours.read()) === yours];
  },
  'the events of a temporary conversation': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    return c.events({ me, you }, async () => {
      const told = [me, you].map((each) => c.next(each, 'membersjoined'));
      const mine = await me.createTemporaryConversation({ members: [you.id] });
      await Promise.all(told);
      await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    });
  },
  'an expired temporary conversation': async (c) => {
    const me = await c.login();
    const made = await me.createTemporaryConversation({ members: ['x'], ttl: 100 });
    made.expiredAt = new Date(1);
    return [made.expired, await c.outcome(() => made.send(new c.sdk.TextMessage('late'))), await c.outcome(() => made.count())];
  },
  'a property of one’s own': async (c) => {
    const { Conversation, Realtime } = c.sdk;
    const name = `own${Math.random().toString(36).slice(2)}`;
    const same = Realtime.defineConversationProperty(name) === Conversation;
    const { mine } = await c.scene({ [name]: 'from the start' });
    const before = mine[name];
    mine[name] = 'changed';
    return [same, before, mine.get(name)];
  },
  'a property of one’s own, with a descriptor': async (c) => {
    const { Conversation, Realtime } = c.sdk;
    const name = `own${Math.random().toString(36).slice(2)}`;
    Realtime.defineConversationProperty(name, {
      configurable: true,
      get() {
        return `${this.name}!`;
      },
    });
    const { mine } = await c.scene({ name: 'name' });
    const seen = mine[name];
    delete Conversation.prototype[name];
    return seen;
  },
};
