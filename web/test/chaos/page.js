// In a page of a schedule of faults: one client, of this package or of the official
// SDK. What it is told goes to the driver at once (`note`), which outlives the page.
/* global note */
(() => {
  let client;
  let realtime;
  let life;
  let official;
  const chats = {};
  let pending = 0;

  /** What has been said in a conversation, oldest first. */
  async function history(id) {
    const pages = [];
    const iterator = chats[id].createMessagesIterator({ limit: 100 });
    for (;;) {
      const { value, done } = await iterator.next();
      if (value?.length) pages.unshift(value);
      if (done || !value?.length) break;
    }
    return pages.flat().map((message) => ({ id: message.id, text: message.text ?? '' }));
  }

  async function read() {
    for (const id of Object.keys(chats)) note(life, 'known', id, (await history(id)).map((message) => message.id));
  }

  /** Puts down which items of the outbox have been stored. */
  function watch(item) {
    if (item.persisted) note(life, 'queued', item.conversationId, item.message.text);
    else if (['queued', 'sending'].includes(item.state)) setTimeout(watch, 5, item);
  }

  window.chaos = {
    /** Logs in and reads the histories, as an application does at its start. */
    async start(options) {
      ({ life, official } = options);
      realtime = new AV.Realtime({ appId: 'dev', appKey: 'dev', server: options.server, ...options.realtime });
      client = await realtime.createIMClient(options.id);
      client.on('message', (message, conversation) => note(life, 'told', conversation.id, message.id));
      client.on('outbox', (item) => {
        if (item.state === 'sent') note(life, 'acked', item.conversationId, { id: item.message.id, text: item.message.text });
      });
      // Those that read for themselves do so after each reconnect.
      if (!options.realtime.catchUp) client.on('reconnect', () => read().catch(() => undefined));
      for (const id of options.chats) {
        chats[id] = await client.getConversation(id);
        if (!chats[id]) throw new Error(`${options.id} does not find conversation ${id}`);
      }
      await read();
    },

    send(chat, texts) {
      for (const text of texts) {
        pending += 1;
        chats[chat].send(new AV.TextMessage(text)).then(
          (message) => {
            pending -= 1;
            note(life, 'acked', chat, { id: message.id, text });
          },
          () => (pending -= 1), // not acknowledged: it may or may not have been stored, but not twice
        );
        const item = client.outbox?.items.find((each) => each.message.text === text);
        if (item) watch(item);
      }
    },

    /** Whether nothing is on its way any more. */
    settled() {
      if (official) {
        try {
          realtime.retry();
        } catch {
          // it is connected, or connecting
        }
      }
      return pending === 0 && !client.outbox?.items.some((item) => ['queued', 'sending'].includes(item.state));
    },

    async histories() {
      const all = {};
      for (const id of Object.keys(chats)) all[id] = await history(id);
      return all;
    },
  };
})();
