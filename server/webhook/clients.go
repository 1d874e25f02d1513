package webhook

import (
	"cmp"
	"context"

	"imclient/server"
)

type onlineParams struct {
	PeerID    string `json:"peerId"`
	SourceIP  string `json:"sourceIP"`
	Tag       string `json:"tag,omitempty"`
	Reconnect int    `json:"reconnect"`
}

func (c *Caller) clientOnline(ctx context.Context, o server.ClientOnline) error {
	params := onlineParams{PeerID: o.Client, SourceIP: o.SourceIP, Tag: o.Tag}
	if o.Reconnect {
		params.Reconnect = 1
	}
	return c.backend(o.App).function(ctx, "_clientOnline", params, nil)
}

type offlineClientParams struct {
	PeerID    string `json:"peerId"`
	CloseCode int    `json:"closeCode"`
	CloseMsg  string `json:"closeMsg"`
	SourceIP  string `json:"sourceIP,omitempty"`
	Tag       string `json:"tag,omitempty"`
	ErrorCode int    `json:"errorCode,omitempty"`
	ErrorMsg  string `json:"errorMsg,omitempty"`
}

// causes say how a session ended when nothing else does.
var causes = map[server.OfflineCause]string{
	server.LoggedOut: "logged out", server.Disconnected: "disconnected", server.Displaced: "conflict", server.Kicked: "kicked",
}

func (c *Caller) clientOffline(ctx context.Context, o server.ClientOffline) error {
	params := offlineClientParams{PeerID: o.Client, CloseCode: int(o.Cause), CloseMsg: cmp.Or(o.Message, causes[o.Cause]),
		SourceIP: o.SourceIP, Tag: o.Tag}
	if o.Code != 0 {
		params.ErrorCode, params.ErrorMsg = int(o.Code), o.Code.String()
	}
	return c.backend(o.App).function(ctx, "_clientOffline", params, nil)
}

func (c *Caller) clientSign(ctx context.Context, s server.ClientSign) (server.Decision, error) {
	var answer signAnswer
	if err := c.backend(s.App).function(ctx, "_rtmClientSign", s.User, &answer); err != nil {
		return server.Decision{}, err
	}
	return answer.decision()
}
