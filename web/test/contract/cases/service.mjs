// Service conversations.

/** Makes a service conversation as a back end does; gives it to a client. */
async function service(c, name = 'service') {
  const response = await fetch(`${c.server}/1.2/rtm/service-conversations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-LC-Id': 'dev', 'X-LC-Key': 'dev-master,master' },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { objectId } = await response.json();
  const me = await c.login('me');
  return { me, id: objectId, conversation: await me.getConversation(objectId) };
}

export const cases = {
  'a service conversation': async (c) => {
    const { conversation } = await service(c);
    const { members: _m, ...json } = conversation.toJSON();
    return [conversation instanceof c.sdk.ServiceConversation, conversation.system, conversation.name, json.transient, json.system];
  },
  'its query': async (c) => {
    const { me, id, conversation } = await service(c);
    const found = await me.getServiceConversationQuery().equalTo('objectId', id).find();
    return [found.length, found[0] === conversation];
  },
  'subscribe and unsubscribe': async (c) => {
    const { conversation } = await service(c);
    return c.outcome(async () => [
      (await conversation.subscribe()) === conversation,
      (await conversation.unsubscribe()) === conversation,
    ]);
  },
  'what subscribe and unsubscribe send': async (c) => {
    const { conversation } = await service(c);
    const commands = await c.commands(
      ({ cmd, op, convMessage }) => cmd === 'conv' && /^(add|remove)$/.test(op) && convMessage.cid === conversation.id,
      async () => {
        await conversation.subscribe();
        await conversation.unsubscribe();
      },
    );
    return commands.map(({ op, convMessage }) => [op, convMessage]);
  },
  'a message to it': async (c) => {
    const { conversation } = await service(c);
    const message = await conversation.send(new c.sdk.TextMessage('hello'));
    return [message.status, (await conversation.queryMessages()).map(({ text }) => text)];
  },
  'receipts of it': async (c) => {
    const { conversation } = await service(c);
    return (await conversation.fetchReceiptTimestamps()) === conversation;
  },
  'its JSON': async (c) => {
    const { me, conversation } = await service(c);
    const read = await me.parseConversation(JSON.parse(JSON.stringify(conversation.toFullJSON())));
    return [read instanceof c.sdk.ServiceConversation, read.name];
  },
};
