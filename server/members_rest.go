package server

import (
	"errors"

	"imclient/server/query"
	"imclient/server/store"
)

// clients reads client_ids from the body.
func (c *restCall) clients() ([]string, error) {
	var body struct {
		Clients []string `json:"client_ids"`
	}
	if err := c.body(&body); err != nil {
		return nil, err
	}
	return c.caller().targets(body.Clients)
}

// membersAdd adds members.
func (c *restCall) membersAdd() (any, error) {
	clients, err := c.clients()
	if err != nil {
		return nil, err
	}
	return changed(c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (effects, error) {
		return c.caller().admit(tx, row, clients)
	}, nil))
}

// membersRemove removes members; the app may remove the owner as well.
func (c *restCall) membersRemove() (any, error) {
	clients, err := c.clients()
	if err != nil {
		return nil, err
	}
	return changed(c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (effects, error) {
		return c.caller().dismiss(tx, row, clients)
	}, nil))
}

func (c *restCall) membersList() (any, error) {
	var members []string
	err := c.read(func(v store.Reader) error {
		row, err := c.caller().loadConversation(v, c.path("id"))
		if err == nil {
			members, err = v.Members(row.App, row.ID)
		}
		return err
	})
	return map[string]any{"result": orEmpty(members)}, err
}

// mutesChange switches pushes to members off, with DELETE on again.
func (c *restCall) mutesChange() (any, error) {
	clients, err := c.clients()
	if err != nil {
		return nil, err
	}
	return changed(c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (effects, error) {
		return effects{}, c.caller().mute(tx, row, clients, c.r.Method == "POST")
	}, nil))
}

// mute refuses all when one of the clients is no member.
func (by *caller) mute(tx store.Tx, c *store.Conversation, clients []string, muted bool) error {
	if len(clients) == 0 {
		return nil
	}
	for _, client := range clients {
		err := tx.SetMuted(c.App, c.ID, client, muted)
		if errors.Is(err, store.ErrNotFound) {
			err = refusef(ConversationMembershipRequired, "client %q is not a member", client)
		}
		if err != nil {
			return err
		}
	}
	c.UpdatedAt = tx.Tick()
	return tx.UpdateConversation(c)
}

func (c *restCall) mutesList() (any, error) {
	var muted []string
	err := c.read(func(v store.Reader) error {
		row, err := c.caller().loadConversation(v, c.path("id"))
		if err == nil {
			muted, err = mutedMembers(v, row)
		}
		return err
	})
	return map[string]any{"result": orEmpty(muted)}, err
}

func mutedMembers(v store.Reader, c *store.Conversation) ([]string, error) {
	where := query.Compare{Field: []string{"objectId"}, Op: query.Eq, Value: c.ID}
	rows, err := v.Conversations(c.App, store.ConversationQuery{Where: where, Limit: 1, Compact: true})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0].Muted, nil
}

// room is the chat room that a call is about, by its path or the parameter gid.
func (c *restCall) room() (string, error) {
	id := c.path("id")
	if id == "" {
		id = c.query("gid")
	}
	c.kind = store.ChatRoom
	return id, c.read(func(v store.Reader) error {
		_, err := c.caller().loadConversation(v, id)
		return err
	})
}

// roomMembers lists some of those who are in a chat room now.
func (c *restCall) roomMembers() (any, error) {
	id, err := c.room()
	if err != nil {
		return nil, err
	}
	return map[string]any{"result": orEmpty(c.srv.someInRoom(c.app, id, maxRoomMembers))}, nil
}

// roomCount answers how many clients are in a chat room now.
func (c *restCall) roomCount() (any, error) {
	id, err := c.room()
	if err != nil {
		return nil, err
	}
	return map[string]any{"result": len(c.srv.inRoom(c.app, id))}, nil
}
