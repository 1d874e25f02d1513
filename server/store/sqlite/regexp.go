package sqlite

import (
	"database/sql/driver"
	"errors"
	"regexp"
	"sync"

	"modernc.org/sqlite"
)

// patterns spares compiling a pattern for every row of a query. It is emptied when
// it is full.
var patterns struct {
	sync.Mutex
	compiled map[string]*regexp.Regexp
}

const maxCompiled = 256

func compilePattern(pattern string) (*regexp.Regexp, error) {
	patterns.Lock()
	defer patterns.Unlock()
	if re, ok := patterns.compiled[pattern]; ok {
		return re, nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	if len(patterns.compiled) >= maxCompiled || patterns.compiled == nil {
		patterns.compiled = make(map[string]*regexp.Regexp)
	}
	patterns.compiled[pattern] = re
	return re, nil
}

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
		re, err := compilePattern(pattern)
		if err != nil {
			return nil, err
		}
		if re.MatchString(text) {
			return int64(1), nil
		}
		return int64(0), nil
	})
}
