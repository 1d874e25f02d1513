// Message classes without a server: construction, setters, JSON, subclasses.
const built = (make) => ({ sdk }) => {
  const message = make(sdk);
  return [message, message.getPayload(), message.toJSON(), message.toFullJSON()];
};

export const cases = {
  'a plain message': built((sdk) => new sdk.Message('plain')),
  'a plain message of nothing': built((sdk) => new sdk.Message()),
  'a plain message of an object': built((sdk) => new sdk.Message({ a: 1 })),
  'a text message': built((sdk) => new sdk.TextMessage('x')),
  'a text message of nothing': built((sdk) => new sdk.TextMessage()),
  'a text message of an empty text': built((sdk) => new sdk.TextMessage('')),
  'a text message of a number': ({ sdk }) => {
    try {
      return new sdk.TextMessage(42).getPayload();
    } catch (error) {
      return error;
    }
  },
  'a text message with attributes': built((sdk) => new sdk.TextMessage('x').setAttributes({ a: 1 })),
  'a binary message': built((sdk) => new sdk.BinaryMessage(new Uint8Array([1, 2]).buffer)),
  'a binary message of a view': (c) => c.atOnce(() => new c.sdk.BinaryMessage(new Uint8Array([1, 2])).getPayload()),
  'a binary message of a string': (c) => c.atOnce(() => new c.sdk.BinaryMessage('x').getPayload()),
  'a binary message of nothing': (c) => c.atOnce(() => new c.sdk.BinaryMessage().getPayload()),
  'a binary message’s buffer is set': ({ sdk }) => {
    const message = new sdk.BinaryMessage(new ArrayBuffer(1));
    message.buffer = new Uint8Array([7]).buffer;
    return [message.buffer, message.content, message.getPayload()];
  },
  'a recalled message': ({ sdk }) => {
    const message = new sdk.RecalledMessage();
    return [message.type, message.summary, message.text];
  },
  'a typed message has no payload': (c) => c.atOnce(() => new c.sdk.TypedMessage().getPayload()),
  'ids differ': ({ sdk }) => new sdk.Message('a').id === new sdk.Message('a').id,
  'setters return the message': ({ sdk }) => {
    const m = new sdk.TextMessage('x');
    return [m.setText('y') === m, m.setAttributes({}) === m, m.setMentionList([]) === m, m.mentionAll() === m];
  },
  'text and attributes': ({ sdk }) => {
    const m = new sdk.TextMessage('x');
    m.text = 'y';
    m.attributes = { a: 1 };
    return [m.text, m.getText(), m.attributes, m.getAttributes(), m.summary, m.type];
  },
  'mentions': ({ sdk }) => {
    const m = new sdk.TextMessage('x');
    const before = [m.mentionList, m.mentionedAll, m.mentioned, m.getMentionList()];
    m.setMentionList(['a']).mentionAll();
    const after = [m.mentionList, m.mentionedAll, m.mentioned, m.getMentionList()];
    m.mentionAll(false);
    return [before, after, m.mentionedAll];
  },
  'setMentionList of a string': ({ sdk }) => new sdk.TextMessage('x').setMentionList('a').mentionList,
  'setMentionList of nothing': ({ sdk }) => new sdk.TextMessage('x').setMentionList().mentionList,
  'timestamps': ({ sdk }) => {
    const m = new sdk.Message('x');
    m.timestamp = 5e11;
    m.deliveredAt = 5e11;
    m.updatedAt = 5e11;
    return [m.timestamp.getTime(), m.deliveredAt.getTime(), m.updatedAt.getTime()];
  },
  'timestamps that are text': ({ sdk }) => {
    const m = new sdk.Message('x');
    m.timestamp = '1985-11-05T00:53:20.000Z';
    return m.timestamp;
  },
  'updatedAt is the timestamp until there is one': ({ sdk }) => {
    const m = new sdk.Message('x');
    return m.updatedAt === m.timestamp || m.updatedAt.getTime() === m.timestamp.getTime();
  },
  'status cannot be set': (c) => {
    const m = new c.sdk.Message('x');
    const result = c.atOnce(() => {
      m.status = c.sdk.MessageStatus.SENT;
    });
    return [result?.thrownAtOnce?.constructor.name, m.status];
  },
  'enumerable properties': ({ sdk }) => Object.keys(new sdk.TextMessage('x')).filter((key) => !key.startsWith('_')).sort(),
  'enumerable properties of a plain message': ({ sdk }) => Object.keys(new sdk.Message('x')).filter((key) => !key.startsWith('_')).sort(),
  'for…in of a message': ({ sdk }) => {
    const keys = [];
    for (const key in new sdk.Message('x')) if (!key.startsWith('_')) keys.push(key);
    return keys.sort();
  },
  'validate of each class': ({ sdk }) =>
    ['Message', 'TypedMessage', 'TextMessage', 'RecalledMessage', 'BinaryMessage'].map((name) => [
      name,
      ...[{ _lctype: -1 }, { _lctype: -127 }, {}, new ArrayBuffer(1)].map((content) => sdk[name].validate(content)),
    ]),
  'parse of Message': ({ sdk }) => {
    const m = sdk.Message.parse('x');
    return [m.content, m instanceof sdk.Message];
  },
  'parse into a message': ({ sdk }) => {
    const m = new sdk.TextMessage();
    return [sdk.TextMessage.parse({ _lctype: -1, _lctext: 'x', _lcattrs: { a: 1 } }, m) === m, m.text, m.attributes, m.content];
  },
  'parse of TextMessage': ({ sdk }) => sdk.TextMessage.parse({ _lctype: -1, _lctext: 'x', more: 1 }),
  'messageType': ({ sdk }) => {
    class Mine extends sdk.TypedMessage {}
    const result = sdk.messageType(9)(Mine);
    return [typeof result, Mine.TYPE, Mine.validate({ _lctype: 9 }), Mine.validate({ _lctype: 8 }), new Mine().type, new Mine().getPayload()];
  },
  'messageType of what is no number': (c) => [c.atOnce(() => c.sdk.messageType('9')), c.atOnce(() => c.sdk.messageType())],
  'messageField': ({ sdk }) => {
    class Mine extends sdk.TypedMessage {}
    sdk.messageType(9)(Mine);
    sdk.messageField(['a', 'b'])(Mine);
    const m = new Mine();
    m.a = 1;
    m.c = 3;
    return [m.getPayload(), Mine.parse({ _lctype: 9, a: 1, b: 2, c: 3 }).b, Mine.parse({ _lctype: 9, c: 3 }).c];
  },
  'messageField of a string': ({ sdk }) => {
    class Mine extends sdk.TypedMessage {}
    sdk.messageType(9)(Mine);
    sdk.messageField('a')(Mine);
    const m = new Mine();
    m.a = 1;
    return m.getPayload();
  },
  'messageField twice': ({ sdk }) => {
    class Mine extends sdk.TypedMessage {}
    sdk.messageType(9)(Mine);
    sdk.messageField(['a'])(Mine);
    sdk.messageField(['b'])(Mine);
    return Object.assign(new Mine(), { a: 1, b: 2 }).getPayload();
  },
  'messageField is inherited': ({ sdk }) => {
    class Base extends sdk.TypedMessage {}
    sdk.messageField(['a'])(Base);
    class Mine extends Base {}
    sdk.messageType(9)(Mine);
    sdk.messageField(['b'])(Mine);
    return [Object.assign(new Mine(), { a: 1, b: 2 }).getPayload(), Base._customFields?.includes('b')];
  },
  'messageField of what is no list': (c) => [
    c.atOnce(() => c.sdk.messageField(42)),
    c.atOnce(() => c.sdk.messageField([1])),
    c.atOnce(() => c.sdk.messageField()),
  ],
  'IE10Compatible gives the class': ({ sdk }) => {
    class Mine extends sdk.TypedMessage {}
    return typeof sdk.IE10Compatible(Mine);
  },
  'a class in ES5': ({ sdk }) => {
    function Mine(text) {
      sdk.TypedMessage.call(this, null);
      this.setText(text);
    }
    Object.setPrototypeOf(Mine, sdk.TypedMessage);
    Mine.prototype = Object.create(sdk.TypedMessage.prototype, { constructor: { value: Mine } });
    sdk.messageType(10)(Mine);
    sdk.messageField(['a'])(Mine);
    const m = new Mine('x');
    m.a = 1;
    return [m instanceof sdk.Message, m.text, m.getPayload(), m.status, m.mentionList, m.toFullJSON()];
  },
  'a class made by inherit()': ({ sdk }) => {
    // As the published plugins do it.
    function inherit(Base) {
      const Sub = function (...args) {
        const self = Reflect.construct(Base, args, new.target ?? Sub);
        return self;
      };
      Sub.prototype = Object.create(Base.prototype, { constructor: { value: Sub } });
      return Object.assign(Object.setPrototypeOf(Sub, Base), {});
    }
    const Mine = inherit(sdk.TextMessage);
    const m = new Mine('x');
    return [m instanceof Mine, m instanceof sdk.TextMessage, m.text, m.getPayload()];
  },
  'a subclass with a constructor, parsed': ({ sdk }) => {
    class Mine extends sdk.TypedMessage {
      constructor(a) {
        super();
        this.a = a ?? 'default';
      }
    }
    sdk.messageType(11)(Mine);
    sdk.messageField(['a'])(Mine);
    return [Mine.parse({ _lctype: 11, a: 1 }).a, Mine.parse({ _lctype: 11 }).a, new Mine(5).getPayload()];
  },
  'a summary of one’s own': ({ sdk }) => {
    class Mine extends sdk.TextMessage {
      get summary() {
        return '[mine]';
      }
    }
    return [new Mine('x').summary, new Mine('x').toJSON()];
  },
  'instanceof': ({ sdk }) => [
    new sdk.TextMessage() instanceof sdk.TypedMessage,
    new sdk.TextMessage() instanceof sdk.Message,
    new sdk.BinaryMessage(new ArrayBuffer(0)) instanceof sdk.TypedMessage,
    new sdk.RecalledMessage() instanceof sdk.TypedMessage,
  ],
};
