package importer

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"imclient/server/archive"
)

// Counts says what became of the rows of one class.
type Counts struct {
	Read int64 `json:"read"`
	// Added rows were not there, Updated ones were older, Unchanged ones the same.
	Added     int64 `json:"added"`
	Updated   int64 `json:"updated"`
	Unchanged int64 `json:"unchanged"`
	// Repeated rows came before in the same archive.
	Repeated int64 `json:"repeated"`
	Skipped  int64 `json:"skipped"`
}

// Report says what an import has done, or with DryRun would have.
type Report struct {
	Classes map[archive.Class]*Counts `json:"classes"`
	// Problems counts what was skipped or changed, by reason.
	Problems map[string]int64 `json:"problems"`
	// Notes are the reasons that are no failure, such as members beyond the limit.
	Notes map[string]int64 `json:"notes"`
	// Conversations is how many have messages in the archive, Checksum the SHA-256 of
	// their lines of checksums.
	Conversations int64  `json:"conversationsWithMessages"`
	Checksum      string `json:"checksum"`
}

// Complete says that nothing was skipped.
func (r *Report) Complete() bool { return len(r.Problems) == 0 }

// Print writes the report for people.
func (r *Report) Print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "CLASS\tREAD\tADDED\tUPDATED\tUNCHANGED\tREPEATED\tSKIPPED")
	for _, class := range slices.Sorted(maps.Keys(r.Classes)) {
		c := r.Classes[class]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\n", class, c.Read, c.Added, c.Updated, c.Unchanged, c.Repeated, c.Skipped)
	}
	_ = w.Flush()
	for _, list := range []struct {
		what    string
		reasons map[string]int64
	}{{"note", r.Notes}, {"problem", r.Problems}} {
		for _, reason := range slices.Sorted(maps.Keys(list.reasons)) {
			fmt.Fprintf(out, "%s: %s: %d\n", list.what, reason, list.reasons[reason])
		}
	}
	fmt.Fprintf(out, "%d conversations have messages, checksum of all %s\n", r.Conversations, r.Checksum)
}

func (im *importer) counts(class archive.Class) *Counts {
	c := im.report.Classes[class]
	if c == nil {
		c = &Counts{}
		im.report.Classes[class] = c
	}
	return c
}

// problem reports a row that is skipped, once.
func (im *importer) problem(row archive.Row, reason, detail string) {
	im.counts(row.Class).Skipped++
	im.tell(archive.Problem{Class: row.Class, File: row.File, Line: row.Line, Reason: reason, Detail: detail}, im.report.Problems)
}

// note reports what is changed on purpose.
func (im *importer) note(row archive.Row, reason, detail string) {
	im.tell(archive.Problem{Class: row.Class, File: row.File, Line: row.Line, Reason: reason, Detail: detail, Note: true}, im.report.Notes)
}

func (im *importer) tell(p archive.Problem, reasons map[string]int64) {
	reasons[p.Reason]++
	if im.options.Problem != nil {
		im.options.Problem(p)
	}
}

// Encode writes the report for programs.
func (r *Report) Encode(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
