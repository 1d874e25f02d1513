package store

// TagHolder is who uses a tag of a client: one device at a time does.
type TagHolder struct {
	Device string // empty for one that did not name itself
	Login  string // the login since which it has the tag
}
