// on, once, off and emit: of the EventEmitter, as clients and conversations have it.
const make = ({ sdk }) => new sdk.EventEmitter();

export const cases = {
  'emit says whether there were listeners': (c) => {
    const e = make(c);
    e.on('a', () => {});
    return [e.emit('a'), e.emit('b')];
  },
  'on, once and off return the emitter': (c) => {
    const e = make(c);
    const f = () => {};
    return [e.on('a', f) === e, e.once('a', f) === e, e.off('a', f) === e, e.removeAllListeners() === e, e.off('none') === e];
  },
  'listeners get all arguments, in the order in which they were added': (c) => {
    const e = make(c);
    const seen = [];
    e.on('a', (...args) => seen.push([1, ...args]));
    e.on('a', (...args) => seen.push([2, ...args]));
    e.emit('a', 'x', undefined, null, 4, 5, 6, 7, 8);
    return seen;
  },
  'a listener added twice is called twice': (c) => {
    const e = make(c);
    let n = 0;
    const f = () => (n += 1);
    e.on('a', f);
    e.on('a', f);
    e.emit('a');
    return [n, e.listenerCount('a')];
  },
  'off removes every listener that is the function': (c) => {
    const e = make(c);
    const f = () => {};
    e.on('a', f).on('a', f).once('a', f);
    e.off('a', f);
    return [e.listenerCount('a'), e.eventNames()];
  },
  'off without a listener removes all of the event': (c) => {
    const e = make(c);
    e.on('a', () => {}).on('a', () => {}).on('b', () => {});
    e.off('a');
    return [e.listenerCount('a'), e.listenerCount('b')];
  },
  'off with a context removes those of the context': (c) => {
    const e = make(c);
    const [x, y] = [{}, {}];
    const f = () => {};
    e.on('a', f, x).on('a', f, y);
    e.off('a', f, x);
    return e.listenerCount('a');
  },
  'off with once removes only one-time listeners': (c) => {
    const e = make(c);
    const f = () => {};
    e.on('a', f).once('a', f);
    e.off('a', f, undefined, true);
    return e.listenerCount('a');
  },
  'the context is this': (c) => {
    const e = make(c);
    const context = { name: 'context' };
    const seen = [];
    e.on('a', function () { seen.push(this === context); }, context);
    e.on('a', function () { seen.push(this === e); });
    e.once('a', function () { seen.push(this === context); }, context);
    e.emit('a');
    return seen;
  },
  'once calls once': (c) => {
    const e = make(c);
    let n = 0;
    e.once('a', () => (n += 1));
    return [e.emit('a'), e.emit('a'), n];
  },
  'once is gone when its listener runs': (c) => {
    const e = make(c);
    let count;
    e.once('a', () => (count = e.listenerCount('a')));
    e.emit('a');
    return count;
  },
  'once and off before the event': (c) => {
    const e = make(c);
    let n = 0;
    const f = () => (n += 1);
    e.once('a', f);
    e.off('a', f);
    return [e.emit('a'), n];
  },
  'an emit within a once listener does not call it again': (c) => {
    const e = make(c);
    let n = 0;
    e.once('a', () => {
      n += 1;
      e.emit('a');
    });
    e.emit('a');
    return n;
  },
  'a listener that is removed while emitting': (c) => {
    const e = make(c);
    const seen = [];
    const second = () => seen.push(2);
    e.on('a', () => {
      seen.push(1);
      e.off('a', second);
    });
    e.on('a', second);
    e.on('a', () => seen.push(3));
    e.emit('a');
    e.emit('a');
    return seen;
  },
  'a listener that removes itself': (c) => {
    const e = make(c);
    const seen = [];
    const self = () => {
      seen.push('self');
      e.off('a', self);
    };
    e.on('a', self).on('a', () => seen.push('other'));
    e.emit('a');
    e.emit('a');
    return seen;
  },
  'a listener that is added while emitting': (c) => {
    const e = make(c);
    const seen = [];
    e.on('a', () => {
      seen.push(1);
      if (seen.length < 3) e.on('a', () => seen.push('late'));
    });
    e.on('a', () => seen.push(2));
    e.emit('a');
    const first = [...seen];
    e.emit('a');
    return [first, seen];
  },
  'all listeners removed while emitting': (c) => {
    const e = make(c);
    const seen = [];
    e.on('a', () => {
      seen.push(1);
      e.removeAllListeners('a');
    }).on('a', () => seen.push(2));
    e.emit('a');
    return [seen, e.listenerCount('a')];
  },
  'symbols are events': (c) => {
    const e = make(c);
    const event = Symbol('event');
    let n = 0;
    e.on(event, () => (n += 1));
    return [e.emit(event), n, e.eventNames()];
  },
  'names of Object’s properties are events': (c) => {
    const e = make(c);
    const before = [e.emit('toString'), e.emit('constructor'), e.emit('__proto__'), e.listenerCount('hasOwnProperty')];
    e.on('constructor', () => {});
    return [before, e.emit('constructor')];
  },
  'a listener that is no function': (c) => [
    c.atOnce(() => make(c).on('a', 'f')),
    c.atOnce(() => make(c).on('a')),
    c.atOnce(() => make(c).once('a', null)),
    c.atOnce(() => make(c).on('a', {})),
  ],
  'a listener that throws, throws through emit': (c) => {
    const e = make(c);
    const seen = [];
    e.on('a', () => {
      throw new Error('boom');
    });
    e.on('a', () => seen.push(2));
    return [c.atOnce(() => e.emit('a')), seen];
  },
  'listeners are listed without wrappers': (c) => {
    const e = make(c);
    const [f, g] = [() => {}, () => {}];
    e.on('a', f).once('a', g);
    const list = e.listeners('a');
    return [list.length, list[0] === f, list[1] === g, e.listeners('none')];
  },
  'eventNames and listenerCount': (c) => {
    const e = make(c);
    e.on('a', () => {}).on('b', () => {}).on('b', () => {});
    const before = [e.eventNames(), e.listenerCount('a'), e.listenerCount('b'), e.listenerCount('c')];
    e.removeAllListeners('b');
    return [before, e.eventNames()];
  },
  'addListener and removeListener do as on and off': (c) => {
    const e = make(c);
    const seen = [];
    const f = (...args) => seen.push(args);
    const same = [e.addListener('a', f) === e, e.emit('a', 1), e.removeListener('a', f) === e, e.emit('a', 2)];
    return [same, seen];
  },
  'removeAllListeners removes all': (c) => {
    const e = make(c);
    e.on('a', () => {}).on('b', () => {});
    e.removeAllListeners();
    return e.eventNames();
  },
  'emit works without a listener for error': (c) => c.atOnce(() => make(c).emit('error', new Error('x'))),
  'a client emits what it is told to': async (c) => {
    const me = await c.login();
    const seen = [];
    me.on('custom', (...args) => seen.push(args));
    return [me.emit('custom', 1, 2), me.emit('none'), seen];
  },
  'a client’s context': async (c) => {
    const { you, mine } = await c.scene();
    const context = { name: 'context' };
    let right;
    you.once('message', function () { right = this === context; }, context);
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return right;
  },
  'a client’s listener that is off hears nothing': async (c) => {
    const { you, mine } = await c.scene();
    let n = 0;
    const f = () => (n += 1);
    you.on('message', f);
    you.off('message', f);
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return n;
  },
  'a client’s once hears once': async (c) => {
    const { you, mine } = await c.scene();
    let n = 0;
    you.once('message', () => (n += 1));
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    await c.deliver(mine, you, new c.sdk.TextMessage('y'));
    return n;
  },
  'a conversation’s listener': async (c) => {
    const { you, mine, yours } = await c.scene();
    const seen = [];
    yours.on('message', function (...args) { seen.push([this === yours, args]); });
    await c.deliver(mine, you, new c.sdk.TextMessage('x'));
    return seen;
  },
  'emit of the program on a conversation throws through': async (c) => {
    const { mine } = await c.scene();
    mine.on('custom', () => {
      throw new Error('boom');
    });
    return c.atOnce(() => mine.emit('custom'));
  },
};
