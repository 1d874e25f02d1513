// Realtime: its options, and what it refuses.
const valid = (c) => ({ appId: c.unused('app'), appKey: 'key', server: c.server });

const refused = (change) => (c) =>
  c.atOnce(() => {
    new c.sdk.Realtime(change(valid(c)));
    return 'accepted';
  });

const ON = () => {};

export const cases = {
  'is an EventEmitter': ({ realtime, sdk }) => realtime instanceof sdk.EventEmitter,
  'without an appId': refused((o) => ({ ...o, appId: undefined })),
  'with an empty appId': refused((o) => ({ ...o, appId: '' })),
  'with a number as appId': refused((o) => ({ ...o, appId: 42 })),
  'with null as appId': refused((o) => ({ ...o, appId: null })),
  'without an appKey': refused((o) => ({ ...o, appKey: undefined })),
  'with an empty appKey': refused((o) => ({ ...o, appKey: '' })),
  'with an object as appKey': refused((o) => ({ ...o, appKey: {} })),
  'without a server': refused((o) => ({ ...o, server: undefined })),
  'without a server, given RTMServers': refused((o) => ({ ...o, server: undefined, RTMServers: 'ws://localhost:1' })),
  'without a server, for an app id of the US node': refused((o) => ({ ...o, server: undefined, appId: `${o.appId}-MdYXbMMI` })),
  'with a server object': refused((o) => ({ ...o, server: { api: o.server, RTMRouter: o.server } })),
  'with a server object without RTMRouter': refused((o) => ({ ...o, server: { api: o.server } })),
  'with a number as server': refused((o) => ({ ...o, server: 42 })),
  'with an option that nobody knows': refused((o) => ({ ...o, color: 'red' })),
  'with the region option': refused((o) => ({ ...o, region: 'cn' })),
  'with the ssl option': refused((o) => ({ ...o, ssl: false })),
  'with noBinary': refused((o) => ({ ...o, noBinary: true })),
  'with empty plugins': refused((o) => ({ ...o, plugins: [] })),
  ...Object.fromEntries(
    [undefined, true, false].map((ssl) => [
      `what the router is asked with ssl ${ssl}`,
      async (c) => {
        const device = await c.otherDevice(ssl === undefined ? {} : { ssl });
        const requests = await c.requests('/v1/route', () => c.login('me', undefined, device.realtime), device);
        return requests.map(({ all }) => new URL(JSON.parse(all)[0]).searchParams.get('secure'));
      },
    ]),
  ),
  'without new': (c) => {
    const result = c.atOnce(() => c.sdk.Realtime(valid(c)));
    return result.thrownAtOnce?.constructor.name;
  },
  'a second one of the same app': (c) => {
    const options = valid(c);
    new c.sdk.Realtime(options);
    return c.atOnce(() => new c.sdk.Realtime(options));
  },
  'a second one of the same app, with wrong options': (c) => {
    const options = valid(c);
    new c.sdk.Realtime(options);
    return c.atOnce(() => new c.sdk.Realtime({ ...options, appKey: undefined }));
  },
  'wrong options leave the app free': (c) => {
    const options = valid(c);
    c.atOnce(() => new c.sdk.Realtime({ ...options, appKey: undefined }));
    return c.atOnce(() => typeof new c.sdk.Realtime(options));
  },
  'retry before any connection': (c) => c.atOnce(() => new c.sdk.Realtime(valid(c)).retry()),
  'retry while connected': async (c) => {
    await c.login();
    return c.atOnce(() => c.realtime.retry());
  },
  'pause and resume before any connection': (c) => {
    const realtime = new c.sdk.Realtime(valid(c));
    return [c.atOnce(() => realtime.pause()), c.atOnce(() => realtime.resume())];
  },
  'register a class': (c) => {
    class Mine extends c.sdk.TypedMessage {}
    c.sdk.messageType(7001)(Mine);
    return c.atOnce(() => new c.sdk.Realtime(valid(c)).register(Mine));
  },
  'register a list': (c) => {
    class A extends c.sdk.TypedMessage {}
    class B extends c.sdk.Message {}
    return c.atOnce(() => new c.sdk.Realtime(valid(c)).register([A, B]));
  },
  'register nothing': (c) => {
    const realtime = new c.sdk.Realtime(valid(c));
    return [c.atOnce(() => realtime.register()), c.atOnce(() => realtime.register([])), c.atOnce(() => realtime.register(null))];
  },
  'register what is no class': (c) => {
    const realtime = new c.sdk.Realtime(valid(c));
    return [c.atOnce(() => realtime.register({})), c.atOnce(() => realtime.register('Message')), c.atOnce(() => realtime.register(ON))];
  },
  'register a class without getPayload': (c) => {
    class Mine {
      static validate() {}
      static parse() {}
    }
    return c.atOnce(() => new c.sdk.Realtime(valid(c)).register(Mine));
  },
  'register a class without parse': (c) => {
    class Mine {
      static validate() {}
      getPayload() {}
    }
    return c.atOnce(() => new c.sdk.Realtime(valid(c)).register(Mine));
  },
  'dials the server’s address': async (c) => {
    const device = await c.otherDevice();
    await c.login('me', undefined, device.realtime);
    return c.sockets(device).map(({ dialled }) => dialled);
  },
  'dials by noBinary': async (c) => {
    const device = await c.otherDevice({ noBinary: true });
    await c.login('me', undefined, device.realtime);
    return c.sockets(device).map(({ dialled }) => dialled.protocols);
  },
  'chats by noBinary': async (c) => {
    const realtime = c.ownRealtime({ noBinary: true });
    const { you, mine } = await c.scene({}, realtime);
    const binary = await c.deliver(mine, you, new c.sdk.BinaryMessage(new Uint8Array([0, 1, 255]).buffer));
    return [await c.deliver(mine, you, new c.sdk.TextMessage('你好 👋')), binary];
  },
  'RTMServers skip the router': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('probe', undefined, device.realtime);
    const { url } = c.sockets(device)[0];
    await me.close();
    const realtime = c.ownRealtime({ RTMServers: url });
    return (await c.requests(realtime._options.appId, () => c.login('me', undefined, realtime))).map(({ path }) => path);
  },
  'RTMServers as a list': async (c) => {
    const device = await c.otherDevice();
    const me = await c.login('probe', undefined, device.realtime);
    const { url } = c.sockets(device)[0];
    await me.close();
    return c.login('me', undefined, c.ownRealtime({ RTMServers: [url, url] }));
  },
  'logs in through a server object': async (c) => c.login('me', undefined, c.ownRealtime({ server: { api: c.server, RTMRouter: c.server } })),
  'all of a Realtime’s clients share a connection': async (c) => {
    const device = await c.otherDevice();
    await c.login('a', undefined, device.realtime);
    await c.login('b', undefined, device.realtime);
    await c.login('c', undefined, device.realtime);
    return c.sockets(device).length;
  },
};
