package jsonframe

import "errors"

// What Decode can refuse.
var (
	// ErrMalformed says that the text is no JSON object, or one without a cmd.
	ErrMalformed = errors.New("jsonframe: frame is no command")
	// ErrUnknown says that cmd or op is a name that the protocol does not have.
	ErrUnknown = errors.New("jsonframe: unknown command")
)

// FieldError says that a field has a value of the wrong type.
type FieldError struct {
	Name string // of the field
	Want string // what belongs there
}

// Error implements error.
func (e *FieldError) Error() string { return e.Name + " is not " + e.Want }
