// Delivery and read receipts.
const text = (c) => new c.sdk.TextMessage('x');

export const cases = {
  'delivered': async (c) => {
    const { you, mine } = await c.scene();
    const told = c.next(mine, 'lastdeliveredatupdate');
    const [sent] = await c.deliver(mine, you, text(c), { receipt: true });
    await told;
    return [sent.status, sent.deliveredAt, mine.lastDeliveredAt, mine.lastReadAt];
  },
  'read': async (c) => {
    const { you, mine, yours } = await c.scene();
    await c.deliver(mine, you, text(c), { receipt: true });
    const told = c.next(mine, 'lastreadatupdate');
    await yours.read();
    await told;
    return [mine.lastReadAt, mine.lastDeliveredAt];
  },
  'the events of delivery and reading': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    const delivered = await c.events({ me, mine }, async () => {
      const told = c.next(mine, 'lastdeliveredatupdate');
      await c.deliver(mine, you, text(c), { receipt: true });
      return told;
    });
    const read = await c.events({ me, mine }, async () => {
      const told = c.next(mine, 'lastreadatupdate');
      await yours.read();
      return told;
    });
    return [delivered, read];
  },
  'no receipt is asked for': async (c) => {
    const { me, you, mine } = await c.scene();
    return c.events({ me, mine }, async () => {
      await c.deliver(mine, you, text(c));
      await you.ping(['x']);
    });
  },
  'fetchReceiptTimestamps': async (c) => {
    const { you, mine, yours } = await c.scene();
    const told = c.next(mine, 'lastdeliveredatupdate');
    await c.deliver(mine, you, text(c), { receipt: true });
    await told;
    // The mark is written by the time that the others hear of it.
    const read = c.next(mine, 'lastreadatupdate');
    await yours.read();
    await read;
    const again = await c.otherDevice();
    const other = await again.realtime.createIMClient(mine.creator);
    c.after(() => other.close());
    const theirs = await other.getConversation(mine.id);
    const before = [theirs.lastDeliveredAt, theirs.lastReadAt];
    const same = (await theirs.fetchReceiptTimestamps()) === theirs;
    return [before, same, theirs.lastDeliveredAt, theirs.lastReadAt];
  },
  'what fetchReceiptTimestamps sends': async (c) => {
    const { mine } = await c.scene();
    const commands = await c.commands(
      ({ cmd, op, convMessage }) => cmd === 'conv' && op === 'max_read' && convMessage.cid === mine.id,
      () => mine.fetchReceiptTimestamps(),
    );
    return commands.map(({ convMessage }) => convMessage);
  },
  'fetchReceiptTimestamps of a chat room': async (c) => {
    const room = await (await c.login()).createChatRoom({});
    return c.outcome(async () => (await room.fetchReceiptTimestamps()) === room);
  },
  'fetchReceiptTimestamps without any': async (c) => {
    const { mine } = await c.scene();
    await mine.fetchReceiptTimestamps();
    return [mine.lastDeliveredAt, mine.lastReadAt];
  },
  'of a temporary conversation': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    const mine = await me.createTemporaryConversation({ members: [you.id] });
    const told = c.next(mine, 'lastdeliveredatupdate');
    const [sent] = await c.deliver(mine, you, text(c), { receipt: true });
    await told;
    return [sent.status, mine.lastDeliveredAt];
  },
  'deliveredAt in history': async (c) => {
    const { you, mine } = await c.scene();
    const told = c.next(mine, 'lastdeliveredatupdate');
    await c.deliver(mine, you, text(c), { receipt: true });
    await told;
    const [message] = await mine.queryMessages();
    return [message.status, message.deliveredAt];
  },
};
