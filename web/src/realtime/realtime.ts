import { IMClient } from '../client/client';
import type { SignatureFactories, Signer } from '../client/signature';
import { Conversation } from '../conversations/conversation';
import { abortable, onAbort, type Abortable } from '../data/abort';
import { disposeByClosing } from '../data/disposable';
import { ensureArray } from '../data/plain';
import { log } from '../debug';
import type { Directory } from '../directory';
import { CoreError } from '../errors/core-error';
import { announce, EventEmitter, report } from '../events/emitter';
import type { ConnectionEvents } from '../events/payloads';
import type { MessageConstructor } from '../messages/message';
import { MessageParser } from '../messages/parser';
import { IMPlugin } from '../plugins/im';
import { outboxSettings, type OutboxSettings } from '../outbox/options';
import { Outbox } from '../outbox/outbox';
import { applyDecorators, mergePlugins, type PluginHooks } from '../plugins/plugin';
import { TypedMessagesPlugin } from '../plugins/typed-messages';
import type { Handle } from '../port';
import { preload } from '../wasm/loader';
import { acquireCore, type Lease } from './core';
import { deviceId } from './device';
import { watchNetwork } from './network';
import { checkAppId, checkOptions, coreCatchUp, coreTimeouts, wasmSource, type CatchUp, type RealtimeOptions } from './options';
import { Recovery } from './recovery';
import { RestartBudget } from './restarts';
import { findServers, type Servers } from './servers';
import { isUser, signUser, type AVUser } from './user';

/** How a client logs in. */
export interface ClientOptions extends SignatureFactories, Abortable {
  /** Logging in with a tag logs out the other devices of this client that have the same tag (单点登录). */
  tag?: string;
  /** The app comes back by itself: be refused rather than log out another device of the same tag. */
  isReconnect?: boolean;
  /** What the option of the Realtime says for all clients, for this one. */
  catchUp?: boolean | CatchUp;
}

/** The connection's states, as they are named in errors. */
type State = 'initialized' | 'connected' | 'disconnected' | 'reconnecting' | 'offline' | 'closed';

/** A login that is under way or has succeeded, and who gives it up. */
interface Login {
  client: Promise<IMClient>;
  /** How many wait for it; who has no signal waits for ever. */
  waiting: number;
  controller: AbortController;
}

/** A Realtime in its core. */
interface Session {
  lease: Lease;
  directory: Directory;
  handle: Handle;
  servers: Servers;
}

/** What a client is opened with, in this core and in those that come after it. */
interface Membership {
  directory: Directory;
  /** The call that opened it, by which the core asks for signatures. */
  call: number;
  readonly signer: Signer;
  readonly tag: string | undefined;
  readonly catchUp: boolean | CatchUp | undefined;
}

/** Their message classes are always there. Those registered later are asked first. */
const builtIn = [IMPlugin, TypedMessagesPlugin];

/** Half of a character of UTF-16, which does not travel. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The apps that have a Realtime. */
const apps = new Set<string>();

/**
 * An app's connection to its server, which all of its clients share. It is
 * made when the first client logs in, remade by itself when it is lost, and
 * ended when the last client logs out. Emits disconnect, schedule, retry,
 * reconnect, offline and online; the clients emit them too. How it finds and
 * keeps the connection is in docs/protocol.md, Transport. When the WebAssembly
 * core dies, or the Worker that it runs in is gone, what waited for it rejects with a
 * CoreError, the Realtime and its clients emit error with it and go on in a fresh
 * core, as after a lost connection: disconnect comes next, and reconnect in the end.
 * When that has happened too often (the option `restarts`) the error is final and the
 * clients are over; the next login starts a new core.
 */
