package core

// KeptRequests is how many requests are remembered, settled ones included.
func (rt *Realtime) KeptRequests() int { return len(rt.conn.commands.due) }
