/** What a WebSocket class must offer. The browser's does, and that of the `ws` package. */
export interface WebSocketLike {
  binaryType: string;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  send(data: string | ArrayBuffer | Uint8Array): void;
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
  request: (
    url: string,
    options?: { method?: string; headers?: Record<string, string>; data?: Record<string, unknown> },
  ) => Promise<AdapterResponse>;
}

const adapters: Partial<Adapters> = {
  request: async (url, { method = 'GET', headers, data } = {}) => {
    const response = await fetch(url, {
      method,
      headers: data ? { 'Content-Type': 'application/json', ...headers } : headers,
      body: data ? JSON.stringify(data) : undefined,
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

/** Replaces adapters; those that are not given stay. Connections made from then on use them. */
export function setAdapters(replacements: Partial<Adapters>): void {
  Object.assign(adapters, replacements);
}

/** The adapter in use. Throws an Error when there is none of that name. */
export function getAdapter<Name extends keyof Adapters>(name: Name): Adapters[Name] {
  const adapter = adapters[name];
  if (adapter === undefined) throw new Error(`${name} adapter is not configured`);
  return adapter;
}
