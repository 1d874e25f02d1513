package server

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"imclient/server/store"
)

// notificationPage is how many notices one answer lists.
const notificationPage = 100

// notifications lists what a client missed while it was not connected
// (docs/protocol.md, REST). The answer has two shapes: SDKs that ask for the
// permanent ones know op names with underscores, the others with hyphens.
func (s *Server) notifications(w http.ResponseWriter, r *http.Request) {
	a, client := s.restClient(w, r)
	if a == nil {
		return
	}
	after, _ := strconv.ParseInt(r.URL.Query().Get("start_ts"), 10, 64)
	flat := r.URL.Query().Get("notification_type") == "permanent"
	var list []map[string]any
	var more bool
	err := s.store.View(r.Context(), func(v store.Reader) (err error) {
		list, more, err = listNotifications(v, a.ID, client, after, flat)
		return err
	})
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	if flat {
		writeJSON(w, http.StatusOK, map[string]any{"hasMore": more, "notifications": list})
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"permanent": map[string]any{"hasMore": more, "notifications": list},
		"droppable": map[string]any{"notifications": []any{}},
	})
}

// listNotifications returns one page, which is not empty while there are more: the
// client goes on from the last one it got.
func listNotifications(v store.Reader, app, client string, after int64, underscores bool) (list []map[string]any, more bool, err error) {
	list = []map[string]any{}
	for {
		notices, err := v.Notices(app, client, after, v.At(), notificationPage+1)
		if err != nil {
			return nil, false, err
		}
		more = len(notices) > notificationPage
		if more {
			notices = notices[:notificationPage]
		}
		for _, n := range notices {
			after = n.Timestamp
			item := notification(n, underscores)
			outdated, err := isOutdated(v, app, n.Conversation, item)
			if err != nil {
				return nil, false, err
			}
			if !outdated {
				list = append(list, item)
			}
		}
		if len(list) > 0 || !more {
			return list, more, nil
		}
	}
}

// isOutdated says that a notice is about the role of somebody who has left. SDKs
// look such a member up, and fail.
func isOutdated(v store.Reader, app, conversation string, item map[string]any) (bool, error) {
	info, ok := item["info"].(map[string]any)
	if !ok {
		return false, nil
	}
	client, _ := info["pid"].(string)
	is, err := v.IsMember(app, conversation, client)
	return !is, err
}

func notification(n store.Notice, underscores bool) map[string]any {
	item := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(n.Body))
	dec.UseNumber()
	_ = dec.Decode(&item) // written by keep
	if op, ok := item["op"].(string); ok && !underscores {
		item["op"] = strings.ReplaceAll(op, "_", "-")
	}
	item["serverTs"] = n.Timestamp
	item["notificationType"] = permanentNotification
	return item
}
