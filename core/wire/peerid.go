package wire

// AppendPeerID returns frame, an encoded GenericCommand, with its peerId set to
// that: one frame is encoded for all receivers and each gets its own address.
// Protobuf lets fields come in any order and the last one win, so the field
// goes behind the rest, even when frame has one already. The result is a new
// slice: frame is not written to, nor the memory behind it, so any number of
// goroutines may share it.
func AppendPeerID(frame []byte, peerID string) []byte {
	const tag = 4<<3 | wireBytes
	n := len(frame) + 1 + varintSize(uint64(len(peerID))) + len(peerID)
	b := make([]byte, n)
	copy(b, frame)
	end := writeString(b, n, peerID)
	b[end-1] = tag
	return b
}
