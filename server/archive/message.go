package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strconv"
)

// Message is a record of messages as the REST API lists it, and behind Room what
// imserver knows beside that, absent where it is nothing.
type Message struct {
	ID        string `json:"msg-id"`
	ConvID    string `json:"conv-id"`
	To        string `json:"to"`
	From      string `json:"from"`
	Data      string `json:"data"` // base64 if Bin
	Bin       bool   `json:"bin"`
	Timestamp Date   `json:"timestamp"`
	FromIP    string `json:"from-ip,omitempty"`
	AckAt     Date   `json:"ack-at,omitempty"`
	IsConv    bool   `json:"is-conv"`
	IsRoom    bool   `json:"is-room"`

	// ToClients see a message of a service conversation that is not for all.
	ToClients   []string `json:"to-clients,omitempty"`
	Upstream    bool     `json:"upstream,omitempty"`
	MentionAll  bool     `json:"mention-all,omitempty"`
	MentionPids []string `json:"mention-pids,omitempty"`
	PatchedAt   Date     `json:"patch-timestamp,omitempty"`
	ReadAt      Date     `json:"read-at,omitempty"`
	Receipt     bool     `json:"receipt,omitempty"`
	// Private says that ToClients is meant also where it is empty.
	Private bool `json:"private,omitempty"`
}

// Checksum sums the messages of one conversation up, in the order of time and id: the
// SHA-256 of timestamp, msg-id, from, bin (true or false), the number of bytes of data,
// and data, each but the last with a tab behind it, data with a line feed.
type Checksum struct {
	hash  hash.Hash
	Count int64
	head  []byte
}

// Add adds the next message. data is as in the record: base64 if bin.
func (c *Checksum) Add(timestamp int64, id, from string, bin bool, data string) {
	if c.hash == nil {
		c.hash = sha256.New()
	}
	b := strconv.AppendInt(c.head[:0], timestamp, 10)
	b = append(append(b, '\t'), id...)
	b = append(append(b, '\t'), from...)
	b = strconv.AppendBool(append(b, '\t'), bin)
	b = strconv.AppendInt(append(b, '\t'), int64(len(data)), 10)
	b = append(append(append(b, '\t'), data...), '\n')
	c.hash.Write(b)
	c.head = b
	c.Count++
}

// Line is the conversation's line of a file of checksums, which is empty without
// messages; the next conversation begins.
func (c *Checksum) Line(conversation string) string {
	if c.hash == nil || c.Count == 0 {
		return ""
	}
	line := fmt.Sprintf("%s\t%d\t%s\n", conversation, c.Count, hex.EncodeToString(c.hash.Sum(nil)))
	c.hash.Reset()
	c.Count = 0
	return line
}
