package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"imclient/server/store"
	"imclient/server/store/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// open opens a database as n nodes do, and all at the same time.
func open(t *testing.T, url string, n int) []*Store {
	t.Helper()
	nodes := make([]*Store, n)
	var all sync.WaitGroup
	for i := range nodes {
		all.Go(func() {
			s, err := Open(url, Options{})
			if assert.NoError(t, err) {
				nodes[i] = s
				t.Cleanup(func() { _ = s.Close() })
			}
		})
	}
	all.Wait()
	require.False(t, t.Failed())
	return nodes
}

func change(s *Store, fn func(tx store.Tx) error) error {
	done := make(chan error, 1)
	s.Update(fn, func(err error) { done <- err })
	return <-done
}

func room(id string) *store.Conversation {
	return &store.Conversation{App: "a", ID: id, Kind: store.Normal, Attributes: "{}"}
}

// Nodes that start at the same time on an empty database make the schema once.
func TestNodesStartTogether(t *testing.T) {
	url := pgtest.Fresh(t)
	open(t, url, 5)
	c, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer c.Close(context.Background())
	var n int
	require.NoError(t, c.QueryRow(t.Context(), `SELECT count(*) FROM schema_version`).Scan(&n))
	assert.Equal(t, len(migrations), n)
}

func TestNewerSchemaIsRefused(t *testing.T) {
	url := pgtest.Fresh(t)
	open(t, url, 1)
	c, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer c.Close(context.Background())
	_, err = c.Exec(t.Context(), `INSERT INTO schema_version VALUES (999)`)
	require.NoError(t, err)
	_, err = Open(url, Options{})
	assert.ErrorContains(t, err, "newer imserver")
}

// Messages to the same conversations from several nodes have one order: seq without
// gaps, times that do not fall, and every message once, whatever node it was sent to
// again.
func TestOneOrderForAllNodes(t *testing.T) {
	nodes := open(t, pgtest.URL(t), 3)
	const conversations, each = 4, 60
	for c := range conversations {
		require.NoError(t, change(nodes[0], func(tx store.Tx) error { return tx.CreateConversation(room(fmt.Sprint(c)), nil) }))
	}
	var all sync.WaitGroup
	for i, node := range nodes {
		for c := range conversations {
			for m := range each {
				all.Add(1)
				message := store.Message{App: "a", Conversation: fmt.Sprint(c), ID: fmt.Sprint(m), From: fmt.Sprint(i)}
				node.Update(func(tx store.Tx) error {
					_, err := tx.Message("a", message.Conversation, message.ID)
					if !errors.Is(err, store.ErrNotFound) {
						return err // it is there
					}
					sent := message
					return tx.AppendMessage(&sent)
				}, func(err error) {
					assert.NoError(t, err)
					all.Done()
				})
			}
		}
	}
	all.Wait()
	for _, node := range nodes {
		require.NoError(t, node.View(t.Context(), func(r store.Reader) error {
			for c := range conversations {
				list, err := r.Messages("a", fmt.Sprint(c), store.Range{Limit: 1000})
				require.NoError(t, err)
				require.Len(t, list, each)
				for i, m := range list {
					assert.EqualValues(t, i+1, m.Seq)
					assert.True(t, i == 0 || list[i-1].Timestamp <= m.Timestamp)
				}
			}
			return nil
		}))
	}
}

// Of those who look for a unique conversation on several nodes at once, and make it
// when there is none, one does.
func TestUniqueConversationOfAllNodes(t *testing.T) {
	nodes := open(t, pgtest.URL(t), 3)
	ids := make(chan string, 300)
	var all sync.WaitGroup
	for round := range 20 {
		for i, node := range nodes {
			all.Add(1)
			var id string
			key := fmt.Sprint("key", round)
			node.Update(func(tx store.Tx) error {
				c, err := tx.UniqueConversation("a", key, tx.Now())
				if errors.Is(err, store.ErrNotFound) {
					c = room(fmt.Sprint("c", round, "-", i))
					c.UniqueKey = key
					err = tx.CreateConversation(c, []string{"ann"})
				}
				if c != nil {
					id = c.ID
				}
				return err
			}, func(err error) {
				assert.NoError(t, err)
				ids <- id
				all.Done()
			})
		}
	}
	all.Wait()
	close(ids)
	seen := map[string]int{}
	for id := range ids {
		seen[id]++
	}
	assert.Len(t, seen, 20)
}

// Whatever is not in a snapshot yet gets times above that of the snapshot, on whatever
// node: what a client asks for from there on is complete.
func TestNothingIsMissedBetweenNodes(t *testing.T) {
	nodes := open(t, pgtest.URL(t), 3)
	require.NoError(t, change(nodes[0], func(tx store.Tx) error { return tx.CreateConversation(room("c"), []string{"ann"}) }))
	const each = 100
	var writers, all sync.WaitGroup
	for _, node := range nodes {
		writers.Go(func() {
			for range each {
				assert.NoError(t, change(node, func(tx store.Tx) error {
					_, err := tx.AddNotice("a", "c", []string{"ann"}, "{}")
					return err
				}))
			}
		})
	}
	for _, node := range nodes {
		all.Go(func() {
			var seen int
			var from int64
			for seen < len(nodes)*each && t.Context().Err() == nil && !t.Failed() {
				assert.NoError(t, node.View(t.Context(), func(r store.Reader) error {
					list, err := r.Notices("a", "ann", from, r.At(), 1000)
					for _, n := range list {
						assert.LessOrEqual(t, n.Timestamp, r.At())
					}
					seen += len(list)
					from = r.At()
					return err
				}))
			}
		})
	}
	writers.Wait()
	all.Wait()
}
