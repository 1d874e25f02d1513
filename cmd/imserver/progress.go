package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress shows how far something is: on a terminal in one line that changes, else in
// a line now and then.
type progress struct {
	out      io.Writer
	terminal bool
	width    int // of what stands in the line
	step     string
	started  time.Time
	from     int64
	last     time.Time
}

func newProgress(out io.Writer) *progress {
	p := &progress{out: out}
	if f, ok := out.(*os.File); ok {
		info, err := f.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// How often something is shown.
const (
	onTerminal = 200 * time.Millisecond
	inLog      = 10 * time.Second
)

// show shows that done of so many are done; 0 for an unknown number.
func (p *progress) show(step string, done, of int64) {
	now := time.Now()
	if step != p.step {
		p.step, p.started, p.from, p.last = step, now, done, time.Time{}
	}
	every := inLog
	if p.terminal {
		every = onTerminal
	}
	if now.Sub(p.last) < every {
		return
	}
	p.last = now
	p.write(progressText(step, done, of, p.from, now.Sub(p.started)))
}

// progressText has the rate and, where the end is known, how long it will take.
func progressText(step string, done, of, from int64, took time.Duration) string {
	text := step
	if done > 0 || of > 0 {
		text += fmt.Sprintf(" %d", done)
	}
	if of > 0 {
		text += fmt.Sprintf(" of %d (%d%%)", of, done*100/of)
	}
	rate := float64(done-from) / took.Seconds()
	if took < time.Second || rate <= 0 {
		return text
	}
	text += fmt.Sprintf(", %.0f/s", rate)
	if of > done {
		text += ", " + time.Duration(float64(of-done)/rate*float64(time.Second)).Round(time.Second).String() + " left"
	}
	return text
}

func (p *progress) write(text string) {
	if !p.terminal {
		fmt.Fprintln(p.out, text)
		return
	}
	fmt.Fprint(p.out, "\r"+text+strings.Repeat(" ", max(p.width-len(text), 0)))
	p.width = len(text)
}

// print writes a line that stays.
func (p *progress) print(text string) {
	p.clear()
	fmt.Fprintln(p.out, text)
}

func (p *progress) clear() {
	if p.terminal && p.width > 0 {
		fmt.Fprint(p.out, "\r"+strings.Repeat(" ", p.width)+"\r")
		p.width = 0
	}
}
