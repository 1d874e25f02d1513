package store

import "time"

// Commit is what a store tells of one commit to whoever watches it.
type Commit struct {
	Updates int           // that were committed together
	Took    time.Duration // from the first of them to the disk
	Err     error         // why none of them took effect
}
