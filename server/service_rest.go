package server

import (
	"net/http"
)

// maxServiceBody bounds the body of a call about service conversations.
const maxServiceBody = 1 << 20

// maxServiceReceivers is how many users one message may go to.
const maxServiceReceivers = 20

// restMaster is restApp for calls that take the master key.
func (s *Server) restMaster(w http.ResponseWriter, r *http.Request) *app {
	a, master := s.restApp(w, r)
	if a != nil && !master {
		s.refuseREST(w, r, http.StatusForbidden, "the master key is required")
		return nil
	}
	return a
}

// serviceBroadcast sends to all subscribers, serviceSend to single users.
func (s *Server) serviceBroadcast(w http.ResponseWriter, r *http.Request) {
	s.serviceMessage(w, r, false)
}

func (s *Server) serviceSend(w http.ResponseWriter, r *http.Request) { s.serviceMessage(w, r, true) }

func (s *Server) serviceMessage(w http.ResponseWriter, r *http.Request, single bool) {
	a := s.restMaster(w, r)
	if a == nil {
		return
	}
	var body struct {
		From      string   `json:"from_client"`
		To        []string `json:"to_clients"`
		Message   string   `json:"message"`
		Transient bool     `json:"transient"`
	}
	if !s.readBody(w, r, maxServiceBody, &body) {
		return
	}
	switch {
	case !single:
		body.To = nil
	case len(body.To) == 0 || len(body.To) > maxServiceReceivers:
		s.refuseREST(w, r, http.StatusBadRequest, "to_clients has to list 1 to 20 clients")
		return
	}
	id, timestamp, err := s.SendServiceMessage(r.Context(), a.ID, r.PathValue("id"), ServiceMessage{
		From: body.From, Data: []byte(body.Message), To: body.To, Transient: body.Transient,
	})
	if err != nil {
		s.answerError(w, r, err)
		return
	}
	// Both shapes of the answer are in use.
	sent := map[string]any{"msg-id": id, "timestamp": timestamp}
	writeJSON(w, http.StatusOK, map[string]any{"msg-id": id, "timestamp": timestamp, "result": sent})
}
