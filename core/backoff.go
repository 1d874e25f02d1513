package core

import "time"

// backoff is the delay before attempt number attempt (from 0) to reconnect:
// retryFirst, doubling to at most retryMost.
func backoff(attempt int) time.Duration {
	if attempt > 16 { // far beyond retryMost, and before the shift overflows
		return retryMost
	}
	return min(retryFirst<<attempt, retryMost)
}
