// Package nats connects the nodes through NATS.
//
// Every event goes to all nodes, once to each, however many of its receivers are
// there. NATS delivers at most once, so each node numbers what it publishes and keeps
// the latest of it: who misses a number asks for it, and later events of that node
// wait meanwhile. What cannot be had again, because the node has died or keeps it no
// longer, is reported as lost (bus.Bus.Lost), and the server reads the store.
//
// A node says regularly that it is there and what number it has got to; one that has
// not been heard for a lease counts as dead. While NATS is gone a node's own events
// still reach its own subscribers, and what others publish is reported as lost again
// and again, so that the server goes on from the store.
//
// Two subjects are used: PREFIX.all, and PREFIX.to.NODE for what is meant for one
// node. Nothing is kept in NATS: it needs no JetStream.
package nats
