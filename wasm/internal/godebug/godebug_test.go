package godebug

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSettingsHaveTheirDefaults(t *testing.T) {
	t.Setenv("GODEBUG", "asynctimerchan=1")
	for name, plain := range map[string]string{"asynctimerchan": "asynctimerchan", "#hidden": "hidden", "": ""} {
		setting := New(name)
		setting.IncNonDefault()
		assert.Equal(t, plain, setting.Name())
		assert.Equal(t, name == "#hidden", setting.Undocumented())
		assert.Equal(t, "", setting.Value())
		assert.Equal(t, plain+"=", setting.String())
	}
}
