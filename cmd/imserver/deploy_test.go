package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"imclient/cmd/imserver/internal/config"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The image cannot be built in the tests; what can go stale in its recipe can be
// looked at.
func TestDockerfile(t *testing.T) {
	content, err := os.ReadFile("../../deploy/Dockerfile")
	require.NoError(t, err)
	text := strings.ReplaceAll(string(content), "\\\n", " ")
	known := regexp.MustCompile(`^(FROM|WORKDIR|COPY|RUN|ARG|USER|ENV|EXPOSE|VOLUME|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT|CMD) \S`)
	stages := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		require.Regexp(t, known, line)
		instruction, rest, _ := strings.Cut(line, " ")
		switch words := strings.Fields(rest); {
		case instruction == "FROM":
			stages++
		case instruction == "COPY" && !strings.HasPrefix(rest, "--from"):
			for _, source := range words[:len(words)-1] {
				_, err := os.Stat(filepath.Join("../..", source))
				assert.NoError(t, err, line)
			}
		case instruction == "ENV":
			name, value, _ := strings.Cut(rest, "=")
			_, _, err := config.Load("imserver serve", "", nil, []string{name + "=" + value}, os.Stderr)
			assert.NoError(t, err, line)
			assert.Contains(t, variables(), name, "a variable that nobody reads")
		case strings.HasPrefix(rest, "[") || instruction == "HEALTHCHECK":
			quoted := regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(rest, -1)
			for _, word := range quoted {
				if !strings.HasPrefix(word[1], "/") {
					assert.Contains(t, commandNames(), word[1], line)
				}
			}
		}
	}
	assert.Equal(t, 2, stages)
	mod, err := os.ReadFile("../../go.mod")
	require.NoError(t, err)
	version := regexp.MustCompile(`(?m)^go (1\.\d+)`).FindSubmatch(mod)
	assert.Contains(t, text, "FROM golang:"+string(version[1])+" ", "the Go of go.mod")
	assert.Contains(t, text, "USER 65532", "not root")
	// What the binary is built from is copied.
	for _, dir := range []string{"core", "server", "cmd"} {
		assert.Contains(t, text, "COPY "+dir+" "+dir)
	}
}

func commandNames() (names []string) {
	for _, c := range commands {
		names = append(names, c.name)
	}
	return names
}

func variables() (names []string) {
	for line := range strings.Lines(settingsPage()) {
		if cells := strings.Split(line, "`"); len(cells) > 5 {
			names = append(names, cells[5])
		}
	}
	return names
}

func settingsPage() string {
	var b strings.Builder
	config.Reference(&b)
	return b.String()
}

func TestSystemdUnit(t *testing.T) {
	unit := "../../deploy/imserver.service"
	content, err := os.ReadFile(unit)
	require.NoError(t, err)
	for _, line := range regexp.MustCompile(`(?m)^Exec\w+=/usr/local/bin/imserver (.*)$`).FindAllStringSubmatch(string(content), -1) {
		assert.Contains(t, commandNames(), strings.Fields(line[1])[0])
	}
	stop, err := time.ParseDuration(regexp.MustCompile(`TimeoutStopSec=(\S+)`).FindStringSubmatch(string(content))[1])
	require.NoError(t, err)
	d := config.New().Drain
	assert.Greater(t, stop, d.Delay+d.Window+2*d.Grace+2*closeTime, "the drain comes to its end")

	verify, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return // only there where systemd is
	}
	// The binary of the unit is not installed here; true is.
	text := strings.ReplaceAll(string(content), "/usr/local/bin/imserver", "/bin/true")
	text = regexp.MustCompile(`(?m)^(User|Group)=.*$`).ReplaceAllString(text, "")
	copied := filepath.Join(t.TempDir(), "imserver.service")
	require.NoError(t, os.WriteFile(copied, []byte(text), 0o600))
	out, err := exec.Command(verify, "verify", "--man=no", copied).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		assert.NotContains(t, line, "imserver.service:", "systemd does not like a line: %s", line)
	}
	_ = err // other units of the machine may be at fault
}

func TestSystemdIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	require.NoError(t, err)
	defer socket.Close()
	require.NoError(t, socket.SetReadDeadline(time.Now().Add(deadline)))
	t.Setenv("NOTIFY_SOCKET", path)
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", t.TempDir())
	heard := func() string {
		b := make([]byte, 100)
		n, err := socket.Read(b)
		require.NoError(t, err)
		return string(b[:n])
	}
	assert.Equal(t, "READY=1", heard())
	require.NoError(t, p.end(t, syscall.SIGTERM))
	assert.Equal(t, "STOPPING=1", heard())
}
