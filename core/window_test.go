package core

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWindowIsAMapOfTheLast compares the window with a list over random ids, few
// enough that they come again while they are remembered and after that.
func TestWindowIsAMapOfTheLast(t *testing.T) {
	for seed := range int64(20) {
		random := rand.New(rand.NewSource(seed))
		ids := 1 + random.Intn(3*dedupWindow)
		var w window
		var last []string // the oldest first
		filled := map[string]bool{}
		for step := range 4000 {
			id := fmt.Sprintf("message-%d", random.Intn(ids))
			known := false
			for _, each := range last {
				known = known || each == id
			}
			switch random.Intn(3) {
			case 0:
				require.Equal(t, !known, w.add(id), "seed %d, step %d", seed, step)
			case 1:
				require.Equal(t, !known, w.fill(id), "seed %d, step %d", seed, step)
				if !known {
					filled[id] = true
				}
			case 2:
				require.Equal(t, known && filled[id], w.pushed(id), "seed %d, step %d", seed, step)
				delete(filled, id)
				continue
			}
			if known {
				continue
			}
			if last = append(last, id); len(last) > dedupWindow {
				delete(filled, last[0])
				last = last[1:]
			}
		}
		used := 0
		for _, slot := range w.slots {
			if slot != 0 {
				used++
			}
		}
		require.Equal(t, len(last), used)
	}
}

// TestWindowGrows forgets nothing while it grows, and afterwards as late as it has
// become large.
func TestWindowGrows(t *testing.T) {
	for _, before := range []int{0, 100, dedupWindow, 3*dedupWindow + 7} {
		var w window
		id := func(n int) string { return fmt.Sprint("message-", n) }
		n := 0
		add := func(count int) {
			for range count {
				require.True(t, w.put(id(n), n%2 == 0))
				n++
			}
		}
		known := func(first int) {
			for i := range n {
				require.Equal(t, i >= first, w.find(id(i), hashOf(id(i))) != nil, "%d of %d", i, n)
			}
		}
		add(before)
		for range 3 {
			first := max(0, n-dedupWindow)
			w.grow()
			known(first)
			add(5 * dedupWindow)
			known(first)
			w.grows = false
			known(first)
			add(dedupWindow + 3)
			known(first + dedupWindow + 3)
		}
		require.Len(t, w.ring, 6*dedupWindow)
	}
}

// TestWindowOfOneHash has ids that all want the same slot.
func TestWindowOfOneHash(t *testing.T) {
	var same []string
	for n := 0; len(same) < 2*dedupWindow; n++ {
		if id := fmt.Sprint(n); hashOf(id)%512 == 511 {
			same = append(same, id)
		}
	}
	var w window
	for n, id := range same {
		require.True(t, w.add(id))
		require.False(t, w.add(id))
		if n >= dedupWindow {
			require.Nil(t, w.find(same[n-dedupWindow], hashOf(same[n-dedupWindow])))
		}
	}
	assert.True(t, w.add(""))
	assert.True(t, w.add(""), "no id is always new")
	assert.False(t, new(window).pushed("x"))
}
