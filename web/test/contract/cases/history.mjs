// queryMessages and createMessagesIterator.

/** A conversation with n messages of the texts 0, 1, ... */
async function talk(c, n = 5) {
  const mine = await alone(c);
  const messages = [];
  for (let i = 0; i < n; i += 1) {
    const message = await mine.send(new c.sdk.TextMessage(String(i)));
    // No two messages of the same millisecond.
    while (Date.now() <= message.timestamp.getTime()) await new Promise((resolve) => setTimeout(resolve, 0));
    messages.push(message);
  }
  return { mine, messages };
}

/** A conversation with somebody who is offline: nobody acknowledges its messages. */
async function alone(c) {
  const me = await c.login('me');
  return me.createConversation({ members: ['somebody'], unique: false });
}

const texts = (messages) => messages.map(({ text, content }) => text ?? content);

/** The texts that a query gives. */
const asked = (options) => async (c) => {
  const { mine, messages } = await talk(c);
  return c.outcome(async () => texts(await mine.queryMessages(options(messages, c.sdk))));
};

/** What `logs` says. */
const sent = (options) => async (c) => {
  const { mine, messages } = await talk(c, 3);
  const commands = await c.commands(
    ({ cmd, logsMessage }) => cmd === 'logs' && logsMessage?.cid === mine.id,
    () => c.outcome(() => mine.queryMessages(options(messages, c.sdk))),
  );
  return commands.map(({ logsMessage }) => logsMessage);
};

const at = ({ id, timestamp }) => ({ startMessageId: id, startTime: timestamp });
const until = ({ id, timestamp }) => ({ endMessageId: id, endTime: timestamp });

