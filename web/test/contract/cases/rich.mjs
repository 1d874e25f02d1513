// Rich messages: the published plugin with the official SDK, and with ours.

/** The plugin as it is published, for this SDK, with what it needs of a storage SDK. */
async function plugin(c) {
  class File {
    constructor({ id, name, url, metaData, mime_type } = {}) {
      Object.assign(this, { id, _name: name, _url: url, _metaData: metaData ?? {}, mime_type, attributes: {} });
    }
    name() {
      return this._name;
    }
    url() {
      return this._url ?? this.attributes.url;
    }
    size() {
      return this._metaData.size;
    }
    metaData(key) {
      return key === undefined ? this._metaData : this._metaData[key];
    }
    static createWithoutData(id) {
      return new File({ id });
    }
  }
  class GeoPoint {
    constructor({ latitude, longitude }) {
      Object.assign(this, { latitude, longitude });
    }
  }
  const initPlugin = await c.loadTypedMessagesPlugin();
  const storage = { File, GeoPoint, init() {}, applicationId: 'dev' };
  return { ...initPlugin(storage, c.sdk), File, GeoPoint };
}

const KINDS = { ImageMessage: -2, AudioMessage: -3, VideoMessage: -4, FileMessage: -6 };

export const cases = {
  'the plugin’s exports': async (c) => {
    const made = await plugin(c);
    return Object.keys({ ...KINDS, LocationMessage: 0, TypedMessagesPlugin: 0 }).map((name) => typeof made[name]);
  },
  'the plugin’s types': async (c) => {
    const made = await plugin(c);
    return [...Object.keys(KINDS), 'LocationMessage'].map((name) => made[name].TYPE);
  },
  ...Object.fromEntries(
    Object.keys(KINDS).map((kind) => [
      `${kind}, sent and received`,
      async (c) => {
        const made = await plugin(c);
        const realtime = c.ownRealtime({ plugins: [made.TypedMessagesPlugin] });
        const { you, mine } = await c.scene({}, realtime);
        const file = new made.File({ id: 'abc', name: 'n.png', url: 'http://x/n.png', metaData: { size: 5, width: 1, height: 2 } });
        const [sent, received] = await c.deliver(mine, you, new made[kind](file).setText('look').setAttributes({ a: 1 }));
        return [
          sent.getPayload(),
          received instanceof made[kind],
          received.text,
          received.attributes,
          received.type,
          received.getFile()?.url(),
          received.getPayload(),
        ];
      },
    ]),
  ),
  'LocationMessage, sent and received': async (c) => {
    const made = await plugin(c);
    const realtime = c.ownRealtime({ plugins: [made.TypedMessagesPlugin] });
    const { you, mine } = await c.scene({}, realtime);
    const place = new made.GeoPoint({ latitude: 31.2, longitude: 121.4 });
    const [sent, received] = await c.deliver(mine, you, new made.LocationMessage(place));
    const { latitude, longitude } = received.getLocation();
    return [sent.getPayload(), received instanceof made.LocationMessage, latitude, longitude, received.type];
  },
  'a file that is no file': async (c) => {
    const made = await plugin(c);
    const { thrownAtOnce } = c.atOnce(() => new made.ImageMessage('x')) ?? {};
    return thrownAtOnce?.constructor.name;
  },
};
