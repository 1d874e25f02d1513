// The message classes and the parser, beside those of the official SDK: each
// case runs on both and must note the same.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { officialSDK } from '../support/official.mjs';
import { load } from '../support/source.mjs';

const ours = await load(['exports', 'plugins/plugin']);
const official = officialSDK();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What a message tells, without what is random or the time. */
function told(message) {
  const json = (value) => JSON.parse(JSON.stringify(value));
  const plain = ({ id: _id, timestamp: _t, updatedAt: _u, ...rest }) => rest;
  return {
    name: message.constructor.name,
    toJSON: plain(json(message)),
    toFullJSON: plain(json(message.toFullJSON())),
    keys: [Object.keys(message.toJSON()).sort(), Object.keys(message.toFullJSON()).sort()],
    payload: message.getPayload(),
    status: String(message.status),
    mentioned: message.mentioned,
  };
}

/** What a call gives, or throws. */
async function outcome(run) {
  try {
    return await run();
  } catch (error) {
    return `${error.constructor.name}: ${error.message}`;
  }
}

function sticker({ TypedMessage, messageType, messageField }) {
  class Sticker extends TypedMessage {
    constructor(pack, index) {
      super();
      Object.assign(this, { pack, index });
    }
    get summary() {
      return `[${this.pack}]`;
    }
  }
  messageType(7)(Sticker);
  messageField(['pack', 'index'])(Sticker);
  return Sticker;
}

const cases = {
  'Message of text': ({ Message }) => told(new Message('plain')),
  'Message of an object': ({ Message }) => told(new Message({ a: [1, { b: null }] })),
  'TextMessage': ({ TextMessage }) => told(new TextMessage('hi')),
  'TextMessage without a text': ({ TextMessage }) => told(new TextMessage()),
  'TextMessage of a number': ({ TextMessage }) => outcome(() => new TextMessage(1)),
  'TextMessage with attributes and mentions': ({ TextMessage }) =>
    told(new TextMessage('hi').setAttributes({ a: undefined, b: 1 }).setText('ho').setMentionList('tom').mentionAll()),
  'setters': ({ TextMessage }) => {
    const message = new TextMessage('hi');
    message.text = 'ho';
    message.attributes = { a: 1 };
    return [told(message), message.getText(), message.getAttributes(), message.getMentionList(), message.summary];
  },
  'BinaryMessage': ({ BinaryMessage }) => {
    const message = new BinaryMessage(new Uint8Array([0, 1, 254, 255]).buffer);
    return { ...told(message), buffer: message.buffer === message.content, payload: message.getPayload().byteLength };
  },
  'BinaryMessage of a view': ({ BinaryMessage }) => outcome(() => new BinaryMessage(new Uint8Array(1))),
  'RecalledMessage': ({ RecalledMessage }) => told(new RecalledMessage()),
  'TypedMessage alone': ({ TypedMessage }) => outcome(() => new TypedMessage().getPayload()),
  'a class of the application': (sdk) => told(new (sticker(sdk))('cats', 3).setText('meow')),
  'fields of a subclass of a subclass': (sdk) => {
    class Animated extends sticker(sdk) {}
    sdk.messageField('speed')(Animated);
    const message = new Animated('cats', 1);
    message.speed = 2;
    return told(message);
  },
  'messageType of text': ({ messageType }) => outcome(() => messageType('7')),
  'messageField of a number': ({ messageField }) => outcome(() => messageField(7)),
  'messageField of numbers': ({ messageField }) => outcome(() => messageField([7])),
  'dates in every form': ({ Message }) => {
    const message = new Message('x');
    message.timestamp = 5;
    const fromNumber = message.timestamp.getTime();
    message.timestamp = '2020-01-01T00:00:00.000Z';
    message.deliveredAt = 0;
    const never = message.deliveredAt;
    message.deliveredAt = null;
    return [fromNumber, message.timestamp.toJSON(), never, message.deliveredAt, message.updatedAt.toJSON()];
  },
  'statuses': ({ Message, MessageStatus }) =>
    outcome(() => {
      const message = new Message('x');
      message._setStatus(MessageStatus.SENT);
      return [String(message.status), Object.keys(MessageStatus), message._setStatus('sent')];
    }),
  'ES5 subclass': (sdk) => {
    function Old(text) {
      sdk.TextMessage.call(this, text);
    }
    Object.setPrototypeOf(Old, sdk.TextMessage);
    Old.prototype = Object.create(sdk.TextMessage.prototype, { constructor: { value: Old } });
    sdk.messageType(8)(Old);
    return [told(new Old('hi')), Old.validate({ _lctype: 8 }), Old.parse({ _lctype: 8, _lctext: 'a' }).getText()];
  },
};

const parsing = {
  'text': ['plain', 'text'],
  'JSON text of a text message': [JSON.stringify({ _lctype: -1, _lctext: 'hi', _lcattrs: { a: 1 } })],
  'an object': [{ _lctype: -1, _lctext: 'hi' }],
  'JSON of an unknown type': [JSON.stringify({ _lctype: 99, _lctext: 'hi' })],
  'JSON that is no object': ['3', 'null', '[1]', '"quoted"'],
  'bytes': [new Uint8Array([1, 2]).buffer],
  'recalled': [JSON.stringify({ _lctype: -127 })],
};

