// What a case is given: an SDK, clients of it, and ways to note what they do.
import { next } from '../support/events.mjs';
import { tap } from './taps.mjs';
import { Transcript } from './transcript.mjs';

const DEADLINE = 12_000;

/** A copy of an SDK with one Realtime, and one client that keeps its connection open. */
export class Device {
  constructor(sdk, { server, protocol }, options = {}) {
    this.sdk = sdk;
    this.tap = tap(sdk, protocol, sdk.makeWorker);
    this.realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server, ...options });
  }
}

/** An array of the realm that an SDK's object is of: `instanceof Array` knows no other. */
const ownArray = (object, ...items) => object.constructor.constructor('...items', 'return items')(...items);

/** The context of one run of one case. */
export class Context {
  #environment;
  #device;
  #endings = [];

  constructor(environment, device) {
    this.#environment = environment;
    this.#device = device;
    this.transcript = new Transcript(device.sdk);
    this.transcript.name(environment.server, 'server');
  }

  get sdk() {
    return this.#device.sdk;
  }
  get realtime() {
    return this.#device.realtime;
  }
  get server() {
    return this.#environment.server;
  }
  /** A server whose session tokens are good for a second. */
  get shortLived() {
    return this.#environment.shortLived;
  }

  /** A name that nobody has had. It is shown as `<name>`. */
  unused(name) {
    const text = `${name}-${this.#environment.prefix}-${(this.#environment.serial += 1)}`;
    this.transcript.name(text, name);
    return text;
  }

  /** Runs after the case, last first. */
  after(action) {
    this.#endings.push(action);
  }

  /** Logs in a client of an unused name; it is closed after the case. */
  async login(name = 'me', options = undefined, realtime = this.realtime) {
    const client = await realtime.createIMClient(this.unused(name), options);
    this.after(() => client.close());
    return client;
  }

  /** Two clients, and a conversation of theirs that both hold. */
  async scene(options = {}, realtime = this.realtime) {
    const [me, you] = [await this.login('me', undefined, realtime), await this.login('you', undefined, realtime)];
    const mine = await this.created(me, you, options);
    const yours = await you.getConversation(mine.id);
    return { me, you, mine, yours };
  }

  /** A new conversation of these two, once both have been told of it. */
  async created(me, you, options = {}) {
    const told = [me, you].map((each) => this.next(each, 'membersjoined'));
    const conversation = await me.createConversation({ members: [you.id], unique: false, ...options });
    await Promise.all(told);
    return conversation;
  }

  /** Sends from one side and waits until the other has it; gives both messages. */
  async deliver(mine, you, message, options) {
    const arrived = this.next(you, 'message');
    const sent = await mine.send(message, options);
    const [received] = await arrived;
    return [sent, received];
  }

  /** A second copy of the SDK: another device, with a connection of its own. In a page, it is in an iframe. */
  async otherDevice(options) {
    const { sdk, end } = await this.#environment.otherDevice();
    this.after(end);
    const device = new Device(sdk, this.#environment, options);
    // A Realtime of the official SDK reconnects for ever.
    this.after(() => device.realtime.pause());
    return device;
  }

  /**
   * A device of another origin, which runs functions of `{ sdk, realtime, kept }`
   * and an argument: they see nothing else, and what they give crosses as data.
   */
  async away() {
    const away = await this.#environment.away();
    this.after(away.end);
    return away;
  }

  /** The published typed-messages plugin: a function of a storage SDK and of this one. */
  loadTypedMessagesPlugin() {
    return this.#environment.plugin();
  }

  /** A Realtime of an app that has none in this copy of the SDK; paused after the case. */
  ownRealtime(options = {}) {
    const app = `app${(this.#environment.apps += 1)}`;
    this.transcript.name(app, 'app');
    const realtime = new this.sdk.Realtime({ appId: app, appKey: app, server: this.server, ...options });
    this.after(() => realtime.pause());
    return realtime;
  }

  /** Has a client, which may be another device's, ping these. */
  ping(client, ...ids) {
    return client.ping(ownArray(client, ...ids));
  }

  next(emitter, event, options) {
    return next(emitter, event, { ms: DEADLINE, ...options });
  }

  /** What a call gives or throws. */
  outcome(run) {
    return new Promise((resolve) => resolve(run())).then(
      (value) => value,
      (error) => ({ thrown: error }),
    );
  }

  /** The same for several calls, each alone. */
  async outcomes(runs) {
    const all = {};
    for (const [name, run] of Object.entries(runs)) all[name] = await this.outcome(run);
    return all;
  }

  /** Whether calling throws before it returns. */
  atOnce(run) {
    try {
      return run();
    } catch (error) {
      return { thrownAtOnce: error };
    }
  }

  /**
   * Notes every event of these emitters, in order, while `run` runs and until
   * what it resolves with has come too: promises of `next`.
   */
  async events(emitters, run) {
    const noted = [];
    const listening = Object.entries(emitters).flatMap(([name, emitter]) =>
      [...new Set([...Object.values(this.sdk.Event), 'lastreadtimestampsupdate'])].map((event) => {
        const listener = (...args) => noted.push([name, event, ...args.map((each) => this.transcript.of(each))]);
        emitter.on(event, listener);
        return () => emitter.off(event, listener);
      }),
    );
    await Promise.all([].concat(await run()));
    // What was on its way to these clients has come when they have an answer.
    await Promise.all(Object.values(emitters).map((each) => each.ping?.(ownArray(each, 'nobody')).catch(() => undefined)));
    for (const stop of listening) stop();
    return noted;
  }

  /** The commands that this copy of the SDK sends while `run` runs, those of one client's kind. */
  async commands(where, run, device = this.#device) {
    const from = device.tap.commands.length;
    await run();
    return device.tap.commands.slice(from).filter(where);
  }

  /** The requests that this copy of the SDK makes while `run` runs, those that say `about`. */
  async requests(about, run, device = this.#device) {
    const from = device.tap.requests.length;
    await run();
    return device.tap.requests.slice(from).filter(({ all }) => all.includes(about));
  }

  /** Cuts a device's connection, as a network does. */
  cut(device) {
    device.tap.sockets.at(-1).close();
  }

  sockets(device = this.#device) {
    return device.tap.sockets;
  }

  async end() {
    while (this.#endings.length) {
      await Promise.race([
        Promise.resolve(this.#endings.pop()()).catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, 2_000)),
      ]);
    }
  }
}
