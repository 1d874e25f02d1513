package native

import (
	"iter"

	"imclient/core"
)

// PageQuery selects a page of a list of clients.
type PageQuery struct {
	Limit int    // the length of the page, 1 to 100; 0 leaves it to the server, which gives 10
	Next  string // of the page before; empty for the first page
}

func (q PageQuery) core() core.PageQuery {
	return core.PageQuery{Limit: optional(q.Limit), Next: q.Next}
}

// Page is one page of a list of clients; Next is empty after the last.
type Page = core.Page

// listPage is the length of a page when a list is read to its end.
const listPage = 100

// pages reads a list to its end.
func pages(read func(PageQuery) (Page, error)) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		q := PageQuery{Limit: listPage}
		for {
			page, err := read(q)
			if err != nil {
				yield("", err)
				return
			}
			for _, id := range page.ClientIDs {
				if !yield(id, nil) {
					return
				}
			}
			if page.Next == "" || page.Next == q.Next {
				return
			}
			q.Next = page.Next
		}
	}
}
