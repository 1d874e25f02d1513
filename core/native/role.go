package native

import (
	"context"

	"imclient/core"
)

// Role is what a member may do in a conversation (docs/protocol.md, Members).
type Role = core.Role

// Roles. The creator is the owner, for good; who has no role is a member.
const (
	RoleOwner   = core.RoleOwner
	RoleManager = core.RoleManager
	RoleMember  = core.RoleMember
)

// SetRole gives a member of a normal conversation a role and blocks until the
// server has answered. The other members see a Notice of kind
// MemberInfoUpdated. Nobody can be made the owner, which fails with code 5130
// before anything is sent.
func (c *Conversation) SetRole(ctx context.Context, member string, role Role) error {
	return run(ctx, c.client.rt, "set role", func(done func(error)) { c.core.SetRole(member, role, done) })
}

// Roles asks the server for the roles of the members of a normal conversation:
// the creator is the owner, and who was never given a role is a member. It
// blocks until the server has answered, with more than one request when many
// roles were given.
func (c *Conversation) Roles(ctx context.Context) (map[string]Role, error) {
	return call(ctx, c.client.rt, "get roles", func(done func(map[string]Role, error)) {
		c.core.MemberInfos(func(infos []core.MemberInfo, err error) {
			if err != nil {
				done(nil, err)
				return
			}
			roles := make(map[string]Role)
			for _, id := range c.core.Members() {
				roles[id] = RoleMember
			}
			for _, info := range infos {
				if _, member := roles[info.ClientID]; member {
					roles[info.ClientID] = info.Role
				}
			}
			if _, member := roles[c.core.Creator()]; member {
				roles[c.core.Creator()] = RoleOwner
			}
			done(roles, nil)
		})
	}, nil)
}
