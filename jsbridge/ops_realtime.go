//go:build js && wasm

package jsbridge

import (
	"syscall/js"
	"time"

	"imclient/core"
)

type realtimeParams struct {
	AppID          string   `js:"appId"`
	AppKey         string   `js:"appKey"`
	API            string   `js:"api"`
	Router         string   `js:"router"`
	RTMServers     []string `js:"rtmServers"`
	Insecure       bool     `js:"insecure"`
	NoBinary       bool     `js:"noBinary"`
	DeviceID       string   `js:"deviceId"`
	UserAgent      string   `js:"userAgent"`
	CommandTimeout int      `js:"commandTimeout"` // ms
	ConnectTimeout int      `js:"connectTimeout"` // ms
	RequestTimeout int      `js:"requestTimeout"` // ms
	ProbeAfter     int      `js:"probeAfter"`     // ms
	ProbeTimeout   int      `js:"probeTimeout"`   // ms
	RetryDelay     int      `js:"retryDelay"`     // ms
	MaxRetryDelay  int      `js:"maxRetryDelay"`  // ms
	NoResend       bool     `js:"noResend"`
	Debug          bool     `js:"debug"`
}

func milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// newRealtime makes a Realtime; nothing is connected yet.
func (b *bridge) newRealtime(p *realtimeParams) (*realtime, error) {
	r := &realtime{
		b:       b,
		handle:  b.id(),
		sockets: map[core.SocketID]uint32{},
		timers:  map[core.TimerID]uint32{},
		fetches: map[core.FetchID]uint32{},
	}
	rt, err := core.New(r, core.Options{
		AppID:          p.AppID,
		AppKey:         p.AppKey,
		API:            p.API,
		Router:         p.Router,
		RTMServers:     p.RTMServers,
		Insecure:       p.Insecure,
		NoBinary:       p.NoBinary,
		DeviceID:       p.DeviceID,
		UserAgent:      p.UserAgent,
		CommandTimeout: milliseconds(p.CommandTimeout),
		ConnectTimeout: milliseconds(p.ConnectTimeout),
		RequestTimeout: milliseconds(p.RequestTimeout),
		ProbeAfter:     milliseconds(p.ProbeAfter),
		ProbeTimeout:   milliseconds(p.ProbeTimeout),
		RetryDelay:     milliseconds(p.RetryDelay),
		MaxRetryDelay:  milliseconds(p.MaxRetryDelay),
		NoResend:       p.NoResend,
		ReuseMessages:  b.face.copies(),
		Debug:          p.Debug,
	})
	if err != nil {
		return nil, err
	}
	r.core = rt
	b.realtimes[r.handle] = r
	return r, nil
}

func realtimeNew(b *bridge, call uint32, params js.Value) error {
	var p realtimeParams
	if err := read(params, &p); err != nil {
		return err
	}
	r, err := b.newRealtime(&p)
	if err != nil {
		return err
	}
	w := b.begin()
	w.Object("")
	w.Int("realtime", int64(r.handle))
	w.EndObject()
	b.face.result(call, w.Bytes())
	return nil
}

// realtimeRef is the parameter of operations on a Realtime.
type realtimeRef struct {
	Realtime uint32 `js:"realtime"`
}

func (b *bridge) realtime(handle uint32) (*realtime, error) {
	if r, ok := b.realtimes[handle]; ok {
		return r, nil
	}
	return nil, closedError("Realtime")
}

// realtimeOperation is an operation that is over when it returns.
func realtimeOperation(b *bridge, call uint32, op Op, params js.Value) error {
	var p realtimeRef
	if err := read(params, &p); err != nil {
		return err
	}
	r, err := b.realtime(p.Realtime)
	if err != nil {
		return err
	}
	switch op {
	case RealtimeClose:
		r.core.Close()
		r.drop()
	case RealtimeRetry:
		if err := r.core.Retry(); err != nil {
			return err
		}
	case RealtimePause:
		r.core.Pause()
	case RealtimeResume:
		r.core.Resume()
	case RealtimeNudge:
		r.core.Nudge()
	}
	b.finish(call, nil)
	return nil
}
