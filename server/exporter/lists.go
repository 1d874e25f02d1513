package exporter

import (
	"imclient/server/archive"
	"imclient/server/store"
)

// lists writes roles, subscriptions, blocks and silences of a conversation.
func (x *exporter) lists(v store.Reader, c *store.ConversationRow) error {
	for skip := 0; ; skip += pageSize {
		roles, err := v.Roles(x.app, c.ID, "", "", skip, pageSize)
		if err != nil {
			return err
		}
		for _, r := range roles {
			err := x.write(archive.MemberInfos, map[string]any{"objectId": r.ID, "cid": c.ID, "clientId": r.Client, "role": r.Role})
			if err != nil {
				return err
			}
		}
		if len(roles) < pageSize {
			break
		}
	}
	if c.Kind == store.System {
		if err := x.subscriptions(v, c); err != nil {
			return err
		}
	}
	for _, list := range []struct {
		kind  store.Restriction
		class archive.Class
	}{{store.Blocked, archive.Blacklists}, {store.Silenced, archive.Silences}, {store.Refused, archive.Blacklists}} {
		for after := int64(0); ; {
			clients, next, err := v.Restricted(x.app, c.ID, list.kind, after, pageSize)
			if err != nil {
				return err
			}
			if list.kind == store.Refused {
				for _, client := range clients {
					if err := x.write(list.class, map[string]any{"client_id": client, "conv_ids": []string{c.ID}}); err != nil {
						return err
					}
				}
			} else if len(clients) > 0 {
				if err := x.write(list.class, map[string]any{"conv_id": c.ID, "client_ids": clients}); err != nil {
					return err
				}
			}
			if after = next; next == 0 {
				break
			}
		}
	}
	silences, err := v.Silences(x.app, c.ID)
	for _, s := range silences {
		if err == nil && s.Until > v.At() {
			err = x.write(archive.Silences, map[string]any{"conv_id": c.ID, "client_id": s.Client, "until": isoDate(s.Until)})
		}
	}
	return err
}

func (x *exporter) subscriptions(v store.Reader, c *store.ConversationRow) error {
	for after := ""; ; {
		list, err := v.Subscribers(x.app, c.ID, after, pageSize)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, s := range list {
			err := x.write(archive.Subscriptions, map[string]any{"conv_id": s.Conversation, "subscriber": s.Client, "timestamp": s.JoinedAt})
			if err != nil {
				return err
			}
		}
		after = list[len(list)-1].Client
	}
}
