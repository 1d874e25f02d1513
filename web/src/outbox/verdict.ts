import { ErrorCode } from '../errors/codes';
import type { IMError } from '../errors/error';

/** Codes of the server that say nothing about the message: it is sent again. */
const PASSING: number[] = [
  ErrorCode.SESSION_REQUIRED,
  ErrorCode.READ_TIMEOUT,
  ErrorCode.LOGIN_TIMEOUT,
  ErrorCode.SESSION_TOKEN_EXPIRED,
  ErrorCode.MESSAGE_SENT_QUOTA_EXCEEDED,
  ErrorCode.INTERNAL_ERROR,
  4201, // SEND_MESSAGE_TIMEOUT
  4300, // CONVERSATION_INTERNAL_ERROR
  ErrorCode.CONVERSATION_API_FAILED,
  ErrorCode.CONVERSATION_API_QUOTA_EXCEEDED,
];

/** Whether the server would say the same of the message the next time. What has no code is the connection's, the clock's or the core's. */
export function isFinal(error: Error): boolean {
  const { code } = error as IMError;
  if (code === undefined) return error instanceof TypeError;
  return code >= 4000 && !PASSING.includes(code);
}

/** Whether the server may have closed the connection for one of the messages on it, nobody knows which. */
export function accuses(error: Error): boolean {
  const { code } = error as IMError;
  return code === ErrorCode.FRAME_TOO_LONG || code === 4114; // UNPARSEABLE_RAW_MESSAGE
}
