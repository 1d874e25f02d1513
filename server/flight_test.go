package server

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
)

func TestFlight(t *testing.T) {
	for name, fill := range map[string]func(*flight) int{
		"in number": func(f *flight) int {
			f.add(1)
			f.add(1)
			return 1
		},
		"in bytes": func(f *flight) int {
			f.add(maxFlightBytes + 1) // one alone
			return maxFlightBytes + 1
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := new(flight)
				f.init(2)
				size := fill(f)
				added := false
				go func() {
					f.add(1)
					added = true
				}()
				synctest.Wait()
				assert.False(t, added, "there is no room")
				f.done(size)
				synctest.Wait()
				assert.True(t, added)
			})
		})
	}
}
