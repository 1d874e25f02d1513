package store

// Role is a member's rank in a conversation (docs/protocol.md, Members). The
// creator is the owner, which is not stored.
type Role string

// The roles that can be set.
const (
	Manager Role = "Manager"
	Member  Role = "Member"
)

// MemberRole is a role that was set.
type MemberRole struct {
	ID     string // of the record, as clients see it
	Client string
	Role   Role
}

// Restriction is what a conversation keeps a client from.
type Restriction int

// The restrictions.
const (
	// Blocked clients cannot become members.
	Blocked Restriction = 1
	// Silenced clients cannot send.
	Silenced Restriction = 2
	// Refused are the conversations of clients who do not want to be added to them.
	Refused Restriction = 3
)

// Silence keeps a client from sending until a time.
type Silence struct {
	Client string
	Until  int64
}
