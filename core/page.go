package core

// PageQuery selects a page of a list that the server keeps of clients.
type PageQuery struct {
	Limit int32  // how many are wanted, 1 to 100; 0: the server's default of 10
	Next  string // Page.Next of the page before; empty for the first
}

// Page is one page of a list of clients.
type Page struct {
	ClientIDs []string
	Next      string // where the next page begins; empty after the last
}

func (q *PageQuery) check() error {
	if q.Limit < 0 {
		return &ArgumentError{"the limit of a page is negative"}
	}
	return nil
}

// setPage puts a query into the body of a command. What is not given is left
// out, for the server to choose.
func setPage(body interface {
	SetLimit(int32)
	SetNext(string)
}, q PageQuery) {
	if q.Limit != 0 {
		body.SetLimit(q.Limit)
	}
	if q.Next != "" {
		body.SetNext(q.Next)
	}
}
