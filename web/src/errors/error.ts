import type { ErrorPayload } from '../port';
import { ErrorCode } from './codes';

/** What methods reject with when the server refuses, or the connection or the clock does. */
export interface IMError extends Error {
  /** The protocol's code (ErrorCode); absent for errors of the client itself, such as a time-out. */
  code?: number;
  /** The code that the app's own hook gave, where one refused. */
  appCode?: number | null;
  /** What else the server said. */
  detail?: string | null;
  /** The members that this error is about, in `failures` of member operations. */
  clientIds?: string[];
}

/** The Error for what the client itself refuses; there is nothing of a server in it. */
export function localError(name: keyof typeof ErrorCode, message: string): Error {
  return Object.assign(new Error(message), { code: ErrorCode[name], appCode: undefined, detail: undefined, name });
}

/**
 * The Error for a refusal. `name` is the protocol's name of the code and
 * `message` the server's reason where it gave one.
 */
export function createError(payload: ErrorPayload): Error {
  if (payload.type === 'TypeError') return new TypeError(payload.message);
  const error = new Error(payload.message) as IMError;
  if (payload.code !== undefined) {
    error.code = payload.code;
    error.appCode = payload.appCode ?? null;
    error.detail = payload.detail ?? null;
  }
  if (payload.name) error.name = payload.name;
  if (payload.clientIds) error.clientIds = payload.clientIds;
  return error;
}
