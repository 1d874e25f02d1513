import { chain, isPromise, type MaybePromise } from '../data/maybe';
import type { ConversationBase } from '../conversations/base';
import type { AVMessage } from '../messages/message';
import { named, pluginName, type Dispatcher, type Middleware } from './plugin';

/** Runs value through the middlewares, one after the other; at once when all are synchronous. */
export function applyMiddlewares<T>(middlewares: Middleware[] | undefined, value: T): MaybePromise<T> {
  let result: MaybePromise<T> = value;
  for (const middleware of middlewares ?? []) result = chain(result, (current) => run(middleware, current));
  return result;
}

function run<T>(middleware: Middleware, value: T): MaybePromise<T> {
  const check = (result: T): T => {
    checkType(middleware, value, result);
    return result;
  };
  try {
    const result: MaybePromise<T> = middleware(value);
    if (!isPromise(result)) return check(result);
    return result.then(check, (error: unknown) => {
      throw named(error, middleware);
    }) as PromiseLike<T>;
  } catch (error) {
    throw named(error, middleware);
  }
}

function checkType(middleware: Middleware, value: unknown, result: unknown): void {
  const expected = (value as object | null | undefined)?.constructor;
  if (!expected || result instanceof expected || Object(result) instanceof expected) return;
  const name = `${pluginName(middleware) ?? 'anonymous plugin'}:${middleware.name || 'anonymous middleware'}`;
  const actual = (result as object | null | undefined)?.constructor?.name ?? String(result);
  console.warn(`Middleware[${name}] returned ${actual} where ${expected.name} was expected.`);
}

/** Asks the plugins whether a received message goes to the application; the first false decides. */
export function mayDispatch(
  dispatchers: Dispatcher[] | undefined,
  message: AVMessage,
  conversation: ConversationBase,
): MaybePromise<boolean> {
  let verdict: MaybePromise<boolean> = true;
  for (const dispatcher of dispatchers ?? []) {
    verdict = chain(verdict, (so) => so && ask(dispatcher, message, conversation));
  }
  return verdict;
}

function ask(dispatcher: Dispatcher, message: AVMessage, conversation: ConversationBase): MaybePromise<boolean> {
  try {
    const answer = dispatcher(message, conversation);
    if (!isPromise(answer)) return answer !== false;
    return answer.then(
      (late) => late !== false,
      (error: unknown) => {
        throw named(error, dispatcher);
      },
    );
  } catch (error) {
    throw named(error, dispatcher);
  }
}
