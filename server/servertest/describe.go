package servertest

import (
	"fmt"

	"imclient/core/wire"
)

// Describe says what a frame is, for failure messages.
func Describe(m *wire.GenericCommand) string {
	text := fmt.Sprintf("%s/%s i=%d peerId=%q", m.GetCmd(), m.GetOp(), m.GetI(), m.GetPeerId())
	if e := m.GetErrorMessage(); e != nil {
		text += fmt.Sprintf(" error %d %s %s", e.GetCode(), e.GetReason(), e.GetDetail())
	}
	if a := m.GetAckMessage(); a.HasCode() {
		text += fmt.Sprintf(" code %d %s", a.GetCode(), a.GetReason())
	}
	if d := m.GetDirectMessage(); d != nil {
		text += fmt.Sprintf(" from %s: %s", d.GetFromPeerId(), d.GetMsg())
	}
	if c := m.GetConvMessage(); c != nil {
		text += fmt.Sprintf(" cid %s m %v", c.GetCid(), c.GetM())
	}
	return text
}
