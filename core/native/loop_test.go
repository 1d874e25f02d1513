package native

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLoopRunsTasksInOrder(t *testing.T) {
	var ran []string
	l := newLoop(func() { ran = append(ran, "after") }, func(err error) { t.Error(err) })
	go l.run()
	l.do(func() { ran = append(ran, "a") })
	l.do(func() { ran = append(ran, "b"); l.stop() })
	<-l.done
	assert.Equal(t, []string{"a", "after", "b", "after"}, ran)
}

func TestLoopThatIsOver(t *testing.T) {
	l := newLoop(func() {}, func(err error) { t.Error(err) })
	go l.run()
	l.do(l.stop)
	<-l.done
	assert.False(t, l.post(context.Background(), func() { t.Error("ran") }))
	ran := false
	l.do(func() { ran = true })
	assert.True(t, ran, "what only looks still works")
}

func TestLoopPostGivesUpWithItsContext(t *testing.T) {
	l := newLoop(func() {}, func(err error) { t.Error(err) }) // never runs
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	assert.False(t, l.post(ctx, func() {}))
}

func TestLoopSurvivesAPanic(t *testing.T) {
	var failure error
	l := newLoop(func() {}, func(err error) { failure = err })
	go l.run()
	l.do(func() { panic("defect") })
	<-l.done
	var panicked *PanicError
	require.ErrorAs(t, failure, &panicked)
	assert.Equal(t, "defect", panicked.Value)
	assert.Contains(t, string(panicked.Stack), "loop_test.go")
}
