import type { IMClient } from '../client/client';
import type { ConversationBase } from '../conversations/base';
import { ensureArray } from '../data/plain';
import type { AVMessage, MessageConstructor } from '../messages/message';
import type { Realtime } from '../realtime/realtime';

/** Changes what it is given, or gives another one of the same class. May be asynchronous. */
export type Middleware<T = any> = (target: T) => T | PromiseLike<T>;

/** Sees, and may change, an object that was just made. */
export type Decorator<T = any> = (target: T) => void;

/** Extends the library. What a plugin throws names it. */
export interface Plugin {
  name?: string;
  /** Message classes to register. */
  messageClasses?: MessageConstructor | MessageConstructor[];
  /** Gets the content of each message before it is parsed. */
  beforeMessageParse?: Middleware | Middleware[];
  /** Gets each parsed message. */
  afterMessageParse?: Middleware<AVMessage> | Middleware<AVMessage>[];
  /** Decides on each received message: false keeps it from the application. */
  beforeMessageDispatch?: Dispatcher | Dispatcher[];
  onConversationCreate?: Decorator<ConversationBase> | Decorator<ConversationBase>[];
  onIMClientCreate?: Decorator<IMClient> | Decorator<IMClient>[];
  onRealtimeCreate?: Decorator<Realtime> | Decorator<Realtime>[];
}

/** Says whether a received message goes to the application: it does unless this gives false. May be asynchronous. */
export type Dispatcher = (message: AVMessage, conversation: ConversationBase) => boolean | void | PromiseLike<boolean | void>;

/** The hooks of all plugins, in their order. */
export interface PluginHooks {
  messageClasses?: MessageConstructor[];
  beforeMessageParse?: Middleware[];
  afterMessageParse?: Middleware[];
  beforeMessageDispatch?: Dispatcher[];
  onConversationCreate?: Decorator[];
  onIMClientCreate?: Decorator[];
  onRealtimeCreate?: Decorator[];
}

const names = new WeakMap<object, string>();

/** Joins plugins into lists of hooks. */
export function mergePlugins(plugins: Plugin | Plugin[] | undefined): PluginHooks {
  const hooks: Record<string, any[]> = {};
  for (const plugin of ensureArray(plugins)) {
    for (const [hook, value] of Object.entries(plugin)) {
      if (hook === 'name') continue;
      const functions = ensureArray<any>(value);
      if (plugin.name) for (const each of functions) names.set(each, plugin.name);
      (hooks[hook] ??= []).push(...functions);
    }
  }
  return hooks;
}

/** The plugin that a hook belongs to. */
export function pluginName(hook: object): string | undefined {
  return names.get(hook);
}

/** Adds the plugin's name to what its hook threw, and gives it back to be thrown. */
export function named(error: unknown, hook: object): unknown {
  const name = names.get(hook);
  if (name && error instanceof Error) error.message += `[${name}]`;
  return error;
}

/** Calls on...Create hooks. Throws what they throw. */
export function applyDecorators<T>(decorators: Decorator<T>[] | undefined, target: T): void {
  for (const decorator of decorators ?? []) {
    try {
      decorator(target);
    } catch (error) {
      throw named(error, decorator);
    }
  }
}
