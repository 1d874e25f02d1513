package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

// report takes a device token that a client has got since it logged in
// (docs/protocol.md, One device at a time): from now on that is the device by which
// the holder of the tag is known, unless that gave a device id when it logged in. Other
// reports are confirmed and not kept.
func (r *request) report() error {
	m := r.cmd.GetReportMessage()
	device, isToken := m.GetData(), m.GetType() == "" || m.GetType() == "token"
	uploaded := newPush(wire.CommandReport, wire.OpUploaded)
	if device != "" && isToken && r.session.tokenDevice {
		if !isShort(device, maxDevice) {
			return refusef(InvalidLogin, "a device token is a text of at most %d characters", maxDevice)
		}
		s := r.session
		return r.later(func(tx store.Tx) error {
			return s.ifHolder(tx, func(holder store.TagHolder) error {
				holder.Device = device
				return tx.HoldTag(s.app.ID, s.client, s.tag, holder)
			})
		}, func() {
			s.app.hub.changeDevice(s, device)
			r.reply(uploaded)
		})
	}
	r.reply(uploaded)
	return nil
}

// changeDevice makes another device out of that of a session.
func (h *hub) changeDevice(s *session, device string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s.device = device
}
