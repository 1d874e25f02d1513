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
	var notices []store.Notice
	err := s.store.View(r.Context(), func(v store.Reader) (err error) {
		notices, err = v.Notices(a.ID, client, after, v.At(), notificationPage+1)
		return err
	})
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	more := len(notices) > notificationPage
	if more {
		notices = notices[:notificationPage]
	}
	list := make([]map[string]any, 0, len(notices))
	for _, n := range notices {
		list = append(list, notification(n, flat))
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
