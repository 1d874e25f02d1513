package server

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"imclient/server/store"
)

// ControlHandler is AdminHandler and what changes things: the apps and their keys, who
// is online, and kicking. Nobody is asked who they are, so it belongs on a socket that
// only the operator can open.
func (s *Server) ControlHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", s.AdminHandler())
	mux.HandleFunc("GET /apps", s.controlApps)
	mux.HandleFunc("POST /apps", s.controlAppAdd)
	mux.HandleFunc("PUT /apps/{id}", s.controlAppChange)
	mux.HandleFunc("DELETE /apps/{id}", s.controlAppDelete)
	mux.HandleFunc("GET /sessions", s.controlSessions)
	mux.HandleFunc("POST /kick", s.controlKick)
	mux.HandleFunc("GET /stats", s.controlStats)
	return mux
}

// ControlApp is an app as the control handler shows it.
type ControlApp struct {
	ID        string `json:"id"`
	Key       string `json:"key,omitempty"`
	MasterKey string `json:"masterKey,omitempty"`
	// Source is "configuration" or "database".
	Source string `json:"source"`
	// PreviousUntil is until when the master key before this one is good, in milliseconds
	// since 1970; 0 if there is none, or no end.
	PreviousUntil int64 `json:"previousUntil,omitempty"`
	Disabled      bool  `json:"disabled"`
	Sessions      int   `json:"sessions"`
}

// ControlSession is one who is online.
type ControlSession struct {
	App    string `json:"app"`
	Client string `json:"client"`
	Tag    string `json:"tag,omitempty"`
	Remote string `json:"remote"`
}

// ControlChange is what PUT /apps/{id} does.
type ControlChange struct {
	RotateKey       bool `json:"rotateKey,omitempty"`
	RotateMasterKey bool `json:"rotateMasterKey,omitempty"`
	// Keep is for how many seconds the master key that is replaced is good beside the new
	// one; 0: no more.
	Keep     int64 `json:"keep,omitempty"`
	Disabled *bool `json:"disabled,omitempty"`
}

func (s *Server) controlApps(w http.ResponseWriter, r *http.Request) {
	var stored []store.App
	err := s.store.View(r.Context(), func(v store.Reader) (err error) {
		stored, err = v.Apps()
		return err
	})
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	list := []ControlApp{}
	for _, a := range s.options.Apps {
		if s.app(a.ID) != nil && (s.isConfigured(a.ID) || s.ServesDevelopmentApp()) {
			list = append(list, ControlApp{ID: a.ID, Key: a.Key, MasterKey: a.MasterKey, Source: "configuration"})
		}
	}
	for _, a := range stored {
		if !s.isConfigured(a.ID) {
			list = append(list, ControlApp{ID: a.ID, Key: a.Key, MasterKey: a.MasterKey, Source: "database", Disabled: a.Disabled, PreviousUntil: a.PreviousUntil})
		}
	}
	for i := range list {
		if a := s.app(list[i].ID); a != nil {
			list[i].Sessions = a.hub.size()
		}
		if r.URL.Query().Get("keys") == "" {
			list[i].Key, list[i].MasterKey = "", ""
		}
	}
	writeJSON(w, http.StatusOK, list)
}

// maxControlBody is far above what any call needs, in bytes.
const maxControlBody = 64 << 10

func readControl(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxControlBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		writeError(w, http.StatusBadRequest, 1, "the body is not what it should be: "+err.Error())
		return false
	}
	return true
}

// controlAppAdd adds an app; what is left out is made up.
func (s *Server) controlAppAdd(w http.ResponseWriter, r *http.Request) {
	var given struct {
		ID        string `json:"id"`
		Key       string `json:"key"`
		MasterKey string `json:"masterKey"`
	}
	if !readControl(w, r, &given) {
		return
	}
	a := store.App{ID: or(given.ID, rand.Text()), Key: or(given.Key, rand.Text()), MasterKey: or(given.MasterKey, rand.Text())}
	if err := checkKeys(a.Key, a.MasterKey, ""); err != nil {
		writeError(w, http.StatusBadRequest, 1, err.Error())
		return
	}
	if s.isConfigured(a.ID) {
		writeError(w, http.StatusConflict, 1, "app "+strconv.Quote(a.ID)+" is in the configuration")
		return
	}
	err := s.changeApps(r.Context(), func(tx store.Tx) error {
		a.CreatedAt = tx.Now()
		a.UpdatedAt = a.CreatedAt
		return tx.CreateApp(a)
	})
	s.answerApp(w, r, a, err)
}

// maxKeep is how long a replaced master key may be good, in seconds.
const maxKeep = 90 * 24 * 60 * 60

