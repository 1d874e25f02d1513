package nats

import (
	"imclient/server/bus"

	"google.golang.org/protobuf/encoding/protowire"
)

// Events, questions and answers cross as protobuf messages without a schema: numbers
// are never used for something else, and a node passes over those that it does not
// know, so that nodes of two versions can be on one bus.

func appendEvent(b []byte, e *bus.Event) []byte {
	b = appendText(b, 1, e.App)
	b = appendText(b, 2, e.Conversation)
	b = appendNumber(b, 3, uint64(e.Seq))
	b = appendNumber(b, 4, uint64(e.PatchedAt))
	b = appendTexts(b, 5, e.To)
	b = appendBool(b, 6, e.Room)
	b = appendNumber(b, 7, e.Except)
	b = appendText(b, 8, e.ExceptClient)
	b = appendNumber(b, 9, uint64(e.Config))
	b = appendNumber(b, 10, uint64(e.Priority))
	b = appendNumber(b, 11, uint64(e.BroadcastAt))
	b = appendText(b, 12, e.AppsChangedBy)
	if o := e.Order; o != nil {
		var m []byte
		m = appendNumber(m, 1, uint64(o.Kind))
		m = appendText(m, 2, o.Node)
		m = appendText(m, 3, o.Tag)
		m = appendNumber(m, 4, uint64(o.At))
		m = appendText(m, 5, o.Reason)
		m = appendText(m, 6, o.Device)
		b = protowire.AppendTag(b, 13, protowire.BytesType)
		b = protowire.AppendBytes(b, m)
	}
	b = appendNumber(b, 15, uint64(e.Timestamp))
	b = appendNumber(b, 16, uint64(e.Previous))
	if len(e.Frame) > 0 {
		b = protowire.AppendTag(b, 14, protowire.BytesType)
		b = protowire.AppendBytes(b, e.Frame)
	}
	return b
}

// decodeEvent returns an event that shares no memory with data but Frame.
func decodeEvent(data []byte) (e bus.Event, err error) {
	err = fields(data, func(n protowire.Number, number uint64, text []byte) error {
		switch n {
		case 1:
			e.App = string(text)
		case 2:
			e.Conversation = string(text)
		case 3:
			e.Seq = int64(number)
		case 4:
			e.PatchedAt = int64(number)
		case 5:
			e.To = append(e.To, string(text))
		case 6:
			e.Room = number != 0
		case 7:
			e.Except = number
		case 8:
			e.ExceptClient = string(text)
		case 9:
			e.Config = int64(number)
		case 10:
			e.Priority = int(number)
		case 11:
			e.BroadcastAt = int64(number)
		case 12:
			e.AppsChangedBy = string(text)
		case 13:
			e.Order, err = decodeOrder(text)
			return err
		case 14:
			e.Frame = text
		case 15:
			e.Timestamp = int64(number)
		case 16:
			e.Previous = int64(number)
		}
		return nil
	})
	return e, err
}

func decodeOrder(data []byte) (*bus.Order, error) {
	o := new(bus.Order)
	return o, fields(data, func(n protowire.Number, number uint64, text []byte) error {
		switch n {
		case 1:
			o.Kind = bus.OrderKind(number)
		case 2:
			o.Node = string(text)
		case 3:
			o.Tag = string(text)
		case 4:
			o.At = int64(number)
		case 5:
			o.Reason = string(text)
		case 6:
			o.Device = string(text)
		}
		return nil
	})
}

func appendQuestion(b []byte, q *bus.Question) []byte {
	b = appendText(b, 1, q.App)
	b = appendText(b, 2, q.Node)
	b = appendTexts(b, 3, q.Clients)
	b = appendText(b, 4, q.Room)
	return appendBool(b, 5, q.Everybody)
}

func decodeQuestion(data []byte) (q bus.Question, err error) {
	err = fields(data, func(n protowire.Number, number uint64, text []byte) error {
		switch n {
		case 1:
			q.App = string(text)
		case 2:
			q.Node = string(text)
		case 3:
			q.Clients = append(q.Clients, string(text))
		case 4:
			q.Room = string(text)
		case 5:
			q.Everybody = number != 0
		}
		return nil
	})
	return q, err
}

// appendAnswers appends what a node's answerers say.
func appendAnswers(b []byte, answers []bus.Answer) []byte {
	for _, a := range answers {
		b = protowire.AppendTag(b, 1, protowire.BytesType)
		b = protowire.AppendBytes(b, appendTexts(nil, 1, a.Clients))
	}
	return b
}

func decodeAnswers(data []byte) (answers []bus.Answer, err error) {
	err = fields(data, func(n protowire.Number, _ uint64, text []byte) error {
		if n != 1 {
			return nil
		}
		var a bus.Answer
		err := fields(text, func(n protowire.Number, _ uint64, text []byte) error {
			if n == 1 {
				a.Clients = append(a.Clients, string(text))
			}
			return nil
		})
		answers = append(answers, a)
		return err
	})
	return answers, err
}
