package server_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"imclient/server"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is served is documented, and what is documented is served.
func TestMetricsAreDocumented(t *testing.T) {
	content, err := os.ReadFile("../docs/operating.md")
	require.NoError(t, err)
	documented := map[string]bool{}
	for _, cell := range regexp.MustCompile("(?m)^\\| (`imserver_.*) \\| ").FindAllStringSubmatch(string(content), -1) {
		for _, name := range regexp.MustCompile("`(imserver_[^`]*)`").FindAllStringSubmatch(cell[1], -1) {
			for _, one := range spread(regexp.MustCompile(`\{[a-z,]+\}$`).ReplaceAllString(name[1], "")) {
				documented[one] = true
			}
		}
	}
	s := newServer(t, server.Options{})
	served := map[string]bool{}
	for _, name := range server.MetricNames(s) {
		if strings.HasPrefix(name, "imserver_") {
			served[name] = true
		}
	}
	assert.Equal(t, served, documented)
}

// spread writes imserver_{a,b}_c out.
func spread(name string) []string {
	start, end := strings.Index(name, "{"), strings.Index(name, "}")
	if start < 0 {
		return []string{name}
	}
	var out []string
	for part := range strings.SplitSeq(name[start+1:end], ",") {
		out = append(out, name[:start]+part+name[end+1:])
	}
	return out
}