// controlAppChange changes keys, or switches an app off or on. Old keys and signatures
// made with an old master key are worth nothing from then on, or after Keep; sessions go
// on.
func (s *Server) controlAppChange(w http.ResponseWriter, r *http.Request) {
	var change ControlChange
	if !readControl(w, r, &change) || !s.mayChange(w, r) {
		return
	}
	if change.Keep < 0 || change.Keep > maxKeep || (change.Keep > 0 && !change.RotateMasterKey) {
		writeError(w, http.StatusBadRequest, 1, "keep is for a master key that is replaced, and for at most 90 days")
		return
	}
	key, masterKey := rand.Text(), rand.Text()
	var changed store.App
	err := s.changeApps(r.Context(), func(tx store.Tx) error {
		apps, err := tx.Apps()
		if err != nil {
			return err
		}
		at := slices.IndexFunc(apps, func(a store.App) bool { return a.ID == r.PathValue("id") })
		if at < 0 {
			return store.ErrNotFound
		}
		changed = apps[at]
		if change.RotateKey {
			changed.Key = key
		}
		if change.RotateMasterKey {
			changed.PreviousMasterKey, changed.PreviousUntil = "", 0
			if change.Keep > 0 {
				changed.PreviousMasterKey, changed.PreviousUntil = changed.MasterKey, s.clock.Now().UnixMilli()+change.Keep*1000
			}
			changed.MasterKey = masterKey
		}
		if change.Disabled != nil {
			changed.Disabled = *change.Disabled
		}
		changed.UpdatedAt = tx.Now()
		return tx.UpdateApp(changed)
	})
	s.answerApp(w, r, changed, err)
}

// controlAppDelete forgets an app. What its users wrote stays in the store, and is there
// again when an app of that id is added.
func (s *Server) controlAppDelete(w http.ResponseWriter, r *http.Request) {
	if s.mayChange(w, r) {
		err := s.changeApps(r.Context(), func(tx store.Tx) error { return tx.DeleteApp(r.PathValue("id")) })
		s.answerApp(w, r, store.App{ID: r.PathValue("id")}, err)
	}
}

func (s *Server) mayChange(w http.ResponseWriter, r *http.Request) bool {
	if s.isConfigured(r.PathValue("id")) {
		writeError(w, http.StatusConflict, 1, "app "+strconv.Quote(r.PathValue("id"))+" is in the configuration: change it there")
		return false
	}
	return true
}

func (s *Server) answerApp(w http.ResponseWriter, r *http.Request, a store.App, err error) {
	switch {
	case errors.Is(err, store.ErrNotFound):
		writeError(w, http.StatusNotFound, 1, "no app "+strconv.Quote(r.PathValue("id")))
	case errors.Is(err, store.ErrExists):
		writeError(w, http.StatusConflict, 1, "app "+strconv.Quote(a.ID)+" is there already")
	case err != nil:
		s.failREST(w, r, err)
	default:
		s.log.Info("app changed by the operator", "app", a.ID, "method", r.Method)
		writeJSON(w, http.StatusOK, ControlApp{ID: a.ID, Key: a.Key, MasterKey: a.MasterKey, Source: "database", Disabled: a.Disabled, PreviousUntil: a.PreviousUntil})
	}
}

// controlSessions lists who is online on this node, of one app or of all.
func (s *Server) controlSessions(w http.ResponseWriter, r *http.Request) {
	list := []ControlSession{}
	for id, a := range *s.apps.Load() {
		if only := r.URL.Query().Get("app"); only != "" && only != id {
			continue
		}
		for _, session := range a.hub.everybody() {
			list = append(list, ControlSession{App: id, Client: session.client, Tag: session.tag, Remote: session.conn.ip})
		}
	}
	slices.SortFunc(list, func(a, b ControlSession) int {
		return slices.Compare([]string{a.App, a.Client, a.Tag, a.Remote}, []string{b.App, b.Client, b.Tag, b.Remote})
	})
	writeJSON(w, http.StatusOK, list)
}

func (s *Server) controlKick(w http.ResponseWriter, r *http.Request) {
	var given struct {
		App    string `json:"app"`
		Client string `json:"client"`
		Reason string `json:"reason"`
	}
	if !readControl(w, r, &given) {
		return
	}
	a := s.app(given.App)
	if a == nil {
		writeError(w, http.StatusNotFound, 1, "no app "+strconv.Quote(given.App))
		return
	}
	n := len(a.hub.sessions(given.Client))
	if err := s.kick(a, given.Client, or(given.Reason, KickedByApp.String())); err != nil {
		s.failREST(w, r, err)
		return
	}
	s.log.Info("kicked by the operator", "app", given.App, "client", shorten(given.Client), "sessions", n)
	writeJSON(w, http.StatusOK, map[string]int{"sessions": n})
}

func (s *Server) controlStats(w http.ResponseWriter, _ *http.Request) {
	m, sessions := s.metrics, 0
	for _, a := range *s.apps.Load() {
		sessions += a.hub.size()
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"connections": len(s.connections()), "sessions": sessions, "messages": m.messages.Load(),
		"deliveries": m.deliveries.Load(), "slowConnections": m.slow.Load(), "internalErrors": m.internal.Load(),
		"draining": s.draining.Load(),
	})
}
