package pull

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"imclient/server/archive"
)

// Options say what is fetched, and where to.
type Options struct {
	// URL is the address of the API, such as https://xxxxxxxx.api.lncldglobal.com.
	URL string
	App string
	// Key is the master key. It goes into a header and nowhere else.
	Key string
	// Dir is the directory to write to; it is created.
	Dir string
	// Skip lists steps that are left out (Steps).
	Skip []string
	// Parallel is how many requests are made at a time where each conversation takes
	// one; 4 by default.
	Parallel int
	// Attempts is how often a call is made before the pull gives up; 10 by default. Over
	// the rate limit it never gives up.
	Attempts int
	// Insecure allows plain HTTP to other machines.
	Insecure bool
	// Progress is told now and then how far a step is; of is 0 where that is not known.
	// May be nil.
	Progress func(step string, done, of int64)
	// Wait is told when the pull has to wait, and why. May be nil.
	Wait func(reason string, d time.Duration)
	// Sleep waits; the system's clock by default.
	Sleep func(context.Context, time.Duration) error
}

// Report says what a pull has fetched.
type Report struct {
	Run   int              `json:"run"`
	Steps map[string]*step `json:"steps"`
	// Requests were made, Retries of them again.
	Requests int64 `json:"requests"`
	Retries  int64 `json:"retries"`
}

type puller struct {
	options Options
	ctx     context.Context
	client  *client
	state   *state
	known   *directory
}

// Steps are the things that a pull fetches, in order.
var Steps = []string{"_Conversation", "_ConversationMemberInfo", "_User", "_File", "_SysMessage", "subscriptions", "blacklists",
	"silences", "client-blacklists", "messages"}

func newPuller(ctx context.Context, o Options) (*puller, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("%q is not of the form https://host", o.URL)
	}
	if u.Scheme == "http" && !o.Insecure && !isLocal(u.Hostname()) {
		return nil, errors.New("plain HTTP would show the master key to everybody on the way: use https")
	}
	if o.Key == "" {
		return nil, errors.New("the master key is missing")
	}
	if o.Parallel <= 0 {
		o.Parallel = 4
	}
	if o.Attempts <= 0 {
		o.Attempts = 10
	}
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	if o.Wait == nil {
		o.Wait = func(string, time.Duration) {}
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	p := &puller{options: o, ctx: ctx}
	p.client = &client{base: strings.TrimRight(o.URL, "/"), app: o.App, key: o.Key, http: newHTTP(), sleep: o.Sleep, attempts: o.Attempts, wait: o.Wait}
	return p, nil
}

func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Pull fetches what is not there yet. It blocks until the end; when it fails, the next
// call goes on where it was.
func Pull(ctx context.Context, o Options) (*Report, error) {
	p, err := newPuller(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("pull: %w", err)
	}
	defer p.client.http.CloseIdleConnections()
	if err := p.run(); err != nil {
		return nil, fmt.Errorf("pull: %w", err)
	}
	return &Report{Run: p.state.Run, Steps: p.state.Steps, Requests: p.client.requests.Load(), Retries: p.client.retries.Load()}, nil
}

func (p *puller) run() error {
	if err := os.MkdirAll(p.options.Dir, 0o700); err != nil {
		return err
	}
	s, err := loadState(p.options.Dir)
	if err != nil {
		return err
	}
	if s == nil {
		s = &state{URL: p.client.base, App: p.options.App, Run: 1, Steps: map[string]*step{}}
	} else if s.App != p.options.App {
		return fmt.Errorf("%s has what was pulled of app %s: use another directory", p.options.Dir, s.App)
	} else {
		s.next(p.options.Skip)
	}
	p.state = s
	run := map[string]func(*output) error{
		"subscriptions": p.subscriptions, "blacklists": p.blacklists, "silences": p.silences,
		"client-blacklists": p.clientBlacklists, "messages": p.messages,
		"_ConversationMemberInfo": p.memberInfos,
	}
	for _, name := range Steps {
		if slices.Contains(p.options.Skip, name) {
			continue
		}
		class := archive.Class(name)
		if name == "client-blacklists" {
			class = archive.Blacklists
		}
		do := run[name]
		if do == nil {
			do = p.scan
		}
		if err := p.step(name, class, do); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (p *puller) step(name string, class archive.Class, do func(*output) error) error {
	o, err := p.open(name, class)
	if err != nil {
		return err
	}
	if !o.step.Done {
		err = do(o)
	}
	return errors.Join(err, o.close())
}

// isMissing says that the server has no such class.
func isMissing(err error) (why string, ok bool) {
	refused, ok := errors.AsType[*apiError](err)
	if !ok || refused.Status == http.StatusUnauthorized {
		return "", false
	}
	return refused.Error(), true
}

// The codes for features that are switched off.
const (
	codeNoMemberInfos = 4325
	codeNoBlacklist   = 4544
)

// isOff says that the app does not use what a call is about.
func isOff(err error) (why string, ok bool) {
	refused, ok := errors.AsType[*apiError](err)
	if !ok || (refused.Code != codeNoMemberInfos && refused.Code != codeNoBlacklist && refused.Status != http.StatusMethodNotAllowed) {
		return "", false
	}
	return refused.Error(), true
}
