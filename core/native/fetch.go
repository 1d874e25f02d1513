package native

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"imclient/core"
)

// bodyLimit bounds the body of an HTTP answer.
const bodyLimit = 8 << 20

var errBodyLimit = errors.New("the answer is too long")

// Fetch implements core.Host.
func (h *host) Fetch(id core.FetchID, r core.Request) {
	if h.stopped {
		return
	}
	ctx, cancel := context.WithCancel(h.ctx)
	h.fetches[id] = cancel
	h.running.Go(func() {
		defer cancel()
		response := h.fetch(ctx, r)
		h.input(func() {
			if _, wanted := h.fetches[id]; wanted {
				delete(h.fetches, id)
				h.core.Fetched(id, response)
			}
		})
	})
}

// StopFetch implements core.Host.
func (h *host) StopFetch(id core.FetchID) {
	if cancel := h.fetches[id]; cancel != nil {
		cancel()
		delete(h.fetches, id)
	}
}

func (h *host) fetch(ctx context.Context, r core.Request) core.Response {
	request, err := http.NewRequestWithContext(ctx, r.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		return core.Response{Err: err}
	}
	request.Header.Set("User-Agent", h.userAgent)
	for _, field := range r.Header {
		request.Header.Set(field.Name, field.Value)
	}
	response, err := h.http.Do(request)
	if err != nil {
		return core.Response{Err: err}
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyLimit+1))
	if err == nil && len(body) > bodyLimit {
		err = errBodyLimit
	}
	if err != nil {
		return core.Response{Err: err}
	}
	return core.Response{Status: response.StatusCode, Body: string(body)}
}
