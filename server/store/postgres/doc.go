// Package postgres keeps the server's state in a PostgreSQL database that any number
// of nodes share.
//
// One transaction writes at a time, whatever node it is of: each begins by locking the
// row of the clock. So updates see the world as they would in one process; seq, times
// and the uniqueness of names need nothing else, and there are no deadlocks between
// nodes. What makes that fast is the size of the transactions. All updates that wait
// on a node share one, and they run interleaved: each runs up to its next statement,
// and the statements of all of them travel to the database together (strand.go). A
// transaction takes as many round trips as its longest update, not as all of them.
//
// A connection that is lost in a commit leaves open whether the transaction took
// effect. Each transaction writes its number beside the node's name; the next one,
// which has to wait for the clock anyway, reads it, and so finds out.
package postgres
