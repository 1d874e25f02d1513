import { uuid } from '../data/uuid';

const KEY = 'imclient.deviceId';
let inMemory: string | undefined;

/** This device's id: kept in the page's local storage where there is one, else as long as the page lives. */
export function deviceId(): string {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept) return kept;
    const id = (inMemory ??= uuid());
    localStorage.setItem(KEY, id);
    return id;
  } catch {
    // No local storage, or none that this page may use.
    return (inMemory ??= uuid());
  }
}
