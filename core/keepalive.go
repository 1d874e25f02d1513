package core

import (
	"time"

	"imclient/core/wire"
)

// keepalive sends an echo every echoInterval while connected and takes the
// connection for dead when nothing at all was heard for silenceIsDead (section
// Transport of docs/protocol.md).
type keepalive struct {
	c      *connection
	heard  time.Duration // the last frame
	echoed time.Duration // the last echo
	timer  TimerID
}

func (k *keepalive) init(c *connection) { k.c = c }

func (k *keepalive) start() {
	k.heard = k.c.rt.host.Elapsed()
	k.echoed = k.heard
	k.wait(k.heard)
}

func (k *keepalive) stop() { k.c.rt.timers.stop(&k.timer) }

// hear is called for every frame.
func (k *keepalive) hear() { k.heard = k.c.rt.host.Elapsed() }

func (k *keepalive) wait(now time.Duration) {
	echo := k.echoed + echoInterval - now
	death := k.heard + silenceIsDead - now
	k.timer = k.c.rt.timers.after(min(echo, death), k.tick)
}

func (k *keepalive) tick() {
	now := k.c.rt.host.Elapsed()
	if now-k.heard >= silenceIsDead {
		k.c.lost(&Error{Code: CloseAbnormal, Detail: "nothing was heard from the server for too long"})
		return
	}
	if now-k.echoed >= echoInterval {
		k.echoed = now
		echo := new(wire.GenericCommand)
		echo.SetCmd(wire.CommandEcho)
		k.c.commands.request(nil, echo, func(*wire.GenericCommand, error) {})
	}
	k.wait(now)
}
