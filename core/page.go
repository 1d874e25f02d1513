package core

// PageQuery selects a page of a list that the server keeps of clients.
type PageQuery struct {
	Limit *int32 // how many are wanted, 1 to 100, which the server checks; nil: its default of 10
	Next  string // Page.Next of the page before; empty for the first
}

// Page is one page of a list of clients.
type Page struct {
	ClientIDs []string
	Next      string // where the next page begins; empty after the last
}

// setPage puts a query into the body of a command. What is not given is left
// out, for the server to choose.
func setPage(body interface {
	SetLimit(int32)
	SetNext(string)
}, q PageQuery) {
	if q.Limit != nil {
		body.SetLimit(*q.Limit)
	}
	if q.Next != "" {
		body.SetNext(q.Next)
	}
}
