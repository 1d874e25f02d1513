// Package wire is the codec of the RTM protocol: one message type for each
// command body, and [GenericCommand], which is a frame. rtm.proto is the schema,
// rtm_gen.go the types and tables generated from it (`go generate ./core/wire`),
// docs/protocol.md says which command is sent when.
//
//	frame, err := command.Append(nil) // encode
//	err = command.Unmarshal(frame)    // decode
//
// # Presence
//
// The protocol tells a field that is absent from one that is zero: an ack with
// code 0 is a refusal, a history limit of 0 is a limit. So Set makes a field
// present whatever the value, Has tells, Clear removes, and Get returns the
// value or the default. Getters and Has may be called on nil; what they return
// is not a copy. A message is not safe for use by several goroutines while one
// of them changes it; reading and encoding it is.
//
// # Decoding
//
// Unmarshal replaces the message. It copies the frame once, and all strings and
// byte slices of the result are parts of that copy: to keep an id for long,
// clone it ([strings.Clone]) instead of keeping the frame. Fields that the schema
// does not know are kept and encoded again, behind the known ones. Text that is
// not UTF-8 is repaired with U+FFFD. No input makes it panic, take more stack
// than the schema is deep, or allocate more than [MaxExpansion] times its length
// plus [MinAllowance]; errors.go lists how it can fail, and then the message is
// empty. Values of an enum that the schema does not know are kept as they are.
//
// # Encoding
//
// Append writes fields in the order of their numbers, byte for byte what the
// official JavaScript SDK writes. It allocates only to enlarge the slice, and
// its only error is [ErrRequired]. What Set was given is not copied before that,
// and text is not checked: a decoder repairs it. [AppendPeerID] addresses one
// encoded frame to many receivers.
//
// # Why this codec
//
// This package is linked into a WebAssembly binary that pages download, where
// google.golang.org/protobuf adds over a megabyte. One engine (decode.go,
// encode.go) interprets tables of field offsets instead of generated code for
// each field, and needs neither reflect nor fmt. Measured with Go 1.26 against
// protobuf-go-lite 0.14, which generates code for each field, in a program that
// has fmt and reflect already; a text message of 280 bytes, a page of history
// of 100 messages and 16 KB:
//
//	                                    this package         protobuf-go-lite
//	added to a .wasm, brotli -q 11      19 KB                93 KB
//	decode a message, amd64             0.36 µs, 2 allocs    0.35 µs, 14 allocs
//	decode a message, wasm              1.4 µs               1.4 µs
//	encode a message, amd64             0.14 µs, 1 alloc     0.14 µs, 1 alloc
//	encode a message, wasm              0.40 µs              0.38 µs
//	decode a page of history, amd64     18 µs, 4 allocs      22 µs, 813 allocs
//	decode a page of history, wasm      44 µs                76 µs
//
// A third of the time that decoding takes here is the check of the text, which
// the other does not do.
package wire

//go:generate go run ./internal/gen -in rtm.proto -out rtm_gen.go
