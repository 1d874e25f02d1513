package server

import (
	"context"

	"imclient/core/wire"
	"imclient/server/store"
)

// askMessageUpdate lets the app look at edits and recalls before they are applied.
// It changes contents as the app wants, and returns what it changed of which. Once
// one is refused, hooks are not asked about the others.
func (r *request) askMessageUpdate(items []*wire.PatchItem, contents []*store.Message) (altered []*Verdict, err error) {
	altered = make([]*Verdict, len(items))
	hook := r.srv.options.Hooks.MessageUpdate
	if hook == nil {
		return altered, nil
	}
	updates := make([]MessageUpdate, len(items))
	err = r.srv.store.View(context.Background(), func(v store.Reader) error {
		for i, item := range items {
			m, c, to, err := r.patched(v, item)
			if err != nil {
				return err
			}
			updates[i] = MessageUpdate{Message: hookMessage(m, c.Kind, to), ID: m.ID, Recall: item.GetRecall()}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := r.srv.hookContext()
	defer cancel()
	for i, content := range contents {
		about := updates[i]
		about.Data, about.Binary, about.SourceIP = content.Data, content.Binary, r.conn.ip
		v, err := ask(ctx, r.srv, r.session.app, hookMessageUpdate, hook, about, r.srv.checkVerdict, MessageUpdateRejectedByApp)
		if err == nil && v.Reject {
			err = Decision{true, v.Code, v.Reason}.refusal(MessageUpdateRejectedByApp)
		}
		if err != nil {
			return nil, err
		}
		if about.Recall {
			v.Data = nil
		}
		altered[i] = v.apply(content)
	}
	return altered, nil
}
