package wire

import "unsafe"

// UnmarshalReusing is Unmarshal that decodes a directMessage into direct, and an
// ackMessage into ack, which are emptied first, where the frame has one and they are
// not nil: who receives a lot of messages, or sends them, need not make a command for
// each.
func (m *GenericCommand) UnmarshalReusing(b []byte, direct *DirectCommand, ack *AckCommand) error {
	m.Reset()
	err := unmarshalReusing(b, &tableGenericCommand, unsafe.Pointer(m), direct, ack)
	if err != nil {
		m.Reset()
	}
	return err
}
