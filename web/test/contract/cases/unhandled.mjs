// Commands that the SDK does nothing with: `unhandledmessage`.

/** A GenericCommand of a type and an operation for a client, as it travels. */
const frame = (cmd, op, peerId) => {
  const id = new TextEncoder().encode(peerId);
  const varint = (n) => (n < 0x80 ? [n] : [(n & 0x7f) | 0x80, n >> 7]);
  return [0x08, ...varint(cmd), ...(op ? [0x10, ...varint(op)] : []), 0x22, id.length, ...id];
};

/** An empty sessionMessage (102), and a convMessage (110) about a conversation (4). */
const session = () => [0xb2, 0x06, 0];
const notice = (cid) => {
  const id = new TextEncoder().encode(cid);
  return [0xf2, 0x06, id.length + 2, 0x22, id.length, ...id];
};

/** What a client tells of a command that its connection receives. */
const received = (cmd, op, body = () => []) => async (c) => {
  const device = await c.otherDevice();
  const me = await c.login('me', undefined, device.realtime);
  const { id } = await me.createConversation({ members: ['x'], unique: false });
  const told = c.next(me, 'unhandledmessage');
  c.sockets(device).at(-1).receive([...frame(cmd, op, me.id), ...body(id)]);
  const args = await told;
  return [args.length, args[0].cmd, args[0].op ?? null, args[0].peerId, await me.getConversation('none')];
};

export const cases = {
  'its name': ({ sdk }) => sdk.Event.UNHANDLED_MESSAGE,
  'a command of another kind': received(12),
  'a command of another kind, with an operation': received(10, 80),
  'a push that is an answer to nothing': received(3),
  'a session command of another kind': received(0, 8, session),
  'a notice of another kind': received(1, 56, notice),
  'goes to the client that the command is for': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('me', undefined, device.realtime);
    const you = await c.login('you', undefined, device.realtime);
    return c.events({ me, you }, async () => {
      const told = c.next(you, 'unhandledmessage');
      c.sockets(device).at(-1).receive(frame(12, 0, you.id));
      await told;
    }).then((noted) => noted.map(([who, event]) => [who, event]));
  },
  'is not told of a command for nobody here': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('me', undefined, device.realtime);
    const noted = await c.events({ me }, async () => c.sockets(device).at(-1).receive(frame(12, 0, 'nobody')));
    return noted.map(([who, event]) => [who, event]);
  },
};
