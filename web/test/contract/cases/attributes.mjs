// get, set, save and fetch.
const updates = ({ cmd, op }) => cmd === 'conv' && op === 'update';

/** What `conv/update` says after these changes. */
const saved = (change, options) => async (c) => {
  const { mine } = await c.scene(options);
  const commands = await c.commands(
    (command) => updates(command) && command.convMessage.cid === mine.id,
    async () => {
      change(mine);
      await mine.save();
    },
  );
  return [commands.map(({ convMessage }) => convMessage.attr), mine.toJSON()];
};

/** What an object shows before and after it is changed. */
const changed = (change, options, keys) => async (c) => {
  const { mine } = await c.scene(options);
  const result = c.atOnce(() => change(mine));
  return [result, ...keys.map((key) => mine.get(key)), mine.toJSON()];
};

export const cases = {
  'get': async (c) => {
    const { mine } = await c.scene({ name: 'n', foo: { bar: { baz: 1 }, list: [1] } });
    return ['foo', 'foo.bar', 'foo.bar.baz', 'foo.list', 'foo.none', 'none', 'none.at.all', 'name'].map((key) => mine.get(key));
  },
  'get of the server’s columns': async (c) => {
    const { mine } = await c.scene();
    return ['objectId', 'm', 'c', 'mu', 'lm', 'createdAt', 'updatedAt'].map((key) => mine.get(key));
  },
  'get with nothing': async (c) => {
    const { mine } = await c.scene();
    return c.atOnce(() => mine.get());
  },
  'set returns the conversation': async (c) => {
    const { mine } = await c.scene();
    return mine.set('a', 1) === mine;
  },
  'set is seen by get, and not by toJSON': changed((m) => void m.set('a', 1), {}, ['a']),
  'set within an object': changed((m) => void m.set('foo.bar', 2), { foo: { bar: 1, other: 3 } }, ['foo', 'foo.bar']),
  'set within what there is not': changed((m) => void m.set('foo.bar', 2), {}, ['foo', 'foo.bar']),
  'set of an object and then within it': changed((m) => void m.set('foo', { a: 1 }).set('foo.b', 2), {}, ['foo']),
  'set within an object and then of it': changed((m) => void m.set('foo.b', 2).set('foo', { a: 1 }), {}, ['foo']),
  'set of undefined': changed((m) => void m.set('foo', undefined), { foo: 1 }, ['foo']),
  'set of null': changed((m) => void m.set('foo', null), { foo: 1 }, ['foo']),
  'name is set': changed((m) => void (m.name = 'renamed'), { name: 'n' }, ['name']),
  'what is saved: one attribute': saved((m) => m.set('a', 1)),
  'what is saved: a path': saved((m) => m.set('foo.bar', 2), { foo: { bar: 1, other: 3 } }),
  'what is saved: an object and within it': saved((m) => m.set('foo', { a: 1 }).set('foo.b', 2)),
  'what is saved: within an object and it': saved((m) => m.set('foo.b', 2).set('foo', { a: 1 })),
  'what is saved: the name': saved((m) => (m.name = 'renamed'), { name: 'n' }),
  'what is saved: null': saved((m) => m.set('foo', null), { foo: 1 }),
  'what is saved: false, 0 and empty': saved((m) => m.set('no', false).set('zero', 0).set('text', '')),
  'what is saved: a date': saved((m) => m.set('when', new Date(5e11))),
  'what is saved: dates within': saved((m) => m.set('list', [{ when: new Date(5e11) }])),
  'what is saved: the last of two values': saved((m) => m.set('a', 1).set('a', 2)),
  'saving without changes': async (c) => {
    const { mine } = await c.scene();
    const commands = await c.commands(
      (command) => updates(command) && command.convMessage.cid === mine.id,
      async () => (await mine.save()) === mine,
    );
    return commands;
  },
  'saving resolves with the conversation': async (c) => {
    const { mine } = await c.scene();
    return (await mine.set('a', 1).save()) === mine;
  },
  'saving twice sends once': async (c) => {
    const { mine } = await c.scene();
    const commands = await c.commands(
      (command) => updates(command) && command.convMessage.cid === mine.id,
      async () => {
        await mine.set('a', 1).save();
        await mine.save();
      },
    );
    return commands.length;
  },
  'after saving': async (c) => {
    const { mine } = await c.scene({ foo: { bar: 1 } });
    await mine.set('foo.bar', 2).save();
    return [mine.get('foo'), mine.toJSON()];
  },
  'saved changes last': async (c) => {
    const { mine, yours } = await c.scene({ foo: { bar: 1, other: 3 } });
    await mine.set('foo.bar', 2).set('new', [1]).save();
    await yours.fetch();
    return [yours.get('foo'), yours.get('new')];
  },
  'the events of saving': async (c) => {
    const { me, you, mine, yours } = await c.scene({ name: 'n' });
    return c.events({ me, you, mine, yours }, async () => {
      const heard = c.next(yours, 'infoupdated');
      mine.name = 'renamed';
      await mine.set('foo', { bar: 1 }).save();
      return heard;
    });
  },
  'the others have what was saved': async (c) => {
    const { mine, yours } = await c.scene({ name: 'n', foo: { a: 1 } });
    const heard = c.next(yours, 'infoupdated');
    await mine.set('foo.b', 2).set('name', 'renamed').save();
    await heard;
    return [yours.name, yours.get('foo'), yours.toJSON()];
  },
  'fetch resolves with the conversation': async (c) => {
    const { mine } = await c.scene();
    return (await mine.fetch()) === mine;
  },
  'fetch loses what is not saved': async (c) => {
    const { mine } = await c.scene({ a: 1 });
    mine.set('a', 2);
    await mine.fetch();
    return mine.get('a');
  },
  'what fetch asks': async (c) => {
    const { mine } = await c.scene();
    const commands = await c.commands(
      ({ cmd, op, convMessage }) => cmd === 'conv' && op === 'query' && JSON.stringify(convMessage.where).includes(mine.id),
      () => mine.fetch(),
    );
    return commands.map(({ convMessage }) => convMessage);
  },
  'a stranger may not save': async (c) => {
    const { mine } = await c.scene();
    const stranger = await c.login('stranger');
    const theirs = await stranger.getConversation(mine.id);
    return c.outcome(() => theirs.set('a', 1).save());
  },
};
