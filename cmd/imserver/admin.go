package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"text/tabwriter"
	"time"

	"imclient/cmd/imserver/internal/config"
	"imclient/server"
)

const adminUsage = `usage: imserver admin [flags of serve] COMMAND

  apps list [keys]           the apps that are served; with their keys
  apps add [ID]              add an app and show its new keys
  apps rotate ID key         give an app a new key: key, master-key or both
  apps rotate ID key keep T  the old master key is good beside the new one for T, such as 24h
  apps disable ID            serve an app no more; its clients are sent off
  apps enable ID             serve it again
  apps delete ID             forget an app; what its users wrote stays
  sessions [APP]             who is online
  kick APP CLIENT [REASON]   end the sessions of a client
  stats                      a few numbers

It speaks to the running server through the socket in the data directory, which
only the server's own user can open, and works on the database itself when none
runs. Give it the --config or --data of the server.`

// admin is "imserver admin".
func admin(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	c, words, err := config.Load("imserver admin", "[flags of serve] COMMAND; see imserver admin help", args, os.Environ(), stderr)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return badUsage(stderr, adminUsage)
	}
	if words[0] == "help" {
		fmt.Fprintln(stdout, adminUsage)
		return flag.ErrHelp
	}
	call := adminCall(words)
	if call == nil {
		return badUsage(stderr, "imserver admin: %q is not understood\n%s", words, adminUsage)
	}
	o, err := openOperator(ctx, c, call.online)
	if err != nil {
		return err
	}
	o.out = stdout
	return errors.Join(call.run(o), o.close())
}

// call is an admin command with its arguments.
type call struct {
	online bool // needs a running server
	run    func(*operator) error
}

// adminCall returns nil for what is not understood.
func adminCall(words []string) *call {
	arg := func(n int) string {
		if n < len(words) {
			return words[n]
		}
		return ""
	}
	n, id := len(words), arg(2)
	switch words[0] + " " + arg(1) {
	case "apps list":
		if n == 2 || (n == 3 && id == "keys") {
			return &call{run: func(o *operator) error { return o.listApps(n == 3) }}
		}
	case "apps add":
		if n <= 3 {
			return &call{run: func(o *operator) error { return o.app(http.MethodPost, "/apps", map[string]string{"id": id}) }}
		}
	case "apps rotate":
		what := map[string]server.ControlChange{"key": {RotateKey: true}, "master-key": {RotateMasterKey: true}, "both": {RotateKey: true, RotateMasterKey: true}}
		change, ok := what[arg(3)]
		if n == 6 && arg(4) == "keep" && change.RotateMasterKey {
			keep, err := time.ParseDuration(arg(5))
			change.Keep = int64(keep / time.Second)
			ok = err == nil && change.Keep > 0
		}
		if ok && (n == 4 || change.Keep > 0) {
			return &call{run: func(o *operator) error { return o.app(http.MethodPut, appPath(id), change) }}
		}
	case "apps disable", "apps enable":
		off := arg(1) == "disable"
		if n == 3 {
			return &call{run: func(o *operator) error { return o.change(id, server.ControlChange{Disabled: &off}, arg(1)+"d") }}
		}
	case "apps delete":
		if n == 3 {
			return &call{run: func(o *operator) error { return o.delete(id) }}
		}
	}
	switch {
	case words[0] == "sessions" && n <= 2:
		return &call{online: true, run: func(o *operator) error { return o.sessions(arg(1)) }}
	case words[0] == "kick" && (n == 3 || n == 4):
		return &call{online: true, run: func(o *operator) error { return o.kick(arg(1), arg(2), arg(3)) }}
	case words[0] == "stats" && n == 1:
		return &call{online: true, run: (*operator).stats}
	}
	return nil
}

func appPath(id string) string { return "/apps/" + url.PathEscape(id) }

// operator speaks to a server: one that runs, or one that is made for the purpose on
// the data of one that does not.
type operator struct {
	ctx    context.Context
	client *http.Client
	close  func() error
	out    io.Writer
}

