package pull

import (
	"encoding/json"
	"errors"
	"net/url"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"sync"

	"imclient/server/archive"
)

// kind is that of a conversation, as far as the paths of the API differ.
type kind int

const (
	isNormal kind = iota
	isRoom
	isService
)

// directory is what is known of the conversations that were fetched.
type directory struct {
	kinds   map[string]kind
	clients []string // who is in one, sorted
}

// directory reads what this run and those before have written.
func (p *puller) directory() (*directory, error) {
	if p.known != nil {
		return p.known, nil
	}
	d := &directory{kinds: map[string]kind{}}
	clients := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(p.options.Dir, string(archive.Conversations)+"-*.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	var failed error
	r := archive.Reader{
		Row: func(row archive.Row) error {
			var c struct {
				ObjectID string   `json:"objectId"`
				TR       bool     `json:"tr"`
				Sys      bool     `json:"sys"`
				M        []string `json:"m"`
			}
			if json.Unmarshal(row.Data, &c) != nil || c.ObjectID == "" {
				return nil // import reports it
			}
			switch {
			case c.Sys:
				d.kinds[c.ObjectID] = isService
			case c.TR:
				d.kinds[c.ObjectID] = isRoom
			default:
				d.kinds[c.ObjectID] = isNormal
			}
			for _, id := range c.M {
				clients[id] = true
			}
			return nil
		},
		Problem: func(problem archive.Problem) { failed = errors.New(problem.String()) },
	}
	for _, file := range files {
		if err := r.Read(p.ctx, file); err != nil {
			return nil, err
		}
	}
	for id := range clients {
		if id != "" {
			d.clients = append(d.clients, id)
		}
	}
	slices.Sort(d.clients)
	p.known = d
	return d, failed
}

// ids returns the conversations of some kinds, sorted.
func (d *directory) ids(kinds ...kind) []string {
	var list []string
	for id, k := range d.kinds {
		if slices.Contains(kinds, k) {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

// path is where the calls about a conversation are.
func (d *directory) path(id string) string {
	names := map[kind]string{isNormal: "conversations", isRoom: "chatrooms", isService: "service-conversations"}
	return "/1.2/rtm/" + names[d.kinds[id]] + "/" + url.PathEscape(id)
}

func itoa(n int) string { return strconv.Itoa(n) }

// chunk is how many are fetched between two commits.
const chunk = 50

// each fetches the rows of each id, several at a time, in the order of the ids; the
// cursor is the last one that is done.
func (p *puller) each(o *output, list func(*directory) []string, fetch func(id string) ([]any, error)) error {
	d, err := p.directory()
	if err != nil {
		return err
	}
	ids := list(d)
	from := sort.SearchStrings(ids, o.step.Cursor)
	if from < len(ids) && ids[from] == o.step.Cursor {
		from++
	}
	for from < len(ids) {
		part := ids[from:min(from+chunk, len(ids))]
		rows, err := p.fetchAll(part, fetch)
		if why, off := isOff(err); off {
			return o.missing(why)
		}
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := o.add(row); err != nil {
				return err
			}
		}
		from += len(part)
		if err := o.commit(part[len(part)-1], from == len(ids)); err != nil {
			return err
		}
		p.options.Progress(o.name, int64(from), int64(len(ids)))
	}
	return o.commit(o.step.Cursor, true)
}

func (p *puller) fetchAll(ids []string, fetch func(id string) ([]any, error)) ([]any, error) {
	results, errs := make([][]any, len(ids)), make([]error, len(ids))
	slots := make(chan struct{}, p.options.Parallel)
	var all sync.WaitGroup
	for i, id := range ids {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			if results[i], errs[i] = fetch(id); gone(errs[i]) {
				results[i], errs[i] = nil, nil
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(results...), nil
}

func (p *puller) subscriptions(o *output) error {
	return p.each(o, func(d *directory) []string { return d.ids(isService) }, func(id string) (rows []any, err error) {
		for after := ""; ; {
			query := url.Values{"limit": {"50"}}
			if after != "" {
				query.Set("client_id", after)
			}
			var list []map[string]any
			if err := p.client.get(p.ctx, p.known.path(id)+"/subscribers", query, &list); err != nil {
				return nil, err
			}
			last := after
			for _, s := range list {
				if client, _ := s["subscriber"].(string); client != "" && client != after {
					rows, last = append(rows, s), client
				}
			}
			if last == after {
				return rows, nil
			}
			after = last
		}
	})
}

func (p *puller) blacklists(o *output) error {
	return p.each(o, func(d *directory) []string { return d.ids(isNormal, isRoom, isService) }, func(id string) ([]any, error) {
		return p.pages(p.known.path(id)+"/blacklists", map[string]any{"conv_id": id}, "client_ids")
	})
}

func (p *puller) silences(o *output) error {
	return p.each(o, func(d *directory) []string { return d.ids(isNormal, isRoom) }, func(id string) ([]any, error) {
		return p.pages(p.known.path(id)+"/permanent-silenceds", map[string]any{"conv_id": id}, "client_ids")
	})
}

// clientBlacklists fetches which conversations clients do not want to be added to.
func (p *puller) clientBlacklists(o *output) error {
	return p.each(o, func(d *directory) []string { return d.clients }, func(id string) ([]any, error) {
		return p.pages("/1.2/rtm/clients/"+url.PathEscape(id)+"/blacklists", map[string]any{"client_id": id}, "conv_ids")
	})
}

// pages reads a list page by page; each that is not empty becomes a row, with whose it
// is.
func (p *puller) pages(path string, whose map[string]any, key string) (rows []any, err error) {
	for next := ""; ; {
		query := url.Values{"limit": {"100"}}
		if next != "" {
			query.Set("next", next)
		}
		var answer map[string]json.RawMessage
		if err := p.client.get(p.ctx, path, query, &answer); err != nil {
			return nil, err
		}
		var ids []string
		if err := json.Unmarshal(answer[key], &ids); err != nil && answer[key] != nil {
			return nil, err
		}
		if len(ids) > 0 {
			row := map[string]any{key: ids}
			for k, v := range whose {
				row[k] = v
			}
			rows = append(rows, row)
		}
		before := next
		next = ""
		if answer["next"] != nil {
			if json.Unmarshal(answer["next"], &next) != nil {
				next = string(answer["next"])
			}
		}
		if next == "" || next == before {
			return rows, nil
		}
	}
}
