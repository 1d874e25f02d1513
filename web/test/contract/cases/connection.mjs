// Losing the connection, pausing, resuming; each on a device of its own.

/** A device with a client, a friend on the shared one, and their conversation as each sees it. */
async function alone(c) {
  const device = await c.otherDevice();
  const me = await c.login('me', undefined, device.realtime);
  const friend = await c.login('friend');
  const mine = await c.created(me, friend);
  const theirs = await friend.getConversation(mine.id);
  return { device, sdk: device.sdk, realtime: device.realtime, me, friend, mine, theirs };
}

/** Events with delays that are not compared: ours are a random part of the official ones (docs/differences.md). */
async function withoutDelays(events) {
  return (await events).map(([emitter, name, attempt, delay]) => {
    if (name !== 'schedule') return attempt === undefined ? [emitter, name] : [emitter, name, attempt];
    return [emitter, name, attempt, delay <= 1000 * 2 ** attempt ? 'as long as the official one or shorter' : delay];
  });
}

export const cases = {
  'the events of pause': async (c) => {
    const { realtime, me } = await alone(c);
    return c.events({ realtime, me: { on: me.on.bind(me), off: me.off.bind(me) } }, () => {
      const heard = c.next(me, 'offline');
      realtime.pause();
      return heard;
    });
  },
  'the events of resume': async (c) => {
    const { realtime, me } = await alone(c);
    const offline = c.next(me, 'offline');
    realtime.pause();
    await offline;
    return c.events({ realtime, me }, () => {
      const heard = c.next(me, 'reconnect');
      realtime.resume();
      return heard;
    });
  },
  'the events of a lost connection': async (c) => {
    const { device, realtime, me } = await alone(c);
    return withoutDelays(c.events({ realtime, me }, () => {
      const heard = c.next(me, 'reconnect');
      c.cut(device);
      return heard;
    }));
  },
  'the events of a retry by hand': async (c) => {
    const { device, realtime, me } = await alone(c);
    return withoutDelays(c.events({ realtime, me }, async () => {
      const heard = c.next(me, 'reconnect');
      const scheduled = c.next(realtime, 'schedule');
      c.cut(device);
      await scheduled;
      realtime.retry();
      return heard;
    }));
  },
  'retry when paused': async (c) => {
    const { realtime, me } = await alone(c);
    const offline = c.next(me, 'offline');
    realtime.pause();
    await offline;
    return c.atOnce(() => realtime.retry());
  },
  'resume when connected': async (c) => {
    const { realtime, me } = await alone(c);
    return c.events({ realtime, me }, async () => {
      realtime.resume();
      await c.ping(me, 'x');
    });
  },
  'pausing twice': async (c) => {
    const { realtime, me } = await alone(c);
    return c.events({ realtime, me: { on: me.on.bind(me), off: me.off.bind(me) } }, async () => {
      const heard = c.next(me, 'offline');
      realtime.pause();
      await heard;
      realtime.pause();
    });
  },
  'calls while paused': async (c) => {
    const { sdk, realtime, me, mine } = await alone(c);
    const offline = c.next(me, 'offline');
    realtime.pause();
    await offline;
    const message = new sdk.TextMessage('x');
    return c.outcomes({
      send: () => mine.send(message),
      status: () => message.status,
      ping: () => c.ping(me, 'x'),
      queryMessages: () => mine.queryMessages(),
      count: () => mine.count(),
      save: () => mine.set('a', 1).save(),
      add: () => mine.add('x'),
      find: () => me.getQuery().find(),
      create: () => me.createConversation({ members: ['x'] }),
      known: async () => (await me.getConversation(mine.id)) === mine,
      unknown: () => me.getConversation('0123456789abcdef01234567'),
      mute: () => mine.mute(),
      recall: () => mine.recall({ id: 'x', timestamp: 1 }),
    });
  },
  'logging in while paused': async (c) => {
    const { realtime, me } = await alone(c);
    const offline = c.next(me, 'offline');
    realtime.pause();
    await offline;
    return c.outcome(() => realtime.createIMClient(c.unused('late')));
  },
  'what was missed is unread after resume': async (c) => {
    const { realtime, me, theirs } = await alone(c);
    const offline = c.next(me, 'offline');
    realtime.pause();
    await offline;
    await theirs.send(new c.sdk.TextMessage('missed'));
    const told = c.next(me, 'unreadmessagescountupdate');
    realtime.resume();
    const [[conversation]] = await told;
    return [conversation.unreadMessagesCount, conversation.lastMessage?.text];
  },
  'sending after resume': async (c) => {
    const { sdk, realtime, me, mine, friend } = await alone(c);
    const offline = c.next(me, 'offline');
    realtime.pause();
    await offline;
    const back = c.next(me, 'reconnect');
    realtime.resume();
    await back;
    const [sent, received] = await c.deliver(mine, friend, new sdk.TextMessage('back'));
    return [sent.status, received.text];
  },
  'receiving after a lost connection': async (c) => {
    const { device, me, theirs } = await alone(c);
    const back = c.next(me, 'reconnect');
    c.cut(device);
    await back;
    const [, received] = await c.deliver(theirs, me, new c.sdk.TextMessage('hello again'));
    return received.text;
  },
  'how the session is opened again': async (c) => {
    const { device, me } = await alone(c);
    const commands = await c.commands(
      ({ cmd, op }) => cmd === 'session' && op === 'open',
      async () => {
        const back = c.next(me, 'reconnect');
        c.cut(device);
        await back;
      },
      device,
    );
    return commands.map(({ peerId, appId, sessionMessage: { r, st, s, t, tag, configBitmap } }) => ({
      peerId, appId, r, st: typeof st, s, t, tag, configBitmap,
    }));
  },
  'conversations stay the same objects': async (c) => {
    const { device, me, mine } = await alone(c);
    const back = c.next(me, 'reconnect');
    c.cut(device);
    await back;
    return (await me.getConversation(mine.id)) === mine;
  },
  'close while paused': async (c) => {
    const { realtime, me } = await alone(c);
    const offline = c.next(me, 'offline');
    realtime.pause();
    await offline;
    return c.outcome(() => me.close());
  },
  'two clients reconnect': async (c) => {
    const { device, realtime, me } = await alone(c);
    const other = await c.login('other', undefined, realtime);
    const back = [c.next(me, 'reconnect'), c.next(other, 'reconnect')];
    c.cut(device);
    await Promise.all(back);
    return [await c.ping(me, other.id), await c.ping(other, me.id)];
  },
  'a session that is refused at reconnecting': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('me', { tag: 'Mobile' }, device.realtime);
    const offline = c.next(me, 'offline');
    device.realtime.pause();
    await offline;
    const other = await c.otherDevice();
    const again = await other.realtime.createIMClient(me.id, { tag: 'Mobile' });
    c.after(() => again.close());
    const refused = c.next(me, 'reconnecterror');
    device.realtime.resume();
    return refused;
  },
  'what comes after a session was refused': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('me', { tag: 'Mobile' }, device.realtime);
    const offline = c.next(me, 'offline');
    device.realtime.pause();
    await offline;
    const other = await c.otherDevice();
    const again = await other.realtime.createIMClient(me.id, { tag: 'Mobile' });
    c.after(() => again.close());
    return c.events({ me: { on: me.on.bind(me), off: me.off.bind(me) } }, async () => {
      const refused = c.next(me, 'reconnecterror');
      device.realtime.resume();
      await refused;
      await c.ping(again, 'x');
    });
  },
  'a server that is not there': async (c) => {
    const realtime = c.ownRealtime({ RTMServers: 'ws://127.0.0.1:1' });
    const { thrown } = await c.outcome(() => realtime.createIMClient(c.unused('me')));
    return thrown instanceof Error;
  },
};
