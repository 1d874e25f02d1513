import type { IMClient } from '../client/client';
import type { Signer } from '../client/signature';
import { onAbort } from '../data/abort';
import type { Directory } from '../directory';
import type { Handle } from '../port';
import { coreCatchUp, type CatchUp } from './options';
import type { Session } from './session';

/** How a client is opened, in this core and in those that come after it. */
export interface Opening {
  readonly signer: Signer;
  readonly tag: string | undefined;
  readonly catchUp: boolean | CatchUp | undefined;
}

/** A client in its core. */
export interface Membership extends Opening {
  directory: Directory;
  /** The call that opened it, by which the core asks for signatures. */
  call: number;
}

/** A client's session, as it has just been opened. */
export interface Opened {
  client: Handle;
  id: string;
  call: number;
}

/**
 * Opens a client's session. `opened` is called before the core says anything of it, and
 * gives the result; when nobody wants it any more it returns `unwanted`.
 */
export async function openClient<T>(
  { directory, handle: realtime }: Session,
  id: string | undefined,
  { signer, tag, catchUp }: Opening,
  reconnect: boolean,
  opened: (session: Opened) => T,
  signal?: AbortSignal,
): Promise<T> {
  const call = directory.port.nextCall();
  directory.addSigner(call, signer);
  const { factories } = signer;
  const params = {
    tag,
    ...coreCatchUp(catchUp),
    signLogin: Boolean(factories.signatureFactory),
    signConversation: Boolean(factories.conversationSignatureFactory),
    signBlacklist: Boolean(factories.blacklistSignatureFactory),
    realtime,
    id,
    reconnect,
  };
  const forget = onAbort(signal, () => directory.port.abort(call, signal!.reason));
  try {
    return await directory.port.call('client.open', params, (session: { client: Handle; id: string }) => opened({ ...session, call }), call);
  } catch (error) {
    directory.removeSigner(call);
    throw error;
  } finally {
    forget();
  }
}

/** Closes a session that nobody wants, or wants any more. */
export function closeUnwanted(directory: Directory, client: Handle): void {
  directory.port.call('client.close', { client }).catch(() => {});
}

/** A client goes on in another core: its session is there. */
export function attach(client: IMClient, membership: Membership, { directory }: Session, { client: handle, call }: Opened): void {
  membership.directory = directory;
  membership.call = call;
  client._attach(directory.port, handle);
  directory.addClient(client);
}
