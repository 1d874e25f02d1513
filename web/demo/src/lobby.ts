import { LOBBY } from './chat.js';
import type { Conversation, IMClient } from './sdk.js';

/**
 * Enters the room that everyone is in, and creates it when this is the first
 * user of the app. Two users who do so at the same moment create two; both
 * then find the older one and meet there.
 */
export async function joinLobby(client: IMClient): Promise<Conversation> {
  let lobby = await findLobby(client);
  if (!lobby) {
    await client.createConversation({ name: 'Lobby', members: [], unique: false, attr: { demo: LOBBY } });
    lobby = await findLobby(client);
  }
  if (!lobby) throw new Error('The lobby could not be created.');
  if (!lobby.members.includes(client.id)) await lobby.join();
  return lobby;
}

async function findLobby(client: IMClient): Promise<Conversation | undefined> {
  const [oldest] = await client.getQuery().equalTo('attr.demo', LOBBY).ascending('createdAt').limit(1).find();
  return oldest as Conversation | undefined;
}