export const cases = {
  'all by default': asked(() => undefined),
  'with empty options': asked(() => ({})),
  'limit': asked(() => ({ limit: 2 })),
  'limit 1': asked(() => ({ limit: 1 })),
  'from the oldest': asked((m, sdk) => ({ direction: sdk.MessageQueryDirection.OLD_TO_NEW })),
  'from the oldest with a limit': asked((m, sdk) => ({ direction: sdk.MessageQueryDirection.OLD_TO_NEW, limit: 2 })),
  'from the newest': asked((m, sdk) => ({ direction: sdk.MessageQueryDirection.NEW_TO_OLD, limit: 2 })),
  'before a message': asked((m) => at(m[3])),
  'before a message, with it': asked((m) => ({ ...at(m[3]), startClosed: true })),
  'after a message': asked((m, sdk) => ({ ...at(m[1]), direction: sdk.MessageQueryDirection.OLD_TO_NEW })),
  'after a message, with it': asked((m, sdk) => ({ ...at(m[1]), startClosed: true, direction: sdk.MessageQueryDirection.OLD_TO_NEW })),
  'down to a message': asked((m) => until(m[1])),
  'down to a message, with it': asked((m) => ({ ...until(m[1]), endClosed: true })),
  'up to a message': asked((m, sdk) => ({ ...until(m[3]), direction: sdk.MessageQueryDirection.OLD_TO_NEW })),
  'between two messages': asked((m) => ({ ...at(m[4]), ...until(m[1]) })),
  'between two messages, with both': asked((m) => ({ ...at(m[4]), ...until(m[1]), startClosed: true, endClosed: true })),
  'between two messages, upwards': asked((m, sdk) => ({ ...at(m[1]), ...until(m[4]), direction: sdk.MessageQueryDirection.OLD_TO_NEW })),
  'before a time': asked((m) => ({ startTime: m[3].timestamp })),
  'before a time that is a number': asked((m) => ({ startTime: m[3].timestamp.getTime() })),
  'before long ago': asked(() => ({ startTime: new Date(1) })),
  'after now': asked((m, sdk) => ({ startTime: new Date(Date.now() + 1e6), direction: sdk.MessageQueryDirection.OLD_TO_NEW })),
  'by the old names: before': asked((m) => ({ beforeTime: m[3].timestamp, beforeMessageId: m[3].id })),
  'by the old names: after': asked((m) => ({ afterTime: m[1].timestamp, afterMessageId: m[1].id })),
  'by type': asked((m, sdk) => ({ type: sdk.TextMessage.TYPE, limit: 2 })),
  'by a type that there is not': asked(() => ({ type: 99 })),
  'an id without a time': asked((m) => ({ startMessageId: m[3].id })),
  'an end id without a time': asked((m) => ({ endMessageId: m[3].id })),
  'an old id without a time': asked((m) => ({ beforeMessageId: m[3].id })),
  'a limit of 0': asked(() => ({ limit: 0 })),
  'a limit over 100': asked(() => ({ limit: 101 })),
  'a limit below 0': asked(() => ({ limit: -1 })),
  'a time that is text': async (c) => {
    const { mine } = await talk(c, 1);
    const { thrown } = await c.outcome(() => mine.queryMessages({ startTime: 'yesterday' }));
    return thrown instanceof Error;
  },
  'sent: by default': sent(() => undefined),
  'sent: limit': sent(() => ({ limit: 2 })),
  'sent: a start': sent((m) => ({ ...at(m[1]), startClosed: true })),
  'sent: an end': sent((m) => ({ ...until(m[1]), endClosed: true })),
  'sent: start and end': sent((m) => ({ ...at(m[2]), ...until(m[0]) })),
  'sent: direction': sent((m, sdk) => ({ direction: sdk.MessageQueryDirection.OLD_TO_NEW })),
  'sent: type': sent(() => ({ type: -1 })),
  'messages are whole': async (c) => {
    const mine = await alone(c);
    await mine.send(new c.sdk.TextMessage('x').setAttributes({ a: 1 }).setMentionList(['somebody']));
    const [message] = await mine.queryMessages();
    return [message, message.toFullJSON()];
  },
  'messages of all classes': async (c) => {
    const mine = await alone(c);
    for (const message of [
      new c.sdk.Message('plain'),
      new c.sdk.Message({ a: 1 }),
      new c.sdk.BinaryMessage(new Uint8Array([1, 255]).buffer),
      new c.sdk.Message({ _lctype: 4242 }),
    ]) {
      await mine.send(message);
    }
    return mine.queryMessages();
  },
  'of an empty conversation': async (c) => (await alone(c)).queryMessages(),
  'transient messages are not in it': async (c) => {
    const { mine } = await talk(c, 1);
    await mine.send(new c.sdk.TextMessage('gone'), { transient: true });
    return texts(await mine.queryMessages());
  },
  'of a chat room': async (c) => {
    const room = await (await c.login()).createChatRoom({ name: 'x' });
    await room.send(new c.sdk.TextMessage('x'));
    return c.outcome(async () => texts(await room.queryMessages()));
  },
  'a stranger may not read it': async (c) => {
    const { mine } = await talk(c, 1);
    const theirs = await (await c.login('stranger')).getConversation(mine.id);
    return c.outcome(() => theirs.queryMessages());
  },
  'messages are new objects': async (c) => {
    const { mine, messages } = await talk(c, 1);
    const [a] = await mine.queryMessages();
    const [b] = await mine.queryMessages();
    return [a === b, a === messages[0], a.id === b.id];
  },
  'an iterator’s pages': async (c) => {
    const { mine } = await talk(c);
    const pages = mine.createMessagesIterator({ limit: 2 });
    const seen = [];
    for (let i = 0; i < 4; i += 1) {
      const { value, done } = await pages.next();
      seen.push([value && texts(value), done]);
    }
    return seen;
  },
  'an iterator’s pages, asked for at once': async (c) => {
    const { mine } = await talk(c);
    const pages = mine.createMessagesIterator({ limit: 2 });
    const all = await Promise.all([pages.next(), pages.next(), pages.next(), pages.next()]);
    return all.map(({ value, done }) => [value && texts(value), done]);
  },
  'an iterator whose last page is full': async (c) => {
    const { mine } = await talk(c, 4);
    const pages = mine.createMessagesIterator({ limit: 2 });
    const seen = [];
    for (let i = 0; i < 4; i += 1) {
      const { value, done } = await pages.next();
      seen.push([value && texts(value), done]);
    }
    return seen;
  },
  'an iterator with a start': async (c) => {
    const { mine, messages } = await talk(c);
    const pages = mine.createMessagesIterator({ limit: 2, beforeTime: messages[3].timestamp, beforeMessageId: messages[3].id });
    const { value, done } = await pages.next();
    return [texts(value), done];
  },
  'an iterator by default': async (c) => {
    const { mine } = await talk(c, 3);
    const { value, done } = await mine.createMessagesIterator().next();
    return [texts(value), done];
  },
  'an iterator of nothing': async (c) => {
    const { mine } = await c.scene();
    const pages = mine.createMessagesIterator({ limit: 2 });
    const first = await pages.next();
    return [first.value, first.done, await pages.next()];
  },
  'an iterator’s pages are copies': async (c) => {
    const { mine } = await talk(c);
    const pages = mine.createMessagesIterator({ limit: 2 });
    const first = await pages.next();
    first.value.length = 0;
    return texts((await pages.next()).value);
  },
  'an iterator with a limit over 100': async (c) => {
    const { mine } = await talk(c, 1);
    return c.outcome(() => mine.createMessagesIterator({ limit: 1000 }).next());
  },
  'an iterator with an id without a time': async (c) => {
    const { mine, messages } = await talk(c, 1);
    return c.outcome(async () => {
      const { value } = await mine.createMessagesIterator({ beforeMessageId: messages[0].id }).next();
      return texts(value);
    });
  },
  'an iterator after an error': async (c) => {
    const { mine } = await talk(c, 1);
    const theirs = await (await c.login('stranger')).getConversation(mine.id);
    const pages = theirs.createMessagesIterator({ limit: 2 });
    return [await c.outcome(() => pages.next()), await c.outcome(() => pages.next())];
  },
};
