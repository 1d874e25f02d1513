package importer

import (
	"crypto/rand"
	"errors"
	"fmt"

	"imclient/server/archive"
	"imclient/server/store"
)

// exists refuses rows about a conversation that is not there.
func (im *importer) exists(tx store.Tx, conversation string) error {
	if im.options.DryRun && im.kinds[conversation] != 0 {
		return nil
	}
	_, err := tx.Conversation(im.options.App, conversation)
	if errors.Is(err, store.ErrNotFound) {
		return &refusal{"no such conversation", conversation}
	}
	return err
}

// memberInfo reads a row of _ConversationMemberInfo: a role.
func (im *importer) memberInfo(r archive.Row) func(store.Tx) (outcome, error) {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	id, client, conversation, role := t.text("objectId"), t.text("clientId"), t.pointer("cid"), store.Role(t.text("role"))
	if t.refuse(im, r) {
		return nil
	}
	if client == "" || conversation == "" {
		im.problem(r, "the row has no clientId or no cid", "")
		return nil
	}
	if id == "" {
		id = rand.Text()
	}
	app := im.options.App
	return func(tx store.Tx) (outcome, error) {
		if err := im.exists(tx, conversation); err != nil {
			return 0, err
		}
		switch role {
		case "Owner":
			c, err := tx.Conversation(app, conversation)
			if errors.Is(err, store.ErrNotFound) {
				return unchanged, nil // in a dry run
			}
			if err == nil && c.Creator != client {
				return 0, &refusal{"the owner is not the creator", client}
			}
			return unchanged, err // who has created it needs no record
		case store.Manager, store.Member:
		default:
			return 0, &refusal{"unknown role", string(role)}
		}
		roles, err := tx.Roles(app, conversation, client, "", 0, 1)
		if err != nil {
			return 0, err
		}
		if len(roles) > 0 && roles[0].Role == role {
			return unchanged, nil
		}
		done := added
		if len(roles) > 0 {
			done = updated
		}
		return done, tx.SetRole(app, conversation, client, role, id)
	}
}

// subscription reads a subscription to a service conversation.
func (im *importer) subscription(r archive.Row) func(store.Tx) (outcome, error) {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	conversation, s := t.text("conv_id"), store.Subscription{Client: t.text("subscriber"), JoinedAt: t.date("timestamp")}
	if t.refuse(im, r) {
		return nil
	}
	if conversation == "" || s.Client == "" {
		im.problem(r, "the row has no conv_id or no subscriber", "")
		return nil
	}
	if im.options.DryRun { // else they are looked up in the store
		im.talks(conversation, s.Client)
	}
	return func(tx store.Tx) (outcome, error) {
		if err := im.exists(tx, conversation); err != nil {
			return 0, err
		}
		if im.options.DryRun && im.kinds[conversation] != 0 {
			if _, err := tx.Conversation(im.options.App, conversation); errors.Is(err, store.ErrNotFound) {
				return added, nil
			}
		}
		n, err := tx.ImportMembers(im.options.App, conversation, []store.Subscription{s})
		if n > 0 {
			return added, err
		}
		return unchanged, err
	}
}

// blacklist reads whom a conversation blocks, or with a client which conversations that
// client does not want to be added to.
func (im *importer) blacklist(r archive.Row) func(store.Tx) (outcome, error) {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	conversation, clients := t.text("conv_id"), t.texts("client_ids")
	client, conversations := t.text("client_id"), t.texts("conv_ids")
	if t.refuse(im, r) {
		return nil
	}
	switch {
	case conversation != "":
		return func(tx store.Tx) (outcome, error) { return im.restrict(tx, conversation, store.Blocked, clients) }
	case client != "":
		return func(tx store.Tx) (outcome, error) {
			all := unchanged
			for _, id := range conversations {
				done, err := im.restrict(tx, id, store.Refused, []string{client})
				if err != nil {
					return 0, err
				}
				all = max(all, done)
			}
			return all, nil
		}
	}
	im.problem(r, "the row has no conv_id and no client_id", "")
	return nil
}

// silence reads whom a conversation does not let send.
func (im *importer) silence(r archive.Row) func(store.Tx) (outcome, error) {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	conversation, clients, client, until := t.text("conv_id"), t.texts("client_ids"), t.text("client_id"), t.date("until")
	if t.refuse(im, r) {
		return nil
	}
	if conversation == "" {
		im.problem(r, "the row has no conv_id", "")
		return nil
	}
	return func(tx store.Tx) (outcome, error) {
		if client == "" {
			return im.restrict(tx, conversation, store.Silenced, clients)
		}
		if err := im.exists(tx, conversation); err != nil {
			return 0, err
		}
		old, err := tx.SilencedUntil(im.options.App, conversation, client)
		if err != nil || until <= max(old, tx.Now()) {
			return unchanged, err
		}
		return added, tx.SilenceUntil(im.options.App, conversation, client, until)
	}
}

func (im *importer) restrict(tx store.Tx, conversation string, kind store.Restriction, clients []string) (outcome, error) {
	if err := im.exists(tx, conversation); err != nil {
		return 0, err
	}
	done := unchanged
	for _, client := range clients {
		is, err := tx.IsRestricted(im.options.App, conversation, kind, client)
		if err != nil {
			return 0, fmt.Errorf("restriction: %w", err)
		}
		if is {
			continue
		}
		done = added
		if err := tx.Restrict(im.options.App, conversation, kind, []string{client}); err != nil {
			return 0, err
		}
	}
	return done, nil
}
