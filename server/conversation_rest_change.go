package server

import (
	"slices"

	"imclient/server/store"
)

// conversationUpdate changes any columns but the members.
func (c *restCall) conversationUpdate() (any, error) {
	patch, err := c.patch()
	if err != nil {
		return nil, err
	}
	requested, err := marshalPatch(patch)
	if err != nil {
		return nil, err
	}
	return changed(c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (e effects, err error) {
		_, e.notices, err = c.caller().updateAttributes(tx, row, patch, requested)
		return e, err
	}, nil))
}

// conversationChange is conversationUpdate in the storage service's terms, where
// the columns m and mu, as a list or by an operation on it, are the members and
// those of them who muted the conversation.
func (c *restCall) conversationChange() (any, error) {
	patch, err := c.patch()
	if err != nil {
		return nil, err
	}
	members, hasMembers := patch["m"]
	muted, hasMuted := patch["mu"]
	delete(patch, "m")
	delete(patch, "mu")
	requested, err := marshalPatch(patch)
	if err != nil {
		return nil, err
	}
	by := c.caller()
	return changed(c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (e effects, err error) {
		if hasMembers {
			if e, err = by.changeMembers(tx, row, members); err != nil {
				return e, err
			}
		}
		if hasMuted {
			if err := by.changeMuted(tx, row, muted); err != nil {
				return e, err
			}
		}
		if len(patch) == 0 {
			return e, nil
		}
		if row.Kind == store.Temporary {
			return e, refusef(ConversationNotAllowed, "a temporary conversation has no attributes")
		}
		_, more, err := by.updateAttributes(tx, row, patch, requested)
		e.notices = append(e.notices, more...)
		return e, err
	}, nil))
}

func (c *restCall) patch() (map[string]any, error) {
	patch := map[string]any{}
	return patch, c.body(&patch)
}

// marshalPatch is what those concerned are told was requested.
func marshalPatch(patch map[string]any) (string, error) {
	text, err := marshal(patch)
	if err == nil && len(text) > maxAttributes {
		err = refusef(ConversationAPIFailed, "attributes of more than %d bytes", maxAttributes)
	}
	return text, err
}

// changeMembers makes the members what a column m, or an operation on it, says.
func (by *caller) changeMembers(tx store.Tx, c *store.Conversation, change any) (e effects, err error) {
	if c.Kind != store.Normal {
		return e, refuse(NormalConversationRequired)
	}
	old, err := tx.Members(c.App, c.ID)
	if err != nil {
		return e, err
	}
	added, removed, err := by.difference(old, change, "m")
	if err != nil {
		return e, err
	}
	if len(removed) > 0 {
		if e, err = by.dismiss(tx, c, removed); err != nil {
			return e, err
		}
	}
	if len(added) == 0 {
		return e, nil
	}
	more, err := by.admit(tx, c, added)
	return effects{append(e.notices, more.notices...), more.added, e.removed}, err
}

// admit adds members; one who is kept out refuses the whole, as the answer has no
// place for a failure in part.
func (by *caller) admit(tx store.Tx, c *store.Conversation, clients []string) (e effects, err error) {
	o, err := by.sort(clients, func(client string) (Code, error) { return by.admission(tx, c, client) })
	if err != nil {
		return e, err
	}
	members, err := tx.Members(c.App, c.ID)
	if err != nil {
		return e, err
	}
	e.added = missing(o.allowed, members)
	e.notices, err = by.addMembers(tx, c, e.added)
	return e, err
}

// dismiss removes members.
func (by *caller) dismiss(tx store.Tx, c *store.Conversation, clients []string) (e effects, err error) {
	members, err := tx.Members(c.App, c.ID)
	if err != nil {
		return e, err
	}
	for _, client := range members {
		if slices.Contains(clients, client) {
			e.removed = append(e.removed, client)
		}
	}
	e.notices, err = by.removeMembers(tx, c, e.removed)
	return e, err
}

// changeMuted does the same for the column mu. Who is no member is refused.
func (by *caller) changeMuted(tx store.Tx, c *store.Conversation, change any) error {
	if c.Kind != store.Normal {
		return refuse(NormalConversationRequired)
	}
	old, err := mutedMembers(tx, c)
	if err != nil {
		return err
	}
	added, removed, err := by.difference(old, change, "mu")
	if err != nil {
		return err
	}
	if err := by.mute(tx, c, added, true); err != nil {
		return err
	}
	return by.mute(tx, c, removed, false)
}

// difference applies a value or an operation to a list of clients and returns who
// comes and who goes.
func (by *caller) difference(old []string, change any, column string) (added, removed []string, err error) {
	if name, op := operationOf(change); name == "Delete" {
		change = []any{}
	} else if name != "" {
		list := make([]any, len(old))
		for i, client := range old {
			list[i] = client
		}
		if change, err = operate(list, name, op); err != nil {
			return nil, nil, err
		}
	}
	wanted, err := texts(change, column)
	if err != nil {
		return nil, nil, err
	}
	if len(wanted) > 0 {
		if wanted, err = by.targets(wanted); err != nil {
			return nil, nil, err
		}
	}
	return missing(wanted, old), missing(old, wanted), nil
}

// missing returns those of list that are not in other.
func missing(list, other []string) (out []string) {
	for _, client := range list {
		if !slices.Contains(other, client) {
			out = append(out, client)
		}
	}
	return out
}
