// Every builder of ConversationQuery gives what the official SDK's gives.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { officialSDK } from '../support/official.mjs';
import { load } from '../support/source.mjs';

const ours = await load(['exports']);
const official = officialSDK();
const client = { id: 'me' };
const when = new Date('2020-02-02T02:02:02.222Z');

const cases = {
  'nothing': (q) => q,
  'equalTo': (q) => q.equalTo('name', 'x').equalTo('at', when).equalTo('none', null).equalTo('pattern', /a.b/i),
  'notEqualTo': (q) => q.notEqualTo('name', 'x'),
  'comparisons': (q) => q.lessThan('a', 1).lessThanOrEqualTo('b', 2).greaterThan('c', when).greaterThanOrEqualTo('c', 4),
  'existence': (q) => q.exists('a').doesNotExist('b'),
  'sets': (q) => q.containedIn('a', [1, 2]).notContainsIn('b', ['x']).containsAll('c', ['y']).sizeEqualTo('d', 3),
  'texts': (q) => q.contains('a', 'x.y').startsWith('b', 'p').endsWith('c', 's'),
  'a text that ends a quotation': (q) => q.contains('a', 'x\\Ey'),
  'matches': (q) => q.matches('a', /^x/).matches('b', /y$/im).matches('c', /z/g),
  'containsMembers': (q) => q.containsMembers(['a', 'b']),
  'withMembers': (q) => q.withMembers(['a', 'b', 'a']),
  'withMembers and self': (q) => q.withMembers(['a'], true),
  'limit and skip': (q) => q.limit(0).skip(7),
  'ascending': (q) => q.ascending('a').addAscending('b').addDescending('c'),
  'descending': (q) => q.addDescending('x').descending('a').addDescending('b').addAscending('c'),
  'added first': (q) => q.addAscending('a'),
  'compact': (q) => q.compact(),
  'last messages': (q) => q.withLastMessagesRefreshed(),
  'both flags': (q) => q.withLastMessagesRefreshed().compact(),
  'flags taken back': (q) => q.withLastMessagesRefreshed().compact().withLastMessagesRefreshed(false).compact(false),
  'and': (q, Query) => Query.and(q.exists('a'), new Query(client).exists('b')),
  'or': (q, Query) => Query.or(q.exists('a'), new Query(client).exists('b'), new Query(client).equalTo('c', when)),
};

describe('ConversationQuery builds what the official one builds', () => {
  for (const [name, build] of Object.entries(cases)) {
    it(name, () => {
      const [mine, theirs] = [ours, official].map(({ ConversationQuery }) =>
        JSON.parse(JSON.stringify(build(new ConversationQuery(client), ConversationQuery))),
      );
      assert.deepEqual(mine, theirs);
    });
  }

  it('and refuses to join one query, or what is none', () => {
    for (const { ConversationQuery: Query } of [ours, official]) {
      assert.throws(() => Query.and(new Query(client)), { message: 'The queries must contain at least two elements' });
      assert.throws(() => Query.or(new Query(client), {}), {
        message: 'The element of queries must be an instance of ConversationQuery',
      });
    }
  });
});

describe('keys that every object has', () => {
  it('are ordinary ones', () => {
    const query = new ours.ConversationQuery(client).notEqualTo('__proto__', 1).greaterThan('constructor', 7).lessThan('valueOf', 2);
    assert.equal(
      JSON.stringify(query.toJSON().where),
      '{"__proto__":{"$ne":1},"constructor":{"$gt":7},"valueOf":{"$lt":2}}',
    );
    assert.equal({}.$ne, undefined);
    assert.equal(Object.$gt, undefined);
    const both = ours.ConversationQuery.or(query, new ours.ConversationQuery(client).equalTo('__proto__', 'x'));
    assert.match(JSON.stringify(both), /"__proto__":"x"/);
  });
});
