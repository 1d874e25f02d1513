// Package importer reads archives (package archive) into a store: conversations and what
// belongs to them, users, files and messages, with their ids and times as they were.
//
// It can be ended at any point and started again, and importing twice changes nothing:
// every row is found again by its id. Messages are sorted on disk by conversation and
// time first, so that any number of them takes little memory.
package importer
