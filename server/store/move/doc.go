// Package move copies an SQLite data directory into a PostgreSQL database.
//
// It copies table by table, in the order of the primary keys and in steps: a step and
// how far it came are one transaction, so that a copy that was ended goes on where it
// was. At the end both sides are read again, and their rows counted and compared by a
// digest. Only then may a server use the database.
package move
