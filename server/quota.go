package server

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"imclient/core/wire"
)

// The rates of clients and back ends are counted by the minute, on each node by
// itself (docs/protocol.md, Limits).

// quota is what a limit on the rate of back ends' calls is about.
type quota int

const (
	messageQuota    quota = iota // messages, edits and recalls
	subscriberQuota              // messages to all subscribers
	broadcastQuota               // broadcasts to all users
)

// rates counts what is done, by key and minute.
type rates struct {
	mu      sync.Mutex
	minute  int64
	counted map[rateKey]int
}

type rateKey struct {
	name string // of the client or the app
	kind int
}

// spend counts one more and says whether it is still within limit; if not, after
// how long it will be. A limit of 0 is none.
func (r *rates) spend(key rateKey, limit int, now time.Time) (wait time.Duration, ok bool) {
	if limit <= 0 {
		return 0, true
	}
	minute := now.Unix() / 60
	r.mu.Lock()
	defer r.mu.Unlock()
	if minute != r.minute || r.counted == nil {
		r.minute, r.counted = minute, make(map[rateKey]int)
	}
	if r.counted[key] >= limit {
		return time.Unix((minute+1)*60, 0).Sub(now), false
	}
	r.counted[key]++
	return 0, true
}

// spent says whether there have been limit of key in this minute.
func (r *rates) spent(key rateKey, limit int, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return now.Unix()/60 == r.minute && r.counted[key] >= limit
}

// spend counts a call, and refuses it with the status 429 when there have been too
// many in this minute.
func (c *restCall) spend(q quota) error {
	l := c.srv.options.Limits
	limit := map[quota]int{messageQuota: l.RESTMessageRate, subscriberQuota: l.RESTSubscriberRate, broadcastQuota: l.RESTBroadcastRate}[q]
	wait, ok := c.srv.restRates.spend(rateKey{c.app.ID, int(q)}, limit, c.srv.clock.Now())
	if ok {
		return nil
	}
	c.w.Header().Set("Retry-After", strconv.Itoa(max(1, int((wait+time.Second-1)/time.Second))))
	return refuseRESTf(http.StatusTooManyRequests, http.StatusTooManyRequests, "at most %d of these calls a minute", limit)
}

// spend counts a command of the client, and refuses it when there have been too
// many in this minute. What has no answer is not counted.
func (r *request) spend(at operation) error {
	l := r.srv.options.Limits
	limit, kind := l.CommandRate, int(at.cmd)<<16|int(at.op)
	switch at.cmd {
	case wire.CommandAck, wire.CommandRead:
		return nil
	case wire.CommandDirect:
		limit, kind = l.MessageRate, int(at.cmd)<<16
	case wire.CommandLogs:
		limit, kind = l.HistoryRate, int(at.cmd)<<16
	}
	client := r.clientID()
	if limit <= 0 || client == "" || !isClientID(client) || r.srv.app(r.appID()) == nil {
		return nil // what is no login is refused as such, and takes no memory here
	}
	key := rateKey{strconv.Itoa(len(r.appID())) + ":" + r.appID() + client, kind}
	if _, ok := r.srv.rates.spend(key, limit, r.srv.clock.Now()); !ok {
		return refusef(MessageSentQuotaExceeded, "at most %d of these a minute", limit)
	}
	return nil
}
