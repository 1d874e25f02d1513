// A device of another origin: in a page, an iframe whose requests and sockets
// the server hears of as another site's. In Node, where there are no origins, a
// second copy.

/** Logs the device in as `id`, and has it note what it hears. */
const login = async ({ realtime, kept }, { id, ...options }) => {
  kept.client = await realtime.createIMClient(id, options);
  kept.heard = [];
  for (const event of ['message', 'conflict', 'invited']) {
    kept.client.on(event, (payload) => kept.heard.push([event, payload.text ?? payload.reason ?? payload.invitedBy]));
  }
  return kept.client.id;
};

/** What it has heard of an event, once it has. */
const heard = async ({ kept }, event) => {
  const before = kept.heard.find(([name]) => name === event);
  if (before) return before;
  return new Promise((resolve) => kept.client.on(event, () => setTimeout(() => resolve(kept.heard.find(([name]) => name === event)))));
};

export const cases = {
  'chats both ways': async (c) => {
    const [away, here] = [await c.away(), await c.login('here')];
    const there = await away.run(login, { id: c.unused('there') });
    const conversation = await here.createConversation({ members: [there], unique: false });
    await conversation.send(new c.sdk.TextMessage('hello'));
    const came = [await away.run(heard, 'invited'), await away.run(heard, 'message')];
    const answered = c.next(here, 'message');
    const sent = await away.run(
      async ({ sdk, kept }, id) => {
        const mine = await kept.client.getConversation(id);
        const message = await mine.send(new sdk.TextMessage('hello back'));
        return [mine.members, message.from, (await mine.queryMessages()).map(({ text }) => text)];
      },
      conversation.id,
    );
    return [came, sent, (await answered)[0].text];
  },
  'is told of a tag conflict': async (c) => {
    const away = await c.away();
    const id = await away.run(login, { id: c.unused('both'), tag: 'phone' });
    const device = await c.otherDevice();
    const here = await device.realtime.createIMClient(id, { tag: 'phone' });
    c.after(() => here.close());
    return [(await away.run(heard, 'conflict'))[0], here.id === id];
  },
  'tells of a tag conflict': async (c) => {
    const [away, device] = [await c.away(), await c.otherDevice()];
    const here = await c.login('both', { tag: 'phone' }, device.realtime);
    const conflict = c.next(here, 'conflict');
    await away.run(login, { id: here.id, tag: 'phone' });
    return (await conflict)[0];
  },
  'asks for a user’s signature, over REST': async (c) => {
    const away = await c.away();
    return away.run(async ({ realtime }) => {
      const user = { id: 'user', getSessionToken: () => 'no such token' };
      return realtime.createIMClient(user).then(
        (client) => client.id,
        ({ message, code }) => ({ message, code }),
      );
    });
  },
  'is refused like any other': async (c) => {
    const [away, here] = [await c.away(), await c.login('here')];
    const conversation = await here.createConversation({ members: [c.unused('friend')], unique: false });
    await away.run(login, { id: c.unused('stranger') });
    return away.run(
      async ({ sdk, kept }, id) => {
        const theirs = await kept.client.getConversation(id);
        return theirs.send(new sdk.TextMessage('let me in')).catch(({ name, message, code }) => ({ name, message, code }));
      },
      conversation.id,
    );
  },
  'finds the connection again': async (c) => {
    const away = await c.away();
    await away.run(login, { id: c.unused('me') });
    return away.run(async ({ realtime, kept }) => {
      const events = [];
      const until = (event) => new Promise((resolve) => kept.client.once(event, () => (events.push(event), resolve())));
      const offline = until('offline');
      realtime.pause();
      await offline;
      const back = until('reconnect');
      realtime.resume();
      await back;
      return [events, await kept.client.ping([kept.client.id]).then((ids) => ids.length)];
    });
  },
};
