package server

import "imclient/core/wire"

// report takes a device token that a client has got since it logged in
// (docs/protocol.md, One device at a time): from now on that is the device by which
// the holder of the tag is known, unless that gave a device id when it logged in. Other
// reports are confirmed and not kept.
func (r *request) report() error {
	m := r.cmd.GetReportMessage()
	device, isToken := m.GetData(), m.GetType() == "" || m.GetType() == "token"
	if device != "" && isToken && r.session.tokenDevice {
		if !isShort(device, maxDevice) {
			return refusef(InvalidLogin, "a device token is a text of at most %d characters", maxDevice)
		}
		r.session.app.hub.changeDevice(r.session, device)
	}
	r.reply(newPush(wire.CommandReport, wire.OpUploaded))
	return nil
}

// changeDevice moves the claim of a session, if it holds its tag.
func (h *hub) changeDevice(s *session, device string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if key := (claimKey{s.client, s.tag}); s.hasTag() && h.claims[key] == s.device {
		h.claims[key] = device
	}
	s.device = device
}
