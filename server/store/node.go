package store

// Node is what a node has said of itself last.
type Node struct {
	ID string
	// SeenAt is when that was.
	SeenAt int64
	// Connected says that its bus was, and that it wanted new clients.
	Connected bool
}
