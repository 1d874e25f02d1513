// Receiving: events, their order, what arrives.
const send = (make) => async (c) => {
  const { you, mine, yours } = await c.scene();
  const [, received] = await c.deliver(mine, you, make(c.sdk, you));
  return [received, received.toJSON(), received.toFullJSON(), yours.lastMessage === received];
};

export const cases = {
  'a text message': send((sdk) => new sdk.TextMessage('x')),
  'a text message with attributes': send((sdk) => new sdk.TextMessage('x').setAttributes({ a: { b: null } })),
  'a plain message': send((sdk) => new sdk.Message('plain')),
  'a plain message that is an object': send((sdk) => new sdk.Message({ a: [1] })),
  'a plain message that looks like a number': send((sdk) => new sdk.Message('42')),
  'a binary message': send((sdk) => new sdk.BinaryMessage(new Uint8Array([0, 1, 255]).buffer)),
  'a message of a type that nobody knows': send((sdk) => new sdk.Message({ _lctype: 4242, _lctext: 'unknown' })),
  'a message that mentions one': send((sdk, you) => new sdk.TextMessage('x').setMentionList([you.id])),
  'a message that mentions another': send((sdk) => new sdk.TextMessage('x').setMentionList(['other'])),
  'a message that mentions all': send((sdk) => new sdk.TextMessage('x').mentionAll()),
  'mentionedAll, where not all are mentioned': async (c) => {
    const { you, mine } = await c.scene();
    const [, { mentionedAll }] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return [mentionedAll];
  },
  'the events of a message': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    return c.events({ me, you, mine, yours }, () => c.deliver(mine, you, new c.sdk.TextMessage('x')));
  },
  'the events of a transient message': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    return c.events({ me, you, mine, yours }, () => c.deliver(mine, you, new c.sdk.TextMessage('x'), { transient: true }));
  },
  'the events of two messages': async (c) => {
    const { you, mine, yours } = await c.scene();
    return c.events({ you, yours }, async () => {
      const heard = c.next(you, 'message', { where: (m) => m.text === 'second' });
      await mine.send(new c.sdk.TextMessage('first'));
      await mine.send(new c.sdk.TextMessage('second'));
      return heard;
    });
  },
  'the events in a conversation that is not known': async (c) => {
    const { mine } = await c.scene();
    const third = await c.login('third');
    await mine.add(third.id);
    await third.close();
    const again = await c.realtime.createIMClient(third.id);
    c.after(() => again.close());
    return c.events({ again }, () => c.deliver(mine, again, new c.sdk.TextMessage('x')));
  },
  'the client hears before the conversation': async (c) => {
    const { you, mine, yours } = await c.scene();
    const seen = [];
    yours.on('message', () => seen.push('conversation'));
    you.on('message', () => seen.push('client'));
    you.on('unreadmessagescountupdate', () => seen.push('unread'));
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return seen;
  },
  'the unread count is there in the listener': async (c) => {
    const { you, mine, yours } = await c.scene();
    const seen = [];
    you.on('unreadmessagescountupdate', ([each]) => seen.push(each.unreadMessagesCount, each === yours));
    you.on('message', (m, each) => seen.push(each.unreadMessagesCount, each.lastMessage === m));
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return seen;
  },
  'both listeners get the same message': async (c) => {
    const { you, mine, yours } = await c.scene();
    const seen = [];
    you.on('message', (m) => seen.push(m));
    yours.on('message', (m) => seen.push(m));
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return seen[0] === seen[1];
  },
  'the sender’s other device hears it too': async (c) => {
    const { me, mine } = await c.scene();
    const other = await c.otherDevice();
    const again = await other.realtime.createIMClient(me.id);
    c.after(() => again.close());
    const heard = c.next(again, 'message');
    await mine.send(new c.sdk.TextMessage('x'));
    const [message, conversation] = await heard;
    return [message.text, message.from, conversation.id === mine.id, conversation.unreadMessagesCount];
  },
  'messages to two clients of one connection': async (c) => {
    const [a, b] = [await c.login('a'), await c.login('b')];
    const { me } = await c.scene();
    const conversation = await me.createConversation({ members: [a.id, b.id], unique: false });
    const heard = [c.next(a, 'message'), c.next(b, 'message')];
    await conversation.send(new c.sdk.TextMessage('x'));
    const [[first], [second]] = await Promise.all(heard);
    return [first === second, first.id === second.id];
  },
  'a registered class': async (c) => {
    const realtime = c.ownRealtime();
    class Order extends c.sdk.TypedMessage {}
    c.sdk.messageType(101)(Order);
    c.sdk.messageField(['number', 'items'])(Order);
    realtime.register(Order);
    const { you, mine } = await c.scene({}, realtime);
    const message = new Order();
    Object.assign(message, { number: 7, items: ['a'] });
    const [, received] = await c.deliver(mine, you, message);
    return [received instanceof Order, received.number, received.items, received.type, received.getPayload(), received.toFullJSON()];
  },
  'a class that was registered later is asked first': async (c) => {
    const realtime = c.ownRealtime();
    class First extends c.sdk.TextMessage {}
    class Second extends c.sdk.TextMessage {}
    realtime.register(First);
    realtime.register(Second);
    const { you, mine } = await c.scene({}, realtime);
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return [received instanceof First, received instanceof Second];
  },
  'a class whose parse throws': async (c) => {
    const realtime = c.ownRealtime();
    class Broken extends c.sdk.TextMessage {
      static parse() {
        throw new Error('broken');
      }
    }
    realtime.register(Broken);
    const { you, mine } = await c.scene({}, realtime);
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return [received instanceof Broken, received];
  },
  'a class whose validate throws': async (c) => {
    const realtime = c.ownRealtime();
    class Broken extends c.sdk.TextMessage {
      static validate() {
        throw new Error('broken');
      }
    }
    realtime.register(Broken);
    const { you, mine } = await c.scene({}, realtime);
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return received instanceof Broken;
  },
  'an asynchronous parse': async (c) => {
    const realtime = c.ownRealtime();
    class Slow extends c.sdk.TextMessage {
      static async parse(json) {
        await Promise.resolve();
        return c.sdk.TextMessage.parse(json, new Slow());
      }
    }
    realtime.register(Slow);
    const { you, mine } = await c.scene({}, realtime);
    const [, received] = await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return [received instanceof Slow, received.text];
  },
};
