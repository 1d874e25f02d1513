package native

import (
	"encoding/json"
	"errors"
)

// Types of typed messages (docs/protocol.md, Messages). Applications use
// positive numbers for their own.
const (
	TypeText     = -1
	TypeImage    = -2
	TypeAudio    = -3
	TypeVideo    = -4
	TypeLocation = -5
	TypeFile     = -6
	TypeRecalled = -127
)

// ErrNotTyped is the error of reading a typed message from one that is not.
var ErrNotTyped = errors.New("not a typed message")

// Typed is the content of a typed message: a JSON object with a type, and
// mostly with a text and attributes of the application's.
type Typed struct {
	Type       int            `json:"_lctype"`
	Text       string         `json:"_lctext,omitempty"`
	Attributes map[string]any `json:"_lcattrs,omitempty"`
}

// Message makes a message to send of t. It fails when the attributes cannot be
// written as JSON.
func (t Typed) Message() (Outgoing, error) {
	content, err := json.Marshal(t)
	if err != nil {
		return Outgoing{}, &ArgumentError{Message: "attributes: " + err.Error()}
	}
	return Outgoing{Text: string(content)}, nil
}

// Typed reads the content of a typed message, of any type: what its type adds
// to these fields can be unmarshaled from Text. Other messages give
// ErrNotTyped.
func (m *Message) Typed() (Typed, error) {
	content := struct {
		Type *int `json:"_lctype"`
		Typed
	}{}
	if m.IsBinary || json.Unmarshal([]byte(m.Text), &content) != nil || content.Type == nil {
		return Typed{}, ErrNotTyped
	}
	content.Typed.Type = *content.Type
	return content.Typed, nil
}

// TextOf is the text of a text message. Of any other message it is "" and
// false.
func TextOf(m *Message) (text string, ok bool) {
	t, err := m.Typed()
	if err != nil || t.Type != TypeText {
		return "", false
	}
	return t.Text, true
}
