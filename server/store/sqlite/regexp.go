package sqlite

import (
	"database/sql/driver"
	"errors"
	"regexp"
	"sync/atomic"

	"modernc.org/sqlite"
)

// lastPattern spares compiling one pattern for every row of a query.
var lastPattern atomic.Pointer[regexp.Regexp]

// REGEXP matches in linear time whatever the pattern is.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("regexp", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		pattern, ok := args[0].(string)
		if !ok {
			return nil, errors.New("pattern is not a text")
		}
		text, ok := args[1].(string)
		if !ok {
			return int64(0), nil
		}
		re := lastPattern.Load()
		if re == nil || re.String() != pattern {
			var err error
			if re, err = regexp.Compile(pattern); err != nil {
				return nil, err
			}
			lastPattern.Store(re)
		}
		if re.MatchString(text) {
			return int64(1), nil
		}
		return int64(0), nil
	})
}
