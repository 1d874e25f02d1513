// Logging in as a user of the storage service.

/** Signs a user up, as the storage SDK does. */
async function signUp(c) {
  const name = c.unused('user');
  const response = await fetch(`${c.server}/1.1/users`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-LC-Id': 'dev', 'X-LC-Key': 'dev' },
    body: JSON.stringify({ username: name, password: 'secret' }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { objectId, sessionToken } = await response.json();
  c.transcript.name(objectId, 'user id');
  return { id: objectId, getSessionToken: () => sessionToken };
}

export const cases = {
  'a user': async (c) => {
    const user = await signUp(c);
    const me = await c.realtime.createIMClient(user);
    c.after(() => me.close());
    return [me.id === user.id, typeof me.options];
  },
  'the same user twice is the same client': async (c) => {
    const user = await signUp(c);
    const me = await c.realtime.createIMClient(user);
    c.after(() => me.close());
    return [(await c.realtime.createIMClient(user)) === me, (await c.realtime.createIMClient(user.id)) === me];
  },
  'what is asked of the server': async (c) => {
    const user = await signUp(c);
    const requests = await c.requests(user.getSessionToken(), async () => {
      const me = await c.realtime.createIMClient(user);
      c.after(() => me.close());
    });
    return requests.filter(({ path }) => /sign/.test(path)).map(({ path, method, data }) => [path, method, Object.keys(data ?? {})]);
  },
  'a user that is not logged in': (c) => c.outcome(() => c.realtime.createIMClient({ id: c.unused('user'), getSessionToken: () => null })),
  'a user whose token is wrong': async (c) => {
    const { thrown } = await c.outcome(() =>
      c.realtime.createIMClient({ id: c.unused('user'), getSessionToken: () => 'wrong' }),
    );
    return [thrown instanceof Error];
  },
  'a user with options': async (c) => {
    const user = await signUp(c);
    const me = await c.realtime.createIMClient(user, { tag: 'Mobile' });
    c.after(() => me.close());
    return me.id === user.id;
  },
};
