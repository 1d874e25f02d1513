// Each case runs on our EventEmitter and on the one that the official SDK
// exports: what it notes must be the same.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { officialSDK } from '../support/official.mjs';
import { load } from '../support/source.mjs';

const { EventEmitter, announce } = await load(['events/emitter']);
const { EventEmitter: Official } = officialSDK();
const symbol = Symbol('event');

const cases = {
  'listeners in order, with arguments': (e, note) => {
    e.on('x', (...args) => note('a', args));
    e.on('x', (...args) => note('b', args));
    note(e.emit('x', 1, 2, 3, 4, 5, 6, 7));
  },
  'no listener': (e, note) => note(e.emit('x'), e.listeners('x'), e.listenerCount('x'), e.eventNames()),
  'the emitter is this, unless a context is given': (e, note) => {
    const context = { name: 'context' };
    e.on('x', function () {
      note(this === e);
    });
    e.on(
      'x',
      function () {
        note(this === context);
      },
      context,
    );
    e.emit('x');
  },
  'on, once and off give the emitter': (e, note) => {
    const f = () => {};
    note(e.on('x', f) === e, e.once('x', f) === e, e.off('x', f) === e, e.off('y') === e, e.removeAllListeners() === e);
  },
  'the same listener twice is called twice and removed at once': (e, note) => {
    const f = () => note('f');
    e.on('x', f).on('x', f);
    e.emit('x');
    e.off('x', f);
    note(e.emit('x'));
  },
  'once is called once, also when it emits again': (e, note) => {
    e.once('x', () => {
      note('once');
      e.emit('x');
    });
    e.emit('x');
    note(e.emit('x'));
  },
  'the same listener once and always': (e, note) => {
    const f = () => note('f');
    e.on('x', f).once('x', f).on('x', f);
    e.emit('x');
    note(e.listenerCount('x'));
    e.emit('x');
  },
  'off with once removes one-time listeners only': (e, note) => {
    const f = () => note('f');
    e.on('x', f).once('x', f);
    e.off('x', f, undefined, true);
    note(e.listenerCount('x'));
  },
  'off with a context removes those only': (e, note) => {
    const f = function () {
      note(this.name ?? 'emitter');
    };
    const a = { name: 'a' };
    e.on('x', f, a).on('x', f, { name: 'b' });
    e.off('x', f, a);
    e.emit('x');
  },
  'off without a listener removes all of the event': (e, note) => {
    e.on('x', () => note('x')).on('y', () => note('y'));
    e.off('x');
    note(e.emit('x'), e.emit('y'), e.eventNames());
  },
  'removing while emitting takes effect next time': (e, note) => {
    const second = () => note('second');
    e.on('x', () => {
      note('first');
      e.off('x', second);
    });
    e.on('x', second);
    e.emit('x');
    e.emit('x');
  },
  'adding while emitting takes effect next time': (e, note) => {
    e.on('x', () => {
      note('first');
      e.once('x', () => note('added'));
    });
    e.emit('x');
    e.emit('x');
  },
  'a throwing listener throws through emit': (e, note) => {
    e.on('x', () => {
      throw new Error('boom');
    });
    e.on('x', () => note('not reached'));
    try {
      e.emit('x');
    } catch (error) {
      note(error.message);
    }
  },
  'symbols are events': (e, note) => {
    e.on(symbol, (value) => note(value));
    note(e.emit(symbol, 1), e.eventNames());
  },
  'names of object members are only names': (e, note) => {
    note(e.emit('constructor'), e.emit('__proto__'), e.listeners('toString'));
    e.on('__proto__', () => note('proto'));
    note(e.emit('__proto__'));
  },
  'what is no function is refused': (e, note) => {
    for (const method of ['on', 'once', 'addListener']) {
      try {
        e[method]('x', 'no function');
      } catch (error) {
        note(error.constructor.name, error.message);
      }
    }
  },
  'listeners lists them': (e, note) => {
    const f = () => {};
    const g = () => {};
    e.on('x', f).once('x', g);
    note(e.listeners('x').length, e.listeners('x')[0] === f, e.listeners('x')[1] === g);
  },
};

describe('EventEmitter does as eventemitter3 does', () => {
  for (const [name, run] of Object.entries(cases)) {
    it(name, () => {
      const noted = [EventEmitter, Official].map((Class) => {
        const notes = [];
        run(new Class(), (...values) => notes.push(values));
        return notes;
      });
      assert.deepEqual(noted[0], noted[1]);
      assert.ok(noted[0].length > 0);
    });
  }
});

describe('EventEmitter', () => {
  it('can be constructed without new, as ES5 subclasses do', () => {
    function Old() {
      EventEmitter.call(this);
    }
    Old.prototype = Object.create(EventEmitter.prototype);
    const seen = [];
    new Old().on('x', (value) => seen.push(value)).emit('x', 1);
    assert.deepEqual(seen, [1]);
  });

  it('keeps the listeners of two emitters apart', () => {
    const [a, b] = [new EventEmitter(), new EventEmitter()];
    a.on('x', () => {});
    assert.equal(b.emit('x'), false);
  });
});

describe('announce', () => {
  /** Runs with what is reported collected. */
  function reported(run) {
    const errors = [];
    const kept = console.error;
    console.error = (error) => errors.push(error);
    try {
      run();
    } finally {
      console.error = kept;
    }
    return errors.map((error) => error.message);
  }

  it('calls the other listeners when one throws, and reports what it threw', () => {
    const e = new EventEmitter();
    const seen = [];
    e.on('x', () => {
      throw new Error('boom');
    });
    e.on('x', (value) => seen.push(value));
    assert.deepEqual(
      reported(() => assert.equal(announce(e, 'x', 1), true)),
      ['boom'],
    );
    assert.deepEqual(seen, [1]);
  });

  it('isolates its own emission only: an emit inside a listener throws through', () => {
    const e = new EventEmitter();
    const seen = [];
    e.on('y', () => {
      throw new Error('inner');
    });
    e.on('x', () => {
      assert.throws(() => e.emit('y'), /inner/);
      seen.push('x');
    });
    assert.deepEqual(
      reported(() => announce(e, 'x')),
      [],
    );
    assert.deepEqual(seen, ['x']);
    assert.throws(() => e.emit('y'), /inner/);
  });

  it('goes through an emit that the application put in its place', () => {
    const e = new EventEmitter();
    const seen = [];
    e.emit = function (...args) {
      seen.push(args);
      return EventEmitter.prototype.emit.apply(this, args);
    };
    e.on('x', () => {
      throw new Error('boom');
    });
    assert.deepEqual(
      reported(() => announce(e, 'x', 1)),
      ['boom'],
    );
    assert.deepEqual(seen, [['x', 1]]);
  });

  it('says whether anybody listened', () => {
    assert.equal(announce(new EventEmitter(), 'x'), false);
  });
});
