// Updating and recalling messages.
const patches = ({ cmd }) => cmd === 'patch';
const text = (c, content) => new c.sdk.TextMessage(content);

/** A conversation with one message, which both sides have. */
async function sent(c) {
  const scene = await c.scene();
  const [message, received] = await c.deliver(scene.mine, scene.you, text(c, 'old').setAttributes({ a: 1 }));
  return { ...scene, message, received };
}

export const cases = {
  'update': async (c) => {
    const { mine, message } = await sent(c);
    const fresh = text(c, 'new');
    const result = await mine.update(message, fresh);
    return [result === fresh, result, result.id === message.id, mine.lastMessage === result, result.timestamp.getTime() === message.timestamp.getTime()];
  },
  'update with mentions': async (c) => {
    const { you, mine, message } = await sent(c);
    const heard = c.next(you, 'messageupdate');
    await mine.update(message, text(c, 'new').setMentionList([you.id]));
    const [theirs] = await heard;
    return [theirs.mentionList, theirs.mentioned];
  },
  'the events of updating': async (c) => {
    const { me, you, mine, yours, message } = await sent(c);
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(yours, 'messageupdate');
      await mine.update(message, text(c, 'new'));
      return heard;
    });
  },
  'what the other has after updating': async (c) => {
    const { you, mine, yours, message } = await sent(c);
    const heard = c.next(you, 'messageupdate');
    await mine.update(message, text(c, 'new'));
    const [theirs, conversation, reason] = await heard;
    return [theirs, theirs.updatedAt > theirs.timestamp, conversation === yours, reason, yours.lastMessage === theirs, yours.unreadMessagesCount];
  },
  'recall': async (c) => {
    const { mine, message } = await sent(c);
    const result = await mine.recall(message);
    return [result, result instanceof c.sdk.RecalledMessage, result.id === message.id, mine.lastMessage === result];
  },
  'the events of recalling': async (c) => {
    const { me, you, mine, yours, message } = await sent(c);
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(yours, 'messagerecall');
      await mine.recall(message);
      return heard;
    });
  },
  'what the other has after recalling': async (c) => {
    const { you, mine, yours, message } = await sent(c);
    const heard = c.next(you, 'messagerecall');
    await mine.recall(message);
    const [theirs, conversation, reason] = await heard;
    return [theirs, theirs instanceof c.sdk.RecalledMessage, conversation === yours, reason, yours.lastMessage === theirs];
  },
  'history after both': async (c) => {
    const { mine, message } = await sent(c);
    const second = await mine.send(text(c, 'second'));
    await mine.update(message, text(c, 'new'));
    await mine.recall(second);
    return mine.queryMessages();
  },
  'by id and timestamp': async (c) => {
    const { mine, message } = await sent(c);
    const { id, timestamp } = message;
    return [await mine.update({ id, timestamp }, text(c, 'new')), await mine.recall({ id, timestamp: timestamp.getTime() })];
  },
  'what update sends': async (c) => {
    const { mine, message } = await sent(c);
    const commands = await c.commands(
      (command) => patches(command) && JSON.stringify(command).includes(message.id) && command.op === 'modify',
      () => mine.update(message, text(c, 'new').mentionAll()),
    );
    return commands.map(({ patchMessage }) => patchMessage.patches);
  },
  'what recall sends': async (c) => {
    const { mine, message } = await sent(c);
    const commands = await c.commands(
      (command) => patches(command) && JSON.stringify(command).includes(message.id) && command.op === 'modify',
      () => mine.recall(message),
    );
    return commands.map(({ patchMessage }) =>
      patchMessage.patches.map(({ data: _data, ...patch }) => patch),
    );
  },
  'update of another’s message': async (c) => {
    const { yours, received } = await sent(c);
    return c.outcome(() => yours.update(received, text(c, 'new')));
  },
  'recall of another’s message': async (c) => {
    const { yours, received } = await sent(c);
    return c.outcome(() => yours.recall(received));
  },
  'recall of another’s message by its id': async (c) => {
    const { yours, received } = await sent(c);
    return c.outcome(() => yours.recall({ id: received.id, timestamp: received.timestamp }));
  },
  'update of a message that was not sent': async (c) => {
    const { mine } = await sent(c);
    return c.outcome(() => mine.update(text(c, 'unsent'), text(c, 'new')));
  },
  'update to what is no message': async (c) => {
    const { mine, message } = await sent(c);
    return [await c.outcome(() => mine.update(message, 'new')), await c.outcome(() => mine.update(message))];
  },
  'update of what is no message': async (c) => {
    const { mine } = await sent(c);
    return [await c.outcome(() => mine.update({}, text(c, 'new'))), await c.outcome(() => mine.update('x', text(c, 'new')))];
  },
  'recall of what is no message': async (c) => {
    const { mine } = await sent(c);
    return [await c.outcome(() => mine.recall({})), await c.outcome(() => mine.recall('x'))];
  },
  'recall of nothing': async (c) => {
    const { mine } = await sent(c);
    const { thrown } = await c.outcome(() => mine.recall());
    return thrown instanceof TypeError;
  },
  'recall of a message that there is not': async (c) => {
    const { mine } = await sent(c);
    return c.outcome(() => mine.recall({ id: 'AAAAAAAAAAAAAAAAAAAAAA', timestamp: new Date() }));
  },
  'recalling twice': async (c) => {
    const { mine, message } = await sent(c);
    await mine.recall(message);
    return c.outcome(async () => (await mine.recall(message)) instanceof c.sdk.RecalledMessage);
  },
  'update after recall': async (c) => {
    const { mine, message } = await sent(c);
    await mine.recall(message);
    return c.outcome(async () => (await mine.update(message, text(c, 'back'))).text);
  },
  'update of an older message': async (c) => {
    const { you, mine, yours, message } = await sent(c);
    await c.deliver(mine, you, text(c, 'last'));
    const heard = c.next(you, 'messageupdate');
    await mine.update(message, text(c, 'new'));
    await heard;
    return [mine.lastMessage.text, yours.lastMessage.text];
  },
  'a message that the server changes': async (c) => {
    const { me, you, mine } = await c.scene();
    const told = c.next(me, 'messageupdate');
    const arrived = c.next(you, 'message');
    const message = await mine.send(text(c, 'an unspeakable thing'));
    const [theirs] = await arrived;
    const [changed, conversation, reason] = await told;
    return [message.text, theirs.text, changed.text, changed.id === message.id, conversation === mine, reason];
  },
  'the events of a message that the server changes': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    const { sdk } = c;
    return Promise.all([
      c.events({ me, mine }, async () => {
        const told = c.next(mine, 'messageupdate');
        await mine.send(new sdk.TextMessage('unspeakable'));
        return told;
      }),
      c.events({ you, yours }, () => c.next(yours, 'message')),
    ]).then(([sender]) => sender);
  },
  'an update to another class': async (c) => {
    const { you, mine, message } = await sent(c);
    const heard = c.next(you, 'messageupdate');
    await mine.update(message, new c.sdk.Message({ a: 1 }));
    return (await heard)[0];
  },
};
