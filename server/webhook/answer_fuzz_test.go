package webhook

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzAnswers reads whatever as the answer of a hook. What is made of it is whole:
// contents that were decoded, pushes and attributes that are JSON.
func FuzzAnswers(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"result":null}`, `{"result":{"reject":true,"code":1,"detail":"x"}}`, `{"result":{"drop":true,"content":"x"}}`,
		`{"result":{"content":"AAEC","bin":true,"toPeers":["a"]}}`, `{"result":{"content":"","toPeers":[]}}`, `{"result":{"content":"=","bin":true}}`,
		`{"result":{"skip":true,"pushMessage":"{\"alert\":1}"}}`, `{"result":{"pushMessage":{"alert":"x"},"force":true}}`, `{"result":{"pushMessage":"\ud800"}}`,
		`{"result":{"attr":{"a":{"b":1}},"mute":false}}`, `{"result":{"attr":[1]}}`, `{"result":{"attr": null}}`,
		`{"result":false,"error":"no"}`, `{"result":{"result":false,"error":"no"}}`, `{"result":{"result":null}}`, `{"result":7}`, `[]`, `nul`, `"`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var verdict verdictAnswer
		if json.Unmarshal(text, &verdict) == nil {
			for _, binary := range []bool{false, true} {
				v, err := verdict.Result.verdict(binary)
				if err == nil && !v.Reject && verdict.Result.Content != nil {
					assert.NotNil(t, v.Data, "an empty content is a content")
				}
			}
		}
		var decision decisionAnswer
		if json.Unmarshal(text, &decision) == nil {
			assert.Equal(t, decision.Result.Reject, decision.Result.decision().Reject)
		}
		var push pushAnswer
		if json.Unmarshal(text, &push) == nil {
			raw := push.Result.PushMessage
			message := pushMessage(raw)
			assert.True(t, message == "" || json.Valid([]byte(message)), "%s", message)
		}
		var update updateAnswer
		if json.Unmarshal(text, &update) == nil {
			if d, err := update.decision(); err == nil && d.Attributes != "" {
				var object map[string]any
				assert.NoError(t, json.Unmarshal([]byte(d.Attributes), &object))
			}
		}
		var sign signAnswer
		if json.Unmarshal(text, &sign) == nil {
			_, _ = sign.decision()
		}
	})
}
