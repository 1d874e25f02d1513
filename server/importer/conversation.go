package importer

import (
	"errors"
	"slices"
	"strconv"

	"imclient/server/archive"
	"imclient/server/store"
)

// columnsOfTheServer are made anew for each answer and not kept.
var columnsOfTheServer = []string{"conv_type", "temp", "ttl", "muted", "joined", "joinedAt", "msg", "bin", "msg_from", "msg_mid", "msg_timestamp",
	"patch_timestamp", "mention_all", "mention_pids"}

// draft is a conversation as a row has it.
type draft struct {
	store.Conversation
	members, muted []string
}

// conversation reads a row of _Conversation.
func (im *importer) conversation(r archive.Row) func(store.Tx) (outcome, error) {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	d := draft{Conversation: store.Conversation{App: im.options.App, ID: t.text("objectId"), Kind: store.Normal, Creator: t.text("c"),
		CreatedAt: t.date("createdAt"), UpdatedAt: t.date("updatedAt"), LastTimestamp: t.date("lm")}}
	room, service, unique, uniqueID := t.flag("tr"), t.flag("sys"), t.flag("unique"), t.text("uniqueId")
	d.members, d.muted = t.texts("m"), t.texts("mu")
	for _, key := range columnsOfTheServer {
		delete(t.fields, key)
	}
	var name string
	if raw, ok := t.fields["name"]; ok {
		t.take("name", &name) // only to see that it is a text
		t.fields["name"] = raw
	}
	if t.refuse(im, r) {
		return nil
	}
	if d.ID == "" {
		im.problem(r, "the row has no objectId", "")
		return nil
	}
	if d.UpdatedAt == 0 {
		d.UpdatedAt = d.CreatedAt
	}
	switch {
	case service:
		d.Kind = store.System
	case room:
		d.Kind = store.ChatRoom
	}
	if d.Kind != store.Normal {
		d.members, d.muted = nil, nil
	}
	im.trim(r, &d)
	if (unique || uniqueID != "") && d.Kind == store.Normal {
		d.UniqueKey, d.UniqueID = uniqueOf(d.members, uniqueID)
	}
	d.Attributes = t.rest()
	im.kinds[d.ID] = d.Kind
	return func(tx store.Tx) (outcome, error) { return applyConversation(tx, d) }
}

// trim drops members who are there twice, and those beyond the limit.
func (im *importer) trim(r archive.Row, d *draft) {
	seen := make(map[string]bool, len(d.members))
	all := d.members
	d.members = slices.DeleteFunc(all, func(id string) bool {
		if id == "" || seen[id] {
			return true
		}
		seen[id] = true
		return false
	})
	if n := len(d.members); n > im.options.Members {
		im.note(r, "members beyond the limit are left out", d.ID+" has "+strconv.Itoa(n))
		for _, id := range d.members[im.options.Members:] {
			delete(seen, id)
		}
		d.members = d.members[:im.options.Members]
	}
	d.muted = slices.DeleteFunc(d.muted, func(id string) bool { return !seen[id] })
}

// uniqueOf gives what a conversation is found by when it is created again. The id is
// that of the members at its creation, who need not be those of now.
func uniqueOf(members []string, id string) (key, uniqueID string) {
	sorted := slices.Sorted(slices.Values(members))
	if now := store.UniqueID(sorted); id == "" || id == now {
		return store.UniqueKey(sorted), now
	}
	return store.UniqueKeyOfID(id), id
}

// applyConversation adds a conversation. One that is there takes on what the row says if
// that is newer.
func applyConversation(tx store.Tx, d draft) (outcome, error) {
	err := tx.ImportConversation(&d.Conversation, d.members)
	if err == nil {
		for _, id := range d.muted {
			if err := tx.SetMuted(d.App, d.ID, id, true); err != nil {
				return 0, err
			}
		}
		return added, nil
	}
	if !errors.Is(err, store.ErrExists) {
		return 0, err
	}
	old, err := tx.Conversation(d.App, d.ID)
	if err != nil {
		return 0, err
	}
	if old.Kind != d.Kind {
		return 0, &refusal{"there is a conversation of another kind with this id", d.ID}
	}
	raised := d.LastTimestamp > old.LastTimestamp
	if raised {
		if err := tx.RaiseLastTimestamp(d.App, d.ID, d.LastTimestamp); err != nil {
			return 0, err
		}
	}
	if d.UpdatedAt <= old.UpdatedAt {
		if raised {
			return updated, nil
		}
		return unchanged, nil
	}
	if err := tx.UpdateConversation(&d.Conversation); err != nil {
		return 0, err
	}
	if d.Kind != store.Normal {
		return updated, nil
	}
	now, err := tx.Members(d.App, d.ID)
	if err != nil {
		return 0, err
	}
	gone := slices.DeleteFunc(slices.Clone(now), func(id string) bool { return slices.Contains(d.members, id) })
	fresh := slices.DeleteFunc(slices.Clone(d.members), func(id string) bool { return slices.Contains(now, id) })
	if err := tx.RemoveMembers(d.App, d.ID, gone); err != nil {
		return 0, err
	}
	if err := tx.AddMembers(d.App, d.ID, fresh); err != nil {
		return 0, err
	}
	return updated, setMuted(tx, d, d.members)
}

func setMuted(tx store.Tx, d draft, members []string) error {
	muted := make(map[string]bool, len(d.muted))
	for _, id := range d.muted {
		muted[id] = true
	}
	for _, id := range members {
		was, err := tx.Membership(d.App, d.ID, id)
		if err != nil {
			return err
		}
		if was.Muted != muted[id] {
			if err := tx.SetMuted(d.App, d.ID, id, muted[id]); err != nil {
				return err
			}
		}
	}
	return nil
}
