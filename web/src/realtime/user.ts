import { getAdapter } from '../adapters';
import type { SignatureResult } from '../client/signature';
import { createError } from '../errors/error';
import type { ErrorPayload } from '../port';
import type { Servers } from './servers';

/** A user of LeanCloud's storage, logged in there. */
export interface AVUser {
  id?: string;
  /** What the server knows the login by; empty when the user is not logged in. */
  getSessionToken(): string;
}

/** Whether identity is such a user. Throws an Error when it is one that is not logged in. */
export function isUser(identity: object): identity is AVUser & { id: string } {
  const user = identity as Partial<AVUser>;
  if (!user.id || !user.getSessionToken) return false;
  if (!user.getSessionToken()) throw new Error('User must be authenticated');
  return true;
}

/** Has the server sign the user's login (docs/protocol.md, REST). */
export async function signUser(
  servers: Servers,
  appId: string,
  appKey: string,
  user: AVUser,
): Promise<SignatureResult> {
  const response = await getAdapter('request')(`${servers.api}/1.1/rtm/sign`, {
    method: 'POST',
    headers: { 'X-LC-Id': appId, 'X-LC-Key': appKey },
    data: { session_token: user.getSessionToken() },
  });
  if (response.ok === false) {
    const { error, ...rest } = (response.data ?? {}) as { error?: string };
    throw createError({ type: 'Error', message: error ?? `status ${response.status}`, ...rest } as ErrorPayload);
  }
  return response.data as SignatureResult;
}