// The official classes are native: only ours are called without new here.
const oursOnly = new Set(['ES5 subclass']);

describe('messages are those of the official SDK', () => {
  for (const [name, run] of Object.entries(cases)) {
    it(name, async () => {
      const mine = await run(ours);
      if (!oursOnly.has(name)) assert.deepEqual(mine, await run(official));
      assert.ok(mine);
    });
  }

  it('have a random UUID until they are sent', () => {
    const [a, b] = [new ours.Message(), new ours.Message()];
    assert.match(a.id, UUID);
    assert.notEqual(a.id, b.id);
  });

  it('are what instanceof says', () => {
    const message = new ours.TextMessage('hi');
    assert.ok(message instanceof ours.TextMessage);
    assert.ok(message instanceof ours.TypedMessage);
    assert.ok(message instanceof ours.Message);
    assert.ok(!(message instanceof ours.BinaryMessage));
  });
});

describe('MessageParser parses as the official one', () => {
  for (const [name, sources] of Object.entries(parsing)) {
    it(name, async () => {
      for (const source of sources) {
        const [mine, theirs] = await Promise.all(
          [ours, official].map(async (sdk) => {
            const { Message, BinaryMessage, RecalledMessage, TextMessage } = sdk;
            const messageClasses = [Message, BinaryMessage, RecalledMessage, TextMessage];
            const message = await new sdk.MessageParser({ messageClasses }).parse(source);
            return { ...told(message), content: message.content };
          }),
        );
        assert.deepEqual(mine, theirs);
      }
    });
  }

  it('refuses what is no message class', () => {
    for (const wrong of [{}, 'x', class {}, null]) {
      for (const sdk of [ours, official]) {
        const register = () => new sdk.MessageParser().register([wrong]);
        assert.throws(register, { name: 'TypeError', message: 'Invalid messageClass' });
      }
    }
  });

  it('rejects when no class matches', async () => {
    for (const sdk of [ours, official]) {
      await assert.rejects(new sdk.MessageParser().parse('x'), { message: 'No Message Class matched' });
    }
  });

  it('asks the classes registered later first', async () => {
    const Sticker = sticker(ours);
    const parser = new ours.MessageParser({ messageClasses: [ours.Message, ours.TextMessage] });
    parser.register(Sticker);
    const message = await parser.parse(JSON.stringify({ _lctype: 7, pack: 'cats', index: 2 }));
    assert.ok(message instanceof Sticker);
    assert.deepEqual([message.pack, message.index, message.type], ['cats', 2, 7]);
  });

  it('asks the next class when one cannot parse what it accepted', async () => {
    class Faulty extends ours.TypedMessage {
      static validate() {
        return true;
      }
      static parse() {
        throw new Error('faulty');
      }
    }
    class Strict extends ours.TypedMessage {
      static validate() {
        throw new Error('unexpected');
      }
    }
    const kept = console.warn;
    const warnings = [];
    console.warn = (...args) => warnings.push(args);
    try {
      const parser = new ours.MessageParser({ messageClasses: [ours.Message, Faulty, Strict] });
      assert.equal((await parser.parse('x')).constructor, ours.Message);
    } finally {
      console.warn = kept;
    }
    assert.equal(warnings.length, 1);
  });
});

describe('plugins around parsing', () => {
  const { mergePlugins } = ours;
  const classes = { messageClasses: [ours.Message, ours.TextMessage] };

  it('run in order, before and after, at once when they are synchronous', () => {
    const seen = [];
    const parser = new ours.MessageParser(
      mergePlugins([
        { name: 'first', beforeMessageParse: (json) => (seen.push('first'), { ...json, _lctext: `${json._lctext}!` }) },
        { name: 'second', ...classes, beforeMessageParse: (json) => (seen.push('second'), json) },
        { afterMessageParse: (message) => (seen.push('after'), message) },
      ]),
    );
    const message = parser._read('{"_lctype":-1,"_lctext":"hi"}');
    assert.equal(message.text, 'hi!');
    assert.deepEqual(seen, ['first', 'second', 'after']);
  });

  it('may be asynchronous', async () => {
    const parser = new ours.MessageParser(
      mergePlugins([classes, { afterMessageParse: async (message) => message.setText('late') }]),
    );
    const message = parser._read('{"_lctype":-1,"_lctext":"hi"}');
    assert.ok(message instanceof Promise);
    assert.equal((await message).text, 'late');
  });

  it('are named by what they throw, once', async () => {
    for (const beforeMessageParse of [
      () => {
        throw new Error('boom');
      },
      async () => {
        throw new Error('boom');
      },
    ]) {
      const plugin = { name: 'faulty', beforeMessageParse };
      const parser = new ours.MessageParser(mergePlugins([classes, plugin, { beforeMessageParse: (json) => json }]));
      await assert.rejects(parser.parse('x'), { message: 'boom[faulty]' });
    }
  });

  it('are warned when they give something of another class', async () => {
    const kept = console.warn;
    const warnings = [];
    console.warn = (text) => warnings.push(text);
    try {
      const parser = new ours.MessageParser(mergePlugins([classes, { name: 'p', afterMessageParse: () => 'text' }]));
      assert.equal(await parser.parse('x'), 'text');
    } finally {
      console.warn = kept;
    }
    assert.match(warnings[0], /Middleware\[p:afterMessageParse\]/);
  });
});