export class Realtime extends EventEmitter<ConnectionEvents> {
  /** The same as close, for `await using`. */
  declare [Symbol.asyncDispose]: () => Promise<void>;
  /** @internal */ readonly _options: Readonly<RealtimeOptions>;
  /** @internal */ readonly _plugins: PluginHooks;
  /** @internal */ readonly _messageParser: MessageParser;
  readonly #logins = new Map<string, Login>();
  readonly #opened = new Map<IMClient, Membership>();
  readonly #restarts: RestartBudget;
  readonly #outbox: OutboxSettings | undefined;
  #recovery: Recovery | undefined;
  #session: Promise<Session> | undefined;
  #running: Session | undefined;
  #state: State = 'initialized';
  #unwatch: (() => void) | undefined;
  #closed = false;

  /**
   * Throws a TypeError for wrong options, and an Error when the app has a
   * Realtime already that is not closed.
   */
  constructor(options: RealtimeOptions) {
    super();
    const { plugins, ...rest } = options ?? {};
    checkAppId(rest);
    if (apps.has(rest.appId)) throw new Error(`App [${rest.appId}] is already initialized.`);
    checkOptions(rest);
    this._options = rest;
    this.#outbox = outboxSettings(rest.outbox);
    this.#restarts = new RestartBudget(rest.restarts);
    this._plugins = mergePlugins([...builtIn, ...ensureArray(plugins)]);
    this._messageParser = new MessageParser(this._plugins);
    applyDecorators(this._plugins.onRealtimeCreate, this);
    apps.add(rest.appId);
    // It is wanted by the first login, and large: a page goes on loading meanwhile. A Worker loads its own.
    if (!rest.worker) preload(wasmSource(rest));
  }

  /** Makes an attribute of conversations a property of them: `conversation.topic` for `conversation.get('topic')`. */
  static defineConversationProperty(prop: string, descriptor?: PropertyDescriptor): typeof Conversation {
    Object.defineProperty(
      Conversation.prototype,
      prop,
      descriptor ?? {
        get(this: Conversation): unknown {
          return this.get(prop);
        },
        set(this: Conversation, value: unknown) {
          this.set(prop, value);
        },
      },
    );
    return Conversation;
  }

  /** Registers a message class, or several: their messages are parsed by them. Throws a TypeError for other things. */
  register(messageClass: MessageConstructor | MessageConstructor[]): void {
    this._messageParser.register(messageClass);
  }

