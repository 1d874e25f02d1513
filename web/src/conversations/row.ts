import { decode, define } from '../data/codec';
import { decodeDate } from '../data/dates';

/** A `_Conversation` row in the terms of the API; what is not a column is a custom attribute. */
export interface ConversationData {
  id: string;
  members: string[];
  creator?: string;
  createdAt?: Date;
  updatedAt?: Date;
  lastMessageAt?: Date;
  mutedMembers: string[];
  muted: boolean;
  transient: boolean;
  system: boolean;
  expiredAt?: Date;
  attributes: Record<string, any>;
}

/**
 * Columns that are no custom attributes: those with a place of their own, and
 * those about the row's last message, which comes beside the row.
 */
const COLUMNS = new Set(
  (
    'objectId m c tr sys mu lm muted createdAt updatedAt expiredAt temp conv_type ' +
    'msg msg_mid msg_from msg_timestamp bin patch_timestamp mention_all mention_pids'
  ).split(' '),
);

/** Reads a row, with its Dates encoded as JSON carries them; the core gives expiredAt in milliseconds. */
export function readRow(row: Record<string, any>): ConversationData {
  const { objectId, m, c, tr, sys, mu, lm, muted, createdAt, updatedAt, expiredAt } = row;
  const attributes: Record<string, any> = {};
  for (const key of Object.keys(row)) {
    if (!COLUMNS.has(key)) define(attributes, key, decode(row[key]));
  }
  return {
    id: objectId as string,
    members: [...new Set<string>(list(m))],
    creator: c,
    createdAt: decodeDate(createdAt),
    updatedAt: decodeDate(updatedAt),
    lastMessageAt: decodeDate(lm),
    mutedMembers: list(mu),
    muted: Boolean(muted),
    transient: Boolean(tr),
    system: Boolean(sys),
    expiredAt: decodeDate(expiredAt),
    attributes,
  };
}

/** A column that should be a list; what a server puts there instead is no reason to throw. */
function list(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
