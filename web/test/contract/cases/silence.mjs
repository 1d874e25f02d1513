// Silencing members.
export const cases = {
  'muteMembers': async (c) => {
    const { you, mine } = await c.scene();
    return [await mine.muteMembers([you.id]), await mine.queryMutedMembers()];
  },
  'muteMembers of a string': async (c) => {
    const { you, mine } = await c.scene();
    return c.outcome(() => mine.muteMembers(you.id));
  },
  'muteMembers of somebody else': async (c) => {
    const { mine } = await c.scene();
    return c.outcome(() => mine.muteMembers(['nobody']));
  },
  'unmuteMembers': async (c) => {
    const { you, mine } = await c.scene();
    await mine.muteMembers([you.id]);
    return [await mine.unmuteMembers([you.id]), await mine.queryMutedMembers()];
  },
  'queryMutedMembers of nobody': async (c) => (await c.scene()).mine.queryMutedMembers(),
  'queryMutedMembers in pages': async (c) => {
    const { mine } = await c.scene();
    await mine.add(['a', 'b', 'd']);
    await mine.muteMembers(['a', 'b', 'd']);
    const first = await mine.queryMutedMembers({ limit: 2 });
    const second = await mine.queryMutedMembers({ limit: 2, next: first.next });
    return [first.results.length, typeof first.next, second.results.length, second.next];
  },
  'what they send': async (c) => {
    const { you, mine } = await c.scene();
    const commands = await c.commands(
      ({ cmd, op, convMessage }) => cmd === 'conv' && /shutup/.test(op) && convMessage.cid === mine.id,
      async () => {
        await mine.muteMembers([you.id]);
        await mine.queryMutedMembers({ limit: 5 });
        await mine.unmuteMembers([you.id]);
      },
    );
    return commands.map(({ op, convMessage }) => [op, convMessage]);
  },
  'the silenced may not send': async (c) => {
    const { you, mine, yours } = await c.scene();
    await mine.muteMembers([you.id]);
    const message = new c.sdk.TextMessage('x');
    return [await c.outcome(() => yours.send(message)), message.status];
  },
  'the events of silencing': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(yours, 'muted');
      await mine.muteMembers([you.id]);
      return heard;
    });
  },
  'the events of letting speak again': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    const heard = c.next(yours, 'muted');
    await mine.muteMembers([you.id]);
    await heard;
    await Promise.all([me.ping(['x']), you.ping(['x'])]);
    return c.events({ me, you, mine, yours }, async () => {
      const again = c.next(yours, 'unmuted');
      await mine.unmuteMembers([you.id]);
      return again;
    });
  },
  'the others hear of both': async (c) => {
    const { you, mine } = await c.scene();
    const third = await c.login('third');
    const joined = c.next(third, 'membersjoined');
    await mine.add(third.id);
    await joined;
    return c.events({ third }, async () => {
      const muted = c.next(third, 'membersmuted');
      await mine.muteMembers([you.id]);
      await muted;
      const unmuted = c.next(third, 'membersunmuted');
      await mine.unmuteMembers([you.id]);
      await unmuted;
    });
  },
  'a member may not silence': async (c) => {
    const { me, yours } = await c.scene();
    return c.outcome(() => yours.muteMembers([me.id]));
  },
};
