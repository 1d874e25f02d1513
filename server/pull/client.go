package pull

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

// client makes calls with the master key, again and again if need be.
type client struct {
	base     string
	app, key string
	http     *http.Client
	sleep    func(context.Context, time.Duration) error
	attempts int
	wait     func(reason string, d time.Duration)
	requests atomic.Int64
	retries  atomic.Int64
}

// apiError is what the API answers with when it refuses.
type apiError struct {
	Status  int
	Code    int    `json:"code"`
	Message string `json:"error"`
	path    string
}

func (e *apiError) Error() string {
	return fmt.Sprintf("GET %s: status %d, code %d: %s", e.path, e.Status, e.Code, e.Message)
}

// The wait before the second attempt, and the longest one.
const (
	firstWait   = time.Second
	longestWait = time.Minute
	maxAnswer   = 256 << 20
)

// get makes a call and decodes the answer. Of what may pass by itself (429, 5xx, a cut
// connection, half an answer) it waits and tries again; other refusals are an *apiError.
func (c *client) get(ctx context.Context, path string, query url.Values, to any) error {
	wait := firstWait
	for attempt := 1; ; attempt++ {
		after, err := c.try(ctx, path, query, to)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		refused, isRefusal := errors.AsType[*apiError](err)
		if isRefusal && refused.Status != http.StatusTooManyRequests && refused.Status < 500 {
			return err
		}
		// Over the limit is no failure: it may take any number of minutes.
		if attempt >= c.attempts && (!isRefusal || refused.Status != http.StatusTooManyRequests) {
			return fmt.Errorf("%w (after %d attempts)", err, attempt)
		}
		c.retries.Add(1)
		pause := max(wait, after)
		c.wait(err.Error(), pause)
		if err := c.sleep(ctx, pause); err != nil {
			return err
		}
		wait = min(wait*2, longestWait)
	}
}

// try makes one attempt. after is how long the server wants to be left alone.
func (c *client) try(ctx context.Context, path string, query url.Values, to any) (after time.Duration, err error) {
	address := c.base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("X-LC-Id", c.app)
	r.Header.Set("X-LC-Key", c.key+",master")
	r.Header.Set("Accept", "application/json")
	c.requests.Add(1)
	response, err := c.http.Do(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return 0, err
	}
	if response.StatusCode != http.StatusOK {
		refused := &apiError{Status: response.StatusCode, path: path}
		if json.Unmarshal(body, refused) != nil || refused.Message == "" {
			refused.Message = http.StatusText(response.StatusCode)
		}
		return retryAfter(response.Header.Get("Retry-After"), time.Now()), refused
	}
	if err := json.Unmarshal(body, to); err != nil {
		return 0, fmt.Errorf("GET %s: the answer is not what was expected: %w", path, err)
	}
	return 0, nil
}

// retryAfter reads the header: seconds, or a date.
func retryAfter(text string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(text); err == nil {
		return min(time.Duration(max(n, 0))*time.Second, time.Hour)
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(at.Sub(now), 0), time.Hour)
	}
	return 0
}

// newHTTP returns a client that takes the key nowhere else.
func newHTTP() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	transport.ResponseHeaderTimeout = 2 * time.Minute
	return &http.Client{
		Transport: transport,
		Timeout:   5 * time.Minute,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if r.URL.Host != via[0].URL.Host || r.URL.Scheme != via[0].URL.Scheme || len(via) > 5 {
				return errors.New("the server redirects elsewhere, where the master key is not to go")
			}
			return nil
		},
	}
}
