import { LOBBY } from './chat.js';
import { errorCode } from './errors.js';
import type { Conversation, IMClient } from './sdk.js';

const CONVERSATION_FULL = 4304;

/**
 * Enters the room that everyone is in, and creates it when this is the first
 * user of the app. Two users who do so at the same moment create two; both
 * then find the older one and meet there. Null when the lobby is full.
 */
export async function joinLobby(client: IMClient): Promise<Conversation | null> {
  let lobby = await findLobby(client);
  if (!lobby) {
    await client.createConversation({ name: 'Lobby', members: [], unique: false, attr: { demo: LOBBY } });
    lobby = await findLobby(client);
  }
  if (!lobby) throw new Error('The lobby could not be created.');
  if (lobby.members.includes(client.id)) return lobby;
  try {
    return await lobby.join();
  } catch (error) {
    if (errorCode(error) === CONVERSATION_FULL) return null;
    throw error;
  }
}

async function findLobby(client: IMClient): Promise<Conversation | undefined> {
  const [oldest] = await client.getQuery().equalTo('attr.demo', LOBBY).ascending('createdAt').limit(1).find();
  return oldest as Conversation | undefined;
}
