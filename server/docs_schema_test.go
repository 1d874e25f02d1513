package server_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	protoEnum    = regexp.MustCompile(`(?ms)^enum (CommandType|OpType) \{\n(.*?)^\}`)
	protoValue   = regexp.MustCompile(`(?m)^\s+(\w+) = \d+;`)
	protoMessage = regexp.MustCompile(`(?ms)^message (\w+) \{\n(.*?)^\}`)
	protoField   = regexp.MustCompile(`(?m)^\s+(?:optional|required|repeated) \w+ (\w+) =`)
	opOrCommand  = regexp.MustCompile("[a-z_]+")

	documentedCode = regexp.MustCompile(`(?m)^\| (\d{4}) \|`)
	listedCode     = regexp.MustCompile("(?m)^\\| `(\\d{4})` \\| (yes|no)")
	codeConstant   = regexp.MustCompile(`(?m)^\s+(\w+)\s+Code = (\d{4})$`)
)

// TestSupportPageHasTheWholeSchema: no command, op or field is left out of
// docs/server.md, and no field is there that the schema does not have.
func TestSupportPageHasTheWholeSchema(t *testing.T) {
	page, err := os.ReadFile("../docs/server.md")
	require.NoError(t, err)
	schema, err := os.ReadFile("../core/wire/rtm.proto")
	require.NoError(t, err)

	named := map[string]bool{}
	for _, quoted := range backQuoted.FindAllStringSubmatch(section(t, string(page), "Commands"), -1) {
		for _, word := range opOrCommand.FindAllString(quoted[1], -1) {
			named[word] = true
		}
	}
	enums := protoEnum.FindAllSubmatch(schema, -1)
	require.Len(t, enums, 2)
	for _, enum := range enums {
		for _, value := range protoValue.FindAllSubmatch(enum[2], -1) {
			assert.True(t, named[string(value[1])], "%s %s is not listed", enum[1], value[1])
		}
	}

	fields := map[string][]string{}
	for line := range strings.Lines(section(t, string(page), "Fields")) {
		columns := strings.Split(line, "|")
		if len(columns) != 7 || !strings.Contains(columns[1], "`") {
			continue
		}
		name := strings.Trim(columns[1], " `")
		for _, quoted := range backQuoted.FindAllStringSubmatch(strings.Join(columns[2:5], ""), -1) {
			fields[name] = append(fields[name], quoted[1])
		}
	}
	messages := protoMessage.FindAllSubmatch(schema, -1)
	assert.Len(t, fields, len(messages))
	for _, message := range messages {
		name := string(message[1])
		has := map[string]bool{}
		for _, field := range protoField.FindAllSubmatch(message[2], -1) {
			has[string(field[1])] = true
			assert.Contains(t, fields[name], string(field[1]), name)
		}
		for _, field := range fields[name] {
			assert.True(t, has[field], "%s.%s is not in the schema", name, field)
		}
	}
}

// TestSupportPageHasAllCodes: each code of docs/protocol.md is listed once, and those
// that are said to be sent are those that the server has.
func TestSupportPageHasAllCodes(t *testing.T) {
	page, err := os.ReadFile("../docs/server.md")
	require.NoError(t, err)
	protocol, err := os.ReadFile("../docs/protocol.md")
	require.NoError(t, err)
	source, err := os.ReadFile("codes.go")
	require.NoError(t, err)
	var documented, listed []string
	for _, row := range documentedCode.FindAllStringSubmatch(section(t, string(protocol), "Errors"), -1) {
		documented = append(documented, row[1])
	}
	sent := map[string]bool{}
	for _, row := range listedCode.FindAllStringSubmatch(section(t, string(page), "Codes"), -1) {
		listed = append(listed, row[1])
		sent[row[1]] = row[2] == "yes"
	}
	assert.Greater(t, len(listed), 50)
	assert.Equal(t, documented, listed)
	constants := codeConstant.FindAllStringSubmatch(string(source), -1)
	assert.Greater(t, len(constants), 40)
	for _, constant := range constants {
		used := false
		sources, err := filepath.Glob("*.go")
		require.NoError(t, err)
		for _, name := range sources {
			if name == "codes.go" || strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			used = used || regexp.MustCompile(`\b`+constant[1]+`\b`).Match(text)
		}
		assert.Equal(t, used, sent[constant[2]], "%s %s", constant[2], constant[1])
	}
}

func section(t *testing.T, page, title string) string {
	t.Helper()
	_, text, ok := strings.Cut(page, "\n## "+title+"\n")
	require.True(t, ok, title)
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}
