package store

import (
	"bytes"
	"encoding/json"
)

// MessageType is _lctype of a text that is a typed message.
func MessageType(data []byte) (kind int64, ok bool) {
	if !bytes.Contains(data, []byte(`"_lctype"`)) {
		return 0, false
	}
	var typed struct {
		Type *int64 `json:"_lctype"`
	}
	if json.Unmarshal(data, &typed) != nil || typed.Type == nil {
		return 0, false
	}
	return *typed.Type, true
}
