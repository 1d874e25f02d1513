// Roles and member infos.
const updates = ({ cmd, op }) => cmd === 'conv' && op === 'member_info_update';

export const cases = {
  'updateMemberRole': async (c) => {
    const { sdk, you, mine } = { sdk: c.sdk, ...(await c.scene()) };
    const same = (await mine.updateMemberRole(you.id, sdk.ConversationMemberRole.MANAGER)) === mine;
    const info = await mine.getMemberInfo(you.id);
    return [same, info.role, info.isOwner, info.memberId, info.conversationId === mine.id, info.toJSON()];
  },
  'updateMemberRole back to member': async (c) => {
    const { you, mine } = await c.scene();
    const { MANAGER, MEMBER } = c.sdk.ConversationMemberRole;
    await mine.updateMemberRole(you.id, MANAGER);
    await mine.updateMemberRole(you.id, MEMBER);
    return (await mine.getMemberInfo(you.id)).role;
  },
  'what updateMemberRole sends': async (c) => {
    const { you, mine } = await c.scene();
    const commands = await c.commands(
      (command) => updates(command) && command.convMessage.cid === mine.id,
      () => mine.updateMemberRole(you.id, c.sdk.ConversationMemberRole.MANAGER),
    );
    return commands.map(({ convMessage }) => convMessage);
  },
  'the owner is not to be made': async (c) => {
    const { you, mine } = await c.scene();
    return c.outcome(() => mine.updateMemberRole(you.id, c.sdk.ConversationMemberRole.OWNER));
  },
  'the owner’s role': async (c) => {
    const { me, mine } = await c.scene();
    const info = await mine.getMemberInfo(me.id);
    return [info.role, info.isOwner, info.toJSON()];
  },
  'a member without a role': async (c) => {
    const { you, mine } = await c.scene();
    const info = await mine.getMemberInfo(you.id);
    return [info.role, info.isOwner, info.toJSON()];
  },
  'getMemberInfo of somebody else': async (c) => {
    const { mine } = await c.scene();
    return c.outcome(() => mine.getMemberInfo('nobody'));
  },
  'getMemberInfo of nobody': async (c) => {
    const { mine } = await c.scene();
    return (await c.outcome(() => mine.getMemberInfo())).thrown instanceof Error;
  },
  'getAllMemberInfo': async (c) => {
    const { you, mine } = await c.scene();
    await mine.add('third');
    await mine.updateMemberRole(you.id, c.sdk.ConversationMemberRole.MANAGER);
    const infos = await mine.getAllMemberInfo();
    return infos.map((info) => [info.memberId, info.role, info.isOwner]);
  },
  'getAllMemberInfo anew': async (c) => {
    const { you, mine, yours } = await c.scene();
    await yours.getAllMemberInfo();
    await mine.updateMemberRole(you.id, c.sdk.ConversationMemberRole.MANAGER);
    const infos = await yours.getAllMemberInfo({ noCache: true });
    return infos.map((info) => [info.memberId, info.role]);
  },
  'getAllMemberInfo asks once': async (c) => {
    const { mine } = await c.scene();
    const asked = async () => (await c.requests(mine.id, () => mine.getAllMemberInfo())).length > 0;
    return [await asked(), await asked()];
  },
  'the events of updateMemberRole': async (c) => {
    const { me, you, mine, yours } = await c.scene();
    const noted = [];
    for (const [name, emitter] of Object.entries({ me, you, mine, yours })) {
      emitter.on('memberinfoupdated', ({ member, memberInfo, updatedBy, ...rest }, conversation, ...more) =>
        noted.push([name, member, memberInfo?.role, memberInfo?.memberId, updatedBy, Object.keys(rest), conversation?.id, more]),
      );
    }
    const heard = c.next(yours, 'memberinfoupdated');
    await mine.updateMemberRole(you.id, c.sdk.ConversationMemberRole.MANAGER);
    await heard;
    await me.ping(['x']);
    return noted;
  },
  'a member may not change roles': async (c) => {
    const { me, yours } = await c.scene();
    return c.outcome(() => yours.updateMemberRole(me.id, c.sdk.ConversationMemberRole.MEMBER));
  },
  'a role that there is not': async (c) => {
    const { you, mine } = await c.scene();
    return (await c.outcome(() => mine.updateMemberRole(you.id, 'King'))).thrown instanceof Error;
  },
  'the owner may not quit': async (c) => {
    const { mine } = await c.scene();
    return c.outcome(() => mine.quit());
  },
  'a manager may remove': async (c) => {
    const { you, mine, yours } = await c.scene();
    await mine.add('third');
    await mine.updateMemberRole(you.id, c.sdk.ConversationMemberRole.MANAGER);
    return c.outcome(() => yours.remove('third'));
  },
};
