// Package store says what the server keeps and how it asks for it. The
// implementations are in the packages below it; storetest holds the suite that
// each of them must pass.
//
// A store gives order and durability, and nothing else: who may do what, who is
// told, and what a command means are the server's. Everything is kept per app;
// the app id is the first part of every key.
//
// Order. Each message gets a sequence number in its conversation, in the
// commit: 1, 2, 3, without gaps. It is the only order key. Timestamps rise
// within a conversation, and never fall where there are too many for that (MaxAhead) or
// where messages were imported.
//
// Durability. The done callback of Update runs after the commit is on disk.
package store
