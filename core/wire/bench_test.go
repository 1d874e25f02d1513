package wire_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

// textMessage is a pushed text message of 280 bytes.
func textMessage() *wire.GenericCommand {
	direct := &wire.DirectCommand{}
	direct.SetMsg(`{"_lctype":-1,"_lctext":"` + strings.Repeat("你好，世界 hello ", 7) + `","_lcattrs":{"a":1}}`)
	direct.SetFromPeerId("jerry")
	direct.SetTimestamp(1768176000123)
	direct.SetCid("5f0c3f5e9c1e8f0008d1a2b3")
	direct.SetId("vdkGm4dtRNmhQ5gqUTFBiA")
	m := &wire.GenericCommand{}
	m.SetCmd(wire.CommandDirect)
	m.SetPeerId("tom")
	m.SetService(2)
	m.SetDirectMessage(direct)
	return m
}

// historyPage is an answer with 100 messages, 16 KB.
func historyPage() *wire.GenericCommand {
	logs := &wire.LogsCommand{}
	for range 100 {
		item := &wire.LogItem{}
		item.SetData(`{"_lctype":-1,"_lctext":"` + strings.Repeat("你好，世界 hello ", 4) + `"}`)
		item.SetFrom("jerry")
		item.SetTimestamp(1768176000123)
		item.SetMsgId("vdkGm4dtRNmhQ5gqUTFBiA")
		logs.AddLogs(item)
	}
	m := &wire.GenericCommand{}
	m.SetCmd(wire.CommandLogs)
	m.SetI(5)
	m.SetPeerId("tom")
	m.SetLogsMessage(logs)
	return m
}

func BenchmarkUnmarshal(b *testing.B) {
	for name, m := range map[string]*wire.GenericCommand{"message": textMessage(), "history": historyPage()} {
		frame, err := m.Append(nil)
		require.NoError(b, err)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(frame)))
			b.ReportAllocs()
			for b.Loop() {
				if err := (&wire.GenericCommand{}).Unmarshal(frame); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, m := range map[string]*wire.GenericCommand{"message": textMessage(), "history": historyPage()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Append(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendPeerID(b *testing.B) {
	frame, err := textMessage().Append(nil)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		wire.AppendPeerID(frame, "tom")
	}
}

// What a page of history costs is one copy of the frame and three blocks.
func TestUnmarshalAllocations(t *testing.T) {
	frame, err := historyPage().Append(nil)
	require.NoError(t, err)
	m := &wire.GenericCommand{}
	require.EqualValues(t, 4, testing.AllocsPerRun(10, func() {
		if err := m.Unmarshal(frame); err != nil {
			t.Fatal(err)
		}
	}))
}
