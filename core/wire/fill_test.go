package wire_test

import (
	"encoding/hex"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
)

// message is what all of the package's messages are.
type message interface {
	Append([]byte) ([]byte, error)
	Unmarshal([]byte) error
	Reset()
}

// eachField calls do with the exported name of each field of m.
func eachField(m message, do func(v reflect.Value, name string)) {
	v := reflect.ValueOf(m)
	for i := range v.NumMethod() {
		if name, ok := strings.CutPrefix(v.Type().Method(i).Name, "Has"); ok {
			do(v, name)
		}
	}
}

// show reads m through its accessors: what is present, by the protocol's names,
// with integers as decimal strings and bytes as hex.
func show(m message) map[string]any {
	shown := map[string]any{}
	eachField(m, func(v reflect.Value, name string) {
		if v.MethodByName("Has" + name).Call(nil)[0].Bool() {
			value := v.MethodByName("Get" + name).Call(nil)[0]
			shown[strings.ToLower(name[:1])+name[1:]] = showValue(value)
		}
	})
	return shown
}

func showValue(v reflect.Value) any {
	switch {
	case v.Type() == reflect.TypeFor[[]byte]():
		return hex.EncodeToString(v.Bytes())
	case v.Kind() == reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = showValue(v.Index(i))
		}
		return list
	case v.Kind() == reflect.Pointer:
		return show(v.Interface().(message))
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	default:
		return v.Interface()
	}
}

// fill sets each field of m with the chance given, required ones always. Fields
// for which without says so stay absent.
func fill(r *rand.Rand, m message, chance float64, without map[string]bool) {
	eachField(m, func(v reflect.Value, name string) {
		key := v.Type().Elem().Name() + "." + name
		if without[key] || r.Float64() > chance && !required[key] {
			return
		}
		set := v.MethodByName("Set" + name)
		set.Call([]reflect.Value{random(r, set.Type().In(0), chance, without)})
	})
}

// required are the fields that a message must have, and the one that the
// official SDK adds to what it decodes, because its default is no zero.
var required = map[string]bool{
	"JsonObjectMessage.Data": true, "UnreadTuple.Cid": true, "UnreadTuple.Unread": true,
	"ErrorCommand.Code": true, "ErrorCommand.Reason": true, "ReadTuple.Cid": true,
	"LogsCommand.Direction": true,
}

func random(r *rand.Rand, t reflect.Type, chance float64, without map[string]bool) reflect.Value {
	v := reflect.New(t).Elem()
	switch {
	case t == reflect.TypeFor[[]byte]():
		b := make([]byte, r.IntN(200))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		v.SetBytes(b)
	case t.Kind() == reflect.Slice:
		for range 1 + r.IntN(4) {
			v = reflect.Append(v, random(r, t.Elem(), chance, without))
		}
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		fill(r, v.Interface().(message), chance, without)
	case t.Kind() == reflect.String:
		v.SetString(strings.Repeat("é😀x"[:r.IntN(2)*2], r.IntN(100)) + strconv.Itoa(r.IntN(1000)))
	case t.Kind() == reflect.Bool:
		v.SetBool(r.IntN(2) == 1)
	case t.PkgPath() != "": // an enum: both of the small ones have 1, the large ones too
		v.SetInt(int64(1 + r.IntN(2)))
	case t.Kind() == reflect.Int32:
		v.SetInt(int64(int32(r.Uint32()) >> r.IntN(32)))
	default:
		v.SetInt(int64(r.Uint64()) >> r.IntN(64))
	}
	return v
}
