package server

import (
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// Who reads slowly gets everything; who does not read is given up.
func TestWriteTimeoutIsForProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		s := &socket{Conn: near, timeout: time.Second}
		const size = 20*maxGathered + 1
		done := make(chan struct{})
		go func() {
			defer close(done)
			for left := size; left > 0; {
				time.Sleep(900 * time.Millisecond) // of the bubble's time
				n, err := io.ReadFull(far, make([]byte, min(left, maxGathered)))
				left -= n
				assert.NoError(t, err)
			}
		}()
		n, err := s.Write(make([]byte, size))
		assert.NoError(t, err)
		assert.Equal(t, size, n)
		<-done

		_, err = s.Write(make([]byte, size))
		assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
	})
}
