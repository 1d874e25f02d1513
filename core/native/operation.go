package native

// Operation is a value for SetAttributes that the server works out, so that two
// members who change a field at the same time do not undo each other's change
// (docs/protocol.md, Conversations).
type Operation map[string]any

// DeleteField removes the field.
func DeleteField() Operation { return Operation{"__op": "Delete"} }

// Increment adds to a number; a missing field counts as 0.
func Increment(amount float64) Operation {
	return Operation{"__op": "Increment", "amount": amount}
}

// Append puts values at the end of a list; a missing field counts as empty.
func Append(values ...any) Operation { return listOperation("Add", values) }

// AppendUnique is Append of those values that are not in the list yet.
func AppendUnique(values ...any) Operation { return listOperation("AddUnique", values) }

// RemoveValues takes values out of a list, wherever they are in it.
func RemoveValues(values ...any) Operation { return listOperation("Remove", values) }

func listOperation(name string, values []any) Operation {
	if values == nil {
		values = []any{}
	}
	return Operation{"__op": name, "objects": values}
}
