package core

import "strings"

// window remembers the ids of the last dedupWindow messages of a conversation:
// the server delivers at least once, the application sees each message once.
type window struct {
	seen map[string]struct{}
	ring []string
	next int
}

// add remembers an id and reports whether it is new. The empty id is always
// new.
func (w *window) add(id string) bool {
	if id == "" {
		return true
	}
	if _, ok := w.seen[id]; ok {
		return false
	}
	if w.seen == nil {
		w.seen = make(map[string]struct{})
	}
	id = strings.Clone(id) // do not keep the frame it came in
	if len(w.ring) < dedupWindow {
		w.ring = append(w.ring, id)
	} else {
		delete(w.seen, w.ring[w.next])
		w.ring[w.next] = id
		w.next = (w.next + 1) % dedupWindow
	}
	w.seen[id] = struct{}{}
	return true
}
