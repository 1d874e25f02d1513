package nats

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

var errMalformed = errors.New("nats: malformed frame")

// fields calls field for each number or text that data holds.
func fields(data []byte, field func(n protowire.Number, number uint64, text []byte) error) error {
	for len(data) > 0 {
		n, kind, size := protowire.ConsumeTag(data)
		if size < 0 {
			return errMalformed
		}
		data = data[size:]
		var number uint64
		var text []byte
		switch kind {
		case protowire.VarintType:
			number, size = protowire.ConsumeVarint(data)
		case protowire.BytesType:
			text, size = protowire.ConsumeBytes(data)
		default:
			size = protowire.ConsumeFieldValue(n, kind, data)
		}
		if size < 0 {
			return errMalformed
		}
		data = data[size:]
		if err := field(n, number, text); err != nil {
			return err
		}
	}
	return nil
}

func appendNumber(b []byte, n protowire.Number, number uint64) []byte {
	if number == 0 {
		return b
	}
	return protowire.AppendVarint(protowire.AppendTag(b, n, protowire.VarintType), number)
}

func appendBool(b []byte, n protowire.Number, is bool) []byte {
	return appendNumber(b, n, protowire.EncodeBool(is))
}

func appendText(b []byte, n protowire.Number, text string) []byte {
	if text == "" {
		return b
	}
	return protowire.AppendString(protowire.AppendTag(b, n, protowire.BytesType), text)
}

// appendTexts appends empty ones too.
func appendTexts(b []byte, n protowire.Number, texts []string) []byte {
	for _, text := range texts {
		b = protowire.AppendString(protowire.AppendTag(b, n, protowire.BytesType), text)
	}
	return b
}
