package server

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"imclient/server/blob"
	"imclient/server/bus"
	"imclient/server/bus/local"
	"imclient/server/store"
	"imclient/server/store/sqlite"
)

// Server serves the RTM protocol. Make one with New.
type Server struct {
	options Options
	node    string                          // tells nodes apart
	loading sync.Mutex                      // held while apps are loaded
	apps    atomic.Pointer[map[string]*app] // replaced as a whole
	// onlyDevelopment: the options give no apps.
	onlyDevelopment bool
	store           store.Store
	files           blob.Store
	uploads         chan struct{} // has an element for each upload that runs
	checkup         checkup
	purge           purge
	beat            beat
	bus             bus.Bus
	sequence        *sequencer
	log             *slog.Logger
	clock           Clock
	tokenKey        []byte
	handler         http.Handler
	temporary       string // directory to remove at the end
	cancelBus       func()
	startedAt       time.Time

	metrics       *metrics
	leaving       atomic.Bool // new clients should go elsewhere
	draining      atomic.Bool // clients are being sent away, new ones refused
	sessionIDs    atomic.Uint64
	restRates     rates // of back ends
	addresses     addresses
	loginFailures rates
	rates         rates // of clients
	// dropped counts, by priority, the messages that slow receivers did not get.
	dropped [lowPriority + 1]atomic.Int64

	hooks hookState

	mu    sync.Mutex
	conns map[*conn]struct{} // nil once Shutdown has begun
	open  sync.WaitGroup     // connections that are being served
}

// New opens what the options ask for and returns a server that is ready to
// serve. It blocks while the store is opened; it fails when an app has no id or
// is there twice, PublicURL is no URL, or the store cannot be opened.
func New(o Options) (*Server, error) {
	onlyDevelopment := len(o.Apps) == 0
	o = o.withDefaults()
	s := &Server{
		node:            rand.Text(),
		onlyDevelopment: onlyDevelopment,
		options:         o,
		log:             o.Logger,
		clock:           o.Clock,
		conns:           make(map[*conn]struct{}),
		uploads:         make(chan struct{}, maxUploads),
		startedAt:       o.Clock.Now(),
	}
	s.hooks.init()
	s.beat.srv = s
	if err := s.checkApps(); err != nil {
		return nil, err
	}
	if o.PublicURL != "" {
		u, err := url.Parse(o.PublicURL)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return nil, fmt.Errorf("server: public URL %q is not of the form https://host", o.PublicURL)
		}
	}
	s.metrics = newMetrics(s)
	if err := s.openStore(); err != nil {
		return nil, err
	}
	key, err := s.store.Secret(context.Background(), "session-token")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("server: session token key: %w", err), s.closeStore())
	}
	s.tokenKey = key
	if err := s.loadApps(context.Background()); err != nil {
		return nil, errors.Join(err, s.closeStore())
	}
	if err := s.openFiles(); err != nil {
		return nil, errors.Join(err, s.closeStore())
	}
	s.sequence = newSequencer(s)
	s.bus = o.Bus
	if s.bus == nil {
		s.bus = local.New()
	}
	cancelEvents, cancelQuestions := s.bus.Subscribe(s.sequence.deliver), s.bus.Answer(s.answer)
	cancelLost := s.bus.Lost((&resync{srv: s}).lost)
	s.cancelBus = func() { cancelLost(); cancelEvents(); cancelQuestions() }
	if o.Bus != nil {
		if err := s.sequence.begin(context.Background()); err != nil {
			s.cancelBus()
			s.sequence.end()
			return nil, errors.Join(err, s.closeFiles(), s.closeStore())
		}
	}
	s.startPurge()
	// Sessions of different nodes are told apart by their ids.
	var base [8]byte
	_, _ = rand.Read(base[:4])
	s.sessionIDs.Store(binary.BigEndian.Uint64(base[:]))
	s.handler = s.routes()
	if o.Bus != nil {
		s.beat.start()
	}
	return s, nil
}

func (s *Server) openStore() (err error) {
	if s.store = s.options.Store; s.store != nil {
		return nil
	}
	if s.options.OpenStore != nil {
		if s.store, err = s.options.OpenStore(s.clock.Now, s.metrics.committed); err != nil {
			return fmt.Errorf("server: %w", err)
		}
		return nil
	}
	dir := s.options.DataDir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "imserver-"); err != nil {
			return fmt.Errorf("server: %w", err)
		}
		s.temporary = dir
	}
	if s.store, err = sqlite.Open(dir, sqlite.Options{Now: s.clock.Now, Observe: s.metrics.committed}); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

func (s *Server) closeStore() error {
	err := s.store.Close()
	if s.temporary != "" {
		err = errors.Join(err, os.RemoveAll(s.temporary))
	}
	return err
}

// BusState says how the connection to other nodes is doing.
func (s *Server) BusState() bus.State { return s.bus.State() }

// Handler serves everything: WebSocket, REST and the web files.
func (s *Server) Handler() http.Handler { return s.handler }

// Shutdown refuses new connections, tells those that are open to come back
// later (close code 1001) once what they have sent is answered, waits until they
// are gone and the hooks have been told of everything, and closes the store.
// Connections that are still there when ctx ends are cut; hooks then have no more
// than Timeouts.Hook for what they were not told yet. It returns ctx's error, and
// the server is closed all the same. What was acknowledged is on disk.
// It is called once.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	conns := s.conns
	s.conns = nil
	s.mu.Unlock()
	s.leaving.Store(true)
	s.beat.leave()
	s.draining.Store(true)
	for c := range conns {
		go c.retire()
	}
	gone := make(chan struct{})
	go func() {
		s.open.Wait()
		close(gone)
	}()
	var err error
	select {
	case <-gone:
	case <-ctx.Done():
		err = ctx.Err()
		s.hooks.cancelAsking()
		for c := range conns {
			c.kill()
		}
		<-gone
	}
	s.stopPurge()
	s.hooks.cancelAsking()
	if err != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), s.options.Timeouts.Hook)
		defer cancel()
	}
	err = errors.Join(err, s.drainHooks(ctx))
	s.cancelBus()
	s.sequence.end()
	return errors.Join(err, s.closeFiles(), s.closeStore(), s.bus.Close())
}

// admit counts a connection in, unless the server is shutting down.
func (s *Server) admit(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conns == nil || s.draining.Load() {
		return false
	}
	s.conns[c] = struct{}{}
	s.metrics.opened.Add(1)
	s.open.Add(1)
	return true
}

func (s *Server) dismiss(c *conn) {
	s.addresses.leave(addressOf(c.remote))
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	s.open.Done()
}
