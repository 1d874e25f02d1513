import { AudioMessage } from '../messages/audio';
import { FileMessage } from '../messages/file';
import { ImageMessage } from '../messages/image';
import { LocationMessage } from '../messages/location';
import { VideoMessage } from '../messages/video';
import type { Plugin } from './plugin';

/**
 * Messages with files and places (富媒体消息). It is built in: programs that
 * list it among their plugins may go on to do so.
 */
export const TypedMessagesPlugin: Plugin = {
  name: 'leancloud-realtime-plugin-typed-messages',
  messageClasses: [FileMessage, ImageMessage, AudioMessage, VideoMessage, LocationMessage],
};
