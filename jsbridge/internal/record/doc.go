// Package record is the binary form of what crosses between Go and JavaScript
// through linear memory: the outbox, in which Go leaves records for JavaScript
// to decode after every entry, and the layout of a message to send. Integers
// are little endian; every record starts with its size (a multiple of 4, header
// included), its kind and an id. See docs/bridge.md for each payload.
package record
