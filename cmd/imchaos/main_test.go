package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"imclient/core/native"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This program is also the NATS of its tests.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asNATS {
		os.Exit(serveNATS(os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func buildServer(t *testing.T) string {
	t.Helper()
	imserver := filepath.Join(t.TempDir(), "imserver")
	build, err := exec.Command("go", "build", "-o", imserver, "../imserver").CombinedOutput()
	require.NoError(t, err, string(build))
	return imserver
}

// Some schedules; make chaos runs many.
func TestSchedules(t *testing.T) {
	imserver := buildServer(t)
	var out, errs bytes.Buffer
	status := run(context.Background(), []string{"--imserver", imserver, "--schedules", "8"}, &out, &errs)
	assert.Zero(t, status, out.String()+errs.String())
	assert.Regexp(t, regexp.MustCompile(`(?m)^8 schedules, [1-9]\d* acked, 0 lost, 0 doubled, 0 out of order\n\z`), out.String())
}

// Some schedules with three nodes, PostgreSQL and NATS; make chaos-nodes runs many.
func TestNodesSchedules(t *testing.T) {
	imserver := buildServer(t)
	var out, errs bytes.Buffer
	status := run(context.Background(), []string{"--imserver", imserver, "--nodes", "3", "--schedules", "4"}, &out, &errs)
	assert.Zero(t, status, out.String()+errs.String())
	assert.Regexp(t, regexp.MustCompile(`(?m)^4 schedules, [1-9]\d* acked, 0 lost, 0 doubled, 0 out of order\n\z`), out.String())
}

// The judge sees what is wrong: otherwise the test above says nothing.
func TestVerdict(t *testing.T) {
	message := func(id, from, text string) *native.Message {
		return &native.Message{ID: id, From: from, Text: `{"_lctype":-1,"_lctext":"` + text + `"}`}
	}
	r := newRecord("c", []*native.Message{message("1", "b", "b/1"), message("2", "a", "a/1"), message("3", "b", "b/2"), message("4", "b", "b/2")})
	assert.Len(t, r.doubles(), 1)

	l := heard{map[string][]string{}, map[string]map[string]bool{"c": {"1": true}}}
	for name, c := range map[string]struct {
		told                        []string
		doubled, disordered, missed int
	}{
		"all":            {[]string{"1", "3", "4"}, 0, 0, 0},
		"without known":  {[]string{"3", "4"}, 0, 0, 0},
		"one missing":    {[]string{"1", "3"}, 0, 0, 1},
		"twice":          {[]string{"3", "3", "4"}, 1, 0, 0},
		"turned":         {[]string{"4", "3"}, 0, 1, 0},
		"never happened": {[]string{"3", "5", "4"}, 0, 1, 0},
	} {
		l.told["c"] = c.told
		doubled, disordered := l.order(r)
		assert.Len(t, doubled, c.doubled, name)
		assert.Len(t, disordered, c.disordered, name)
		assert.Len(t, l.missed("a", r), c.missed, name)
	}

	e := evidence{id: "a", lives: []heard{l}, acked: map[string]map[string]string{"c": {"2": "a/1", "9": "a/2"}},
		queued: map[string][]string{"c": {"a/1", "a/3"}}, histories: map[string][]entry{"c": entries(r.messages)}}
	e.lives[0].told["c"] = []string{"4", "3", "3"}
	v, problems := e.judge(r, false)
	assert.Equal(t, verdict{acked: 2, lost: 2, doubled: 1, disordered: 1}, v, problems)
	e.lives[0].told["c"] = []string{"4"}
	e.histories = nil
	v, _ = e.judge(r, true)
	assert.Equal(t, verdict{acked: 2, lost: 2, disordered: 1, official: officialVerdict{expected: 3, lost: 1}}, v, "the server's promise holds for the official SDK, too")

	r.members = map[string]bool{"b": true}
	e.lives[0].told["c"] = []string{"1", "3"}
	v, problems = e.judge(r, false)
	assert.Equal(t, verdict{foreign: 2}, v, "who is not in the conversation")
	assert.Len(t, problems, 1)
	e.lives[0].told["c"] = nil
	v, _ = e.judge(r, false)
	assert.Zero(t, v)

	assert.True(t, verdict{foreign: 1}.bad() && verdict{lost: 1}.bad() && verdict{doubled: 1}.bad() && verdict{disordered: 1}.bad() && verdict{broken: 1}.bad())
	assert.False(t, verdict{schedules: 1, acked: 1}.bad())
}

func TestSeeds(t *testing.T) {
	seeds, err := parseSeeds("7 9", 1, 20)
	require.NoError(t, err)
	assert.Equal(t, []uint64{7, 9}, seeds)
	seeds, err = parseSeeds("", 5, 2)
	require.NoError(t, err)
	assert.Equal(t, []uint64{5, 6}, seeds)
	_, err = parseSeeds("x", 1, 1)
	assert.Error(t, err)
	_, err = parseSeeds("", 1, 0)
	assert.Error(t, err)
	assert.Equal(t, newPlan(3), newPlan(3), "a seed gives the same schedule again")
	assert.NotEqual(t, newPlan(3), newPlan(4))
	assert.Equal(t, newPagesPlan(3), newPagesPlan(3))
	assert.Equal(t, newNodesPlan(3, 3), newNodesPlan(3, 3))
	assert.NotEqual(t, newNodesPlan(3, 3), newNodesPlan(4, 3))
	outsiders, happened := 0, map[action]bool{}
	for seed := range uint64(100) {
		p := newNodesPlan(seed, 3)
		for _, members := range p.members {
			outsiders += p.participants - len(members)
		}
		for _, s := range p.steps {
			happened[s.action] = true
		}
	}
	assert.Greater(t, outsiders, 100, "who must not be told")
	for n, name := range actionNames {
		kind := action(n)
		assert.Equal(t, kind != killServer, happened[kind], name)
	}
	assert.Equal(t, 2, run(context.Background(), []string{"--seeds", "x"}, os.Stderr, &bytes.Buffer{}))
}
