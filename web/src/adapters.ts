/** What a WebSocket class must offer. The browser's does, and that of the `ws` package. */
export interface WebSocketLike {
  binaryType: string;
  /** 3 when it is over, as the standard has it. */
  readonly readyState?: number;
  /** Called when the connection is open. */
  onopen: ((event: any) => void) | null;
  /** Called with each frame, whose `data` is text or an ArrayBuffer. */
  onmessage: ((event: any) => void) | null;
  /** Called when the connection fails; onclose follows. */
  onerror: ((event: any) => void) | null;
  /** Called when the connection is closed, with its `code` and `reason`. */
  onclose: ((event: any) => void) | null;
  /** Sends a frame: text for text, bytes for bytes. */
  send(data: string | ArrayBuffer | Uint8Array): void;
  /** Closes the connection. */
  close(code?: number, reason?: string): void;
}

/** The answer of a request adapter. */
export interface AdapterResponse {
  status?: number;
  ok?: boolean;
  header?: object;
  data?: unknown;
}

/** How the library reaches the network. */
export interface Adapters {
  WebSocket: new (url: string, protocols?: string | string[]) => WebSocketLike;
  /** Makes a request; resolves with the answer whatever its status is, and rejects when there is none. */
  request: (
    url: string,
    options?: {
      method?: string;
      headers?: Record<string, string>;
      data?: Record<string, unknown>;
      /** Aborted when nobody waits for the answer any more. */
      signal?: AbortSignal;
    },
  ) => Promise<AdapterResponse>;
}

const defaults: Partial<Adapters> = {
  request: async (url, { method = 'GET', headers, data, signal } = {}) => {
    const response = await fetch(url, {
      method,
      headers: data ? { 'Content-Type': 'application/json', ...headers } : headers,
      body: data ? JSON.stringify(data) : undefined,
      signal,
    });
    const text = await response.text();
    return { status: response.status, ok: response.ok, data: parse(text) };
  },
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

let replaced: Partial<Adapters> = {};
const watching = new Set<() => void>();

/** Set by each entry of the package: the adapters of its environment. */
export function configureAdapters(own: Partial<Adapters>): void {
  Object.assign(defaults, own);
}

/** Whether the application has replaced the adapter. */
export function isReplaced(name: keyof Adapters): boolean {
  return replaced[name] !== undefined && replaced[name] !== defaults[name];
}

/** Calls back when adapters are replaced. Gives what to call to stop that. */
export function watchAdapters(listener: () => void): () => void {
  watching.add(listener);
  return () => watching.delete(listener);
}

/** Replaces adapters; those that are not given stay. Connections made from then on use them. */
export function setAdapters(replacements: Partial<Adapters>): void {
  replaced = { ...replaced, ...replacements };
  for (const listener of watching) listener();
}

/** The adapter in use. Throws an Error when there is none of that name. */
export function getAdapter<Name extends keyof Adapters>(name: Name): Adapters[Name] {
  const adapter = name in replaced ? replaced[name] : defaults[name];
  if (adapter === undefined) throw new Error(`${name} adapter is not configured`);
  return adapter;
}
