package native

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"imclient/core"
)

// State is what a Realtime's connection is up to.
type State = core.State

// Realtime is the connection of one app to its server, shared by the clients
// that log in through it. It connects when the first client logs in, and
// connects anew whenever the connection is lost, by itself: after 1 second,
// then twice as long each time, up to 5 minutes.
//
// All methods may be called from any goroutine, also from handlers.
type Realtime struct {
	core     *core.Realtime
	loop     *loop
	host     *host
	events   *dispatcher
	handlers handlers
	catchUp  CatchUp

	clients []*Client      // in the order of login; the loop's
	logins  map[string]int // logins under way, by client id; the loop's
	calls   core.CallID    // the last one given out; the loop's
	failure error          // why the loop ended, if not by Close; set before it is done

	quiet chan struct{} // closed when sockets, fetches and signers have ended
	done  chan struct{} // closed when also the last handler has returned
}

// New makes a Realtime. It does not connect yet. A bad option is an
// *ArgumentError. Close must be called when it is no longer needed.
func New(o Options) (*Realtime, error) {
	log := o.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	client, own := o.HTTPClient, (*http.Transport)(nil)
	if client == nil {
		own = newTransport()
		client = &http.Client{Transport: own}
	}
	rt := &Realtime{
		host:     newHost(client, userAgent(o), log),
		events:   newDispatcher(log),
		logins:   make(map[string]int),
		handlers: handlers{ended: make(chan struct{})},
		catchUp:  o.CatchUp,
		quiet:    make(chan struct{}),
		done:     make(chan struct{}),
	}
	rt.loop = newLoop(rt.handOver, rt.fail)
	c, err := core.New(rt.host, o.core())
	if err != nil {
		return nil, fmt.Errorf("imclient: %w", err)
	}
	rt.core = c
	rt.host.loop, rt.host.core = rt.loop, c

	go rt.loop.run()
	go func() {
		<-rt.loop.done
		rt.events.close()
		rt.host.running.Wait()
		if own != nil {
			own.CloseIdleConnections()
		}
		close(rt.quiet)
	}()
	go func() {
		rt.events.run()
		close(rt.handlers.ended)
		<-rt.quiet
		close(rt.done)
	}()
	return rt, nil
}

func newTransport() *http.Transport {
	if t, ok := http.DefaultTransport.(*http.Transport); ok {
		return t.Clone()
	}
	return &http.Transport{Proxy: http.ProxyFromEnvironment}
}

func userAgent(o Options) string {
	if o.UserAgent != "" {
		return o.UserAgent
	}
	return "imclient/" + core.Version
}

// Close logs every client out and ends everything: calls that wait fail with
// ErrClosed, the connection is hung up. It waits until the connection is
// closed, a second at most. What handlers have not seen yet they still see;
// Close does not wait for them, so that they may call it. Closing again does
// nothing.
func (rt *Realtime) Close() error {
	rt.loop.post(context.Background(), rt.shutDown)
	<-rt.loop.done
	bound := time.NewTimer(closeGrace)
	defer bound.Stop()
	select {
	case <-rt.quiet:
	case <-bound.C:
	}
	return nil
}

// Done is closed when a closed Realtime has nothing running any more, not even
// a handler.
func (rt *Realtime) Done() <-chan struct{} { return rt.done }

// State tells what the connection is up to now.
func (rt *Realtime) State() State {
	var state State
	rt.loop.do(func() { state = rt.core.State() })
	return state
}

// Retry connects at once instead of after the delay that Scheduled announced.
// It is an error when the Realtime is not waiting to connect anew.
func (rt *Realtime) Retry() error {
	var err error
	rt.loop.do(func() { err = rt.core.Retry() })
	return err
}

// Pause closes the connection until Resume, for a program that knows that
// there is no network. Clients stay logged in; calls fail with ErrNotConnected
// meanwhile, and so do those that wait, unless they are sent again when it is back
// (see Options.NoResend). It does nothing before the first connection.
func (rt *Realtime) Pause() { rt.loop.do(func() { rt.core.Pause() }) }

// Resume ends a Pause: it connects anew, at once.
func (rt *Realtime) Resume() { rt.loop.do(func() { rt.core.Resume() }) }

// Nudge says that the network may have changed, or that the machine has slept:
// whether the server is still there is found out now, and a delay before an
// attempt to connect anew ends. Programs that know nothing of this need not call
// it. It does not end a Pause.
func (rt *Realtime) Nudge() { rt.loop.do(func() { rt.core.Nudge() }) }

func (rt *Realtime) handlerList() *handlers { return &rt.handlers }

// shutDown is the last task of the loop.
func (rt *Realtime) shutDown() {
	rt.core.Close()
	rt.end()
}

// fail is shutDown for a core that has panicked.
func (rt *Realtime) fail(err error) {
	rt.failure = err
	rt.host.log.Error("imclient: the client failed and was closed", "error", err)
	for _, step := range []func(){rt.core.Close, rt.handOver, rt.end} {
		func() {
			defer func() { _ = recover() }()
			step()
		}()
	}
}

// end gives back what the core has left, in the loop's last turn.
func (rt *Realtime) end() {
	rt.host.stop()
	rt.handOver()
	for _, c := range slices.Clone(rt.clients) {
		rt.events.push(rt.toLast(nil, c.core, func(c *Client) Event { return ClientClosed{Client: c} }))
	}
	rt.loop.stop()
}

// cause tells why calls fail once the loop is over.
func (rt *Realtime) cause() error {
	var failure error
	rt.loop.do(func() { failure = rt.failure })
	if failure != nil {
		return failure
	}
	return ErrClosed
}
