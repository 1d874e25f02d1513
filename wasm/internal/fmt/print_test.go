package fmt

import (
	"errors"
	standard "fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSprintfIsAsTheStandardLibrarys(t *testing.T) {
	type number int8
	tests := []struct {
		format string
		args   []any
	}{
		{"", nil},
		{"plain", nil},
		{"unexpected panic: %+v", []any{errors.New("boom")}},
		{"unexpected panic: %+v", []any{"boom"}},
		{"invalid assignment from JS type: %v to Go kind: %v", []any{reflect.String, reflect.Int}},
		{"%v must be a non-nil pointer", []any{reflect.Pointer}},
		{"%d %s %v", []any{12, "é", true}},
		{"%v", []any{nil}},
		{"%v", []any{number(-3)}},
		{"%v", []any{3 * time.Second}},
		{"100%% of %v%%", []any{7}},
		{"ends %v", []any{"%v"}},
	}
	for _, test := range tests {
		assert.Equal(t, standard.Sprintf(test.format, test.args...), Sprintf(test.format, test.args...), test.format)
	}
}

func TestSprintfOfOtherThings(t *testing.T) {
	assert.Equal(t, "a (struct {}) b", Sprintf("a %v b", struct{}{}))
	assert.Equal(t, "([]int)", Sprintf("%v", []int{1}))
	assert.Equal(t, "%v and %", Sprintf("%v and %"))
}
