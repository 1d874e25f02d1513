/** What the server refused, or that it could not be reached (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Status {
  app: string;
  connections: number;
  clients: number;
  sessions: number;
  rooms: number;
  messages: number;
  now: number;
  startedAt: number;
  version: string;
  go: string;
}

export interface Device {
  device?: string;
  tag?: string;
  address: string;
  protocol: string;
  since: number;
  room?: string;
}

export interface Client {
  id: string;
  devices: Device[];
}

/** A conversation as the list has it; attributes of the app's own are beside these. */
export interface Conversation {
  objectId: string;
  name?: unknown;
  c?: string;
  conv_type: number;
  createdAt: string;
  updatedAt: string;
  lm?: { iso: string };
  memberCount: number;
  [attribute: string]: unknown;
}

export interface Details extends Conversation {
  m: string[];
  online: string[];
  roles: Record<string, string>;
  blocked: string[];
  silenced: string[];
  /** When silences with a time limit end, by client, in milliseconds since 1970. */
  silencedUntil: Record<string, number>;
}

export interface Message {
  seq: number;
  id: string;
  from: string;
  timestamp: number;
  data: string;
  bin?: boolean;
  patchedAt?: number;
  recalled?: boolean;
  to?: string[];
}

/** Conversation kinds, as the server numbers them, to their part of REST paths. */
const PATHS: Record<number, string> = { 1: 'conversations', 2: 'chatrooms', 3: 'service-conversations' };

/** The server's calls. The master key travels in a header and is in no address. */
export class Api {
  constructor(
    readonly key: string,
    readonly app: string,
  ) {}

  static async apps(key: string): Promise<string[]> {
    const { apps } = await new Api(key, '').ask<{ apps: string[] }>('GET', './api/apps');
    return apps;
  }

  status(): Promise<Status> {
    return this.ask('GET', './api/status');
  }

  clients(search: string, after = ''): Promise<{ clients: Client[]; next?: string }> {
    return this.ask('GET', `./api/clients?${new URLSearchParams({ search, after })}`);
  }

  kick(client: string, reason: string): Promise<unknown> {
    return this.ask('POST', `../1.2/rtm/clients/${encodeURIComponent(client)}/kick`, { reason });
  }

  conversations(filter: Record<string, string>, skip: number): Promise<{ conversations: Conversation[]; more: boolean }> {
    return this.ask('GET', `./api/conversations?${new URLSearchParams({ ...filter, skip: String(skip) })}`);
  }

  conversation(id: string): Promise<Details> {
    return this.ask('GET', `./api/conversations/${encodeURIComponent(id)}`);
  }

  async messages(id: string, before = 0): Promise<Message[]> {
    const path = `./api/conversations/${encodeURIComponent(id)}/messages?before=${before}`;
    return (await this.ask<{ messages: Message[] }>('GET', path)).messages;
  }

  /** Sends to everybody in the conversation: the subscribers, where it is the app's own. */
  send(conversation: Conversation, from: string, message: string): Promise<unknown> {
    const call = conversation.conv_type === 3 ? 'broadcasts' : 'messages';
    return this.ask('POST', `${this.#path(conversation)}/${call}`, { from_client: from, message, transient: false });
  }

  silence(conversation: Conversation, client: string, on: boolean): Promise<unknown> {
    return this.ask(on ? 'POST' : 'DELETE', `${this.#path(conversation)}/permanent-silenceds`, { client_ids: [client] });
  }

  /** Ends a silence that would end by itself. */
  endSilence(conversation: Conversation, client: string): Promise<unknown> {
    return this.ask('DELETE', `${this.#path(conversation)}/temporary-silenceds`, { client_id: client });
  }

  /** Takes a message back from all who have it. */
  recall(conversation: Conversation, message: Message): Promise<unknown> {
    const path = `${this.#path(conversation)}/messages/${encodeURIComponent(message.id)}/recall`;
    return this.ask('PUT', path, { from_client: message.from, timestamp: message.timestamp, to_clients: message.to });
  }

  block(conversation: Conversation, client: string, on: boolean): Promise<unknown> {
    return this.ask(on ? 'POST' : 'DELETE', `${this.#path(conversation)}/blacklists`, { client_ids: [client] });
  }

  #path(conversation: Conversation): string {
    return `../1.2/rtm/${PATHS[conversation.conv_type] ?? 'conversations'}/${encodeURIComponent(conversation.objectId)}`;
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { 'X-LC-Key': `${this.key},master` };
    if (this.app) headers['X-LC-Id'] = this.app;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let response: Response;
    try {
      // Absolute, because the page's own address ends in a fragment that changes.
      response = await fetch(new URL(path, document.baseURI), {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
      });
    } catch {
      throw new ApiError(0, '');
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new ApiError(response.status, String(answer.error ?? response.status));
    return answer as T;
  }
}
