package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"imclient/server"
)

// undefinedTime is how long a hook that the back end does not have is not tried
// again.
const undefinedTime = 3 * time.Minute

// backend is the back end of one app.
type backend struct {
	Config
	app    string
	client *http.Client
	now    func() time.Time
	slots  chan struct{} // one for each call that waits

	mu        sync.Mutex
	undefined map[string]time.Time // hooks that are not there, and until when to believe it
}

func newBackend(app string, c Config, client *http.Client, now func() time.Time) *backend {
	if c.Concurrent <= 0 {
		c.Concurrent = 64
	}
	if c.Answer <= 0 {
		c.Answer = 256 << 10
	}
	c.URL = strings.TrimSuffix(c.URL, "/")
	return &backend{Config: c, app: app, client: client, now: now,
		slots: make(chan struct{}, c.Concurrent), undefined: make(map[string]time.Time)}
}

// errUndefined says that the back end has no such hook.
var errUndefined = errors.New("the back end has no such hook")

// function calls a hook and decodes its result into result, unless that is nil. A
// hook that the back end does not have leaves it alone.
func (b *backend) function(ctx context.Context, name string, params, result any) error {
	if !has(b.Config, name) || b.isUndefined(name) {
		return nil
	}
	answer, err := b.post(ctx, name, b.URL+"/1.1/functions/"+name, params)
	if errors.Is(err, errUndefined) && len(b.Names) == 0 {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.undefined[name] = b.now().Add(undefinedTime)
		return nil
	}
	if err != nil || result == nil {
		return err
	}
	if err := json.Unmarshal(answer, result); err != nil {
		return fmt.Errorf("%s answered something else than expected: %w", b.URL, err)
	}
	return nil
}

func (b *backend) isUndefined(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	until, ok := b.undefined[name]
	return ok && b.now().Before(until)
}

// post makes one call and returns the body of the answer.
func (b *backend) post(ctx context.Context, name, url string, params any) ([]byte, error) {
	body, err := encode(params)
	if err != nil {
		return nil, err
	}
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("%d calls to %s are waiting: %w", cap(b.slots), url, ctx.Err())
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "imserver")
	request.Header.Set(headerApp, b.app)
	if id := server.DeliveryID(ctx); id != "" {
		request.Header.Set(headerDelivery, id)
	}
	sign(request.Header, b.Key, name, body, b.now())
	response, err := b.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, int64(b.Answer)+1))
	switch {
	case response.StatusCode == http.StatusNotFound:
		return nil, errUndefined
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s answered with status %d", url, response.StatusCode)
	case err != nil:
		return nil, err
	case len(answer) > b.Answer:
		return nil, fmt.Errorf("%s answered more than %d bytes", url, b.Answer)
	}
	return answer, nil
}

// encode writes JSON as JavaScript does, without escaping < and >.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
