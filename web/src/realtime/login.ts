import type { IMClient } from '../client/client';
import type { SignatureFactories } from '../client/signature';
import { onAbort, type Abortable } from '../data/abort';
import type { CatchUp } from './options';
import { isUser, type AVUser } from './user';

/** How a client logs in. */
export interface ClientOptions extends SignatureFactories, Abortable {
  /** Logging in with a tag logs out the other devices of this client that have the same tag (单点登录). */
  tag?: string;
  /** The app comes back by itself: be refused rather than log out another device of the same tag. */
  isReconnect?: boolean;
  /** What the option of the Realtime says for all clients, for this one. */
  catchUp?: boolean | CatchUp;
}

/** Half of a character of UTF-16, which does not travel. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Who logs in: an id, a user of LeanCloud's storage, or neither. Throws a TypeError for other things. */
export function identify(identity: unknown): { id?: string; user?: AVUser } {
  if (!identity) return {};
  if (typeof identity === 'string') {
    if (LONE_SURROGATE.test(identity)) throw new TypeError('Identity must be well-formed text');
    return { id: identity };
  }
  if (typeof identity === 'object' && isUser(identity)) return { id: identity.id, user: identity };
  throw new TypeError('Identity must be a String or an AV.User');
}

/** A login that is under way or has succeeded, and who gives it up. */
export interface Login {
  client: Promise<IMClient>;
  /** How many wait for it; who has no signal waits for ever. */
  waiting: number;
  controller: AbortController;
}

/** The logins of an app by their ids: the same id gives the same client. */
export class Logins {
  readonly #byId = new Map<string, Login>();

  get size(): number {
    return this.#byId.size;
  }

  clear(): void {
    this.#byId.clear();
  }

  get(id: string | undefined): Login | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** Begins a login, which is forgotten when it fails. */
  begin(id: string | undefined, open: (signal: AbortSignal) => Promise<IMClient>): Login {
    const controller = new AbortController();
    const login: Login = { client: open(controller.signal), waiting: 0, controller };
    if (id !== undefined) this.#byId.set(id, login);
    login.client.catch(() => this.forget(id, login));
    return login;
  }

  /** The login of a client that is there; it may have begun without an id. */
  admit(client: IMClient): Login {
    const { id } = client;
    const login = this.#byId.get(id) ?? { client: Promise.resolve(client), waiting: 0, controller: new AbortController() };
    this.#byId.set(id, login);
    return login;
  }

  /** Waits for a login; it ends when all who wait for it have given it up. */
  join(id: string | undefined, login: Login, signal: AbortSignal | undefined): Promise<IMClient> {
    login.waiting += 1;
    if (!signal) return login.client;
    const settled = onAbort(signal, () => {
      login.waiting -= 1;
      if (login.waiting > 0) return;
      this.forget(id, login);
      login.controller.abort(signal.reason);
    });
    login.client.then(settled, settled);
    return login.client;
  }

  /** The id may have logged in anew. */
  forget(id: string | undefined, login: Login): void {
    if (id !== undefined && this.#byId.get(id) === login) this.#byId.delete(id);
  }
}