func openOperator(ctx context.Context, c *config.Config, online bool) (*operator, error) {
	path := socketPath(c)
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}
	conn, err := dial(ctx, "", "")
	if path != "" && err == nil {
		conn.Close()
		transport := &http.Transport{DialContext: dial}
		return &operator{ctx: ctx, client: &http.Client{Transport: transport}, close: func() error {
			transport.CloseIdleConnections()
			return nil
		}}, nil
	}
	if online {
		return nil, fmt.Errorf("no server answers at %q: %w", path, err)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ECONNREFUSED) && path != "" {
		return nil, err
	}
	s, err := server.New(server.Options{Apps: c.Options.Apps, DataDir: c.Options.DataDir, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	return &operator{ctx: ctx, client: &http.Client{Transport: direct{s.ControlHandler()}}, close: func() error { return s.Shutdown(ctx) }}, nil
}

// direct hands requests to a handler in this process.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	a := &answer{header: make(http.Header), status: http.StatusOK}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	d.handler.ServeHTTP(a, r)
	return &http.Response{StatusCode: a.status, Status: http.StatusText(a.status), Header: a.header,
		Body: io.NopCloser(&a.body), Request: r}, nil
}

type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// ask makes a call; given and result may be nil.
func (o *operator) ask(method, path string, given, result any) error {
	var body bytes.Buffer
	if given != nil {
		if err := json.NewEncoder(&body).Encode(given); err != nil {
			return err
		}
	}
	r, err := http.NewRequestWithContext(o.ctx, method, "http://imserver"+path, &body)
	if err != nil {
		return err
	}
	response, err := o.client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		var refused struct{ Error string }
		if json.NewDecoder(response.Body).Decode(&refused) == nil && refused.Error != "" {
			return errors.New(refused.Error)
		}
		return errors.New(response.Status)
	}
	if result == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(result)
}

func (o *operator) table(head string, rows func(w io.Writer)) error {
	w := tabwriter.NewWriter(o.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, head)
	rows(w)
	return w.Flush()
}

func (o *operator) listApps(keys bool) error {
	path, head := "/apps", "APP\tFROM\tSTATE\tONLINE"
	if keys {
		path, head = path+"?keys=1", head+"\tKEY\tMASTER KEY"
	}
	var apps []server.ControlApp
	if err := o.ask(http.MethodGet, path, nil, &apps); err != nil {
		return err
	}
	return o.table(head, func(w io.Writer) {
		for _, a := range apps {
			state := "served"
			if a.Disabled {
				state = "disabled"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%d", a.ID, a.Source, state, a.Sessions)
			if keys {
				fmt.Fprintf(w, "\t%s\t%s", a.Key, a.MasterKey)
			}
			fmt.Fprintln(w)
		}
	})
}

// app makes a call that answers with an app, and shows its keys.
func (o *operator) app(method, path string, given any) error {
	var a server.ControlApp
	if err := o.ask(method, path, given, &a); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.out, "app         %s\nkey         %s\nmaster key  %s\n", a.ID, a.Key, a.MasterKey)
	if err == nil && a.PreviousUntil > 0 {
		_, err = fmt.Fprintf(o.out, "the old master key is good until %s\n", time.UnixMilli(a.PreviousUntil).Format(time.RFC3339))
	}
	return err
}

func (o *operator) change(id string, change server.ControlChange, done string) error {
	if err := o.ask(http.MethodPut, appPath(id), change, nil); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.out, "app %s is %s\n", id, done)
	return err
}

func (o *operator) delete(id string) error {
	if err := o.ask(http.MethodDelete, appPath(id), nil, nil); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.out, "app %s is deleted\n", id)
	return err
}

func (o *operator) sessions(app string) error {
	var list []server.ControlSession
	if err := o.ask(http.MethodGet, "/sessions?app="+url.QueryEscape(app), nil, &list); err != nil {
		return err
	}
	return o.table("APP\tCLIENT\tTAG\tFROM", func(w io.Writer) {
		for _, s := range list {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.App, s.Client, s.Tag, s.Remote)
		}
	})
}

func (o *operator) kick(app, client, reason string) error {
	var done struct{ Sessions int }
	err := o.ask(http.MethodPost, "/kick", map[string]string{"app": app, "client": client, "reason": reason}, &done)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.out, "%d sessions ended\n", done.Sessions)
	return err
}

func (o *operator) stats() error {
	var numbers map[string]any
	if err := o.ask(http.MethodGet, "/stats", nil, &numbers); err != nil {
		return err
	}
	encoder := json.NewEncoder(o.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(numbers)
}
