package archive

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// bson reads one document after the other.
func (r *Reader) bson(ctx context.Context, name string, f io.Reader) error {
	class := classOf(name)
	in := bufio.NewReaderSize(f, 1<<16)
	var doc []byte
	for n := 1; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		var head [4]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			if err != io.EOF {
				r.Problem(Problem{Class: class, File: name, Line: n, Reason: damaged(err)})
			}
			return nil
		}
		size := binary.LittleEndian.Uint32(head[:])
		if size < 5 || size > maxRow+1024 {
			r.Problem(Problem{Class: class, File: name, Line: n, Reason: "not a BSON document"})
			return nil // where the next one begins is not known
		}
		if cap(doc) < int(size) {
			doc = make([]byte, size)
		}
		doc = doc[:size]
		copy(doc, head[:])
		if _, err := io.ReadFull(in, doc[4:]); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			r.Problem(Problem{Class: class, File: name, Line: n, Reason: damaged(err)})
			return nil
		}
		if err := bson.Raw(doc).Validate(); err != nil {
			r.Problem(Problem{Class: class, File: name, Line: n, Reason: "not a BSON document"})
			continue
		}
		row, err := bsonRow(doc)
		if err != nil {
			r.Problem(Problem{Class: class, File: name, Line: n, Reason: "not a BSON document"})
			continue
		}
		if err := r.Row(Row{Class: class, File: name, Line: n, Data: row}); err != nil {
			return err
		}
	}
}

// bsonRow writes a document as the REST API writes a row.
func bsonRow(doc []byte) ([]byte, error) {
	fields, err := bsonFields(doc, 0)
	if err != nil {
		return nil, err
	}
	if id, ok := fields["_id"]; ok && fields["objectId"] == nil {
		fields["objectId"] = id
	}
	delete(fields, "_id")
	return json.Marshal(fields)
}

// maxDepth bounds the nesting of a document.
const maxDepth = 100

func bsonFields(doc bson.Raw, depth int) (map[string]any, error) {
	elements, err := doc.Elements()
	if err != nil || depth > maxDepth {
		return nil, io.ErrUnexpectedEOF
	}
	fields := make(map[string]any, len(elements))
	for _, e := range elements {
		if fields[e.Key()], err = bsonValue(e.Value(), depth+1); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

func bsonValue(v bson.RawValue, depth int) (any, error) {
	switch v.Type {
	case bson.TypeString:
		return v.StringValue(), nil
	case bson.TypeSymbol:
		return v.Symbol(), nil
	case bson.TypeObjectID:
		return v.ObjectID().Hex(), nil
	case bson.TypeDateTime:
		return map[string]any{"__type": "Date", "iso": isoDate(v.DateTime())}, nil
	case bson.TypeInt32:
		return v.Int32(), nil
	case bson.TypeInt64:
		return v.Int64(), nil
	case bson.TypeDouble:
		d := v.Double()
		if math.IsNaN(d) || math.IsInf(d, 0) {
			return nil, nil
		}
		return json.Number(strconv.FormatFloat(d, 'g', -1, 64)), nil
	case bson.TypeDecimal128:
		return v.Decimal128().String(), nil
	case bson.TypeBoolean:
		return v.Boolean(), nil
	case bson.TypeBinary:
		_, b := v.Binary()
		return base64.StdEncoding.EncodeToString(b), nil
	case bson.TypeArray:
		values, err := v.Array().Values()
		if err != nil || depth > maxDepth {
			return nil, io.ErrUnexpectedEOF
		}
		list := make([]any, len(values))
		for i, item := range values {
			if list[i], err = bsonValue(item, depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case bson.TypeEmbeddedDocument:
		fields, err := bsonFields(v.Document(), depth)
		if ref, ok := fields["$ref"]; ok && err == nil { // a pointer to a row
			return map[string]any{"__type": "Pointer", "className": ref, "objectId": fields["$id"]}, nil
		}
		return fields, err
	}
	return nil, nil
}

func isoDate(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z") }
