// Attributes of conversations: set, get and what save() would send, beside the
// official SDK's.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { officialSDK } from '../support/official.mjs';
import { load } from '../support/source.mjs';

const ours = await load(['exports', 'conversations/row', 'data/path', 'data/codec']);
const official = officialSDK();
const row = () => ({ name: 'n', foo: { bar: 1, list: [1, 2] }, at: { __type: 'Date', iso: '2020-01-01T00:00:00.000Z' } });

const client = { id: 'me', _plugins: {}, _conversations: { review() {} } };

function make(sdk) {
  if (sdk === ours) return new ours.Conversation(client, 1, ours.readRow({ objectId: 'c', ...row() }));
  const { at: _at, ...rest } = row();
  return new official.Conversation({ id: 'c' }, { ...rest, at: new Date('2020-01-01T00:00:00.000Z') }, client);
}

const cases = {
  'reading': (c) => [c.get('foo.bar'), c.get('foo'), c.get('foo.list.1'), c.get('none'), c.get('none.deeper'), c.name],
  'dates': (c) => [c.get('at').getTime(), c.get('at') instanceof Date],
  'a change': (c) => [c.set('foo.bar', 2) === c, c.get('foo'), c.get('foo.list.0')],
  'the name': (c) => {
    c.name = 'new';
    return [c.name, c.get('name')];
  },
  'a new branch': (c) => [c.set('a.b.c', 1).get('a'), c.set('l.0', 'x').get('l')],
  'a child, then its parent': (c) => c.set('foo.bar', 2).set('foo', { only: true }).get('foo'),
  'a parent, then its child': (c) => c.set('foo', { bar: 1 }).set('foo.deep.er', 2).get('foo'),
  'the server keeps what it has': (c) => {
    c.set('foo.bar', 2);
    return c.toJSON().foo;
  },
};

describe('attributes are set and read as in the official SDK', () => {
  for (const [name, run] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(run(make(ours)), run(make(official))));
  }

  it('a parent that was given is not changed by a later child', () => {
    const value = { a: 1 };
    const conversation = make(ours).set('foo', value).set('foo.b', 2);
    assert.deepEqual(value, { a: 1 });
    assert.deepEqual(conversation.get('foo'), { a: 1, b: 2 });
  });

  it('a name that begins as another does is not its child', () => {
    const conversation = make(ours).set('topics', 1).set('topic', 2);
    assert.deepEqual([conversation.get('topics'), conversation.get('topic')], [1, 2]);
  });

  it('prototypes cannot be reached', () => {
    const conversation = make(ours);
    for (const path of ['__proto__.polluted', 'constructor.prototype.polluted', 'foo.__proto__.polluted']) {
      assert.throws(() => conversation.set(path, 1), TypeError);
    }
    assert.equal({}.polluted, undefined);
    assert.equal(conversation.get('constructor.name'), undefined);
  });
});

describe('dates in JSON', () => {
  it('are encoded and decoded at any depth', () => {
    const value = { a: new Date(5), b: [new Date(6), { c: null, d: 'x', e: 0 }] };
    const encoded = ours.encode(value);
    assert.deepEqual(JSON.parse(JSON.stringify(encoded)), encoded);
    assert.deepEqual(ours.decode(encoded), value);
  });

  it('do not let a key reach the prototype', () => {
    const decoded = ours.decode(JSON.parse('{"__proto__":{"polluted":1}}'));
    assert.equal({}.polluted, undefined);
    assert.equal(Object.getPrototypeOf(decoded), Object.prototype);
  });
});

describe('attributes from the server', () => {
  const read = (more) => new ours.Conversation(client, 1, ours.readRow({ objectId: 'c', ...more }));

  it('may have the names that columns of a message resemble', () => {
    const conversation = read({ msg_count: 5, msg_mid: 'm', bin: false, mention_all: true, msg: 'x' });
    assert.deepEqual([conversation.get('msg_count'), conversation.get('msg_mid'), conversation.get('bin')], [5, undefined, undefined]);
  });

  it('may have any name, and inherit nothing', () => {
    const conversation = read(JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": 1, "a": {"b": [7]}}'));
    assert.equal(conversation.get('isAdmin'), undefined);
    assert.equal(conversation.get('toString'), undefined);
    assert.equal(conversation.get('a.toString'), undefined);
    assert.equal(conversation.get('constructor'), 1);
    assert.deepEqual(conversation.get('__proto__'), { isAdmin: true });
    assert.equal(conversation.get('a.b.0'), 7);
    conversation.set('a.c', 1);
    assert.deepEqual(conversation.get('__proto__'), { isAdmin: true });
    assert.match(JSON.stringify(conversation), /"isAdmin":true/);
  });
});

describe('attributes that are no JSON', () => {
  it('are refused with a TypeError', () => {
    const circular = { list: [] };
    circular.list.push(circular);
    assert.throws(() => ours.encode(circular), { name: 'TypeError', message: /contains itself/ });
    const twice = { a: 1 };
    assert.deepEqual(ours.encode([twice, twice]), [twice, twice]);
  });
});
