// Session tokens: what opens a session again, and what asks for data over HTTP.
const opens = ({ cmd, op }) => cmd === 'session' && op === 'open';

/** How a session is opened: by what, and as what. */
const opening = ({ sessionMessage: { st, s, tag, deviceId, r } }) => ({
  token: st !== undefined,
  signed: s !== undefined,
  tag: tag ?? null,
  device: deviceId !== undefined,
  again: r === true,
});

const sign = () => ({ signature: 'sig', timestamp: 1500000000000, nonce: 'nonce' });

/** How a session is opened again after its connection was lost, by a client with these options. */
const reopened = (options, before) => async (c) => {
  const device = await c.otherDevice();
  const me = await c.login('me', options, device.realtime);
  const commands = await c.commands(
    opens,
    async () => {
      before?.(device);
      const back = c.next(me, 'reconnect');
      c.cut(device);
      await back;
    },
    device,
  );
  return [commands.map(opening), await me.getConversation('none')];
};

/** The time in which a token of the server whose tokens are short-lived is over. */
const expiry = () => new Promise((resolve) => setTimeout(resolve, 1_300));

/** The same after a pause in which the token expired by the client's own clock. */
const expired = (options) => async (c) => {
  const device = await c.otherDevice({ server: c.shortLived });
  const me = await c.login('me', options, device.realtime);
  const commands = await c.commands(
    opens,
    async () => {
      const offline = c.next(me, 'offline');
      device.realtime.pause();
      await offline;
      await expiry();
      const back = c.next(me, 'reconnect');
      device.realtime.resume();
      await back;
    },
    device,
  );
  return [commands.map(opening), await me.getConversation('none')];
};

export const cases = {
  'opens the session again': reopened(),
  'opens it again without a new signature': reopened({ signatureFactory: sign }),
  'opens it again without the tag': reopened({ tag: 'Mobile' }),
  'that the server does not take (4112)': reopened({}, ({ tap }) => tap.spoil()),
  'that the server does not take, with a tag': reopened({ tag: 'Mobile' }, ({ tap }) => tap.spoil()),
  'that the server does not take, with a signature factory': reopened({ signatureFactory: sign }, ({ tap }) => tap.spoil()),
  'that expired while away': expired({}),
  'that expired while away, with a tag': expired({ tag: 'Mobile' }),
  'that expired while away, with a signature factory': expired({ signatureFactory: sign }),
  'a refused one ends nothing': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('me', undefined, device.realtime);
    const told = c.next(me, 'membersjoined');
    const conversation = await me.createConversation({ members: ['x'], unique: false });
    await told;
    return c.events({ me }, async () => {
      device.tap.spoil();
      const back = c.next(me, 'reconnect');
      c.cut(device);
      await back;
      await conversation.count();
    }).then((noted) => noted.map(([, event]) => event));
  },
  'of a request over HTTP': async (c) => {
    const { mine } = await c.scene();
    const requests = await c.requests(mine.id, () => mine.getAllMemberInfo({ noCache: true }));
    return requests.map(({ all }) => /X-LC-IM-Session-Token":"[^"]+"/.test(all));
  },
  'of a request over HTTP, when it has expired': async (c) => {
    const device = await c.otherDevice({ server: c.shortLived });
    const me = await c.login('me', undefined, device.realtime);
    const conversation = await me.createConversation({ members: ['x'], unique: false });
    await expiry();
    const roles = (infos) => infos.map(({ role }) => role);
    const first = await c.outcome(async () => roles(await conversation.getAllMemberInfo({ noCache: true })));
    return [first, roles(await conversation.getAllMemberInfo({ noCache: true }))];
  },
  'is kept over a pause': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('me', { signatureFactory: sign }, device.realtime);
    const commands = await c.commands(
      opens,
      async () => {
        const offline = c.next(me, 'offline');
        device.realtime.pause();
        await offline;
        const back = c.next(me, 'reconnect');
        device.realtime.resume();
        await back;
      },
      device,
    );
    return commands.map(opening);
  },
  'isReconnect, with nobody else there': async (c) => {
    const id = c.unused('me');
    return c.outcome(async () => {
      const me = await c.realtime.createIMClient(id, { tag: 'Mobile', isReconnect: true });
      c.after(() => me.close());
      return me.id === id;
    });
  },
  'isReconnect, without a tag': async (c) => {
    const id = c.unused('me');
    return c.outcome(async () => {
      const me = await c.realtime.createIMClient(id, { isReconnect: true });
      c.after(() => me.close());
      return me.id === id;
    });
  },
  'isReconnect, with a signature factory': async (c) => {
    const id = c.unused('me');
    return c.outcome(async () => {
      const me = await c.realtime.createIMClient(id, { isReconnect: true, signatureFactory: sign });
      c.after(() => me.close());
      return me.id === id;
    });
  },
  'isReconnect, with the tag held by another device': async (c) => {
    const other = await c.otherDevice();
    const holder = await c.login('me', { tag: 'Mobile' }, other.realtime);
    const refused = await c.outcome(async () => {
      const me = await c.realtime.createIMClient(holder.id, { tag: 'Mobile', isReconnect: true });
      c.after(() => me.close());
      return 'logged in';
    });
    return [refused, (await c.ping(holder, holder.id)).length];
  },
  'isReconnect false is an ordinary login': async (c) => {
    const me = await c.login('me', { tag: 'Mobile', isReconnect: false });
    return typeof me.id;
  },
};
