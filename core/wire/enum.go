package wire

import "strconv"

// enumName is a value of an enum and the protocol's name for it; a list of them
// is in the order of the values.
type enumName struct {
	value int32
	name  string
}

func nameOf(names []enumName, value int32) string {
	for i := range names {
		if names[i].value == value {
			return names[i].name
		}
	}
	return strconv.Itoa(int(value))
}
