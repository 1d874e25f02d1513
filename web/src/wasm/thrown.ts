import { MalformedSignatureError } from '../client/signature';
import { Kind, type Record } from './records';

/**
 * What a signature factory threw goes through the core as text. Of the records
 * that come of it, this gives the call's error its object back.
 */
export function asThrown(record: Record, error: unknown): void {
  if (record.kind !== Kind.ERROR) return;
  const { message } = record.json as { message: string };
  if (!message.startsWith('sign error: ')) return;
  // The factory's own error says from now on that it was signing.
  if (error instanceof Error && !(error instanceof MalformedSignatureError)) rename(error, message);
  record.thrown = error;
}

/** An error may be frozen, or have a message that cannot be set: then it stays as it is. */
function rename(error: Error, message: string): void {
  try {
    error.message = message;
  } catch {
    return;
  }
}

/** What an error says; anything may be thrown. */
export function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'an error without a text';
  }
}
