// Package pulltest stands in for the REST API that imserver pull fetches from: it serves
// an archive over HTTP, with faults if need be.
package pulltest

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"

	"imclient/server/archive"
)

// Fault is what goes wrong with one request.
type Fault int

// The faults.
const (
	None        Fault = iota
	TooMany           // 429 with Retry-After
	Unavailable       // 503
	Cut               // the connection ends in the middle of the answer
	Refused           // the connection ends before the answer
	Overlapping       // a page of messages begins a few records too early
	Repeating         // a page has each record twice
)

// Standin is a server.
type Standin struct {
	URL    string
	App    string
	Master string

	mu       sync.Mutex
	fault    func(n int) Fault
	requests int
	seen     []string // paths
	rows     map[archive.Class][]row
	http     *httptest.Server
}

type row struct {
	id        string
	updatedAt int64
	timestamp int64
	fields    map[string]any
}

// Start serves the archive in the given files and directories. Close ends it.
func Start(app, master string, paths ...string) (*Standin, error) {
	s := &Standin{App: app, Master: master, rows: map[archive.Class][]row{}}
	if err := s.Add(paths...); err != nil {
		return nil, err
	}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL
	return s, nil
}

// Close ends the server.
func (s *Standin) Close() { s.http.Close() }

// Requests returns the paths that were asked for since the last call.
func (s *Standin) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen
	s.seen = nil
	return seen
}

// Add adds rows; those that are there are replaced.
func (s *Standin) Add(paths ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	files, err := archive.List(paths)
	if err != nil {
		return err
	}
	var failed error
	r := archive.Reader{
		Row: func(in archive.Row) error {
			var fields map[string]any
			dec := json.NewDecoder(strings.NewReader(string(in.Data)))
			dec.UseNumber()
			if err := dec.Decode(&fields); err != nil {
				return err
			}
			var known struct {
				ObjectID  string       `json:"objectId"`
				MsgID     string       `json:"msg-id"`
				UpdatedAt archive.Date `json:"updatedAt"`
				Timestamp archive.Date `json:"timestamp"`
			}
			if err := json.Unmarshal(in.Data, &known); err != nil {
				return err
			}
			if in.Class == archive.Users { // scans do not show them
				delete(fields, "password")
				delete(fields, "salt")
			}
			s.rows[in.Class] = append(s.rows[in.Class], row{known.ObjectID + known.MsgID, int64(known.UpdatedAt), int64(known.Timestamp), fields})
			return nil
		},
		Problem: func(p archive.Problem) { failed = &problem{p} },
	}
	for _, file := range files {
		if err := r.Read(context.Background(), file); err != nil {
			return err
		}
	}
	for class, list := range s.rows {
		if class == archive.Blacklists || class == archive.Silences || class == archive.Subscriptions {
			continue
		}
		slices.SortStableFunc(list, func(a, b row) int {
			return cmp.Or(cmp.Compare(b.timestamp, a.timestamp), cmp.Compare(a.id, b.id))
		})
		last := 0 // the newest of those with one id
		for i := range list {
			if i+1 < len(list) && list[i+1].id == list[i].id {
				continue
			}
			list[last] = list[i]
			last++
		}
		s.rows[class] = list[:last]
	}
	return failed
}

type problem struct{ archive.Problem }

func (p *problem) Error() string { return p.String() }

