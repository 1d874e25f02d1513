package pull

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"imclient/server/archive"
)

// overlap is how far a later run goes back behind what the one before has seen: what was
// being written then.
const overlap = 5 * 60 * 1000

// messages fetches the messages of the whole app, the newest first. Pages may overlap:
// import takes a message once.
func (p *puller) messages(o *output) error {
	timestamp, id, _ := strings.Cut(o.step.Cursor, " ")
	first := int64(0)
	if d, err := p.directory(); err == nil && len(d.kinds) == 0 {
		p.options.Progress(o.name, 0, 0)
	}
	written := map[string]bool{} // by the page before
	for {
		query := url.Values{"limit": {page}}
		if timestamp != "" {
			query.Set("timestamp", timestamp)
			query.Set("msgid", id)
		}
		var rows []json.RawMessage
		if err := p.client.get(p.ctx, "/1.2/rtm/messages", query, &rows); err != nil {
			return err
		}
		fresh := map[string]bool{}
		last, lastID := int64(0), ""
		for _, row := range rows {
			var m struct {
				ID        string       `json:"msg-id"`
				To        string       `json:"to"`
				Timestamp archive.Date `json:"timestamp"`
			}
			if err := json.Unmarshal(row, &m); err != nil || m.Timestamp == 0 {
				if err := o.add(row); err != nil { // import reports it
					return err
				}
				continue
			}
			last, lastID = int64(m.Timestamp), m.ID
			o.step.Top = max(o.step.Top, last)
			key := m.To + " " + m.ID
			if written[key] || fresh[key] {
				continue
			}
			fresh[key] = true
			if err := o.add(row); err != nil {
				return err
			}
		}
		if first == 0 {
			first = last
		}
		cursor := fmt.Sprintf("%d %s", last, lastID)
		done := len(rows) == 0 || last == 0 || cursor == timestamp+" "+id || last < o.step.Mark-overlap
		if len(rows) == 0 || last == 0 {
			cursor = o.step.Cursor
		}
		if err := o.commit(cursor, done); err != nil {
			return err
		}
		p.options.Progress(o.name, o.step.Rows, p.expected(o, last))
		if done {
			return nil
		}
		timestamp, id, written = strconv.FormatInt(last, 10), lastID, fresh
	}
}

// halfYear is how long the service keeps messages, in milliseconds.
const halfYear = 184 * 24 * 60 * 60 * 1000

// expected is about how many messages there will be, by how much of the time is behind.
func (p *puller) expected(o *output, at int64) int64 {
	behind, all := o.step.Top-at, int64(halfYear)
	if o.step.Mark > 0 {
		all = o.step.Top - o.step.Mark + overlap
	}
	if behind <= 0 || at == 0 || behind >= all {
		return 0
	}
	return int64(float64(o.step.Rows) * float64(all) / float64(behind))
}
