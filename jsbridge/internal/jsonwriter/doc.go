// Package jsonwriter appends JSON text to a byte slice, without reflection and
// without allocating: what the bridge tells JavaScript is written straight
// into the buffer that crosses.
package jsonwriter
