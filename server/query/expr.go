package query

// Expr is a node of a parsed where clause: And, Or or Compare.
type Expr interface{ expr() }

// And matches what all of its parts match; an empty And matches everything.
type And []Expr

// Or matches what at least one of its parts matches.
type Or []Expr

// Compare holds one field against one value.
type Compare struct {
	// Field is the path of the column, split at dots: "attr.level" is
	// {"attr", "level"}. It has at least one element, none of them empty.
	Field []string
	Op    Op
	// Value is what the field is compared with: nil, bool, int64, float64,
	// string, Date, or JSON for an object or array. For In, Nin and All it is a
	// []any of those; for Exists a bool; for Size an int64; for Regex a Pattern.
	Value any
}

func (And) expr()     {}
func (Or) expr()      {}
func (Compare) expr() {}

// Op is a comparison operator.
type Op int

// The operators, by their names on the wire.
const (
	Eq     Op = iota // equality
	Ne               // $ne
	Lt               // $lt
	Lte              // $lte
	Gt               // $gt
	Gte              // $gte
	In               // $in
	Nin              // $nin
	All              // $all
	Exists           // $exists
	Size             // $size
	Regex            // $regex, with $options
)

// Date is a date value, in milliseconds since 1970 (UTC).
type Date int64

// JSON is an object or array compared as a whole, in its canonical encoding.
type JSON string

// Pattern is a regular expression in Go's syntax (linear time, no
// back-references), with its options already folded in.
type Pattern string

// Sort is one key of a sort order.
type Sort struct {
	Field      []string
	Descending bool
}
