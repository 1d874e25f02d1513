package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// Strands that wait at the same statement, with parameters of their own, are answered
// by one: it reads their parameters as the rows of a table k, whose columns are p1, p2
// and so on, and n, the number of the row. The first column of its result is n. What
// strands wait at in one pass is about different things, so the order is all the same.
//
// A statement that reads needs nothing for that: it becomes a LATERAL subquery, which is
// planned like the statement itself, and runs for each row of k. OFFSET 0 keeps the
// planner from joining in another way. One that writes says how it is done for many.

// merged is a statement for many, with arrays for parameters.
type merged struct {
	text    string
	strands []*strand
	args    []any
}

// errMerged says that a statement for many has failed: one of the strands is why, and
// the transaction runs again with a statement for each.
var errMerged = errors.New("a statement for many failed")

var manies sync.Map // statements for many, by what they were and the types of their parameters

// mergeable makes groups of the strands at the same statement, in the order of their
// first ones. Those that stand alone have one strand each.
func (l *loom) mergeable(at []*strand) [][]*strand {
	var groups [][]*strand
	places := make(map[string]int, len(at))
	for _, s := range at {
		if place, ok := places[s.next.text]; ok && !l.plain && canMerge(s.next) {
			groups[place] = append(groups[place], s)
			continue
		}
		places[s.next.text] = len(groups)
		groups = append(groups, []*strand{s})
	}
	return groups
}

func canMerge(s *statement) bool {
	return !s.once && len(s.args) > 0 && (s.many != "" ||
		(strings.HasPrefix(s.text, "SELECT") && !strings.Contains(s.text, "OFFSET")))
}

// merge makes one statement of those of a group; ok is false when their parameters do
// not allow it.
func merge(group []*strand) (m merged, ok bool) {
	first := group[0].next
	types := make([]string, len(first.args))
	m.strands, m.args = group, make([]any, len(first.args))
	for i := range first.args {
		if m.args[i], types[i] = columnOf(group, i); types[i] == "" || (types[i] == "list" && first.many == "") {
			return m, false
		}
	}
	key := first.text + "\x00" + strings.Join(types, " ")
	if known, found := manies.Load(key); found {
		m.text = known.(string)
		return m, true
	}
	m.text = forMany(first, types)
	manies.Store(key, m.text)
	return m, true
}

// forMany writes a statement for the rows of k.
func forMany(s *statement, types []string) string {
	var arrays, names strings.Builder
	for i, kind := range types {
		if kind == "list" {
			kind = "text"
		}
		fmt.Fprintf(&arrays, "$%d::%s[], ", i+1, kind)
		fmt.Fprintf(&names, "p%d, ", i+1)
	}
	table := "unnest(" + strings.TrimSuffix(arrays.String(), ", ") + ") WITH ORDINALITY k (" + names.String() + "n)"
	if s.many != "" {
		return strings.ReplaceAll(s.many, "{k}", table)
	}
	n := 0
	text := parameter.ReplaceAllStringFunc(s.text, func(p string) string {
		if len(p) > 1 {
			return "k.p" + p[1:]
		}
		n++
		return "k.p" + strconv.Itoa(n)
	})
	return "SELECT k.n, q.* FROM " + table + " CROSS JOIN LATERAL (" + text + " OFFSET 0) q"
}

// columnOf makes an array of the parameters at one place, and says of what type its
// elements are. A list is written as JSON, because arrays of lists are not possible.
func columnOf(group []*strand, i int) (array any, kind string) {
	for _, s := range group {
		if reflect.TypeOf(s.next.args[i]) != reflect.TypeOf(group[0].next.args[i]) {
			return nil, ""
		}
	}
	switch group[0].next.args[i].(type) {
	case []byte:
		return gather(group, i, func(v any) []byte { return v.([]byte) }), "bytea"
	case []string:
		return gather(group, i, func(v any) *string { return listJSON(v.([]string)) }), "list"
	case *int64:
		return gather(group, i, func(v any) *int64 { return v.(*int64) }), "bigint"
	}
	switch reflect.ValueOf(group[0].next.args[i]).Kind() {
	case reflect.String:
		return gather(group, i, func(v any) string { return escaped(reflect.ValueOf(v).String()) }), "text"
	case reflect.Bool:
		return gather(group, i, func(v any) bool { return reflect.ValueOf(v).Bool() }), "boolean"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return gather(group, i, func(v any) int64 { return reflect.ValueOf(v).Int() }), "bigint"
	}
	return nil, ""
}

func gather[T any](group []*strand, i int, value func(any) T) []T {
	list := make([]T, len(group))
	for n, s := range group {
		list[n] = value(s.next.args[i])
	}
	return list
}

// listJSON is nil for a list that is NULL.
func listJSON(list []string) *string {
	if list == nil {
		return nil
	}
	text, _ := json.Marshal(escapedAll(list)) // texts are always possible
	json := string(text)
	return &json
}

// read gives each strand its rows. errs are what became of them, failure is of the
// statement.
func (m *merged) read(rows pgx.Rows) (errs []error, failure error) {
	defer rows.Close()
	errs = make([]error, len(m.strands))
	var n int64
	var number []any // n, and nothing of the other columns
	for rows.Next() {
		if number == nil {
			number = make([]any, len(rows.FieldDescriptions()))
			number[0] = &n
		}
		if err := rows.Scan(number...); err != nil {
			return nil, err
		}
		s := m.strands[n-1].next
		s.changed++
		if s.each != nil && errs[n-1] == nil {
			errs[n-1] = s.each(scanner{rows, 1})
		}
	}
	return errs, rows.Err()
}
