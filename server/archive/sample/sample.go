package sample

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"imclient/server/archive"
	"imclient/server/store"
)

// Options say how large an archive is. The same options make the same archive.
type Options struct {
	Conversations int
	Messages      int
	Users         int
	Seed          uint64
	// Now is the time of the newest message, in milliseconds.
	Now int64
}

// Password is that of all users.
const Password = "password"

// The salt and the hash of Password that LeanCloud's documentation gives.
const (
	salt     = "h60d8x797d3oa0naxybxxv9bn7xpt2yiowz68mpiwou7gwr2"
	hash     = "tA7BLW+NK0UeARng0693gCaVnljkglCB9snqlpCSUKjx2RgYp8VZZOQt0S5iUtlDrkJXfT3gknS4rRqjYsd/Ug=="
	halfYear = 180 * 24 * time.Hour
	pageRows = 1000
)

// generator is what an archive is made with.
type generator struct {
	Options
	random *rand.Rand
	dir    string
	conv   []conversation
}

type conversation struct {
	kind    store.Kind
	members []string
	last    int64
}

// Write makes an archive in dir, which is created.
func Write(dir string, o Options) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	g := &generator{Options: o, random: rand.New(rand.NewPCG(o.Seed, 1)), dir: dir, conv: make([]conversation, o.Conversations)}
	for i := range g.conv {
		g.conv[i] = g.conversation(i)
	}
	if err := g.messages(); err != nil { // they say when the last one was
		return err
	}
	for _, write := range []func() error{g.conversations, g.lists, g.users, g.files} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// ID is the id of a row, 24 hex digits.
func ID(class string, n int) string {
	sum := sha256.Sum256([]byte(class + strconv.Itoa(n)))
	return hex.EncodeToString(sum[:12])
}

// Client is the id of a user's client.
func Client(n int) string { return "client-" + strconv.Itoa(n) }

func (g *generator) client() string { return Client(g.random.IntN(g.Users)) }

func (g *generator) conversation(i int) conversation {
	c := conversation{kind: store.Normal}
	size := 2
	switch n := i % 1000; {
	case n == 1:
		c.kind = store.System
		return c
	case n < 20:
		c.kind = store.ChatRoom
		return c
	case n < 30:
		size = 50 + g.random.IntN(450)
	case n < 400:
		size = 3 + g.random.IntN(12)
	}
	size = min(size, g.Users)
	seen := map[string]bool{}
	for len(c.members) < size {
		id := g.client()
		if !seen[id] {
			seen[id] = true
			c.members = append(c.members, id)
		}
	}
	return c
}

// isUnique says which conversations are.
func (c *conversation) isUnique(i int) bool { return c.kind == store.Normal && i%1000 >= 400 }

func iso(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z") }

func (g *generator) conversations() error {
	w, err := archive.Create(filepath.Join(g.dir, "_Conversation.jsonl"))
	if err != nil {
		return err
	}
	start := g.Now - halfYear.Milliseconds()
	for i := range g.conv {
		c := &g.conv[i]
		row := map[string]any{"objectId": ID("c", i), "createdAt": iso(start + int64(i)), "updatedAt": iso(start + 2*int64(i)), "tr": c.kind == store.ChatRoom,
			"ACL": map[string]any{"*": map[string]bool{"read": true}}, "name": "conversation " + strconv.Itoa(i)}
		switch {
		case c.kind == store.System:
			row["sys"] = true
		case c.kind == store.Normal:
			row["m"], row["c"], row["mu"] = c.members, c.members[0], c.members[:i%2]
			row["attr"] = map[string]any{"level": i % 7, "tags": []string{"a", "ü"}, "nested": map[string]any{"big": 9007199254740993}}
			row["legacy"] = i
		}
		if c.isUnique(i) {
			sorted := slices.Sorted(slices.Values(c.members))
			row["unique"], row["uniqueId"] = true, store.UniqueID(sorted)
		}
		if c.last > 0 {
			row["lm"] = map[string]string{"__type": "Date", "iso": iso(c.last)}
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	return w.Close()
}

// messages writes pages, the newest first, which overlap a little, as those of a
// server do that is written to.
func (g *generator) messages() error {
	var w *archive.Writer
	var err error
	step := max(halfYear.Milliseconds()/int64(max(g.Messages, 1)), 1)
	var sys *archive.Writer
	var lastPage []archive.Message
	for i := 0; i < g.Messages; i++ {
		if i%(500*pageRows) == 0 {
			if w != nil {
				if err := w.Close(); err != nil {
					return err
				}
			}
			if w, err = archive.Create(filepath.Join(g.dir, fmt.Sprintf("messages-%06d.jsonl.gz", i/(500*pageRows)+1))); err != nil {
				return err
			}
			for _, m := range lastPage {
				if err := w.Write(m); err != nil {
					return err
				}
			}
			lastPage = nil
		}
		m := g.message(i, g.Now-int64(i-i%3)*step)
		if i%(500*pageRows) >= 500*pageRows-10 {
			lastPage = append(lastPage, m)
		}
		if err := w.Write(m); err != nil {
			return err
		}
		if !m.Upstream {
			continue
		}
		if sys == nil {
			if sys, err = archive.Create(filepath.Join(g.dir, "_SysMessage.jsonl")); err != nil {
				return err
			}
		}
		at := iso(int64(m.Timestamp))
		err := sys.Write(map[string]any{"objectId": ID("s", i), "msgId": m.ID, "from": m.From, "data": m.Data, "bin": m.Bin, "timestamp": m.Timestamp,
			"conv":   map[string]any{"__type": "Pointer", "className": "_Conversation", "objectId": m.To},
			"fromIp": m.FromIP, "createdAt": at, "updatedAt": at})
		if err != nil {
			return err
		}
	}
	if sys != nil {
		if err := sys.Close(); err != nil {
			return err
		}
	}
	if w == nil {
		return nil
	}
	return w.Close()
}

func (g *generator) message(i int, at int64) archive.Message {
	n := g.random.IntN(len(g.conv))
	if i%2 == 0 { // some conversations are busier than others
		n = g.random.IntN(n + 1)
	}
	c := &g.conv[n]
	id := ID("c", n)
	c.last = max(c.last, at)
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], g.random.Uint64())
	binary.BigEndian.PutUint64(b[8:], uint64(i))
	m := archive.Message{ID: base64.RawURLEncoding.EncodeToString(b[:]), ConvID: id, To: id, From: g.client(), Timestamp: archive.Date(at), IsConv: true,
		FromIP: "10.0.0." + strconv.Itoa(i%256)}
	if i%5 == 0 {
		m.ConvID += "00000000"
	}
	if c.kind == store.Normal {
		m.From = c.members[g.random.IntN(len(c.members))]
		m.AckAt = archive.Date(at + 50)
	}
	switch {
	case i%50 == 0:
		m.Data = "free text, naïve <b> \u2028"
	case i%51 == 0:
		m.Bin, m.Data = true, base64.StdEncoding.EncodeToString(b[:])
	case i%52 == 0:
		m.Data = `{"_lctype":-127}`
	default:
		m.Data = `{"_lctype":-1,"_lctext":"message number ` + strconv.Itoa(i) + ` of a conversation that goes on for a while","_lcattrs":{"n":` + strconv.Itoa(i) + `}}`
	}
	if c.kind == store.System && i%3 != 0 {
		m.Upstream = i%3 == 1
		if !m.Upstream {
			m.To, m.ConvID = id, id
			return m
		}
		m.ConvID = dialogueID(id, m.From)
	}
	return m
}
