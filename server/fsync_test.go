package server_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"
	"imclient/server/store/sqlite"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// fsyncs stands between SQLite and the operating system, as SQLite's default VFS, and
// sees each fsync of a write-ahead log. It can hold them up and make them fail.
var fsyncs struct {
	once  sync.Once
	open  func(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32
	syncs atomic.Int64 // those that have come back

	mu      sync.Mutex
	methods map[uintptr]uintptr // SQLite's own -> with another xSync
	syncOf  map[uintptr]uintptr // ours -> SQLite's xSync
	gate    chan struct{}       // closed when fsyncs may go on
	held    chan struct{}       // gets one for each that is held up
	code    int32               // what an fsync fails with
}

// The functions of SQLite, which is compiled from C, are addresses; so are ours for it.
func address(f any) uintptr { return (*[2]uintptr)(unsafe.Pointer(&f))[1] }

func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

// watchDisk puts the disk under all databases that are opened from now on.
func watchDisk(t *testing.T) {
	t.Helper()
	fsyncs.once.Do(func() {
		tls := libc.NewTLS()
		defer tls.Close()
		original := at[sqlite3.Tsqlite3_vfs](sqlite3.Xsqlite3_vfs_find(tls, 0))
		ours := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(*original)))
		v := at[sqlite3.Tsqlite3_vfs](ours)
		*v = *original
		name, err := libc.CString("watched")
		require.NoError(t, err)
		v.FzName, v.FpNext = name, 0
		open := original.FxOpen
		fsyncs.open = *(*func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32)(unsafe.Pointer(&struct{ uintptr }{open}))
		fsyncs.methods, fsyncs.syncOf = map[uintptr]uintptr{}, map[uintptr]uintptr{}
		v.FxOpen = address(watchedOpen)
		require.Zero(t, sqlite3.Xsqlite3_vfs_register(tls, ours, 1))
	})
}

// startOnDisk runs a server on SQLite, whatever the other tests run on.
func startOnDisk(t *testing.T) *servertest.Instance {
	t.Helper()
	watchDisk(t)
	dir := t.TempDir()
	return servertest.StartOne(t, "an SQLite file belongs to one process", server.Options{OpenStore: func(now func() time.Time, observe func(store.Commit)) (store.Store, error) {
		return sqlite.Open(dir, sqlite.Options{Now: now, Observe: observe})
	}})
}

func watchedOpen(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32 {
	code := fsyncs.open(tls, vfs, name, file, flags, out)
	f := at[sqlite3.Tsqlite3_file](file)
	if code != 0 || flags&sqlite3.SQLITE_OPEN_WAL == 0 || f.FpMethods == 0 {
		return code
	}
	fsyncs.mu.Lock()
	defer fsyncs.mu.Unlock()
	ours, ok := fsyncs.methods[f.FpMethods]
	if !ok {
		original := at[sqlite3.Tsqlite3_io_methods](f.FpMethods)
		ours = libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(*original)))
		m := at[sqlite3.Tsqlite3_io_methods](ours)
		*m = *original
		m.FxSync = address(watchedSync)
		fsyncs.methods[f.FpMethods], fsyncs.syncOf[ours] = ours, original.FxSync
	}
	f.FpMethods = ours
	return code
}

func watchedSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	fsyncs.mu.Lock()
	xSync := fsyncs.syncOf[at[sqlite3.Tsqlite3_file](file).FpMethods]
	gate, held, code := fsyncs.gate, fsyncs.held, fsyncs.code
	fsyncs.mu.Unlock()
	if gate != nil {
		held <- struct{}{}
		<-gate
	}
	if code != 0 {
		return code
	}
	original := *(*func(*libc.TLS, uintptr, int32) int32)(unsafe.Pointer(&struct{ uintptr }{xSync}))
	code = original(tls, file, flags)
	fsyncs.syncs.Add(1)
	return code
}

func setDisk(gate, held chan struct{}, code int32) {
	fsyncs.mu.Lock()
	defer fsyncs.mu.Unlock()
	fsyncs.gate, fsyncs.held, fsyncs.code = gate, held, code
}

// An acknowledged message has been through fsync: while that takes its time, nobody
// is told of the message, and each message waits for one that began after it.
func TestAckComesAfterFsync(t *testing.T) {
	i := startOnDisk(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	for range 3 {
		gate, held := make(chan struct{}), make(chan struct{}, 100)
		before := fsyncs.syncs.Load()
		setDisk(gate, held, 0)
		serial := ann.Request(direct(cid, "hello"))
		<-held // the message is written, and the fsync under way
		ann.Quiet()
		bob.Quiet()
		assert.Equal(t, before, fsyncs.syncs.Load())
		setDisk(nil, nil, 0)
		close(gate)
		assert.Equal(t, serial, ann.Expect(wire.CommandAck, 0).GetI())
		assert.Equal(t, []string{"hello"}, messages(bob, 1))
		assert.Greater(t, fsyncs.syncs.Load(), before)
	}
}

// A message whose fsync fails is not acknowledged, and nobody else hears of it.
func TestFailedFsync(t *testing.T) {
	i := startOnDisk(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	joined(bob)
	setDisk(nil, nil, sqlite3.SQLITE_IOERR_FSYNC)
	answer := ann.Call(direct(cid, "lost"))
	setDisk(nil, nil, 0)
	assert.EqualValues(t, 4200, answer.GetAckMessage().GetCode(), servertest.Describe(answer))
	send(t, ann, cid, "kept")
	assert.Equal(t, []string{"kept"}, messages(bob, 1))
	assert.Equal(t, []string{"kept"}, history(t, bob, logs(cid)))
}
