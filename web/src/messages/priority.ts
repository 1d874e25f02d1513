/** The priority of a message in a chat room. */
export const MessagePriority = Object.freeze({ HIGH: 1, NORMAL: 2, LOW: 3 } as const);
export type MessagePriority = (typeof MessagePriority)[keyof typeof MessagePriority];
