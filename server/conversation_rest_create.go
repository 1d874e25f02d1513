package server

import (
	"net/http"

	"imclient/server/store"
)

// conversationCreate creates a conversation and answers with its row; a unique one
// that is there already is found, and nothing of the request is applied to it.
func (c *restCall) conversationCreate() (any, error) {
	fields := map[string]any{}
	if err := c.body(&fields); err != nil {
		return nil, err
	}
	draft, members, muted, err := c.draftConversation(fields)
	if err != nil {
		return nil, err
	}
	by := c.caller()
	var row map[string]any
	var made *store.Conversation
	var existing bool
	var notices []*notice
	err = c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) (err error) {
		if made, existing, notices, err = by.createConversation(tx, draft, members); err != nil {
			return err
		}
		if !existing {
			for _, client := range muted {
				if err := tx.SetMuted(made.App, made.ID, client, true); err != nil {
					return err
				}
			}
		}
		row, err = findRow(tx, made.App, made.ID)
		return err
	}, func() {
		c.srv.announce(draft.App, notices, 0)
		if !existing {
			byApp := *made
			byApp.Creator = ""
			c.srv.conversationStarted(&byApp)
		}
	})
	switch {
	case err != nil:
		return nil, err
	case existing:
		return row, nil
	case c.kind == store.System:
		return created{map[string]any{"objectId": row["objectId"], "createdAt": row["createdAt"]}}, nil
	}
	return created{row}, nil
}

// draftConversation reads the columns of a new conversation. The members of one
// that has none are ignored, and of too many the first ones are taken, as when a
// client creates it.
func (c *restCall) draftConversation(fields map[string]any) (draft store.Conversation, members, muted []string, err error) {
	draft = store.Conversation{App: c.app.ID, ID: newConversationID()}
	if draft.Kind, err = c.newKind(fields); err != nil {
		return draft, nil, nil, err
	}
	if draft.Creator, err = textField(fields, "c"); err != nil {
		return draft, nil, nil, err
	}
	if !isClientID(draft.Creator) {
		return draft, nil, nil, refusef(ConversationAPIFailed, "c has more than %d characters", maxClientID)
	}
	unique, err := flagField(fields, "unique")
	if err != nil {
		return draft, nil, nil, err
	}
	list, err := textsField(fields, "m")
	if err != nil {
		return draft, nil, nil, err
	}
	silent, err := textsField(fields, "mu")
	if err != nil {
		return draft, nil, nil, err
	}
	if draft.Attributes, err = formatOwn(fields); err != nil || draft.Kind != store.Normal {
		return draft, nil, nil, err
	}
	if members, err = memberList("", list, c.srv.options.Limits.Members); err != nil {
		return draft, nil, nil, err
	}
	if unique && len(members) > 0 {
		draft.UniqueKey, draft.UniqueID = store.UniqueKey(members), store.UniqueID(members)
	}
	for _, client := range members {
		for _, other := range silent {
			if client == other {
				muted = append(muted, client)
				break
			}
		}
	}
	return draft, members, muted, nil
}

// newKind is the kind that the path says, or else the columns tr and sys.
func (c *restCall) newKind(fields map[string]any) (store.Kind, error) {
	room, err := flagField(fields, "tr")
	if err != nil {
		return 0, err
	}
	service, err := flagField(fields, "sys")
	if err != nil {
		return 0, err
	}
	kind := store.Normal
	switch {
	case room && service:
		return 0, refusef(ConversationAPIFailed, "a conversation cannot have both tr and sys")
	case room:
		kind = store.ChatRoom
	case service:
		kind = store.System
	}
	if c.kind != 0 && kind != c.kind && (room || service) {
		return 0, refusef(ConversationAPIFailed, "tr and sys are for other paths")
	}
	if c.kind != 0 {
		kind = c.kind
	}
	return kind, nil
}

func wrongType(name, want string) error {
	return refuseRESTf(http.StatusBadRequest, codeWrongType, "%s is not %s", name, want)
}

// The columns of a body; those that are missing or null are empty.

func textField(fields map[string]any, name string) (string, error) {
	switch v := fields[name].(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	}
	return "", wrongType(name, "a text")
}

func flagField(fields map[string]any, name string) (bool, error) {
	switch v := fields[name].(type) {
	case nil:
		return false, nil
	case bool:
		return v, nil
	}
	return false, wrongType(name, "true or false")
}

func textsField(fields map[string]any, name string) ([]string, error) {
	return texts(fields[name], name)
}

func texts(v any, name string) ([]string, error) {
	if v == nil {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, wrongType(name, "a list of texts")
	}
	out := make([]string, len(list))
	for i, item := range list {
		if out[i], ok = item.(string); !ok {
			return nil, wrongType(name, "a list of texts")
		}
	}
	return out, nil
}
