// Sending: statuses, options, what is sent, errors.

/** What `direct` says when this is sent to a conversation of this kind. */
const sent = (make, options, kind = 'conversation') => async (c) => {
  const me = await c.login('me');
  const conversation =
    kind === 'room' ? await me.createChatRoom({ name: 'x' })
    : kind === 'temporary' ? await me.createTemporaryConversation({ members: ['x'] })
    : await me.createConversation({ members: ['x'], unique: false });
  const commands = await c.commands(
    ({ cmd, directMessage }) => cmd === 'direct' && directMessage.cid === conversation.id,
    () => c.outcome(() => conversation.send(make(c.sdk, me), options)),
  );
  return commands.map(({ priority, directMessage }) => ({ priority, ...directMessage }));
};

const refused = (message, options) => async (c) => {
  const { mine } = await c.scene();
  return c.outcome(() => mine.send(typeof message === 'function' ? message(c.sdk) : message, options));
};

const text = (sdk) => new sdk.TextMessage('x');

export const cases = {
  'resolves with the message': async (c) => {
    const { mine } = await c.scene();
    const message = text(c.sdk);
    return [(await mine.send(message)) === message, message];
  },
  'statuses on the way': async (c) => {
    const { mine } = await c.scene();
    const message = text(c.sdk);
    const statuses = [message.status];
    const sending = mine.send(message);
    statuses.push(message.status, message.cid === mine.id, message.from);
    await sending;
    return [...statuses, message.status];
  },
  'the id changes to the server’s': async (c) => {
    const { mine } = await c.scene();
    const message = text(c.sdk);
    const before = message.id;
    await mine.send(message);
    return [before, message.id];
  },
  'the timestamp becomes the server’s': async (c) => {
    const { mine } = await c.scene();
    const message = text(c.sdk);
    message.timestamp = new Date(0);
    await mine.send(message);
    return message.timestamp;
  },
  'the conversation’s last message': async (c) => {
    const { mine } = await c.scene();
    const message = await mine.send(text(c.sdk));
    return [mine.lastMessage === message, mine.lastMessageAt, mine.unreadMessagesCount];
  },
  'the sender hears no event': async (c) => {
    const { me, mine } = await c.scene();
    return c.events({ me, mine }, () => mine.send(text(c.sdk)));
  },
  'a transient message': async (c) => {
    const { mine } = await c.scene();
    const message = await mine.send(text(c.sdk), { transient: true });
    return [message, mine.lastMessage];
  },
  'a transient message arrives': async (c) => {
    const { you, mine, yours } = await c.scene();
    const [, received] = await c.deliver(mine, you, text(c.sdk), { transient: true });
    return [received, yours.unreadMessagesCount, yours.lastMessage];
  },
  'a message that is sent twice': async (c) => {
    const { mine } = await c.scene();
    const message = text(c.sdk);
    await mine.send(message);
    const first = message.id;
    await mine.send(message);
    return message.id === first;
  },
  'several at once arrive in order': async (c) => {
    const { you, mine } = await c.scene();
    const seen = [];
    you.on('message', ({ text: content }) => seen.push(content));
    const last = c.next(you, 'message', { where: (m) => m.text === '9' });
    await Promise.all(Array.from({ length: 10 }, (_, n) => mine.send(new c.sdk.TextMessage(String(n)))));
    await last;
    return seen;
  },
  'to oneself alone': async (c) => {
    const me = await c.login();
    const mine = await me.createConversation({ members: [], unique: false });
    return [await mine.send(text(c.sdk)), mine.members];
  },
  'a long message': async (c) => {
    const { you, mine } = await c.scene();
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('字'.repeat(1000)));
    return received.text.length;
  },
  'a text of all kinds of characters': async (c) => {
    const { you, mine } = await c.scene();
    const content = '\u0000\n\t"\\ 你好 👋 \u2028 <b> \uFEFF';
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage(content));
    return received.text === content;
  },
  'sent: a text': sent(text),
  'sent: a text with attributes': sent((sdk) => new sdk.TextMessage('x').setAttributes({ a: 1, when: 'x' })),
  'sent: a text message without a text': sent((sdk) => new sdk.TextMessage()),
  'sent: a plain message': sent((sdk) => new sdk.Message('plain')),
  'sent: a plain message that is an object': sent((sdk) => new sdk.Message({ a: [1] })),
  'sent: a binary message': sent((sdk) => new sdk.BinaryMessage(new Uint8Array([1, 255]).buffer)),
  'sent: an empty binary message': sent((sdk) => new sdk.BinaryMessage(new ArrayBuffer(0))),
  'sent: an empty plain message': sent((sdk) => new sdk.Message('')),
  'sent: mentions': sent((sdk) => new sdk.TextMessage('x').setMentionList(['a', 'b'])),
  'sent: a mention of all': sent((sdk) => new sdk.TextMessage('x').mentionAll()),
  'sent: transient': sent(text, { transient: true }),
  'sent: receipt': sent(text, { receipt: true }),
  'sent: transient with a receipt': sent(text, { transient: true, receipt: true }),
  'sent: will': sent(text, { will: true }),
  'sent: pushData': sent(text, { pushData: { alert: 'hello', n: 1 } }),
  'sent: pushData that is a string': sent(text, { pushData: 'hello' }),
  'sent: priority': sent(text, { priority: 1 }),
  'sent: to a chat room': sent(text, undefined, 'room'),
  'sent: to a chat room with high priority': sent(text, { priority: 1 }, 'room'),
  'sent: to a chat room with normal priority': sent(text, { priority: 2 }, 'room'),
  'sent: to a chat room with low priority': sent(text, { priority: 3 }, 'room'),
  'sent: to a chat room with a receipt': sent(text, { receipt: true }, 'room'),
  'sent: to a temporary conversation': sent(text, undefined, 'temporary'),
  'sent: options that are null': sent(text, null),
  'sent: options by the class': sent((sdk) => {
    class Quiet extends sdk.TextMessage {}
    Quiet.sendOptions = { transient: true };
    return new Quiet('x');
  }),
  'sent: options by the class, and by the call': sent(
    (sdk) => {
      class Quiet extends sdk.TextMessage {}
      Quiet.sendOptions = { transient: true, pushData: { a: 1 } };
      return new Quiet('x');
    },
    { transient: false },
  ),
  'sent: options by a function of the class': sent((sdk) => {
    class Careful extends sdk.TextMessage {
      static getSendOptions(message) {
        return { receipt: message.text === 'x' };
      }
    }
    return new Careful('x');
  }),
  'sent: options by both': sent((sdk) => {
    class Both extends sdk.TextMessage {
      static getSendOptions() {
        return { will: true };
      }
    }
    Both.sendOptions = { will: false, receipt: true };
    return new Both('x');
  }),
  'a string': refused('text'),
  'nothing': refused(undefined),
  'null': refused(null),
  'an object': refused({}),
  'a message without a type': refused((sdk) => new sdk.TypedMessage()),
  'a stranger’s message': async (c) => {
    const { mine } = await c.scene();
    const stranger = await c.login('stranger');
    const theirs = await stranger.getConversation(mine.id);
    const message = text(c.sdk);
    return [await c.outcome(() => theirs.send(message)), message.status, message.id, theirs.lastMessage];
  },
  'a refused message may be sent again': async (c) => {
    const { mine } = await c.scene();
    const stranger = await c.login('stranger');
    const theirs = await stranger.getConversation(mine.id);
    const message = text(c.sdk);
    await c.outcome(() => theirs.send(message));
    await mine.add(stranger.id);
    await theirs.send(message);
    return message.status;
  },
  'a payload that cannot be JSON': async (c) => {
    const { mine } = await c.scene();
    const loop = {};
    loop.loop = loop;
    const message = new c.sdk.Message(loop);
    const { thrown } = await c.outcome(() => mine.send(message));
    return [thrown.constructor.name, message.status];
  },
  'getPayload that throws': async (c) => {
    class Broken extends c.sdk.TextMessage {
      getPayload() {
        throw new Error('no payload');
      }
    }
    const { mine } = await c.scene();
    const message = new Broken('x');
    return [await c.outcome(() => mine.send(message)), message.status];
  },
};
