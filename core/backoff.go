package core

import "time"

// backoff is the delay before attempt number attempt (from 0): a random part, at
// least a tenth, of Options.RetryDelay, which doubles with each attempt to at
// most Options.MaxRetryDelay. Clients that lost the same server do not come back
// at the same moment.
func (rt *Realtime) backoff(attempt int) time.Duration {
	most := rt.options.RetryDelay
	for i := 0; i < attempt && most < rt.options.MaxRetryDelay; i++ {
		most *= 2
	}
	most = min(most, rt.options.MaxRetryDelay)
	var random [4]byte
	rt.host.Random(random[:])
	part := 1 + int64(random[0])<<24 + int64(random[1])<<16 + int64(random[2])<<8 + int64(random[3])
	return time.Duration(float64(most) * (0.1 + 0.9*float64(part)/(1<<32))).Round(time.Millisecond)
}
