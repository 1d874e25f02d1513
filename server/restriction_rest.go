package server

import (
	"net/http"
	"time"

	"imclient/server/store"
)

// defaultRESTPage is how many clients a page of a list has unless the call says.
const defaultRESTPage = 10

// silenceChange silences clients, with DELETE lets them send again.
func (c *restCall) silenceChange() (any, error) {
	clients, err := c.clients()
	if err != nil {
		return nil, err
	}
	_, err = c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (e effects, err error) {
		_, e.notices, err = c.caller().restrict(tx, row, clients, silencing, c.r.Method == http.MethodDelete)
		if err == nil {
			err = keep(tx, row.App, e.notices)
		}
		return e, err
	}, nil)
	return nothing(err)
}

func (c *restCall) silenceList() (any, error) { return c.restrictedList(store.Silenced) }

// blacklistChange blocks clients, with DELETE lets them come again.
func (c *restCall) blacklistChange() (any, error) {
	if c.app.NoBlacklist {
		return nil, refuse(BlacklistFeatureDisabled)
	}
	clients, err := c.clients()
	if err != nil {
		return nil, err
	}
	end := c.r.Method == http.MethodDelete
	var o *outcome
	_, err = c.change(c.path("id"), func(tx store.Tx, row *store.Conversation) (e effects, err error) {
		o, e.removed, e.notices, err = c.caller().blockClients(tx, row, clients, end)
		return e, err
	}, func(row *store.Conversation) { c.srv.expel(c.app, row, o, end) })
	return nothing(err)
}

func (c *restCall) blacklistList() (any, error) {
	if c.app.NoBlacklist {
		return nil, refuse(BlacklistFeatureDisabled)
	}
	return c.restrictedList(store.Blocked)
}

func (c *restCall) restrictedList(kind store.Restriction) (any, error) {
	limit, err := c.queryNumber("limit", defaultRESTPage)
	if err != nil {
		return nil, err
	}
	limit = min(limit, maxRestrictedPage+1) // which is refused
	clients, next, err := c.caller().restrictedPage(c.path("id"), kind, int32(limit), true, c.query("next"))
	if err != nil {
		return nil, err
	}
	return page("client_ids", clients, next), nil
}

// page is an answer with a part of a list; next is left out at the end.
func page(name string, list []string, next string) map[string]any {
	answer := map[string]any{name: orEmpty(list)}
	if next != "" {
		answer["next"] = next
	}
	return answer
}

// maxTemporarySilence is the longest silence that ends by itself.
const maxTemporarySilence = 24 * time.Hour

// temporarySilence keeps one client from sending for ttl seconds, with DELETE lets
// it send again. Nobody is told: no client could have asked for it, and none knows
// a notice of it.
func (c *restCall) temporarySilence() (any, error) {
	var body struct {
		Client       string `json:"client_id"`
		Conversation string `json:"conv_id"`
		TTL          *int64 `json:"ttl"`
	}
	if err := c.body(&body); err != nil {
		return nil, err
	}
	client, id := body.Client, c.path("id")
	if client == "" {
		client = c.query("client_id")
	}
	if id == "" {
		if id = body.Conversation; id == "" {
			id = c.query("conv_id")
		}
	}
	if _, err := c.caller().targets([]string{client}); err != nil {
		return nil, err
	}
	life := time.Duration(0)
	if c.r.Method == http.MethodPost {
		if body.TTL == nil || *body.TTL < 1 || *body.TTL > int64(maxTemporarySilence/time.Second) {
			return nil, refusef(ConversationAPIFailed, "ttl is not in the range of 1 to %d seconds", maxTemporarySilence/time.Second)
		}
		life = time.Duration(*body.TTL) * time.Second
	}
	_, err := c.change(id, func(tx store.Tx, row *store.Conversation) (effects, error) {
		until := int64(0)
		if life > 0 {
			until = c.srv.clock.Now().Add(life).UnixMilli()
		}
		return effects{}, tx.SilenceUntil(row.App, row.ID, client, until)
	}, nil)
	return nothing(err)
}
