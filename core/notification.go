package core

// syncNotifications fetches the notices that the server kept while the client
// was away.
func (cl *Client) syncNotifications(since int64) {}
