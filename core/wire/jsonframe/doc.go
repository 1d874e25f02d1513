// Package jsonframe is the JSON form of a frame, which the sub-protocols lc.json.1
// to lc.json.3 use (docs/protocol.md, Sub-protocols).
//
// A frame is one JSON object. The fields of GenericCommand and those of the body
// that belongs to its cmd stand side by side:
//
//		{"cmd":"conv","op":"start","i":2,"peerId":"ann","m":["bob"],"attr":{"name":"x"}}
//
//	  - Enum values are their names, op names with hyphens (members-joined). Names
//	    with underscores, in any case, and numbers are accepted.
//	  - Integers are JSON numbers; a decimal number in a string is accepted.
//	  - Bytes are base64.
//	  - A field that holds a JSON text (attr, attrModified, where, results, the msg of
//	    data) is that value itself. A string there is taken for the text.
//	  - null is absent. Names that the protocol does not know are ignored.
//	  - A body that does not belong to cmd stands under the name of its field.
//	  - The empty object is a heartbeat, an echo without a serial.
//
// One table of names, generated from rtm.proto (`go generate ./core/wire`), drives
// both directions; there is no code for any single field. The table is not in
// package wire because a page has no use for it.
package jsonframe
