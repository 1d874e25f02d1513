package server

import "sync"

// maxFlightBytes bounds the frames of one connection that wait for the disk, in
// bytes.
const maxFlightBytes = 4 << 20

// flight counts the commands of one connection that are not on disk yet, or not
// acknowledged.
type flight struct {
	maxCount int

	mu     sync.Mutex
	landed sync.Cond
	count  int
	bytes  int
}

func (f *flight) init(maxCount int) {
	f.maxCount = maxCount
	f.landed.L = &f.mu
}

// add waits until there is room for a frame of that many bytes. One frame alone
// always has room.
func (f *flight) add(bytes int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.count > 0 && (f.count >= f.maxCount || f.bytes+bytes > maxFlightBytes) {
		f.landed.Wait()
	}
	f.count++
	f.bytes += bytes
}

// hold adds one more without waiting: there is something to say of what is on disk.
func (f *flight) hold() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
}

// wait blocks until there are none.
func (f *flight) wait() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.count > 0 {
		f.landed.Wait()
	}
}

func (f *flight) size() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count
}

// done takes away what add added.
func (f *flight) done(bytes int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count--
	f.bytes -= bytes
	f.landed.Broadcast() // the reader may wait, and who closes the connection
}
