// ConversationQuery: the JSON that it makes and sends, and what it finds.
const UNKNOWN = '0123456789abcdef01234567';

/** What a query says of itself. */
const json = (build) => async (c) => {
  const me = await c.login('me');
  return c.atOnce(() => build(me.getQuery(), me, c).toJSON());
};

/** What reaches the server. */
const sent = (build) => async (c) => {
  const me = await c.login('me');
  const mark = c.unused('mark');
  const commands = await c.commands(
    ({ cmd, op, convMessage }) => cmd === 'conv' && op === 'query' && JSON.stringify(convMessage).includes(mark),
    () => c.outcome(() => build(me.getQuery().equalTo('mark', mark), me, c).find()),
  );
  return commands.map(({ convMessage }) => convMessage);
};

/** Which of some conversations a query finds, in its order. */
const found = (build) => async (c) => {
  const me = await c.login('me');
  const mark = c.unused('mark');
  const friend = c.unused('friend');
  for (const options of [
    { name: 'apple', n: 1, tags: ['a'], members: [friend] },
    { name: 'banana', n: 2, tags: ['a', 'b'], members: [friend, 'x'] },
    { name: 'cherry', n: 3, tags: ['a', 'b', 'c'], when: new Date(5e11) },
    { name: 'Date.*', n: 4, deep: { er: 1 } },
  ]) {
    await me.createConversation({ members: [], ...options, mark, unique: false });
  }
  const query = build(me.getQuery().equalTo('mark', mark), { me, friend, Query: me.getQuery().constructor, mark, c });
  return c.outcome(async () => (await query.find()).map(({ name }) => name));
};

/**
 * A message, and the conversation that it was sent in as whoever `who` says finds
 * it: a member on a device that has not seen it, or another client.
 */
async function lastMessageOf(c, who) {
  const { me, mine } = await c.scene();
  const sent = await mine.send(new c.sdk.TextMessage('last'));
  const other = await c.otherDevice();
  const member = await other.realtime.createIMClient(me.id);
  c.after(() => member.close());
  const asking = await who(member);
  const [found] = await asking.getQuery().equalTo('objectId', mine.id).withLastMessagesRefreshed().find();
  return [sent, found];
}

