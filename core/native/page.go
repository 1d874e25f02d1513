package native

import (
	"iter"

	"imclient/core"
)

// PageQuery selects a page of a list of clients: the one after the page that
// gave Next, or the first.
type PageQuery = core.PageQuery

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
