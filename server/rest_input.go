package server

import (
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
	dec := json.NewDecoder(http.MaxBytesReader(c.w, c.r.Body, maxRESTBody))
	dec.UseNumber()
	err := dec.Decode(v)
	var wrong *json.UnmarshalTypeError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.As(err, &tooLarge):
		return refuseRESTf(http.StatusRequestEntityTooLarge, codeMalformedJSON, "the body has more than %d bytes", maxRESTBody)
	case errors.As(err, &wrong) && wrong.Field == "":
		return refuseRESTf(http.StatusBadRequest, codeMalformedJSON, "the body is not a JSON object")
	case errors.As(err, &wrong):
		return refuseRESTf(http.StatusBadRequest, codeWrongType, "%s is a %s where it should be another type", wrong.Field, wrong.Value)
	case err != nil:
		return refuseRESTf(http.StatusBadRequest, codeMalformedJSON, "the body is not a JSON object")
	}
	if _, err := dec.Token(); err != io.EOF {
		return refuseRESTf(http.StatusBadRequest, codeMalformedJSON, "the body is not one JSON object")
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
