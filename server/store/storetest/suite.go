// Package storetest is the suite that every store must pass.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"imclient/server/store"

	"github.com/stretchr/testify/require"
)

// Opener opens a store on the same data each time it is called. The suite closes
// what it opens, and never has two open at once.
type Opener func() store.Store

// Run runs the suite. fresh returns an opener for a store without data.
func Run(t *testing.T, fresh func(t *testing.T) Opener) {
	cases := map[string]func(*harness){
		"conversations":                  conversations,
		"unique conversations":           uniqueConversations,
		"temporary conversations expire": temporaryConversations,
		"members":                        members,
		"roles":                          roles,
		"restrictions":                   restrictions,
		"roles by their records":         roleRecords,
		"refused conversations":          refusedConversations,
		"silences that end":              endingSilences,
		"deleted conversations":          deletedConversations,
		"many subscribers are deleted":   manySubscribers,
		"purging in steps":               purgeInSteps,
		"counted queries":                countedQueries,
		"service conversations":          serviceConversations,
		"messages of an app":             appLog,
		"private messages":               privateMessages,
		"deleted messages":               deletedMessages,
		"purged messages":                purgedMessages,
		"upstream messages":              upstream,
		"subscriptions":                  subscriptions,
		"clients":                        clients,
		"broadcasts":                     broadcasts,
		"apps of the store":              storedApps,
		"nodes":                          nodes,
		"users":                          users,
		"changes of users":               userChanges,
		"files":                          files,
		"lists":                          listed,
		"imported conversations":         importedConversations,
		"imported messages":              importedMessages,
		"imported marks":                 importedMarks,
		"bulk":                           bulk,
		"revoked tokens":                 revokedTokens,
		"holders of tags":                tagHolders,
		"attributes":                     attributes,
		"queries":                        queries,
		"queries with two values":        junctions,
		"query order and pages":          queryOrder,
		"query dates":                    queryDates,
		"queries that are refused":       refusedQueries,
		"apps are apart":                 apps,
		"messages":                       messages,
		"message ranges":                 ranges,
		"messages from many":             concurrentMessages,
		"times of messages":              times,
		"messages ahead of the clock":    ahead,
		"patches":                        patches,
		"delivered marks":                deliveredMarks,
		"read marks":                     readMarks,
		"unread":                         unread,
		"unread since":                   unreadSince,
		"notices":                        notices,
		"an update that fails":           failedUpdate,
		"an update that panics":          panickingUpdate,
		"a group with a failure in it":   failedInGroup,
		"callbacks in order":             callbackOrder,
		"snapshots":                      snapshots,
		"the time of a snapshot":         snapshotTime,
		"secrets":                        secrets,
		"closing and opening again":      reopen,
		"updates after closing":          closed,
	}
	for name, run := range cases {
		t.Run(name, func(t *testing.T) {
			h := &harness{T: t, open: fresh(t)}
			h.s = h.open()
			defer func() { require.NoError(t, h.s.Close()) }()
			run(h)
		})
	}
}

type harness struct {
	*testing.T
	open Opener
	s    store.Store
}

const app = "app"

// update waits for a transaction that must succeed.
func (h *harness) update(fn func(tx store.Tx) error) {
	h.Helper()
	require.NoError(h, h.try(fn))
}

func (h *harness) try(fn func(tx store.Tx) error) error {
	done := make(chan error, 1)
	h.s.Update(fn, func(err error) { done <- err })
	select {
	case err := <-done:
		return err
	case <-time.After(10 * time.Second):
		h.Fatal("the update was not done in time")
		return nil
	}
}

func (h *harness) view(fn func(r store.Reader) error) {
	h.Helper()
	require.NoError(h, h.s.View(context.Background(), fn))
}

// create makes an ordinary conversation.
func (h *harness) create(id string, members ...string) {
	h.Helper()
	h.createWith(store.Conversation{ID: id, Kind: store.Normal, Creator: members[0], Attributes: "{}"}, members...)
}

func (h *harness) createWith(c store.Conversation, members ...string) {
	h.Helper()
	h.update(func(tx store.Tx) error {
		c.App = app
		if c.CreatedAt == 0 {
			c.CreatedAt = tx.Now()
			c.UpdatedAt = c.CreatedAt
		}
		return tx.CreateConversation(&c, members)
	})
}

// send appends a message and returns it as it was stored.
func (h *harness) send(conversation, from, text string) store.Message {
	h.Helper()
	return h.sendMessage(store.Message{Conversation: conversation, From: from, Data: []byte(text)})
}

func (h *harness) sendMessage(m store.Message) store.Message {
	h.Helper()
	m.App = app
	if m.ID == "" {
		m.ID = fmt.Sprintf("%s/%s/%s", m.Conversation, m.From, m.Data)
	}
	h.update(func(tx store.Tx) error { return tx.AppendMessage(&m) })
	return m
}

// tick makes what follows later than what was before.
func (h *harness) tick() {
	h.update(func(tx store.Tx) error {
		tx.Tick()
		return nil
	})
}

func texts(messages []*store.Message) []string {
	out := []string{}
	for _, m := range messages {
		out = append(out, string(m.Data))
	}
	return out
}
