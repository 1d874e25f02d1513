// Package sqlite keeps the server's state in one SQLite database in a data
// directory, with modernc.org/sqlite (no cgo).
//
// One goroutine writes. It takes the updates that are waiting, runs them in one
// transaction and commits them with one fsync (WAL, synchronous=FULL), so that
// the cost of durability is shared by all who wait at that moment. Readers have
// connections of their own and see the state of the last commit. A lock file
// keeps a second process out of the directory.
package sqlite
