// Package wire is the codec of the RTM protocol.
package wire

//go:generate go run ./internal/gen -in rtm.proto -out rtm_gen.go
