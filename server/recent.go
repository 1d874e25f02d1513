package server

// recent is a map that forgets: it keeps at least the half of size that was set last,
// and never more than size. The zero value keeps nothing.
type recent[K comparable, V any] struct {
	size       int
	young, old map[K]V
}

func (r *recent[K, V]) get(key K) (value V, has bool) {
	if value, has = r.young[key]; !has {
		value, has = r.old[key]
	}
	return value, has
}

// set says whether it has forgotten what was set before it last said so.
func (r *recent[K, V]) set(key K, value V) (forgot bool) {
	if len(r.young) >= r.size/2 {
		r.young, r.old, forgot = nil, r.young, true
	}
	if r.young == nil {
		r.young = make(map[K]V)
	}
	r.young[key] = value
	return forgot
}
