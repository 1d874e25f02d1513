package webhook

import "time"

// NewAt is New with a clock.
func NewAt(apps map[string]Config, now func() time.Time) (*Caller, error) {
	return newCaller(apps, now)
}
