package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"imclient/core/wire"
	"imclient/server"
)

// bare is a client that does as little as a receiver can: it counts the frames that
// come. What a server can send is measured with it, where the clients of the SDK
// would need most of the machine for themselves.
type bare struct {
	conn net.Conn
	in   *bufio.Reader
}

// enterBare logs a bare client in and makes it enter a chat room.
func (p *process) enterBare(id, room string) (*bare, error) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.node().url, "http://"))
	if err != nil {
		return nil, err
	}
	b := &bare{conn: conn, in: bufio.NewReader(conn)}
	if err := b.enter(id, room); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return b, nil
}

func (b *bare) enter(id, room string) error {
	if _, err := io.WriteString(b.conn, "GET /ws HTTP/1.1\r\nHost: im\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: lc.protobuf2.3\r\n\r\n"); err != nil {
		return err
	}
	answer, err := http.ReadResponse(b.in, nil)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("handshake: %s", answer.Status)
	}
	open := new(wire.GenericCommand)
	open.SetCmd(wire.CommandSession)
	open.SetOp(wire.OpOpen)
	open.SetAppId(server.DevelopmentApp.ID)
	session := new(wire.SessionCommand)
	session.SetUa("imbench")
	session.SetConfigBitmap(1) // offline messages are counted, not sent
	open.SetSessionMessage(session)
	if err := b.call(open, id, wire.OpOpened); err != nil {
		return err
	}
	join := new(wire.GenericCommand)
	join.SetCmd(wire.CommandConv)
	join.SetOp(wire.OpAdd)
	add := new(wire.ConvCommand)
	add.SetCid(room)
	add.SetM([]string{id})
	join.SetConvMessage(add)
	return b.call(join, id, wire.OpAdded)
}

// call sends a command and waits for its answer.
func (b *bare) call(cmd *wire.GenericCommand, id string, answer wire.OpType) error {
	cmd.SetPeerId(id)
	cmd.SetI(1)
	command, err := cmd.Append(nil)
	if err != nil {
		return err
	}
	if len(command) > 125 {
		return errors.New("the command is too long for a short frame")
	}
	// A binary frame, masked with zeros.
	if _, err := b.conn.Write(append([]byte{0x82, 0x80 | byte(len(command)), 0, 0, 0, 0}, command...)); err != nil {
		return err
	}
	for {
		_, size, err := b.header()
		if err != nil {
			return err
		}
		frame := make([]byte, size)
		if _, err := io.ReadFull(b.in, frame); err != nil {
			return err
		}
		var got wire.GenericCommand
		if err := got.Unmarshal(frame); err != nil {
			return err
		}
		if got.GetI() == 1 {
			if got.GetOp() != answer {
				return fmt.Errorf("%s was answered with %s/%s", cmd.GetOp(), got.GetCmd(), got.GetOp())
			}
			return nil
		}
	}
}

// header reads the header of a frame, which a server does not mask.
func (b *bare) header() (opcode byte, size int, err error) {
	var h [8]byte
	if _, err := io.ReadFull(b.in, h[:2]); err != nil {
		return 0, 0, err
	}
	opcode, size = h[0]&0xf, int(h[1])
	switch size {
	case 126:
		_, err = io.ReadFull(b.in, h[:2])
		size = int(binary.BigEndian.Uint16(h[:]))
	case 127:
		_, err = io.ReadFull(b.in, h[:])
		size = int(binary.BigEndian.Uint64(h[:]))
	}
	return opcode, size, err
}

// count calls counted for each message, until the connection ends.
func (b *bare) count(counted func()) {
	for {
		opcode, size, err := b.header()
		if err != nil {
			return
		}
		if _, err := b.in.Discard(size); err != nil {
			return
		}
		if opcode == 2 {
			counted()
		}
	}
}
