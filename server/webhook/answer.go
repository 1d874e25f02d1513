package webhook

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"imclient/server"
)

// An answer is {"result": ...}; a function that returns nothing answers {}.

type decisionAnswer struct{ Result decisionResult }

type decisionResult struct {
	Reject bool
	Code   int
	Detail string
}

func (r decisionResult) decision() server.Decision {
	return server.Decision{Reject: r.Reject, Code: r.Code, Reason: r.Detail}
}

type verdictAnswer struct{ Result verdictResult }

type verdictResult struct {
	Drop    bool
	Code    int
	Detail  string
	Bin     *bool
	Content *string
	ToPeers []string
}

// verdict reads what has become of a message whose content was binary or not. Where
// the answer does not say whether the new content is, it is of the same kind.
func (r verdictResult) verdict(binary bool) (server.Verdict, error) {
	v := server.Verdict{Reject: r.Drop, Code: r.Code, Reason: r.Detail, To: r.ToPeers}
	if r.Content == nil || r.Drop {
		return v, nil
	}
	if v.Binary = binary; r.Bin != nil {
		v.Binary = *r.Bin
	}
	v.Data = []byte(*r.Content)
	if v.Binary {
		data, err := base64.StdEncoding.DecodeString(*r.Content)
		if err != nil {
			return server.Verdict{}, fmt.Errorf("the new content is no base64: %w", err)
		}
		v.Data = data
	}
	if v.Data == nil {
		v.Data = []byte{}
	}
	return v, nil
}

type pushAnswer struct {
	Result struct {
		Skip         bool
		OfflinePeers []string
		PushMessage  json.RawMessage
		Force        bool
	}
}

// pushMessage reads a push that is given as JSON, or as a text with JSON in it, or
// as any other text.
func pushMessage(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if text == "" || json.Valid([]byte(text)) {
			return text
		}
	} else if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

type updateAnswer struct {
	Result struct {
		decisionResult
		Attr json.RawMessage
		Mute *bool
	}
}

// errNoObject says that attributes are something else than an object.
var errNoObject = errors.New("attr is not an object")

func (a updateAnswer) decision() (server.UpdateDecision, error) {
	d := server.UpdateDecision{Decision: a.Result.decision(), Mute: a.Result.Mute}
	if len(a.Result.Attr) > 0 && string(a.Result.Attr) != "null" {
		if a.Result.Attr[0] != '{' {
			return server.UpdateDecision{}, errNoObject
		}
		d.Attributes = string(a.Result.Attr)
	}
	return d, nil
}

// signAnswer is {"result": false, "error": "..."}, or the same once more in result,
// as a function framework puts it there.
type signAnswer struct {
	Result json.RawMessage
	Error  string
}

func (a signAnswer) decision() (server.Decision, error) {
	var inner struct {
		Result *bool
		Error  string
	}
	switch {
	case len(a.Result) == 0 || string(a.Result) == "null":
		return server.Decision{}, nil
	case a.Result[0] == '{':
		if err := json.Unmarshal(a.Result, &inner); err != nil {
			return server.Decision{}, err
		}
	default:
		inner.Error = a.Error
		if err := json.Unmarshal(a.Result, &inner.Result); err != nil {
			return server.Decision{}, err
		}
	}
	if inner.Result == nil || *inner.Result {
		return server.Decision{}, nil
	}
	return server.Decision{Reject: true, Reason: inner.Error}, nil
}
