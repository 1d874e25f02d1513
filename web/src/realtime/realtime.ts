import { IMClient } from '../client/client';
import type { Signer } from '../client/signature';
import { Conversation } from '../conversations/conversation';
import { abortable, type Abortable } from '../data/abort';
import { disposeByClosing } from '../data/disposable';
import { ensureArray } from '../data/plain';
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
import { preload } from '../wasm/loader';
import { identify, Logins, type ClientOptions } from './login';
import { attach, closeUnwanted, openClient, type Membership, type Opened } from './membership';
import { watchNetwork } from './network';
import { checkAppId, checkOptions, coreCatchUp, wasmSource, type RealtimeOptions } from './options';
import { Recovery } from './recovery';
import { RestartBudget } from './restarts';
import { closeSession, openSession, post, type Session } from './session';
import { signUser, type AVUser } from './user';

/** The connection's states, as they are named in errors. */
type State = 'initialized' | 'connected' | 'disconnected' | 'reconnecting' | 'offline' | 'closed';

/** Their message classes are always there. Those registered later are asked first. */
const builtIn = [IMPlugin, TypedMessagesPlugin];

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
  readonly #logins = new Logins();
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
    const { id, user } = identify(identity);
    const known = this.#logins.get(id);
    if (known) return this.#logins.join(id, known, signal);
    if (legacyTag) console.warn('DEPRECATION createIMClient tag param: Use options.tag instead.');
    const login = this.#logins.begin(id, (given) =>
      this.#open(id, user, identity || undefined, { ...options, tag: options?.tag || legacyTag, signal: given }),
    );
    return this.#logins.join(id, login, signal);
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
    else post(session!, 'realtime.retry');
    return 1;
  }

  /** Disconnects until resume, as when the device goes to sleep. Pages do that by themselves when the network goes. */
  pause(): void {
    if (this.#recovery && !this.#recovery.paused) {
      this.#recovery.pause();
      this.#state = 'offline';
      this.#announce('offline');
    }
    if (this.#running) post(this.#running, 'realtime.pause');
  }

  /** Connects again after pause. */
  resume(): void {
    if (this.#recovery?.paused) {
      this.#state = 'disconnected';
      this.#announce('online');
      this.#recovery.resume();
    }
    if (this.#running) post(this.#running, 'realtime.resume');
  }

  /**
   * Says that the network may have changed, or that the program has not run for a
   * while: whether the server is still there is found out now, and a scheduled
   * retry is made now. Pages do that by themselves when they are shown again and
   * when the network is back. Does not end a pause.
   */
  nudge(): void {
    this.#recovery?.hurry();
    if (this.#running) post(this.#running, 'realtime.nudge');
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
    await closeSession(session, () => {
      for (const client of [...this.#opened.keys()]) client._closed();
    });
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
    const session = await this.#start();
    await openClient(session, client.id, membership, true, (opened) => {
      if (client._over || this.#recovery !== recovery) {
        session.directory.removeSigner(opened.call);
        closeUnwanted(session.directory, opened.client);
        return;
      }
      attach(client, membership, session, opened);
      const first = this.#state !== 'connected';
      this.#state = 'connected';
      if (first) announce(this, 'reconnect');
      client._deliver('reconnect', {});
      if (membership.catchUp) client._reportGaps();
    });
  }

  #announce(name: string, ...args: unknown[]): void {
    announce(this, name, ...args);
    for (const client of [...this.#opened.keys()]) announce(client, name, ...args);
  }

  #start(): Promise<Session> {
    this.#session ??= openSession(this, this._options, (session) => {
      this.#running = session;
      this.#unwatch?.();
      this.#unwatch = watchNetwork({
        offline: () => this.pause(),
        online: () => this.resume(),
        perhaps: () => this.nudge(),
      });
    }).catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  async #open(
    id: string | undefined,
    user: AVUser | undefined,
    identity: unknown,
    { tag, isReconnect, catchUp = this._options.catchUp, signal, ...factories }: ClientOptions & { signal: AbortSignal },
  ): Promise<IMClient> {
    coreCatchUp(catchUp);
    const session = await this.#start();
    const { directory, servers } = session;
    const { appId, appKey } = this._options;
    const signer: Signer = {
      identity,
      factories: user
        ? { signatureFactory: () => signUser(servers, appId, appKey, user), ...factories }
        : factories,
    };
    signal.throwIfAborted();
    const opening = { signer, tag, catchUp };
    const opened = (client: Opened): IMClient => {
      if (signal.aborted) {
        // Its session opened as it was given up.
        closeUnwanted(directory, client.client);
        throw signal.reason;
      }
      return this.#admit(client, { ...opening, directory, call: client.call });
    };
    return openClient(session, id, opening, Boolean(isReconnect), opened, signal);
  }

  /** The client whose session has just been opened. */
  #admit({ client: handle, id }: Opened, membership: Membership): IMClient {
    const { directory } = membership;
    const free = (): void => this.#logins.forget(id, login);
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
    const login = this.#logins.admit(client);
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
