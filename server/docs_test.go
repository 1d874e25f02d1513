package server_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"imclient/server"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	testName   = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`)
	testFunc   = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Z]\w*)\(`)
	webTest    = regexp.MustCompile(`([\w/-]+\.test\.mjs)((?:,? "[^"]+")*)`)
	quotedText = regexp.MustCompile(`"([^"]+)"`)
	supported  = regexp.MustCompile(`^\| (.+?) \| (yes|no|in part)\b(.*?) \| (.*?) \|$`)
	muxPattern = regexp.MustCompile(`mux\.HandleFunc\("([A-Z]+ [^"]+)"`)
	backQuoted = regexp.MustCompile("`([^`]+)`")
)

// TestSupportPage holds docs/server.md to the truth: whatever it says is supported
// names a test, each test that it names exists, and no call is left out.
func TestSupportPage(t *testing.T) {
	page, err := os.ReadFile("../docs/server.md")
	require.NoError(t, err)
	exists := goTests(t)
	for _, name := range testName.FindAllString(string(page), -1) {
		assert.True(t, exists[name], "%s does not exist", name)
	}
	rows := 0
	listed := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		row := supported.FindStringSubmatch(strings.TrimSpace(line))
		if row == nil {
			continue
		}
		rows++
		if row[2] != "no" {
			assert.NotEmpty(t, row[4], "no test for %s", row[1])
			for _, quoted := range backQuoted.FindAllStringSubmatch(row[1], -1) {
				listed[quoted[1]] = true
			}
		}
	}
	assert.Greater(t, rows, 50)
	patterns := newServer(t, server.Options{}).RESTPatterns()
	assert.Greater(t, len(patterns), 100)
	sources, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, source := range sources {
		if source == "control.go" || source == "admin.go" {
			continue // addresses for the operator alone: docs/operating.md
		}
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		for _, found := range muxPattern.FindAllSubmatch(text, -1) {
			patterns = append(patterns, string(found[1]))
		}
	}
	for _, pattern := range patterns {
		assert.True(t, listed[pattern], "%s is not listed", pattern)
	}
}

// goTests are the names of all tests in Go.
func goTests(t *testing.T) map[string]bool {
	t.Helper()
	exists := map[string]bool{}
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || path != ".." && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path)
		for _, found := range testFunc.FindAllSubmatch(text, -1) {
			exists[string(found[1])] = true
		}
		return err
	}))
	return exists
}

// What the other pages name as shown by a test is: the test exists, also where it is
// one in JavaScript.
func TestPagesNameTests(t *testing.T) {
	exists := goTests(t)
	for _, name := range []string{"reliability.md", "security.md", "cluster.md"} {
		page, err := os.ReadFile("../docs/" + name)
		require.NoError(t, err)
		named := 0
		for _, test := range testName.FindAllString(string(page), -1) {
			named++
			assert.True(t, exists[test], "%s: %s does not exist", name, test)
		}
		for _, found := range webTest.FindAllStringSubmatch(string(page), -1) {
			source, err := os.ReadFile("../web/test/" + found[1])
			require.NoError(t, err, name)
			for _, title := range quotedText.FindAllStringSubmatch(found[2], -1) {
				named++
				assert.Contains(t, string(source), title[1], "%s: %s", name, found[1])
			}
		}
		assert.Greater(t, named, 10, name)
	}
}
