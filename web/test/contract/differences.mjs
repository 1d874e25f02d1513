// The cases in which ours differs on purpose, and why. An entry whose case does
// not differ is an error.
const ARGUMENT = 'A wrong argument is a TypeError that names it, before anything is sent.';
const CONFUSED = 'Here the error says what is wrong; there it is what JavaScript says of an undefined value.';

const AGAIN = 'A login without a valid token carries what the first one did: signature, tag, device id.';
const RECONNECT = 'isReconnect works; there it is a TypeError.';

export const differences = {
  'exports: all of Protocols': 'It has the numbers of commands and operations; messages of the protocol are made in the core.',
  'realtime: without new': 'Ours are classes: they are made with new.',
  'realtime: wrong options leave the app free': 'A Realtime that could not be made does not keep its app.',
  'login: options that are null': 'Null is as good as no options.',
  'login: the default tag is refused': 'The tag `default` stands for none; it would be ignored without a word.',
  'client: getConversation of an empty id': ARGUMENT,
  'client: getConversations anew of temporary ones': 'The result has the length and the order of the ids.',
  'client: closing twice': 'close() of a client that is closed does nothing.',
  'client: logging in after being kicked': 'A client that the server ended is over; the same id logs in anew.',
  'connection: what comes after a session was refused':
    'A client that cannot be opened again is over, and `close` or `conflict` says so.',
  'create: unique with other attributes':
    'A conversation that exists already has the name that the server has, not the one that was asked for in vain.',
  'create: what is sent of a chat room, otherwise': 'A chat room is never unique, and the command says so.',
  'create: a temporary conversation with nothing': CONFUSED,
  'create: a temporary conversation’s life from a string': 'A ttl may be a numeric string, as the documentation has it.',
  'conversation: a property of one’s own': 'defineConversationProperty returns Conversation, as the typings say.',
  'members: add nobody': ARGUMENT,
  'send: sent: pushData that is a string': 'pushData is an object; anything else is a TypeError.',
  'send: a payload that cannot be JSON': 'A message that could not be sent has the status FAILED.',
  'send: getPayload that throws': 'A message that could not be sent has the status FAILED.',
  'receive: mentionedAll, where not all are mentioned': 'It is a Boolean, as the typings say.',
  'message: IE10Compatible gives the class': 'It returns the class, so that it can be used as a decorator and as a function.',
  'plugins: messageClasses that are none': 'The error does not name the plugin that is built in: another one is to blame.',
  'history: a time that is text': ARGUMENT,
  'unread: at login': 'The last message of the count was sent: its status is SENT.',
  'unread: the events at login': 'The last message of the count was sent: its status is SENT.',
  'patch: by id and timestamp': 'The message that takes the place has a cid and a status.',
  'signatures: login: a factory that throws a string': 'What was thrown is what comes out.',
  'signatures: login: null': CONFUSED,
  'signatures: login: a factory that is no function': CONFUSED,
  'roles: the owner may not quit': 'The error of quitting is about the client itself; it lists no clients.',
  'blacklist: the blocked may not join': 'The error of joining is about the client itself; it lists no clients.',
  'tokens: that the server does not take (4112)': AGAIN,
  'tokens: that the server does not take, with a tag': AGAIN,
  'tokens: that the server does not take, with a signature factory': AGAIN,
  'tokens: that expired while away': AGAIN,
  'tokens: that expired while away, with a tag': AGAIN,
  'tokens: that expired while away, with a signature factory': AGAIN,
  'tokens: of a request over HTTP, when it has expired': 'The token is renewed before it expires; there the first call rejects.',
  'tokens: isReconnect, with nobody else there': RECONNECT,
  'tokens: isReconnect, without a tag': RECONNECT,
  'tokens: isReconnect, with a signature factory': RECONNECT,
  'tokens: isReconnect, with the tag held by another device': RECONNECT,
  'misuse: add, remove and add at once end with a member': 'The second add is sent: something came between it and the first.',
  'misuse: wrong types for queryMessages': 'A wrong argument is a TypeError, before anything is sent.',
  'misuse: debug is enabled and disabled': 'disable() returns what was enabled, as the typings say.',
};
