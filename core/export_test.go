package core

// KeptRequests is how many requests are remembered, settled ones included.
func (rt *Realtime) KeptRequests() int { return len(rt.conn.commands.due) }

// WaitingRequests is how many requests wait for an answer.
func (rt *Realtime) WaitingRequests() int { return len(rt.conn.commands.waiting) }
