package postgres

import (
	"encoding/json"
	"fmt"
	"strings"

	"imclient/server/query"
	"imclient/server/store"
)

// upstreamColumn finds what may be asked about messages to service conversations.
func upstreamColumn(field []string) (column, error) {
	if len(field) == 1 {
		switch field[0] {
		case "objectId", "msgId":
			return textColumn("m.id"), nil
		case "from":
			return textColumn("m.sender"), nil
		case "fromIp":
			return textColumn("nullif(m.from_ip, '')"), nil
		case "conv":
			return pointerColumn{textColumn("m.conversation")}, nil
		case "timestamp":
			return numberColumn{textColumn("m.timestamp")}, nil
		case "createdAt", "updatedAt":
			return dateColumn("m.timestamp"), nil
		case "bin":
			return boolColumn("m.is_binary"), nil
		}
	}
	return nil, fmt.Errorf("%w: column %q", store.ErrUnsupported, strings.Join(field, "."))
}

// pointerColumn holds the id of a conversation, and is compared with pointers as
// the storage service writes them, or with the bare id.
type pointerColumn struct{ textColumn }

func (col pointerColumn) equal(c *compiler, v any) (string, error) {
	return col.textColumn.equal(c, pointerID(v))
}

func pointerID(v any) any {
	text, ok := v.(query.JSON)
	if !ok {
		return v
	}
	var p struct {
		Type     string `json:"__type"`
		Class    string `json:"className"`
		ObjectID string `json:"objectId"`
	}
	if json.Unmarshal([]byte(text), &p) != nil || p.Type != "Pointer" || p.Class != "_Conversation" {
		return v
	}
	return p.ObjectID
}

// numberColumn is a column of whole numbers.
type numberColumn struct{ textColumn }

func (col numberColumn) equal(c *compiler, v any) (string, error) { return col.ordered(c, "=", v) }

func (col numberColumn) ordered(c *compiler, op string, v any) (string, error) {
	switch v.(type) {
	case int64, float64:
		return "(" + string(col.textColumn) + " " + op + " " + number(c, v) + ")", nil
	}
	return never, nil
}

func (col numberColumn) oneOf(*compiler, []string) (string, error) { return never, nil }

func (col numberColumn) match(*compiler, string) (string, error) { return never, nil }

func (r *reader) Upstream(app string, q store.UpstreamQuery) ([]*store.Message, error) {
	c := compiler{app: app, columns: upstreamColumn}
	text := `SELECT ` + messageColumns + ` FROM message m WHERE m.app = ` + c.bind(app) + ` AND m.upstream AND `
	where, err := c.expr(q.Where)
	if err != nil {
		return nil, err
	}
	order := `m.timestamp, `
	if len(q.Sort) > 0 {
		if order, err = c.keys(q.Sort); err != nil {
			return nil, err
		}
	}
	text += where + ` ORDER BY ` + order + `m.conversation, m.seq LIMIT ` + c.bind(q.Limit) + ` OFFSET ` + c.bind(q.Skip)
	var list []*store.Message
	err = r.conn.rowsOnce(text, c.args...).each(func(row row) error {
		m, err := scanMessage(row)
		list = append(list, m)
		return err
	})
	return list, refused(err)
}
