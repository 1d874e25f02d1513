package archive

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a time in milliseconds since 1970, read in every form that is documented:
// a text as ISO 8601, {"__type": "Date", "iso": ...}, {"$date": ...}, and a number, or a
// text of digits, of milliseconds or, below 10^11, of seconds.
type Date int64

// UnmarshalJSON implements json.Unmarshaler. Null is 0.
func (d *Date) UnmarshalJSON(data []byte) error {
	text := strings.TrimSpace(string(data))
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil {
		*d = inMilliseconds(ms)
		return nil
	}
	switch {
	case text == "null":
		*d = 0
		return nil
	case strings.HasPrefix(text, "{"):
		var form struct {
			ISO  *Date `json:"iso"`
			Date *Date `json:"$date"`
			Long *Date `json:"$numberLong"`
		}
		if err := json.Unmarshal(data, &form); err != nil {
			return err
		}
		for _, at := range []*Date{form.ISO, form.Date, form.Long} {
			if at != nil {
				*d = *at
				return nil
			}
		}
		return fmt.Errorf("%s is no date", text)
	case strings.HasPrefix(text, `"`):
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999",
			"2006-01-02 15:04:05.999999999", "2006-01-02"} {
			if at, err := time.Parse(layout, text); err == nil {
				*d = Date(at.UnixMilli())
				return nil
			}
		}
	}
	var n json.Number
	if err := json.Unmarshal([]byte(text), &n); err != nil {
		return fmt.Errorf("%q is no date", text)
	}
	ms, err := n.Int64()
	if err != nil {
		f, err := n.Float64()
		if err != nil || f < -1e15 || f > 1e15 {
			return fmt.Errorf("%q is no date", text)
		}
		ms = int64(f)
	}
	*d = inMilliseconds(ms)
	return nil
}

func inMilliseconds(n int64) Date {
	if n > -1e11 && n < 1e11 {
		n *= 1000
	}
	return Date(n)
}