export const cases = {
  'json of nothing': json((q) => q),
  'json of equalTo': json((q) => q.equalTo('a', 1)),
  'json of equalTo with a string': json((q) => q.equalTo('a', 'x')),
  'json of equalTo with null': json((q) => q.equalTo('a', null)),
  'json of equalTo with an object': json((q) => q.equalTo('a', { b: 1 })),
  'json of equalTo with a date': json((q) => q.equalTo('a', new Date(5e11))),
  'json of equalTo with a list of dates': json((q) => q.equalTo('a', [new Date(5e11)])),
  'json of equalTo twice': json((q) => q.equalTo('a', 1).equalTo('a', 2)),
  'json of notEqualTo': json((q) => q.notEqualTo('a', 1)),
  'json of lessThan': json((q) => q.lessThan('a', 1)),
  'json of lessThanOrEqualTo': json((q) => q.lessThanOrEqualTo('a', 1)),
  'json of greaterThan': json((q) => q.greaterThan('a', 1)),
  'json of greaterThanOrEqualTo': json((q) => q.greaterThanOrEqualTo('a', 1)),
  'json of a range': json((q) => q.greaterThan('a', 1).lessThan('a', 5)),
  'json of a range of dates': json((q) => q.greaterThan('a', new Date(1)).lessThan('a', new Date(5e11))),
  'json of equalTo and a range': json((q) => q.equalTo('a', 1).lessThan('a', 5)),
  'json of a range and equalTo': json((q) => q.lessThan('a', 5).equalTo('a', 1)),
  'json of exists': json((q) => q.exists('a')),
  'json of doesNotExist': json((q) => q.doesNotExist('a')),
  'json of containedIn': json((q) => q.containedIn('a', [1, 2])),
  'json of notContainsIn': json((q) => q.notContainsIn('a', [1, 2])),
  'json of containsAll': json((q) => q.containsAll('a', [1, 2])),
  'json of contains': json((q) => q.contains('a', 'x.y')),
  'json of contains with \\E': json((q) => q.contains('a', 'x\\Ey')),
  'json of startsWith': json((q) => q.startsWith('a', 'x+')),
  'json of endsWith': json((q) => q.endsWith('a', 'x+')),
  'json of matches': json((q) => q.matches('a', /x.*y/)),
  'json of matches with flags': json((q) => q.matches('a', /x.*y/im)),
  'json of matches with other flags': json((q) => q.matches('a', /x.*y/g)),
  'json of matches with a string': json((q) => q.matches('a', 'x')),
  'json of sizeEqualTo': json((q) => q.sizeEqualTo('a', 3)),
  'json of containsMembers': json((q) => q.containsMembers(['z', 'a'])),
  'json of withMembers': json((q) => q.withMembers(['z', 'a'])),
  'json of withMembers and oneself': json((q) => q.withMembers(['z', 'a'], true)),
  'json of withMembers, oneself among them': json((q, me) => q.withMembers(['z', me.id, 'z'], true)),
  'json of limit and skip': json((q) => q.limit(5).skip(3)),
  'json of limit 0': json((q) => q.limit(0).skip(0)),
  'json of ascending': json((q) => q.ascending('a')),
  'json of descending': json((q) => q.descending('a')),
  'json of two orders': json((q) => q.ascending('a').addDescending('b').addAscending('c')),
  'json of an order that starts anew': json((q) => q.ascending('a').addAscending('b').descending('c')),
  'json of addAscending alone': json((q) => q.addAscending('a')),
  'json of addDescending alone': json((q) => q.addDescending('a')),
  'json of compact': json((q) => q.compact()),
  'json of compact(false)': json((q) => q.compact().compact(false)),
  'json of withLastMessagesRefreshed': json((q) => q.withLastMessagesRefreshed()),
  'json of withLastMessagesRefreshed and compact': json((q) => q.withLastMessagesRefreshed().compact()),
  'json of keys with dots': json((q) => q.equalTo('attr.a', 1).equalTo('a.b', 2)),
  'json of and': json((q, me) => me.getQuery().constructor.and(me.getQuery().equalTo('a', 1), me.getQuery().equalTo('b', 2))),
  'json of or': json((q, me) => me.getQuery().constructor.or(me.getQuery().equalTo('a', 1), me.getQuery().lessThan('b', 2))),
  'json of or within and': json((q, me) => {
    const { and, or } = me.getQuery().constructor;
    const part = (key) => me.getQuery().equalTo(key, 1);
    const Query = me.getQuery().constructor;
    return and.call(Query, or.call(Query, part('a'), part('b')), part('c'));
  }),
  'json of and with more conditions': json((q, me) =>
    me.getQuery().constructor.and(me.getQuery().equalTo('a', 1), me.getQuery().equalTo('b', 2)).equalTo('c', 3).limit(2),
  ),
  'and of one query': json((q, me) => me.getQuery().constructor.and(me.getQuery())),
  'or of none': json((q, me) => me.getQuery().constructor.or()),
  'or of what is no query': json((q, me) => me.getQuery().constructor.or({}, {})),
  'or of two clients’ queries': async (c) => {
    const [me, you] = [await c.login('me'), await c.login('you')];
    return c.atOnce(() => c.sdk.ConversationQuery.or(me.getQuery(), you.getQuery()));
  },
  'and of a query with limits': json((q, me) => me.getQuery().constructor.and(me.getQuery().limit(1), me.getQuery())),
  'methods return the query': async (c) => {
    const q = (await c.login()).getQuery();
    return [
      q.equalTo('a', 1), q.notEqualTo('b', 1), q.lessThan('c', 1), q.exists('d'), q.containedIn('e', []), q.contains('f', ''),
      q.matches('g', /x/), q.sizeEqualTo('h', 1), q.containsMembers([]), q.withMembers([]), q.limit(1), q.skip(1), q.ascending('a'),
      q.addAscending('a'), q.descending('a'), q.addDescending('a'), q.withLastMessagesRefreshed(), q.compact(),
    ].every((each) => each === q);
  },
  'sent: a condition': sent((q) => q),
  'sent: a query without limits': sent((q) => q.equalTo('b', 1)),
  'sent: limit, skip and order': sent((q) => q.limit(5).skip(3).ascending('a').addDescending('b')),
  'sent: limit 0': sent((q) => q.limit(0)),
  'sent: compact': sent((q) => q.compact()),
  'sent: last messages': sent((q) => q.withLastMessagesRefreshed()),
  'sent: compact with last messages': sent((q) => q.withLastMessagesRefreshed().compact()),
  'sent: dates': sent((q) => q.greaterThan('when', new Date(5e11))),
  'sent: a regular expression': sent((q) => q.matches('name', /x.*y/i)),
  'sent: first': async (c) => {
    const me = await c.login('me');
    const mark = c.unused('mark');
    const commands = await c.commands(
      ({ cmd, op, convMessage }) => cmd === 'conv' && op === 'query' && JSON.stringify(convMessage).includes(mark),
      () => me.getQuery().equalTo('mark', mark).first(),
    );
    return commands.map(({ convMessage }) => convMessage);
  },
  'sent: chat rooms': async (c) => {
    const me = await c.login('me');
    const mark = c.unused('mark');
    const commands = await c.commands(
      ({ cmd, op, convMessage }) => cmd === 'conv' && op === 'query' && JSON.stringify(convMessage).includes(mark),
      async () => {
        await me.getChatRoomQuery().equalTo('mark', mark).find();
        await me.getServiceConversationQuery().equalTo('mark', mark).find();
      },
    );
    return commands.map(({ convMessage }) => convMessage);
  },
  'finds by equalTo': found((q) => q.equalTo('n', 2)),
  'finds by notEqualTo': found((q) => q.notEqualTo('n', 2).ascending('n')),
  'finds by lessThan': found((q) => q.lessThan('n', 3).ascending('n')),
  'finds by lessThanOrEqualTo': found((q) => q.lessThanOrEqualTo('n', 3).ascending('n')),
  'finds by greaterThan': found((q) => q.greaterThan('n', 2).ascending('n')),
  'finds by greaterThanOrEqualTo': found((q) => q.greaterThanOrEqualTo('n', 2).ascending('n')),
  'finds by exists': found((q) => q.exists('when')),
  'finds by doesNotExist': found((q) => q.doesNotExist('tags')),
  'finds by containedIn': found((q) => q.containedIn('n', [1, 4]).ascending('n')),
  'finds by notContainsIn': found((q) => q.notContainsIn('n', [1, 4]).ascending('n')),
  'finds by containsAll': found((q) => q.containsAll('tags', ['a', 'b']).ascending('n')),
  'finds by contains': found((q) => q.contains('name', 'an')),
  'finds by contains, of special characters': found((q) => q.contains('name', '.*')),
  'finds by startsWith': found((q) => q.startsWith('name', 'ch')),
  'finds by endsWith': found((q) => q.endsWith('name', 'ple')),
  'finds by matches': found((q) => q.matches('name', /^[ab]/).ascending('n')),
  'finds by matches, ignoring case': found((q) => q.matches('name', /DATE/i)),
  'finds by sizeEqualTo': found((q) => q.sizeEqualTo('tags', 2)),
  'finds by containsMembers': found((q, { friend }) => q.containsMembers([friend]).ascending('n')),
  'finds by withMembers': found((q, { friend, me }) => q.withMembers([friend, me.id])),
  'finds by withMembers and oneself': found((q, { friend }) => q.withMembers([friend], true)),
  'finds by a path': found((q) => q.equalTo('deep.er', 1)),
  'finds by a date': found((q) => q.lessThan('when', new Date(6e11))),
  'finds descending': found((q) => q.descending('n')),
  'finds with limit and skip': found((q) => q.ascending('n').skip(1).limit(2)),
  'finds by or': found((q, { Query, me, mark }) => {
    const part = (n) => me.getQuery().equalTo('mark', mark).equalTo('n', n);
    return Query.or(part(1), part(3)).ascending('n');
  }),
  'finds by and': found((q, { Query, me, mark }) =>
    Query.and(me.getQuery().equalTo('mark', mark).greaterThan('n', 1), me.getQuery().lessThan('n', 4)).ascending('n'),
  ),
  'finds nothing': async (c) => (await c.login()).getQuery().equalTo('objectId', UNKNOWN).find(),
  'first of nothing': async (c) => (await c.login()).getQuery().equalTo('objectId', UNKNOWN).first(),
  'finds the object that there is': async (c) => {
    const { me, mine } = await c.scene({ name: 'x' });
    const [found] = await me.getQuery().equalTo('objectId', mine.id).find();
    return [found === mine, (await me.getQuery().equalTo('objectId', mine.id).first()) === mine];
  },
  'refreshes last messages': async (c) => {
    const [sent, found] = await lastMessageOf(c, (member) => member);
    return [found.lastMessage.text, found.lastMessage.id === sent.id, found.lastMessage.from, found.lastMessage.status, found.lastMessageAt];
  },
  'refreshes no last messages for who is no member': async (c) => {
    const [, found] = await lastMessageOf(c, () => c.login('stranger'));
    return [found.lastMessage, found.lastMessageAt];
  },
  'leaves last messages alone': async (c) => {
    const { mine } = await c.scene();
    await mine.send(new c.sdk.TextMessage('last'));
    const stranger = await c.login('stranger');
    const [found] = await stranger.getQuery().equalTo('objectId', mine.id).find();
    return [found.lastMessage, found.lastMessageAt];
  },
  'compact leaves members out': async (c) => {
    const { mine } = await c.scene({ name: 'x' });
    const stranger = await c.login('stranger');
    const [found] = await stranger.getQuery().equalTo('objectId', mine.id).compact().find();
    return [found, found.members];
  },
  'finds chat rooms': async (c) => {
    const me = await c.login();
    const room = await me.createChatRoom({ name: 'room' });
    const [found] = await me.getChatRoomQuery().equalTo('objectId', room.id).find();
    return [found === room, await me.getServiceConversationQuery().equalTo('objectId', room.id).find()];
  },
  'a malformed query': async (c) => {
    const me = await c.login();
    return c.outcome(() => me.getQuery().containedIn('a', 'not a list').find());
  },
  'a limit that is too large': async (c) => {
    const me = await c.login();
    return c.outcome(async () => (await me.getQuery().equalTo('objectId', UNKNOWN).limit(5000).find()).length);
  },
};