  /**
   * Logs a client in. The identity is its id, or a user of LeanCloud's
   * storage; without one, the server gives the client an id. The same id
   * gives the same client until that is closed. Rejects with a TypeError for
   * other identities, with an IMError when the server refuses, and with the
   * connection's failure when there is none.
   */
  async createIMClient(
    identity?: string | AVUser,
    options: ClientOptions = {},
    legacyTag?: string,
  ): Promise<IMClient> {
    return abortable(options, (signal) => this.#login(identity, options, legacyTag, signal));
  }

  async #login(
    identity: string | AVUser | undefined,
    options: ClientOptions,
    legacyTag: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<IMClient> {
    if (this.#closed) throw new Error('Realtime is closed');
    let id: string | undefined;
    let user: AVUser | undefined;
    if (identity) {
      if (typeof identity === 'string') {
        if (LONE_SURROGATE.test(identity)) throw new TypeError('Identity must be well-formed text');
        id = identity;
      } else if (typeof identity === 'object' && isUser(identity)) {
        user = identity;
        id = identity.id;
      } else {
        throw new TypeError('Identity must be a String or an AV.User');
      }
    }
    const known = id === undefined ? undefined : this.#logins.get(id);
    if (known) return this.#join(id, known, signal);
    if (legacyTag) console.warn('DEPRECATION createIMClient tag param: Use options.tag instead.');
    const controller = new AbortController();
    const all = { ...options, tag: options?.tag || legacyTag, signal: controller.signal };
    const login: Login = { client: this.#open(id, user, identity || undefined, all), waiting: 0, controller };
    if (id !== undefined) this.#logins.set(id, login);
    login.client.catch(() => this.#forget(id, login));
    return this.#join(id, login, signal);
  }

  /** Waits for a login; it ends when all who wait for it have given it up. */
  #join(id: string | undefined, login: Login, signal: AbortSignal | undefined): Promise<IMClient> {
    login.waiting += 1;
    if (!signal) return login.client;
    const settled = onAbort(signal, () => {
      login.waiting -= 1;
      if (login.waiting > 0) return;
      this.#forget(id, login);
      login.controller.abort(signal.reason);
    });
    login.client.then(settled, settled);
    return login.client;
  }

  #forget(id: string | undefined, login: Login): void {
    if (id !== undefined && this.#logins.get(id) === login) this.#logins.delete(id);
  }

  /**
   * Tries to connect now instead of at the scheduled time. Throws an Error
   * unless a retry is scheduled.
   */
  retry(): number {
    const session = this.#running;
    if (!(session || this.#recovery) || this.#state === 'initialized') throw new Error('no connection established');
    if (this.#state !== 'disconnected') {
      throw new Error(`retrying not allowed when not disconnected. the connection is now ${this.#state}`);
    }
    if (this.#recovery) this.#recovery.hurry();
    else this.#post(session!, 'realtime.retry');
    return 1;
  }

  /** Disconnects until resume, as when the device goes to sleep. Pages do that by themselves when the network goes. */
  pause(): void {
    if (this.#recovery && !this.#recovery.paused) {
      this.#recovery.pause();
      this.#state = 'offline';
      this.#announce('offline');
    }
    if (this.#running) this.#post(this.#running, 'realtime.pause');
  }

  /** Connects again after pause. */
  resume(): void {
    if (this.#recovery?.paused) {
      this.#state = 'disconnected';
      this.#announce('online');
      this.#recovery.resume();
    }
    if (this.#running) this.#post(this.#running, 'realtime.resume');
  }

  /**
   * Says that the network may have changed, or that the program has not run for a
   * while: whether the server is still there is found out now, and a scheduled
   * retry is made now. Pages do that by themselves when they are shown again and
   * when the network is back. Does not end a pause.
   */
  nudge(): void {
    this.#recovery?.hurry();
    if (this.#running) this.#post(this.#running, 'realtime.nudge');
  }

  /** Ends all clients and the connection for good. The app may have another Realtime then. */
  async close(options?: Abortable): Promise<void> {
    return abortable(options, () => this.#close());
  }

  async #close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#state = 'closed';
    this.#unwatch?.();
    this.#recovery?.stop();
    apps.delete(this._options.appId);
    const session = await this.#session?.catch(() => undefined);
    if (!session) return;
    // The core may have been loading.
    this.#unwatch?.();
    await session.directory.port.call('realtime.close', { realtime: session.handle }).catch((error: unknown) => {
      // A core that is dead has nothing left to close.
      log(0, `realtime.close had no effect: ${String(error)}`);
    });
    for (const client of [...this.#opened.keys()]) client._closed();
    session.directory.removeRealtime(session.handle);
    session.lease.release();
  }

  /** @internal What the core tells this Realtime. */
  _event(name: string, payload: any): void {
    switch (name) {
      case 'disconnect':
        this.#state = 'disconnected';
        for (const client of this.#opened.keys()) client.outbox?._connected(false);
        return this.#announce('disconnect');
      case 'schedule':
        this.#state = 'disconnected';
        return this.#announce('schedule', payload.attempt, payload.delay);
      case 'retry':
        this.#state = 'reconnecting';
        return this.#announce('retry', payload.attempt);
      case 'reconnect':
        this.#state = 'connected';
        // A client is back only when its own session is; it says so itself.
        announce(this, 'reconnect');
        return;
      case 'offline':
        this.#state = 'offline';
        return this.#announce('offline');
      case 'online':
        return this.#announce('online');
    }
  }

  /** @internal The core died. The clients go on in another one, unless that has happened too often. */
  _fatal(cause: Error): void {
    this.#session = undefined;
    this.#running = undefined;
    this.#recovery?.stop();
    const connected = this.#state === 'connected' || this.#state === 'reconnecting';
    const paused = this.#state === 'offline';
    const clients = [...this.#opened.keys()];
    const goesOn = !this.#closed && clients.length > 0 && this.#restarts.spend(Date.now());
    this.#state = goesOn ? (paused ? 'offline' : 'disconnected') : 'initialized';
    if (!goesOn) this.#unwatch?.();
    for (const client of clients) {
      if (goesOn) client._detach();
      else client._closed();
    }
    if (!goesOn) this.#logins.clear();
    const error = goesOn || !clients.length ? cause : tooOften(cause);
    const heard = [this, ...clients].filter((emitter) => announce(emitter, 'error', error));
    if (!heard.length) report(error);
    if (!goesOn) return;
    if (connected) this.#announce('disconnect');
    this.#recover(paused);
  }

  /** Brings the clients into a new core; after a pause, once that is over. */
  #recover(paused: boolean): void {
    // A listener may have closed it, or logged the last client out.
    if (this.#closed) return;
    const { retry, maxRetry } = this._options.timeouts ?? {};
    const recovery: Recovery = new Recovery([...this.#opened.keys()], {
      retry,
      maxRetry,
      announce: (name, attempt, delay) => {
        this.#state = name === 'retry' ? 'reconnecting' : 'disconnected';
        if (name === 'retry') this.#announce(name, attempt);
        else this.#announce(name, attempt, delay);
      },
      reopen: (client) => this.#reopen(client, recovery),
      failed: (client, error, final) => {
        if (this.#state === 'reconnecting') this.#state = 'disconnected';
        announce(client, 'reconnecterror', error);
        if (final && !client._over) client._refused(error);
      },
    });
    this.#recovery = recovery;
    if (paused) recovery.pause();
    void recovery.run().then(() => {
      if (this.#recovery === recovery) this.#recovery = undefined;
    });
  }

  async #reopen(client: IMClient, recovery: Recovery): Promise<void> {
    const membership = this.#opened.get(client)!;
    const { directory, handle: realtime } = await this.#start();
    const { signer, tag, catchUp } = membership;
    const call = directory.port.nextCall();
    directory.addSigner(call, signer);
    const opened = ({ client: handle }: { client: Handle }): void => {
      if (client._over || this.#recovery !== recovery) {
        directory.removeSigner(call);
        directory.port.call('client.close', { client: handle }).catch(() => {});
        return;
      }
      membership.directory = directory;
      membership.call = call;
      client._attach(directory.port, handle);
      directory.addClient(client);
      const first = this.#state !== 'connected';
      this.#state = 'connected';
      if (first) announce(this, 'reconnect');
      client._deliver('reconnect', {});
      if (catchUp) client._reportGaps();
    };
    const params = { ...loginParams(signer, tag, catchUp), realtime, id: client.id, reconnect: true };
    try {
      await directory.port.call('client.open', params, opened, call);
    } catch (error) {
      directory.removeSigner(call);
      throw error;
    }
  }

  #announce(name: string, ...args: unknown[]): void {
    announce(this, name, ...args);
    for (const client of [...this.#opened.keys()]) announce(client, name, ...args);
  }

  #post({ directory, handle }: Session, operation: 'realtime.retry' | 'realtime.pause' | 'realtime.resume' | 'realtime.nudge'): void {
    directory.port.call(operation, { realtime: handle }).catch((error: unknown) => {
      log(0, `${operation} had no effect: ${String(error)}`);
    });
  }

  #start(): Promise<Session> {
    this.#session ??= this.#connect().catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  async #connect(): Promise<Session> {
    const { appId, appKey, RTMServers, noBinary, ssl = true, worker, resend = true } = this._options;
    const finding = findServers(this._options);
    // Told of below, once the core runs.
    finding.catch(() => undefined);
    const lease = await acquireCore(wasmSource(this._options), worker);
    const { directory } = lease;
    const servers = await finding.catch((error: unknown) => {
      lease.release();
      throw error;
    });
    const params = {
      appId,
      appKey,
      ...servers,
      rtmServers: RTMServers === undefined ? undefined : ensureArray(RTMServers),
      insecure: !ssl,
      noBinary: Boolean(noBinary),
      deviceId: deviceId(),
      noResend: !resend,
      ...coreTimeouts(this._options.timeouts),
    };
    const begun = directory.port.call('realtime.new', params, ({ realtime: handle }: { realtime: Handle }) => {
      const session: Session = { lease, directory, handle, servers };
      directory.addRealtime(handle, this);
      this.#running = session;
      this.#unwatch?.();
      this.#unwatch = watchNetwork({
        offline: () => this.pause(),
        online: () => this.resume(),
        perhaps: () => this.nudge(),
      });
      return session;
    });
    begun.catch(() => lease.release());
    return begun;
  }

  async #open(
    id: string | undefined,
    user: AVUser | undefined,
    identity: unknown,
    { tag, isReconnect, catchUp = this._options.catchUp, signal, ...factories }: ClientOptions & { signal: AbortSignal },
  ): Promise<IMClient> {
    coreCatchUp(catchUp);
    const { directory, handle: realtime, servers } = await this.#start();
    const { appId, appKey } = this._options;
    const signer: Signer = {
      identity,
      factories: user
        ? { signatureFactory: () => signUser(servers, appId, appKey, user), ...factories }
        : factories,
    };
    signal.throwIfAborted();
    const call = directory.port.nextCall();
    directory.addSigner(call, signer);
    const params = { ...loginParams(signer, tag, catchUp), realtime, id, reconnect: Boolean(isReconnect) };
    const opened = (session: { client: Handle; id: string }): IMClient => {
      if (signal.aborted) {
        // Its session opened as it was given up.
        directory.port.call('client.close', { client: session.client }).catch(() => {});
        throw signal.reason;
      }
      return this.#admit(session, { directory, call, signer, tag, catchUp });
    };
    const forget = onAbort(signal, () => directory.port.abort(call, signal.reason));
    try {
      return await directory.port.call('client.open', params, opened, call);
    } catch (error) {
      directory.removeSigner(call);
      throw error;
    } finally {
      forget();
    }
  }

  /** The client whose session has just been opened. */
  #admit({ client: handle, id }: { client: Handle; id: string }, membership: Membership): IMClient {
    const { directory } = membership;
    // The id may have logged in anew.
    const free = (): void => this.#forget(id, entry);
    const client = new IMClient(id, {
      port: directory.port,
      handle,
      plugins: this._plugins,
      messageParser: this._messageParser,
      options: membership.signer.factories,
      outbox: (made) => this.#outbox && new Outbox(made, `${this._options.appId}/${made.id}`, this.#outbox),
      onReleased: (conversation) => membership.directory.forget(conversation),
      onClosing: free,
      onClosed: (closed) => {
        this.#opened.delete(closed);
        free();
        membership.directory.removeClient(closed);
        membership.directory.removeSigner(membership.call);
        if (this.#opened.size === 0 && this.#logins.size === 0 && !this.#closed) this.#state = 'closed';
      },
    });
    directory.addClient(client);
    this.#opened.set(client, membership);
    this.#state = 'connected';
    const entry = this.#logins.get(id) ?? {
      client: Promise.resolve(client),
      waiting: 0,
      controller: new AbortController(),
    };
    this.#logins.set(id, entry);
    try {
      applyDecorators(this._plugins.onIMClientCreate, client);
    } catch (error) {
      void client.close();
      throw error;
    }
    return client;
  }
}
disposeByClosing(Realtime);

function tooOften(cause: Error): CoreError {
  const error = new CoreError(`The WebAssembly core died too often: ${cause.message}`, { cause, final: true });
  if (cause.stack) error.stack = cause.stack;
  return error;
}

/** What the core is told of a login, as often as it is made. */
function loginParams({ factories }: Signer, tag: string | undefined, catchUp: boolean | CatchUp | undefined): object {
  return {
    tag,
    ...coreCatchUp(catchUp),
    signLogin: Boolean(factories.signatureFactory),
    signConversation: Boolean(factories.conversationSignatureFactory),
    signBlacklist: Boolean(factories.blacklistSignatureFactory),
  };
}
