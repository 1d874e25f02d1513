//go:build js && wasm

package jsbridge

import "time"

// clock tells how long the module has been there. To ask a browser for the time
// costs as much as a tenth of sending a message, so that it is asked once for each
// entry.
type clock struct {
	entered bool          // an entry of the package face is on the stack
	read    bool          // at is the time of that entry
	at      time.Duration // since loaded
}

// loaded is the moment that elapsed counts from.
var loaded = time.Now()

func (c *clock) elapsed() time.Duration {
	if !c.entered {
		return time.Since(loaded)
	}
	if !c.read {
		c.at, c.read = time.Since(loaded), true
	}
	return c.at
}

// enter begins an entry, leave ends it.
func (c *clock) enter() { c.entered, c.read = true, false }
func (c *clock) leave() { c.entered = false }
