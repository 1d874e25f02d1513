package core

import "imclient/core/wire"

// Role is what a member may do in a conversation (section Members of
// docs/protocol.md).
type Role string

// Roles. The creator is the owner, for good; who has no role is a member.
const (
	RoleOwner   Role = "Owner"
	RoleManager Role = "Manager"
	RoleMember  Role = "Member"
)

// SetRole gives a member of a normal conversation a role and calls back when
// the server has done so. Nobody can be made the owner: that fails with
// OwnerPromotionNotAllowed before anything is sent. It fails with an
// *ArgumentError too, or with an *Error of the server.
func (c *Conversation) SetRole(member string, role Role, done func(error)) {
	switch {
	case role == RoleOwner:
		done(&Error{Code: OwnerPromotionNotAllowed})
		return
	case member == "":
		done(&ArgumentError{"a member's id is empty"})
		return
	case role == "":
		done(&ArgumentError{"no role is given"})
		return
	case c.kind != Normal:
		done(c.noRoles())
		return
	}
	info := new(wire.ConvMemberInfo)
	info.SetPid(member)
	info.SetRole(string(role))
	cmd, conv := c.command(wire.OpMemberInfoUpdate)
	conv.SetTargetClientId(member)
	conv.SetInfo(info)
	c.request(cmd, func(_ *wire.GenericCommand, err error) { done(err) })
}

func (c *Conversation) noRoles() error {
	return &ArgumentError{"only the members of a normal conversation have roles"}
}