// SetFault lets f say what goes wrong with request number n, from 1: one request at
// a time, those too whose client has gone. nil ends all faults.
func (s *Standin) SetFault(f func(n int) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

func (s *Standin) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	s.seen = append(s.seen, r.URL.Path)
	fault := None
	if s.fault != nil {
		fault = s.fault(s.requests)
	}
	switch fault {
	case TooMany:
		w.Header().Set("Retry-After", "7")
		answer(w, http.StatusTooManyRequests, map[string]any{"code": 429, "error": "Too many requests."})
		return
	case Unavailable:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case Refused:
		panic(http.ErrAbortHandler)
	}
	if r.Header.Get("X-LC-Id") != s.App || r.Header.Get("X-LC-Key") != s.Master+",master" {
		answer(w, http.StatusUnauthorized, map[string]any{"code": 401, "error": "Unauthorized."})
		return
	}
	status, body := s.answer(r, fault)
	if fault == Cut {
		text, _ := json.Marshal(body)
		w.Header().Set("Content-Length", strconv.Itoa(len(text)+1))
		_, _ = w.Write(text[:len(text)/2])
		panic(http.ErrAbortHandler)
	}
	answer(w, status, body)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func missing(path string) (int, any) {
	return http.StatusNotFound, map[string]any{"code": 101, "error": "not there: " + path}
}

func (s *Standin) answer(r *http.Request, fault Fault) (int, any) {
	path, query := r.URL.Path, r.URL.Query()
	number := func(key string, fallback int) int {
		if n, err := strconv.Atoi(query.Get(key)); err == nil {
			return n
		}
		return fallback
	}
	if class, ok := strings.CutPrefix(path, "/1.1/scan/classes/"); ok {
		return s.scan(archive.Class(class), query.Get("where"), query.Get("cursor"), min(number("limit", 100), 1000))
	}
	if class, ok := strings.CutPrefix(path, "/1.1/classes/"); ok && query.Get("count") == "1" {
		return http.StatusOK, map[string]any{"count": len(s.rows[archive.Class(class)]), "results": []any{}}
	}
	if path == "/1.2/rtm/messages" {
		return s.messages(query.Get("timestamp"), query.Get("msgid"), min(number("limit", 100), 1000), fault)
	}
	parts := strings.Split(strings.TrimPrefix(path, "/1.2/rtm/"), "/")
	if len(parts) != 3 {
		return missing(path)
	}
	switch parts[2] {
	case "subscribers":
		return s.subscribers(parts[1], query.Get("client_id"), min(number("limit", 50), 50))
	case "blacklists":
		if parts[0] == "clients" {
			return s.list(archive.Blacklists, "client_id", parts[1], "conv_ids", number("limit", 10), number("next", 0))
		}
		return s.list(archive.Blacklists, "conv_id", parts[1], "client_ids", number("limit", 10), number("next", 0))
	case "permanent-silenceds":
		return s.list(archive.Silences, "conv_id", parts[1], "client_ids", number("limit", 10), number("next", 0))
	}
	return missing(path)
}

func (s *Standin) scan(class archive.Class, where, cursor string, limit int) (int, any) {
	rows, ok := s.rows[class]
	if !ok {
		return missing(string(class))
	}
	var since struct {
		UpdatedAt struct {
			From archive.Date `json:"$gte"`
		} `json:"updatedAt"`
	}
	if where != "" && json.Unmarshal([]byte(where), &since) != nil {
		return http.StatusBadRequest, map[string]any{"code": 107, "error": "malformed where"}
	}
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.id, b.id) })
	results, next := []any{}, any(nil)
	for _, r := range rows {
		if r.id <= cursor || r.updatedAt < int64(since.UpdatedAt.From) {
			continue
		}
		if len(results) == limit {
			next = results[limit-1].(map[string]any)["objectId"]
			break
		}
		results = append(results, r.fields)
	}
	return http.StatusOK, map[string]any{"results": results, "cursor": next}
}

// messages lists the newest first; a start is a place, itself left out.
func (s *Standin) messages(timestamp, id string, limit int, fault Fault) (int, any) {
	rows := s.rows[archive.Messages]
	from := 0
	if at, err := strconv.ParseInt(timestamp, 10, 64); err == nil {
		from = len(rows)
		for i, r := range rows {
			if r.timestamp < at || (r.timestamp == at && r.id > id) {
				from = i
				break
			}
		}
	}
	if fault == Overlapping {
		from = max(from-3, 0)
	}
	list := []any{}
	for _, r := range rows[from:min(from+limit, len(rows))] {
		list = append(list, r.fields)
		if fault == Repeating {
			list = append(list, r.fields)
		}
	}
	return http.StatusOK, list
}

func (s *Standin) subscribers(conversation, after string, limit int) (int, any) {
	list := []any{}
	rows := slices.Clone(s.rows[archive.Subscriptions])
	slices.SortFunc(rows, func(a, b row) int {
		return strings.Compare(a.fields["subscriber"].(string), b.fields["subscriber"].(string))
	})
	for _, r := range rows {
		if r.fields["conv_id"] == conversation && r.fields["subscriber"].(string) > after && len(list) < limit {
			list = append(list, r.fields)
		}
	}
	return http.StatusOK, list
}

func (s *Standin) list(class archive.Class, of, id, key string, limit, from int) (int, any) {
	var all []any
	for _, r := range s.rows[class] {
		if r.fields[of] == id {
			list, _ := r.fields[key].([]any)
			all = append(all, list...)
		}
	}
	body := map[string]any{key: all[min(from, len(all)):min(from+limit, len(all))]}
	if from+limit < len(all) {
		body["next"] = strconv.Itoa(from + limit)
	}
	return http.StatusOK, body
}
