package query

// MaxNesting is how deep objects and lists may be nested, in a value of a where
// clause and in the attributes that it is compared with. JSON readers, the
// database's among them, refuse a text that is nested too deep.
const MaxNesting = 100

// TooDeep says whether a decoded JSON value is nested deeper than MaxNesting.
func TooDeep(v any) bool { return deeperThan(v, MaxNesting) }

func deeperThan(v any, levels int) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			if levels == 0 || deeperThan(inner, levels-1) {
				return true
			}
		}
	case []any:
		for _, inner := range v {
			if levels == 0 || deeperThan(inner, levels-1) {
				return true
			}
		}
	}
	return false
}
