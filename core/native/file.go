package native

import (
	"encoding/json"
	"errors"
)

// FileMessage is a typed message that refers to a file (docs/protocol.md,
// Messages). The file itself is where its URL says: the protocol carries none.
type FileMessage struct {
	Type       int // TypeImage, TypeAudio, TypeVideo or TypeFile; 0 is TypeFile
	Text       string
	Attributes map[string]any
	File       File
}

// File is what a message tells of a file. What is zero is not known.
type File struct {
	URL      string
	ObjectID string // of the storage service's record of the file
	Name     string
	Format   string  // the extension, such as "png"
	Size     int64   // bytes
	Width    int     // pixels, of an image
	Height   int     // likewise
	Duration float64 // seconds, of audio and video
	// MetaData are all fields of this kind, as they were sent; the five above
	// it come from there and go there.
	MetaData map[string]any
}

// fileContent is a FileMessage as it travels.
type fileContent struct {
	Typed
	File *struct {
		URL      string         `json:"url"`
		ObjectID string         `json:"objId,omitempty"`
		MetaData map[string]any `json:"metaData,omitempty"`
	} `json:"_lcfile"`
}

// Message makes a message to send of m. It fails without a URL, with a type
// that is not one of a file, and when the attributes cannot be written as JSON.
func (m FileMessage) Message() (Outgoing, error) {
	if m.Type == 0 {
		m.Type = TypeFile
	}
	switch {
	case !isFile(m.Type):
		return Outgoing{}, &ArgumentError{Message: "not a type of messages with files"}
	case m.File.URL == "":
		return Outgoing{}, &ArgumentError{Message: "a file needs a URL"}
	}
	meta := make(map[string]any)
	for name, value := range m.File.MetaData {
		meta[name] = value
	}
	set(meta, "name", m.File.Name)
	set(meta, "format", m.File.Format)
	set(meta, "size", m.File.Size)
	set(meta, "width", m.File.Width)
	set(meta, "height", m.File.Height)
	set(meta, "duration", m.File.Duration)
	return encode(map[string]any{
		"_lctype": m.Type, "_lctext": m.Text, "_lcattrs": m.Attributes,
		"_lcfile": without(map[string]any{"url": m.File.URL, "objId": m.File.ObjectID, "metaData": meta}),
	})
}

// FileOf is the file of a message with one. Of any other message it is false.
func FileOf(m *Message) (FileMessage, bool) {
	var content fileContent
	if !decode(m, &content) || !isFile(content.Type) || content.File == nil || content.File.URL == "" {
		return FileMessage{}, false
	}
	meta := content.File.MetaData
	text := func(name string) string { s, _ := meta[name].(string); return s }
	number := func(name string) float64 { n, _ := meta[name].(float64); return n }
	return FileMessage{
		Type: content.Type, Text: content.Text, Attributes: content.Attributes,
		File: File{
			URL: content.File.URL, ObjectID: content.File.ObjectID,
			Name: text("name"), Format: text("format"), Size: int64(number("size")),
			Width: int(number("width")), Height: int(number("height")), Duration: number("duration"),
			MetaData: meta,
		},
	}, true
}

func isFile(t int) bool {
	return t == TypeImage || t == TypeAudio || t == TypeVideo || t == TypeFile
}

// set sets a field unless the value is zero.
func set[T comparable](fields map[string]any, name string, value T) {
	if value != *new(T) {
		fields[name] = value
	}
}

// encode writes a typed message.
func encode(fields map[string]any) (Outgoing, error) {
	content, err := json.Marshal(without(fields))
	if err != nil {
		return Outgoing{}, &ArgumentError{Message: "attributes: " + err.Error()}
	}
	return Outgoing{Text: string(content)}, nil
}

// without leaves out texts and objects that are empty.
func without(fields map[string]any) map[string]any {
	for name, value := range fields {
		object, isObject := value.(map[string]any)
		if value == "" || isObject && len(object) == 0 {
			delete(fields, name)
		}
	}
	return fields
}

// decode reads a typed message into content.
func decode(m *Message, content any) bool {
	_, err := m.Typed()
	return !errors.Is(err, ErrNotTyped) && json.Unmarshal([]byte(m.Text), content) == nil
}
