// Blocking members.
const blocks = (mine) => ({ cmd, blacklistMessage }) => cmd === 'blacklist' && blacklistMessage.srcCid === mine.id;

export const cases = {
  'blockMembers': async (c) => {
    const { you, mine } = await c.scene();
    return [await mine.blockMembers([you.id]), await mine.queryBlockedMembers()];
  },
  'blockMembers of a string': async (c) => {
    const { mine } = await c.scene();
    return c.outcome(() => mine.blockMembers('x'));
  },
  'unblockMembers': async (c) => {
    const { you, mine } = await c.scene();
    await mine.blockMembers([you.id]);
    return [await mine.unblockMembers([you.id]), await mine.queryBlockedMembers()];
  },
  'queryBlockedMembers of nobody': async (c) => (await c.scene()).mine.queryBlockedMembers(),
  'queryBlockedMembers in pages': async (c) => {
    const { mine } = await c.scene();
    await mine.blockMembers(['a', 'b', 'd']);
    const first = await mine.queryBlockedMembers({ limit: 2 });
    const second = await mine.queryBlockedMembers({ limit: 2, next: first.next });
    return [first.results.length, typeof first.next, second.results.length, second.next];
  },
  'what they send': async (c) => {
    const { you, mine } = await c.scene();
    const commands = await c.commands(blocks(mine), async () => {
      await mine.blockMembers([you.id]);
      await mine.queryBlockedMembers({ limit: 5 });
      await mine.unblockMembers([you.id]);
    });
    return commands.map(({ op, blacklistMessage }) => [op, blacklistMessage]);
  },
  'the events of blocking': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(yours, 'blocked');
      await mine.blockMembers([you.id]);
      return heard;
    });
  },
  'the events of unblocking': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    const blocked = c.next(yours, 'blocked');
    await mine.blockMembers([you.id]);
    await blocked;
    await Promise.all([me.ping(['x']), you.ping(['x'])]);
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(yours, 'unblocked');
      await mine.unblockMembers([you.id]);
      return heard;
    });
  },
  'the others hear of blocking': async (c) => {
    const { you, mine } = await c.scene();
    const third = await c.login('third');
    const joined = c.next(third, 'membersjoined');
    await mine.add(third.id);
    await joined;
    return c.events({ third }, async () => {
      const heard = c.next(third, 'membersblocked');
      await mine.blockMembers([you.id]);
      return heard;
    });
  },
  'the others hear of unblocking': async (c) => {
    const { you, mine } = await c.scene();
    const third = await c.login('third');
    await mine.add(third.id);
    const blocked = c.next(third, 'membersblocked');
    await mine.blockMembers([you.id]);
    await blocked;
    await third.ping(['x']);
    return c.events({ third }, async () => {
      const heard = c.next(third, 'membersunblocked');
      await mine.unblockMembers([you.id]);
      return heard;
    });
  },
  'the blocked may not join': async (c) => {
    const { you, mine, yours } = await c.scene();
    await mine.blockMembers([you.id]);
    return c.outcome(async () => (await yours.join()) === yours);
  },
  'the blocked are not added': async (c) => {
    const { you, mine } = await c.scene();
    await mine.blockMembers([you.id]);
    return c.outcome(() => mine.add([you.id]));
  },
  'a member may not block': async (c) => {
    const { me, yours } = await c.scene();
    return c.outcome(() => yours.blockMembers([me.id]));
  },
  'the factory of blacklist signatures': async (c) => {
    const seen = [];
    const blacklistSignatureFactory = (...args) => {
      seen.push(args);
      return { signature: 'sig', timestamp: 1500000000000, nonce: 'nonce' };
    };
    const me = await c.login('me', { blacklistSignatureFactory });
    const mine = await me.createConversation({ members: ['x', 'y'], unique: false });
    const commands = await c.commands(blocks(mine), async () => {
      await mine.blockMembers(['x']);
      await mine.unblockMembers(['x']);
    });
    return [seen, commands.map(({ op, blacklistMessage: { s, t, n } }) => [op, s, t, n])];
  },
};
