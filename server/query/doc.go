// Package query reads the where clause of a conversation query (conv/query,
// see docs/protocol.md, Queries) into a small syntax tree.
//
// Matching follows MongoDB's rules: a scalar matches an element of an array,
// $ne and $nin match what is missing, comparisons are within one type, and null
// means missing. A store compiles the tree to its own language with bound
// parameters; nothing of a client's text ever becomes part of a statement.
package query
