import type { Question } from '../port';

/** A signature (签名) by the application's server. */
export interface SignatureResult {
  signature: string;
  /** As the server signed it. */
  timestamp: number;
  nonce: string;
}

/** What a signature factory gives: a signature, or a promise of one. */
export type SignatureFactoryResult = SignatureResult | PromiseLike<SignatureResult>;

/** Factories that ask the application's server for signatures (docs/protocol.md, Session and Members). */
export interface SignatureFactories {
  /** Signs logging in. */
  signatureFactory?: (clientId: any) => SignatureFactoryResult;
  /** Signs creating a conversation (its id is null then) and adding or removing members. */
  conversationSignatureFactory?: (
    conversationId: string,
    clientId: string,
    targetIds: string[],
    action: string,
  ) => SignatureFactoryResult;
  /** Signs blocking and unblocking. */
  blacklistSignatureFactory?: (
    conversationId: string,
    clientId: string,
    targetIds: string[],
    action: string,
  ) => SignatureFactoryResult;
}

/** Who is logging in, or logged in, and the factories that sign for it. */
export interface Signer {
  /** What createIMClient was given. */
  identity: unknown;
  factories: SignatureFactories;
}

/** What a factory gave is not a signature. */
export class MalformedSignatureError extends Error {
  constructor() {
    super('malformed signature');
    this.name = 'Error';
  }
}

/** Answers the core's question. Rejects with what the factory threw, or a MalformedSignatureError. */
export async function sign({ identity, factories }: Signer, question: Question): Promise<SignatureResult> {
  const result = await ask(identity, factories, question);
  const { signature, timestamp, nonce } = result ?? ({} as Partial<SignatureResult>);
  if (typeof signature !== 'string' || typeof timestamp !== 'number' || typeof nonce !== 'string') {
    throw new MalformedSignatureError();
  }
  return { signature, timestamp, nonce };
}

function ask(identity: unknown, factories: SignatureFactories, question: Question): SignatureFactoryResult | undefined {
  const { purpose, conversationId, clientId, targetIds = [], action = '' } = question;
  if (purpose === 'login') return factories.signatureFactory?.(identity ?? clientId);
  const factory =
    purpose === 'conversation' ? factories.conversationSignatureFactory : factories.blacklistSignatureFactory;
  return factory?.(conversationId || (null as unknown as string), clientId, targetIds, action);
}
