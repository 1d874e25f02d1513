package postgres

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"imclient/server/store"
	"imclient/server/store/postgres/pgtest"

	"github.com/stretchr/testify/require"
)

// BenchmarkAppendMessage is what a message of a client does, with a commit that is on
// disk, from one node and from three.
func BenchmarkAppendMessage(b *testing.B) {
	for _, nodes := range []int{1, 3} {
		b.Run(fmt.Sprint(nodes, "node"), func(b *testing.B) {
			url := pgtest.Start(b).Database(b)
			var stores []*Store
			for range nodes {
				s, err := Open(url, Options{})
				require.NoError(b, err)
				defer s.Close()
				stores = append(stores, s)
			}
			const conversations = 100
			for c := range conversations {
				require.NoError(b, change(stores[0], func(tx store.Tx) error {
					return tx.CreateConversation(room(fmt.Sprint(c)), []string{"ann", "bob"})
				}))
			}
			data := make([]byte, 200)
			var all sync.WaitGroup
			var failed atomic.Pointer[error]
			all.Add(b.N)
			b.ResetTimer()
			for n, s := range stores {
				go func() {
					for i := n; i < b.N; i += nodes {
						cid := fmt.Sprint(i % conversations)
						s.Update(func(tx store.Tx) error {
							if _, err := tx.Message("a", cid, fmt.Sprint(i)); err == nil {
								return nil
							}
							if _, err := tx.Conversation("a", cid); err != nil {
								return err
							}
							if _, err := tx.IsMember("a", cid, "ann"); err != nil {
								return err
							}
							if _, err := tx.Members("a", cid); err != nil {
								return err
							}
							return tx.AppendMessage(&store.Message{App: "a", Conversation: cid, ID: fmt.Sprint(i), From: "ann", Data: data})
						}, func(err error) {
							if err != nil {
								failed.Store(&err)
							}
							all.Done()
						})
					}
				}()
			}
			all.Wait()
			b.StopTimer()
			require.Nil(b, failed.Load())
		})
	}
}

// BenchmarkPurge removes messages that have become too old.
func BenchmarkPurge(b *testing.B) {
	url := pgtest.Start(b).Database(b)
	s, err := Open(url, Options{})
	require.NoError(b, err)
	defer s.Close()
	require.NoError(b, change(s, func(tx store.Tx) error { return tx.CreateConversation(room("c"), []string{"ann"}) }))
	for done := 0; done < b.N; {
		n := min(5000, b.N-done)
		list := make([]*store.Message, n)
		for i := range list {
			list[i] = &store.Message{ID: fmt.Sprint(done + i), Timestamp: int64(done + i + 1), From: "ann", Data: make([]byte, 200)}
		}
		require.NoError(b, change(s, func(tx store.Tx) error {
			_, err := tx.ImportMessages("a", "c", list)
			return err
		}))
		done += n
	}
	b.ResetTimer()
	for left := b.N; left > 0; {
		require.NoError(b, change(s, func(tx store.Tx) error {
			n, err := tx.PurgeMessages("a", 1<<60, 1000)
			left -= n
			return err
		}))
	}
}
