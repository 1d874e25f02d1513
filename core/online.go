package core

import "imclient/core/wire"

// Ping calls back with those of ids that are online. Only the first 20 are
// asked about.
func (cl *Client) Ping(ids []string, done func([]string, error)) {
	if len(ids) == 0 {
		done([]string{}, nil)
		return
	}
	cmd := cl.command(wire.CommandSession, wire.OpQuery)
	session := new(wire.SessionCommand)
	session.SetSessionPeerIds(ids[:min(len(ids), maxOnlineQuery)])
	cmd.SetSessionMessage(session)
	cl.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		done(append([]string{}, reply.GetSessionMessage().GetOnlineSessionPeerIds()...), nil)
	})
}
