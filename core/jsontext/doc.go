// Package jsontext reads and edits JSON as text: it walks objects and arrays,
// unquotes strings and replaces members, without decoding what nobody asked
// for. It keeps members, their order and the spelling of their values, which
// the rows of conversations need (they carry the application's own fields), and
// it links neither reflection nor formatting into a program.
//
// Texts that are not JSON give ErrSyntax, never a panic; what nests
// deeper than MaxDepth is left out, and costs no stack. Strings are not checked for valid UTF-8.
package jsontext

import "errors"

// ErrSyntax says that a text is not the JSON that was expected.
var ErrSyntax = errors.New("jsontext: malformed JSON")

// MaxDepth is how deep the objects and arrays of a value may nest for Valid and
// Members to accept it.
const MaxDepth = 512
