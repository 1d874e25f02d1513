package nats

import (
	"testing"

	"imclient/server/bus"

	"github.com/stretchr/testify/require"
)

// Whatever arrives is read or refused, and what is read is written the same again.
func FuzzFrames(f *testing.F) {
	e := bus.Event{App: "a", To: []string{"b", ""}, Order: &bus.Order{Kind: bus.EndTagged, At: -1}, Frame: []byte{0}}
	f.Add((&frame{kind: frameEvent, node: "n", number: 1, more: true, rest: true, body: appendEvent(nil, &e)}).append(nil))
	f.Add((&frame{kind: frameQuestion, node: "n", body: appendQuestion(nil, &bus.Question{Clients: []string{"x"}, Everybody: true})}).append(nil))
	f.Add((&frame{kind: frameAnswer, node: "n", body: appendAnswers(nil, []bus.Answer{{Clients: []string{"x", "y"}}, {}})}).append(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := decodeFrame(data)
		if err != nil {
			return
		}
		again, err := decodeFrame(got.append(nil))
		require.NoError(t, err)
		require.Equal(t, got.number, again.number)
		if e, err := decodeEvent(got.body); err == nil {
			same, err := decodeEvent(appendEvent(nil, &e))
			require.NoError(t, err)
			require.Equal(t, e.To, same.To)
			require.Equal(t, e.Order, same.Order)
		}
		if q, err := decodeQuestion(got.body); err == nil {
			same, err := decodeQuestion(appendQuestion(nil, &q))
			require.NoError(t, err)
			require.Equal(t, q, same)
		}
		if answers, err := decodeAnswers(got.body); err == nil {
			same, err := decodeAnswers(appendAnswers(nil, answers))
			require.NoError(t, err)
			require.Equal(t, answers, same)
		}
	})
}
