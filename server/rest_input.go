package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// maxRESTBody bounds the body of a back end's call, in bytes.
const maxRESTBody = 1 << 20

// The codes of the storage service for what is no JSON, and for what has another
// type than it should.
const (
	codeMalformedJSON = 107
	codeWrongType     = 111
)

// body reads the JSON object in the body into v, a pointer to a struct or a map.
// Numbers keep their digits where v holds any. An empty body is an empty object.
func (c *restCall) body(v any) error {
	text, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxRESTBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return refuseRESTf(http.StatusRequestEntityTooLarge, codeMalformedJSON, "the body has more than %d bytes", maxRESTBody)
	}
	if text = bytes.TrimSpace(text); err == nil && len(text) == 0 {
		return nil
	}
	if err != nil || text[0] != '{' || !json.Valid(text) {
		return refuseRESTf(http.StatusBadRequest, codeMalformedJSON, "the body is not one JSON object")
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var wrong *json.UnmarshalTypeError
	if err := dec.Decode(v); errors.As(err, &wrong) {
		return refuseRESTf(http.StatusBadRequest, codeWrongType, "%s cannot be a %s", wrong.Field, wrong.Value)
	} else if err != nil {
		return refuseRESTf(http.StatusBadRequest, codeMalformedJSON, "the body cannot be read")
	}
	return nil
}

// query is a parameter of the URL, empty when it is not there.
func (c *restCall) query(name string) string { return c.r.URL.Query().Get(name) }

// queryNumber is a whole number of at least 0 in the URL, or fallback.
func (c *restCall) queryNumber(name string, fallback int64) (int64, error) {
	text := c.query(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, refuseRESTf(http.StatusBadRequest, codeWrongType, "%s is not a whole number of at least 0", name)
	}
	return n, nil
}

// queryLimit is the parameter limit: fallback when it is not there, and most when
// it is more.
func (c *restCall) queryLimit(fallback, most int) (int, error) {
	n, err := c.queryNumber("limit", int64(fallback))
	return int(min(n, int64(most))), err
}

// queryFlag is true or false in the URL, which may be written as 1 or 0; false
// when it is not there.
func (c *restCall) queryFlag(name string) (bool, error) {
	text := c.query(name)
	if text == "" {
		return false, nil
	}
	flag, err := strconv.ParseBool(text)
	if err != nil {
		return false, refuseRESTf(http.StatusBadRequest, codeWrongType, "%s is neither true nor false", name)
	}
	return flag, nil
}
