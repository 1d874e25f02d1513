package server

import "imclient/core/wire"

// outcome says for which clients an operation on several of them worked
// (docs/protocol.md, Members).
type outcome struct {
	allowed []string
	failed  []failure
}

// failure is why an operation did not work for some clients.
type failure struct {
	code    Code
	clients []string
}

// sort asks for each client whether the operation may go on, which is a code of
// 0. When the caller does not know of operations that succeed in part, one
// failure refuses the whole.
func (by *caller) sort(clients []string, check func(client string) (Code, error)) (*outcome, error) {
	o := &outcome{}
	for _, client := range clients {
		code, err := check(client)
		switch {
		case err != nil:
			return nil, err
		case code == 0:
			o.allowed = append(o.allowed, client)
		case !by.partial:
			return nil, refusef(code, "client %q", client)
		default:
			o.fail(code, client)
		}
	}
	return o, nil
}

func (o *outcome) fail(code Code, client string) {
	for i := range o.failed {
		if o.failed[i].code == code {
			o.failed[i].clients = append(o.failed[i].clients, client)
			return
		}
	}
	o.failed = append(o.failed, failure{code, []string{client}})
}

func (o *outcome) failedCommands() []*wire.ErrorCommand {
	var list []*wire.ErrorCommand
	for _, f := range o.failed {
		m := errorCommand(&Error{Code: f.code})
		m.SetPids(f.clients)
		list = append(list, m)
	}
	return list
}
