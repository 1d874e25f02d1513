// Adding, removing, joining, quitting.
const isConv = (mine) => ({ cmd, op, convMessage }) => cmd === 'conv' && /^(add|remove)$/.test(op) && convMessage.cid === mine.id;

const sent = (run) => async (c) => {
  const { mine, yours } = await c.scene();
  const commands = await c.commands(isConv(mine), () => run(mine, yours));
  return commands.map(({ op, convMessage }) => [op, convMessage]);
};

export const cases = {
  'add': async (c) => {
    const { mine } = await c.scene();
    return [await mine.add(['third', 'fourth']), mine.members];
  },
  'add a string': async (c) => {
    const { mine } = await c.scene();
    return [await mine.add('third'), mine.members];
  },
  'add somebody who is in': async (c) => {
    const { you, mine } = await c.scene();
    return [await mine.add([you.id, 'third']), mine.members];
  },
  'add nobody': async (c) => {
    const { mine } = await c.scene();
    return c.outcome(() => mine.add([]));
  },
  'remove': async (c) => {
    const { you, mine } = await c.scene();
    return [await mine.remove([you.id]), mine.members];
  },
  'remove a string': async (c) => {
    const { you, mine } = await c.scene();
    return [await mine.remove(you.id), mine.members];
  },
  'remove somebody who is not in': async (c) => {
    const { mine } = await c.scene();
    return [await mine.remove(['nobody']), mine.members];
  },
  'quit and join': async (c) => {
    const { yours, mine } = await c.scene();
    const quit = [(await yours.quit()) === yours, yours.members];
    return [quit, (await yours.join()) === yours, yours.members, mine.id === yours.id];
  },
  'join twice': async (c) => {
    const { yours } = await c.scene();
    return [(await yours.join()) === yours, yours.members];
  },
  'a stranger joins': async (c) => {
    const { mine } = await c.scene();
    const stranger = await c.login('stranger');
    const theirs = await stranger.getConversation(mine.id);
    return [await c.outcome(async () => (await theirs.join()) === theirs), theirs.members];
  },
  'a stranger adds': async (c) => {
    const { mine } = await c.scene();
    const stranger = await c.login('stranger');
    const theirs = await stranger.getConversation(mine.id);
    return c.outcome(() => theirs.add('friend'));
  },
  'a stranger quits': async (c) => {
    const { mine } = await c.scene();
    const stranger = await c.login('stranger');
    const theirs = await stranger.getConversation(mine.id);
    return c.outcome(async () => (await theirs.quit()) === theirs);
  },
  'what add sends': sent((mine) => mine.add(['z', 'a'])),
  'what remove sends': sent((mine) => mine.remove(['z', 'a'])),
  'what quit and join send': sent(async (mine, yours) => {
    await yours.quit();
    await yours.join();
  }),
  'the events of adding': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    const third = await c.login('third');
    return c.events({ me, you, third, mine, yours }, async () => {
      const heard = [c.next(yours, 'membersjoined'), c.next(third, 'membersjoined')];
      await mine.add([third.id]);
      return heard;
    });
  },
  'the events of removing': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(yours, 'kicked');
      await mine.remove([you.id]);
      return heard;
    });
  },
  'the events of quitting': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(mine, 'membersleft');
      await yours.quit();
      return heard;
    });
  },
  'the events of joining': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    await yours.quit();
    await me.ping(['x']);
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(mine, 'membersjoined');
      await yours.join();
      return heard;
    });
  },
  'the members that the others see': async (c) => {
    const { you, mine, yours } = await c.scene();
    const joined = c.next(yours, 'membersjoined');
    await mine.add(['third', 'fourth']);
    await joined;
    const before = yours.members;
    const left = c.next(yours, 'membersleft');
    await mine.remove(['third']);
    await left;
    return [before, yours.members, you.id];
  },
  'members after being kicked': async (c) => {
    const { you, mine, yours } = await c.scene();
    const heard = c.next(yours, 'kicked');
    await mine.remove(you.id);
    await heard;
    return yours.members;
  },
  'sending after being kicked': async (c) => {
    const { you, mine, yours } = await c.scene();
    const heard = c.next(you, 'kicked');
    await mine.remove(you.id);
    await heard;
    return c.outcome(() => yours.send(new c.sdk.TextMessage('x')));
  },
  'history after being kicked': async (c) => {
    const { you, mine, yours } = await c.scene();
    const heard = c.next(you, 'kicked');
    await mine.remove(you.id);
    await heard;
    return c.outcome(() => yours.queryMessages());
  },
  'no argument': async (c) => {
    const { mine } = await c.scene();
    const { thrown } = await c.outcome(() => mine.add());
    return thrown instanceof Error;
  },
};
