package move

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"imclient/server/store/postgres"
)

// fromSQLite makes a value of SQLite one for PostgreSQL.
func (c column) fromSQLite(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		if c.kind == 'x' {
			return []byte{}, nil
		}
		return nil, nil
	case int64:
		if c.kind == 'b' {
			return v != 0, nil
		}
		return v, nil
	case bool:
		return v, nil
	case []byte:
		if c.kind == 't' {
			return postgres.Text(string(v)), nil
		}
		return append([]byte{}, v...), nil // nil is NULL
	case string:
		switch c.kind {
		case 'x':
			return []byte(v), nil
		case 'l':
			var list []string
			if err := json.Unmarshal([]byte(v), &list); err != nil {
				return nil, fmt.Errorf("column %s: %w", c.name, err)
			}
			for i := range list {
				list[i] = postgres.Text(list[i])
			}
			return list, nil
		}
		return postgres.Text(v), nil
	}
	return nil, fmt.Errorf("column %s: unexpected %T", c.name, v)
}

// digest is a sum over rows in which their order does not matter.
type digest struct {
	rows int64
	sum  [4]uint64
}

// add takes the values of a row as PostgreSQL has them.
func (d *digest) add(values []any) error {
	h := sha256.New()
	for _, v := range values {
		var text []byte
		tag := byte('t')
		switch v := v.(type) {
		case nil:
			tag = 0
		case bool:
			tag = 'f'
			if v {
				tag = 'y'
			}
		case int32:
			tag, text = 'i', binary.BigEndian.AppendUint64(nil, uint64(int64(v)))
		case int64:
			tag, text = 'i', binary.BigEndian.AppendUint64(nil, uint64(v))
		case string:
			text = []byte(v)
		case []byte:
			tag, text = 'x', v
		case []string:
			tag, text = 'l', lists(v)
		case []any:
			list := make([]string, len(v))
			for i := range v {
				list[i], _ = v[i].(string)
			}
			tag, text = 'l', lists(list)
		default:
			return fmt.Errorf("unexpected %T", v)
		}
		var head [9]byte
		head[0] = tag
		binary.BigEndian.PutUint64(head[1:], uint64(len(text)))
		h.Write(head[:])
		h.Write(text)
	}
	sum := h.Sum(nil)
	for i := range d.sum {
		d.sum[i] += binary.BigEndian.Uint64(sum[8*i:])
	}
	d.rows++
	return nil
}

func lists(list []string) []byte {
	b, _ := json.Marshal(list) // of texts
	return b
}
