import type { Abortable } from '../data/abort';
import { PersistentConversation } from './persistent';

/** A service conversation (服务号): a service speaks to its subscribers. */
export class ServiceConversation extends PersistentConversation {
  /** Subscribes this client. */
  async subscribe(options?: Abortable): Promise<this> {
    return this.join(options);
  }

  /** Ends this client's subscription. */
  async unsubscribe(options?: Abortable): Promise<this> {
    return this.quit(options);
  }
}
