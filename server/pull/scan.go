package pull

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"imclient/server/archive"
)

// page is how many rows are asked for at a time.
const page = "1000"

// scan fetches the rows of a class, in the order of their ids; in later runs those that
// have changed since.
func (p *puller) scan(o *output) error {
	cursor := o.step.Cursor
	for {
		query := url.Values{"limit": {page}}
		if o.step.Mark > 0 {
			iso := time.UnixMilli(o.step.Mark).UTC().Format("2006-01-02T15:04:05.000Z")
			query.Set("where", `{"updatedAt":{"$gte":{"__type":"Date","iso":"`+iso+`"}}}`)
		}
		if cursor != "" {
			query.Set("cursor", cursor)
		}
		var answer struct {
			Results []json.RawMessage `json:"results"`
			Cursor  string            `json:"cursor"`
		}
		err := p.client.get(p.ctx, "/1.1/scan/classes/"+o.name, query, &answer)
		if why, missing := isMissing(err); missing && o.name != string(archive.Conversations) {
			return o.missing(why)
		}
		if err != nil {
			return err
		}
		for _, row := range answer.Results {
			var times struct {
				UpdatedAt archive.Date `json:"updatedAt"`
			}
			if json.Unmarshal(row, &times) == nil {
				o.step.Top = max(o.step.Top, int64(times.UpdatedAt))
			}
			if err := o.add(row); err != nil {
				return err
			}
		}
		done := answer.Cursor == "" || answer.Cursor == cursor
		cursor = answer.Cursor
		if err := o.commit(cursor, done); err != nil {
			return err
		}
		p.options.Progress(o.name, o.step.Rows, 0)
		if done {
			return nil
		}
	}
}

// memberInfos fetches roles: from the class, or where that cannot be scanned from each
// conversation.
func (p *puller) memberInfos(o *output) error {
	if o.step.Cursor == "" {
		err := p.scan(o)
		if err != nil || o.step.Missing == "" {
			return err
		}
		o.step.Missing = ""
	}
	return p.each(o, func(d *directory) []string { return d.ids(isNormal, isRoom) }, func(id string) ([]any, error) {
		var rows []any
		for skip := 0; ; skip += 1000 {
			var answer struct{ Results []map[string]any }
			query := url.Values{"limit": {page}, "skip": {itoa(skip)}}
			if err := p.client.get(p.ctx, p.known.path(id)+"/member-infos", query, &answer); err != nil {
				return nil, err
			}
			for _, row := range answer.Results {
				row["cid"] = id
				rows = append(rows, row)
			}
			if len(answer.Results) < 1000 {
				return rows, nil
			}
		}
	})
}

// gone says that a conversation was deleted since it was listed.
func gone(err error) bool {
	refused, ok := errors.AsType[*apiError](err)
	return ok && (refused.Status == http.StatusNotFound || refused.Code == 4303)
}
