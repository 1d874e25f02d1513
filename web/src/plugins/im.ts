import { BinaryMessage } from '../messages/binary';
import { Message } from '../messages/message';
import { RecalledMessage } from '../messages/recalled';
import { TextMessage } from '../messages/text';
import type { Plugin } from './plugin';

/** The message classes that a Realtime always has. It is built in, and need not be listed among the plugins. */
export const IMPlugin: Plugin = {
  name: 'leancloud-realtime-plugin-im',
  messageClasses: [Message, BinaryMessage, RecalledMessage, TextMessage],
};
