import type { Message } from './api.js';
import { t, type Word } from './text.js';

/** What a message says, ready to be shown as text. */
export interface Content {
  /** What kind it is, empty for plain text. */
  label: string;
  text: string;
  /** Address of a file, http and https only. */
  link?: string;
  linkText?: string;
}

const FILES: Record<number, Word> = { [-2]: 'image', [-3]: 'audio', [-4]: 'video', [-6]: 'file' };

/** Reads a message as the SDKs' rich messages are written; anything else is shown as it is. */
export function contentOf(message: Message): Content {
  if (message.recalled) return { label: t('recalled'), text: '' };
  if (message.bin) return { label: t('binary', bytesOf(message.data)), text: '' };
  let row: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(message.data);
    if (typeof parsed !== 'object' || parsed === null || !('_lctype' in parsed)) return { label: '', text: message.data };
    row = parsed as Record<string, unknown>;
  } catch {
    return { label: '', text: message.data };
  }
  const type = Number(row._lctype);
  const text = typeof row._lctext === 'string' ? row._lctext : '';
  if (type === -1) return { label: '', text };
  if (type === -127) return { label: t('recalled'), text: '' };
  if (type === -5) {
    const { latitude, longitude } = objectOf(row._lcloc);
    return { label: t('location'), text: [text, `${Number(latitude)}, ${Number(longitude)}`].filter(Boolean).join('\n') };
  }
  const word = FILES[type];
  if (!word) return { label: t('custom', String(row._lctype)), text: text || message.data };
  const file = objectOf(row._lcfile);
  const name = file.name ?? objectOf(file.metaData).name;
  return { label: t(word), text, link: safeLink(file.url), linkText: typeof name === 'string' && name ? name : undefined };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** An address that leads to a file and runs nothing. */
export function safeLink(url: unknown): string | undefined {
  try {
    const u = new URL(String(url));
    return u.protocol === 'https:' || u.protocol === 'http:' ? u.href : undefined;
  } catch {
    return undefined;
  }
}

const bytesOf = (base64: string): number => Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
