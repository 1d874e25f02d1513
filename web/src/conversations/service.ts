import { PersistentConversation } from './persistent';

/** A service conversation (服务号): a service speaks to its subscribers. */
export class ServiceConversation extends PersistentConversation {
  /** Subscribes this client. */
  async subscribe(): Promise<this> {
    return this.join();
  }

  /** Ends this client's subscription. */
  async unsubscribe(): Promise<this> {
    return this.quit();
  }
}
