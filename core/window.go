package core

import "slices"

// window remembers the ids of the last dedupWindow messages of a conversation:
// the server delivers at least once, the application sees each message once. While
// the client catches up, it forgets none: what is filled in may be pushed as well,
// however much later. Every message passes it, so it is a table of its own: a map
// of the language takes three times as long for an id that comes and another that
// goes.
type window struct {
	ring  []remembered
	next  int      // the oldest, once the ring is full
	slots []uint32 // a hash table with linear probing: 1 + place in the ring; 0 is free
	grows bool     // nothing is forgotten
}

// remembered is a message that was seen.
type remembered struct {
	id     []byte
	hash   uint32
	filled bool // it was filled in and not pushed so far
}

// grow forgets all but the last dedupWindow ids, and none from then on until
// grows is taken back. As many as there are then are remembered until the next time.
func (w *window) grow() {
	w.grows = true
	if w.next == 0 && len(w.ring) <= dedupWindow {
		return
	}
	ring := append(w.ring[w.next:len(w.ring):len(w.ring)], w.ring[:w.next]...)
	w.ring, w.next = slices.Clone(ring[len(ring)-dedupWindow:]), 0
	w.index(2 * dedupWindow)
}

// add remembers an id and reports whether it is new. The empty id is always
// new.
func (w *window) add(id string) bool { return w.put(id, false) }

// fill is add for a message that was not pushed but filled in.
func (w *window) fill(id string) bool { return w.put(id, true) }

// pushed reports, once, that a message that was filled in is pushed now.
func (w *window) pushed(id string) bool {
	r := w.find(id, hashOf(id))
	if r == nil || !r.filled {
		return false
	}
	r.filled = false
	return true
}

func (w *window) put(id string, filled bool) bool {
	if id == "" {
		return true
	}
	hash := hashOf(id)
	if w.find(id, hash) != nil {
		return false
	}
	if w.grows || len(w.ring) < dedupWindow {
		w.ring = append(w.ring, remembered{[]byte(id), hash, filled})
		if 2*len(w.ring) > len(w.slots) {
			w.index(max(16, 2*len(w.slots)))
		} else {
			w.insert(len(w.ring) - 1)
		}
		return true
	}
	w.remove(w.next)
	r := &w.ring[w.next]
	r.id, r.hash, r.filled = append(r.id[:0], id...), hash, filled
	w.insert(w.next)
	w.next = (w.next + 1) % len(w.ring)
	return true
}

// find gives what is remembered of an id; nil when that is nothing.
func (w *window) find(id string, hash uint32) *remembered {
	if len(w.slots) == 0 {
		return nil
	}
	for slot := w.home(hash); w.slots[slot] != 0; slot = w.after(slot) {
		if r := &w.ring[w.slots[slot]-1]; r.hash == hash && string(r.id) == id {
			return r
		}
	}
	return nil
}

// index makes a table of that size, with all that is in the ring.
func (w *window) index(size int) {
	w.slots = make([]uint32, size)
	for place := range w.ring {
		w.insert(place)
	}
}

// insert puts a place of the ring, which is not in the table, into it.
func (w *window) insert(place int) {
	slot := w.home(w.ring[place].hash)
	for w.slots[slot] != 0 {
		slot = w.after(slot)
	}
	w.slots[slot] = uint32(place + 1)
}

// remove takes a place of the ring out of the table, and moves up what would not
// be found behind the gap.
func (w *window) remove(place int) {
	gap := w.home(w.ring[place].hash)
	for w.slots[gap] != uint32(place+1) {
		gap = w.after(gap)
	}
	for slot := w.after(gap); w.slots[slot] != 0; slot = w.after(slot) {
		home := w.home(w.ring[w.slots[slot]-1].hash)
		if (slot-home)&w.mask() >= (slot-gap)&w.mask() {
			w.slots[gap] = w.slots[slot]
			gap = slot
		}
	}
	w.slots[gap] = 0
}

func (w *window) mask() int            { return len(w.slots) - 1 }
func (w *window) home(hash uint32) int { return int(hash) & w.mask() }
func (w *window) after(slot int) int   { return (slot + 1) & w.mask() }

// hashOf is FNV-1a, with its upper half in the lower one as well: tables are small.
func hashOf(id string) uint32 {
	hash := uint32(2166136261)
	for i := 0; i < len(id); i++ {
		hash = (hash ^ uint32(id[i])) * 16777619
	}
	return hash ^ hash>>16
}
