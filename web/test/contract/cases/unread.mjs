// Unread counts, reading, mentions.
const reads = ({ cmd }) => cmd === 'read';

/** Logs a client out, sends to it, and logs it in again. */
async function away(c, messages) {
  const { you, mine } = await c.scene();
  await you.close();
  for (const make of messages) await mine.send(make(c.sdk, you));
  const again = await c.realtime.createIMClient(you.id);
  c.after(() => again.close());
  return { again, mine };
}

export const cases = {
  'the count': async (c) => {
    const { you, mine, yours } = await c.scene();
    const counts = [yours.unreadMessagesCount];
    for (const content of ['a', 'b']) {
      await c.deliver(mine, you, new c.sdk.TextMessage(content));
      counts.push(yours.unreadMessagesCount);
    }
    await yours.read();
    return [...counts, yours.unreadMessagesCount, mine.unreadMessagesCount];
  },
  'read resolves with the conversation': async (c) => {
    const { yours } = await c.scene();
    return (await yours.read()) === yours;
  },
  'the events of reading': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return c.events({ me, you, mine, yours }, () => yours.read());
  },
  'the count is 0 at once': async (c) => {
    const { you, mine, yours } = await c.scene();
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    const seen = [];
    you.on('unreadmessagescountupdate', (list) => seen.push(list.map((each) => each === yours)));
    const reading = yours.read();
    const result = [yours.unreadMessagesCount, [...seen]];
    await reading;
    return [result, seen];
  },
  'reading what is read': async (c) => {
    const { you, yours } = await c.scene();
    return c.events({ you, yours }, () => yours.read());
  },
  'what read sends': async (c) => {
    const { you, mine, yours } = await c.scene();
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    const commands = await c.commands(
      (command) => reads(command) && JSON.stringify(command).includes(yours.id),
      async () => {
        await yours.read();
        await you.ping(['x']);
      },
    );
    return [commands.map(({ readMessage }) => readMessage), received.id];
  },
  'what reading nothing sends': async (c) => {
    const { you, yours } = await c.scene();
    const commands = await c.commands(
      (command) => reads(command) && JSON.stringify(command).includes(yours.id),
      async () => {
        await yours.read();
        await you.ping(['x']);
      },
    );
    return commands.map(({ readMessage }) => readMessage);
  },
  'own messages do not count': async (c) => {
    const { me, mine } = await c.scene();
    await mine.send(new c.sdk.TextMessage('x'));
    await me.ping(['x']);
    return mine.unreadMessagesCount;
  },
  'transient messages do not count': async (c) => {
    const { you, mine, yours } = await c.scene();
    await c.deliver(mine, you, new c.sdk.TextMessage('x'), { transient: true });
    return yours.unreadMessagesCount;
  },
  'mentions': async (c) => {
    const { you, mine, yours } = await c.scene();
    const seen = [yours.unreadMessagesMentioned];
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    seen.push(yours.unreadMessagesMentioned);
    await c.deliver(mine, you, new c.sdk.TextMessage('x').setMentionList([you.id]));
    seen.push(yours.unreadMessagesMentioned);
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    seen.push(yours.unreadMessagesMentioned);
    await yours.read();
    return [...seen, yours.unreadMessagesMentioned];
  },
  'a mention of all': async (c) => {
    const { you, mine, yours } = await c.scene();
    const [sent, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x').mentionAll());
    return [yours.unreadMessagesMentioned, sent.mentioned, received.mentioned, mine.unreadMessagesMentioned];
  },
  'at login': async (c) => {
    const { again, mine } = await away(c, [(sdk) => new sdk.TextMessage('a'), (sdk) => new sdk.TextMessage('b')]);
    const [[conversation]] = await c.next(again, 'unreadmessagescountupdate');
    return [conversation.id === mine.id, conversation, conversation.lastMessage?.text];
  },
  'the events at login': async (c) => {
    const { again } = await away(c, [(sdk) => new sdk.TextMessage('a')]);
    return c.events({ again }, () => c.next(again, 'unreadmessagescountupdate'));
  },
  'a mention at login': async (c) => {
    const { again } = await away(c, [(sdk, you) => new sdk.TextMessage('a').setMentionList([you.id])]);
    const [[conversation]] = await c.next(again, 'unreadmessagescountupdate');
    return [conversation.unreadMessagesMentioned, conversation.lastMessage?.mentioned];
  },
  'a message after login counts on': async (c) => {
    const { again, mine } = await away(c, [(sdk) => new sdk.TextMessage('a')]);
    const [[conversation]] = await c.next(again, 'unreadmessagescountupdate');
    await c.deliver(mine, again, new c.sdk.TextMessage('b'));
    return conversation.unreadMessagesCount;
  },
  'nothing is unread after reading and logging in': async (c) => {
    const { you, mine, yours } = await c.scene();
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    await yours.read();
    await you.ping(['x']);
    await you.close();
    const again = await c.realtime.createIMClient(you.id);
    c.after(() => again.close());
    const found = await again.getConversation(mine.id);
    return found.unreadMessagesCount;
  },
  'another device reads': async (c) => {
    const { you, mine, yours } = await c.scene();
    const other = await c.otherDevice();
    const again = await other.realtime.createIMClient(you.id);
    c.after(() => again.close());
    const theirs = await again.getConversation(mine.id);
    const heard = c.next(again, 'message');
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    await heard;
    const told = c.next(you, 'unreadmessagescountupdate');
    await theirs.read();
    await told;
    return yours.unreadMessagesCount;
  },
  'the count is set by the program': async (c) => {
    const { you, yours } = await c.scene();
    const seen = [];
    you.on('unreadmessagescountupdate', (list) => seen.push(list.map((each) => [each === yours, each.unreadMessagesCount])));
    yours.unreadMessagesCount = 5;
    yours.unreadMessagesCount = 5;
    yours.unreadMessagesCount = 0;
    return [seen, yours.unreadMessagesCount];
  },
};
