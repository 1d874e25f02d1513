package core

import "strings"

// window remembers the ids of the last dedupWindow messages of a conversation:
// the server delivers at least once, the application sees each message once.
type window struct {
	seen map[string]bool // whether it was filled in and not pushed so far
	ring []string
	next int
}

// add remembers an id and reports whether it is new. The empty id is always
// new.
func (w *window) add(id string) bool { return w.put(id, false) }

// fill is add for a message that was not pushed but filled in.
func (w *window) fill(id string) bool { return w.put(id, true) }

// pushed reports, once, that a message that was filled in is pushed now.
func (w *window) pushed(id string) bool {
	filled := w.seen[id]
	if filled {
		w.seen[id] = false
	}
	return filled
}

func (w *window) put(id string, filled bool) bool {
	if id == "" {
		return true
	}
	if _, ok := w.seen[id]; ok {
		return false
	}
	if w.seen == nil {
		w.seen = make(map[string]bool)
	}
	id = strings.Clone(id) // do not keep the frame it came in
	if len(w.ring) < dedupWindow {
		w.ring = append(w.ring, id)
	} else {
		delete(w.seen, w.ring[w.next])
		w.ring[w.next] = id
		w.next = (w.next + 1) % dedupWindow
	}
	w.seen[id] = filled
	return true
}
