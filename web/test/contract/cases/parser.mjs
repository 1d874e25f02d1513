// MessageParser by itself.
const parser = ({ sdk }, classes = ['Message', 'BinaryMessage', 'TextMessage'], more = {}) =>
  new sdk.MessageParser({ messageClasses: classes.map((name) => sdk[name]), ...more });

const parsed = (source) => (c) => c.outcome(() => parser(c).parse(source));

export const cases = {
  'a text': parsed('plain'),
  'an empty text': parsed(''),
  'a text that is JSON': parsed('{"_lctype":-1,"_lctext":"x"}'),
  'a text that is JSON of a number': parsed('42'),
  'a text that is JSON of null': parsed('null'),
  'a text that is broken JSON': parsed('{"_lctype":'),
  'an object': parsed({ _lctype: -1, _lctext: 'x' }),
  'an object of another type': parsed({ _lctype: 99 }),
  'an ArrayBuffer': parsed(new Uint8Array([1, 2]).buffer),
  'null': parsed(null),
  'nothing': parsed(undefined),
  'without classes': (c) => c.outcome(() => new c.sdk.MessageParser({}).parse('x')),
  'without arguments': (c) => c.outcome(() => new c.sdk.MessageParser().parse('x')),
  'the object that was given is not changed': async (c) => {
    const source = { _lctype: -1, _lctext: 'x' };
    await parser(c).parse(source);
    return source;
  },
  'register': (c) => {
    const p = parser(c);
    class Mine extends c.sdk.Message {}
    return [p.register(Mine), p.register([Mine]), c.atOnce(() => p.register({})), c.atOnce(() => p.register([Mine, {}]))];
  },
  'middleware before': (c) =>
    c.outcome(() => parser(c, ['Message'], { beforeMessageParse: [(content) => `${content}!`, (content) => `${content}?`] }).parse('x')),
  'middleware after': (c) =>
    c.outcome(() =>
      parser(c, ['Message'], {
        afterMessageParse: [
          (message) => Object.assign(message, { from: 'first' }),
          async (message) => Object.assign(message, { from: `${message.from} second` }),
        ],
      }).parse('x'),
    ),
  'middleware that returns nothing': (c) =>
    c.outcome(() => parser(c, ['Message'], { beforeMessageParse: [() => undefined] }).parse('x')),
  'middleware after that returns nothing': (c) =>
    c.outcome(() => parser(c, ['Message'], { afterMessageParse: [() => undefined] }).parse('x')),
  'middleware that throws': (c) =>
    c.outcome(() =>
      parser(c, ['Message'], {
        beforeMessageParse: [
          () => {
            throw new Error('boom');
          },
        ],
      }).parse('x'),
    ),
  'middleware that rejects': (c) =>
    c.outcome(() => parser(c, ['Message'], { afterMessageParse: [() => Promise.reject(new Error('boom'))] }).parse('x')),
};
