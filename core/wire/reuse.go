package wire

import "unsafe"

// UnmarshalReusing is Unmarshal that decodes a directMessage into direct, which is
// emptied first, where the frame has one and direct is not nil: who receives a
// lot of messages need not make a DirectCommand for each.
func (m *GenericCommand) UnmarshalReusing(b []byte, direct *DirectCommand) error {
	m.Reset()
	err := unmarshalReusing(b, &tableGenericCommand, unsafe.Pointer(m), direct)
	if err != nil {
		m.Reset()
	}
	return err
}
