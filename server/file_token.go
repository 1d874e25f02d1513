package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"imclient/server/store"
)

// The names that SDKs know storage by. With s3 they PUT the content to upload_url,
// with qiniu they POST a form to it, which is all that a WeChat mini program can do.
const (
	providerS3    = "s3"
	providerQiniu = "qiniu"
	fileBucket    = "files"
)

// uploadToken says which file its bearer may upload.
type uploadToken struct {
	App     string `json:"a"`
	File    string `json:"f"`
	Expires int64  `json:"e"` // milliseconds since 1970
}

func (s *Server) signUpload(t uploadToken) (string, error) {
	payload, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(payload)
	return text + "." + base64.RawURLEncoding.EncodeToString(s.uploadMAC(text)), nil
}

func (s *Server) uploadMAC(text string) []byte {
	mac := hmac.New(sha256.New, s.tokenKey)
	mac.Write([]byte("upload:" + text)) // no session token has a colon in it
	return mac.Sum(nil)
}

var errUploadToken = errors.New("the upload token is forged, malformed or too old")

func (s *Server) readUpload(token string) (t uploadToken, err error) {
	text, signature, ok := strings.Cut(token, ".")
	mac, err := base64.RawURLEncoding.DecodeString(signature)
	if !ok || err != nil || !hmac.Equal(mac, s.uploadMAC(text)) {
		return t, errUploadToken
	}
	payload, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(payload, &t) != nil || s.clock.Now().UnixMilli() >= t.Expires {
		return t, errUploadToken
	}
	return t, nil
}

// fileInput is what a client says of a file.
type fileInput struct {
	Name     string         `json:"name"`
	Type     string         `json:"mime_type"`
	URL      string         `json:"url"`
	KeepName bool           `json:"keep_file_name"`
	MetaData map[string]any `json:"metaData"`
}

// newFile checks what a client says of a file. It answers the request itself when
// it returns nil.
func (s *Server) newFile(w http.ResponseWriter, r *http.Request, in *fileInput) *store.File {
	name := path.Base(strings.ReplaceAll(in.Name, `\`, "/"))
	if in.Name == "" || name == "." || name == ".." || name == "/" || len(name) > maxFileName || !isPrintable(name) {
		s.refuseFile(w, r, http.StatusBadRequest, codeFileName, "name is missing, too long or has characters that cannot be shown")
		return nil
	}
	kind, ok := fileType(in.Type, name)
	if !ok {
		s.refuseFile(w, r, http.StatusBadRequest, codeInvalidField, "mime_type is no media type")
		return nil
	}
	if in.MetaData == nil {
		in.MetaData = map[string]any{}
	}
	metaData, err := marshal(in.MetaData)
	if err != nil {
		s.failREST(w, r, err)
		return nil
	}
	return &store.File{ID: newConversationID(), Name: name, Type: kind, MetaData: metaData}
}

func isPrintable(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) })
}

// fileTypes are media types that a system's own table may lack or have otherwise.
var fileTypes = map[string]string{
	".aac": "audio/aac", ".amr": "audio/amr", ".avif": "image/avif", ".gif": "image/gif", ".heic": "image/heic", ".jpeg": "image/jpeg",
	".jpg": "image/jpeg", ".m4a": "audio/mp4", ".mov": "video/quicktime", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".ogg": "audio/ogg",
	".pdf": "application/pdf", ".png": "image/png", ".txt": "text/plain", ".wav": "audio/wav", ".webm": "video/webm", ".webp": "image/webp",
}

// fileType is the media type that a client gives, or that the name stands for.
func fileType(given, name string) (string, bool) {
	if given != "" {
		kind, parameters, err := mime.ParseMediaType(given)
		if err != nil || len(given) > 127 || !strings.Contains(kind, "/") {
			return "", false
		}
		return mime.FormatMediaType(kind, parameters), true
	}
	ext := strings.ToLower(path.Ext(name))
	if kind := fileTypes[ext]; kind != "" {
		return kind, true
	}
	if kind := mime.TypeByExtension(ext); kind != "" {
		return kind, true
	}
	return "application/octet-stream", true
}

func isAbove(n json.Number, limit int64) bool {
	f, err := n.Float64()
	return err == nil && f > float64(limit)
}

// fileToken announces a file and says where its content goes (docs/protocol.md,
// Files).
func (s *Server) fileToken(w http.ResponseWriter, r *http.Request) {
	a, _ := s.restApp(w, r)
	if a == nil {
		return
	}
	var in fileInput
	if !s.readBody(w, r, maxFileBody, &in) {
		return
	}
	f := s.newFile(w, r, &in)
	if f == nil {
		return
	}
	if size, _ := in.MetaData["size"].(json.Number); isAbove(size, int64(s.options.Limits.File)) {
		s.refuseFile(w, r, http.StatusRequestEntityTooLarge, codeFileTooLarge, "the file is too large")
		return
	}
	base := s.publicURL(r)
	f.App, f.Blob = a.ID, blobKey(a.ID, f.ID)
	if f.URL = s.files.PublicURL(f.Blob); f.URL == "" {
		f.URL = fileURL(base, a.ID, f.ID, f.Name, in.KeepName)
	}
	life := s.options.Timeouts.Upload
	token, err := s.signUpload(uploadToken{App: a.ID, File: f.ID, Expires: s.clock.Now().Add(life).UnixMilli()})
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	provider := providerS3
	var upload string
	if strings.Contains(r.Header.Get("X-LC-UA"), "Weapp") {
		provider = providerQiniu
	} else if upload, err = s.files.UploadURL(r.Context(), f.Blob, f.Type, life); err != nil {
		s.failREST(w, r, err)
		return
	}
	if upload == "" {
		upload = base + uploadsPath + token
	}
	err = s.updateAndWait(r.Context(), func(tx store.Tx) error {
		f.CreatedAt = tx.Now()
		f.UpdatedAt = f.CreatedAt
		return tx.CreateFile(f)
	}, func() {})
	if err != nil {
		s.failREST(w, r, err)
		return
	}
	writeJSON(w, http.StatusCreated, map[string]any{
		"objectId": f.ID, "token": token, "url": f.URL, "upload_url": upload, "bucket": fileBucket, "provider": provider,
		"key": f.Blob, "name": f.Name, "mime_type": f.Type, "createdAt": isoDate(f.CreatedAt),
	})
}
