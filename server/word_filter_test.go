package server_test

import (
	"context"
	"testing"

	"imclient/server"

	"github.com/stretchr/testify/assert"
)

func TestWordFilter(t *testing.T) {
	filter := server.WordFilter([]string{"damn", "", "damned", "a.b", "坏话"})
	for _, c := range []struct{ before, after string }{
		{"hello", ""},
		{"Damn it, DAMNED!", "*** it, ***!"},
		{"axb a.b", "axb ***"},
		{"说坏话", "说***"},
		{`{"_lctype":-1,"_lctext":"damn \"it\" <b>","_lcattrs":{"n":12345678901234567890,"w":"damn"}}`,
			`{"_lctype":-1,"_lctext":"*** \"it\" <b>","_lcattrs":{"n":12345678901234567890,"w":"damn"}}`},
		{`{ "x": {"_lctext":"damn"}, "_lctext" : "damn" , "_lctype":1}`, `{ "x": {"_lctext":"damn"}, "_lctext" : "***" , "_lctype":1}`},
		{`{"_lctype":-1,"_lctext":"d\u0061mn"}`, `{"_lctype":-1,"_lctext":"***"}`},
		{`{"_lctype":1,"word":"damn"}`, ""},
		{`{"_lctype":1,"_lctext":5,"word":"damn"}`, ""},
		{`{"_lctype":-1.0,"_lctext":"d\u0061mn"}`, `{"_lctype":-1.0,"_lctext":"***"}`},
		{`{"\u005flctype":-1,"\u005flctext":"d\u0061mn"}`, `{"\u005flctype":-1,"\u005flctext":"***"}`},
		{`{"_lctype":-1,"_lctext":"damn","_lctext":"damn it"}`, `{"_lctype":-1,"_lctext":"***","_lctext":"*** it"}`},
		{`{"_lctext":"damn"}`, `{"_lctext":"***"}`},
		{"", ""},
	} {
		v, err := filter.MessageReceived(context.Background(), server.Message{Data: []byte(c.before)})
		assert.NoError(t, err)
		assert.Equal(t, c.after, string(v.Data), c.before)
		if c.after != "" {
			assert.Equal(t, -4408, v.Code)
			assert.Equal(t, "MESSAGE_MODIFIED_BY_CENSORSHIP", v.Reason)
		}
		assert.False(t, v.Reject)
	}
	v, err := filter.MessageReceived(context.Background(), server.Message{Data: []byte("damn"), Binary: true})
	assert.NoError(t, err)
	assert.Equal(t, server.Verdict{}, v)
	assert.Nil(t, server.WordFilter([]string{""}).MessageReceived)
}
