package core

import "imclient/core/jsontext"

// authorized gets a path of the REST interface on behalf of the client, with
// its session token, which is renewed first when it has expired (section REST
// of docs/protocol.md), and calls back with the body. It fails with ErrClosed
// or ErrNotConnected, with what the Host could not do, or with an *Error of the
// server.
func (cl *Client) authorized(path string, done func(body string, err error)) {
	switch {
	case cl.Closed():
		done("", ErrClosed)
		return
	case cl.state != clientOpen && cl.state != clientReopening:
		done("", ErrNotConnected)
		return
	}
	cl.token.get(cl, func(token string, err error) {
		if err != nil {
			done("", err)
			return
		}
		cl.rt.rest(path, Request{Method: "GET", Header: []Header{{"X-LC-IM-Session-Token", token}}}, done)
	})
}

// rest makes a request of a path of the REST interface and calls back with the
// body of its answer.
func (rt *Realtime) rest(path string, r Request, done func(body string, err error)) {
	if rt.options.API == "" {
		done("", &ArgumentError{"Options.API is not set: there is no server for REST requests"})
		return
	}
	r.URL = rt.options.API + path
	id := rt.fetches.start(r, func(answer Response) {
		if answer.Err != nil {
			done("", answer.Err)
			return
		}
		if answer.Status < 200 || answer.Status > 299 {
			done("", restError(answer))
			return
		}
		done(answer.Body, nil)
	})
	if request := rt.fetches.pending[id]; request != nil {
		request.awaited = true
	}
}

// restError is the refusal in an answer: {"code", "error"}.
func restError(answer Response) *Error {
	err := new(Error)
	if code, given := jsontext.Get(answer.Body, "code"); given {
		number, _ := jsontext.Int(code)
		err.Code = Code(number)
	}
	if text, given := jsontext.Get(answer.Body, "error"); given {
		err.Detail, _ = jsontext.Unquote(text)
	}
	if err.Code == 0 && err.Detail == "" {
		err.Detail = "HTTP status " + formatInt(int64(answer.Status))
	}
	return err
}
