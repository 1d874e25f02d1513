package server_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"imclient/server"
	"imclient/server/blob"
	"imclient/server/blob/bucket"
	"imclient/server/blob/disk"
	"imclient/server/servertest"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// token announces a file.
func token(t *testing.T, i *servertest.Instance, body string, headers ...string) map[string]any {
	t.Helper()
	status, answer := rest(t, i, "POST", "/1.1/fileTokens", body, headers...)
	require.Equal(t, http.StatusCreated, status, answer)
	return answer
}

// transfer makes a request that is no REST call.
func transfer(t *testing.T, method, address string, body io.Reader, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, address, body)
	require.NoError(t, err)
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(text)
}

func putFile(t *testing.T, file map[string]any, content string) int {
	t.Helper()
	response, _ := transfer(t, "PUT", file["upload_url"].(string), strings.NewReader(content), "Content-Type", file["mime_type"].(string))
	return response.StatusCode
}

func callback(t *testing.T, i *servertest.Instance, file map[string]any, result bool) int {
	t.Helper()
	status, _ := rest(t, i, "POST", "/1.1/fileCallback", fmt.Sprintf(`{"token":%q,"result":%v}`, file["token"], result))
	return status
}

func TestFiles(t *testing.T) {
	i := servertest.Start(t)
	file := token(t, i, `{"name":"My photo é.PNG","metaData":{"owner":"x","size":5}}`)
	assert.Equal(t, "s3", file["provider"])
	assert.Equal(t, "image/png", file["mime_type"])
	address := file["url"].(string)
	id := file["objectId"].(string)
	assert.Equal(t, i.URL+"/files/dev/"+id+".PNG", address)
	response, _ := transfer(t, "GET", address, nil)
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
	assert.Equal(t, http.StatusBadRequest, callback(t, i, file, true), "nothing has arrived")
	require.Equal(t, http.StatusOK, putFile(t, file, "hello"))
	assert.Equal(t, http.StatusConflict, putFile(t, file, "other"), "a token is good once")
	assert.Equal(t, http.StatusOK, callback(t, i, file, true))
	assert.Equal(t, http.StatusOK, callback(t, i, file, false), "too late")

	response, text := transfer(t, "GET", address, nil)
	assert.Equal(t, "hello", text)
	for header, want := range map[string]string{
		"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=31536000, immutable",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Content-Disposition": `inline; filename*=utf-8''My%20photo%20%C3%A9.PNG`,
		"Access-Control-Allow-Origin": "*", "Accept-Ranges": "bytes",
	} {
		assert.Equal(t, want, response.Header.Get(header), header)
	}
	response, text = transfer(t, "GET", address, nil, "Range", "bytes=1-3")
	assert.Equal(t, http.StatusPartialContent, response.StatusCode)
	assert.Equal(t, "ell", text)
	response, _ = transfer(t, "GET", address, nil, "If-None-Match", response.Header.Get("ETag"))
	assert.Equal(t, http.StatusNotModified, response.StatusCode)
	response, _ = transfer(t, "HEAD", address, nil)
	assert.EqualValues(t, 5, response.ContentLength)

	for _, path := range []string{"/1.1/files/", "/1.1/classes/_File/"} {
		status, row := rest(t, i, "GET", path+id, "")
		require.Equal(t, http.StatusOK, status)
		assert.Equal(t, address, row["url"])
		assert.Equal(t, map[string]any{"owner": "x", "size": 5.0}, row["metaData"])
		assert.Equal(t, "My photo é.PNG", row["name"])
	}
	i.Restart()
	_, text = transfer(t, "GET", address, nil)
	assert.Equal(t, "hello", text)
	status, _ := rest(t, i, "DELETE", "/1.1/files/"+id, "")
	assert.Equal(t, http.StatusForbidden, status)
	status, _ = rest(t, i, "DELETE", "/1.1/files/"+id, "", "X-LC-Key", i.MasterKey+",master")
	assert.Equal(t, http.StatusOK, status)
	response, _ = transfer(t, "GET", address, nil)
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
	status, _ = rest(t, i, "GET", "/1.1/files/"+id, "")
	assert.Equal(t, http.StatusNotFound, status)
}

// What a browser could run on this origin is only ever saved.
func TestFilesRunNothing(t *testing.T) {
	i := servertest.Start(t)
	for _, kind := range []string{"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/javascript", "TEXT/HTML; charset=utf-8", "application/pdf"} {
		file := token(t, i, fmt.Sprintf(`{"name":"a.png","mime_type":%q}`, kind))
		response, _ := transfer(t, "PUT", file["upload_url"].(string), strings.NewReader("<script>"), "Content-Type", "image/png")
		require.Equal(t, http.StatusOK, response.StatusCode)
		response, _ = transfer(t, "GET", file["url"].(string), nil)
		assert.Equal(t, `attachment; filename=a.png`, response.Header.Get("Content-Disposition"), kind)
		assert.Equal(t, strings.ToLower(kind), response.Header.Get("Content-Type"), "as the token says, not as the upload does")
	}
}

func TestFileRefusals(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{File: 10}})
	for _, c := range []struct {
		path, body string
		status     int
		code       float64
	}{
		{"/1.1/fileTokens", `{}`, 400, 122},
		{"/1.1/fileTokens", `{"name":".."}`, 400, 122},
		{"/1.1/fileTokens", `{"name":"a\nb"}`, 400, 122},
		{"/1.1/fileTokens", `{"name":"` + strings.Repeat("x", 256) + `"}`, 400, 122},
		{"/1.1/fileTokens", `{"name":"a","mime_type":"image"}`, 400, 105},
		{"/1.1/fileTokens", `{"name":"a","mime_type":"text/html\r\nX: y"}`, 400, 105},
		{"/1.1/fileTokens", `{"name":"a","metaData":{"size":11}}`, 413, 129},
		{"/1.1/fileTokens", `{"name":"a","metaData":[]}`, 400, 400},
		{"/1.1/fileTokens", `[]`, 400, 400},
		{"/1.1/fileCallback", `{"token":"forged.token","result":true}`, 403, 130},
		{"/1.1/fileCallback", `{}`, 403, 130},
		{"/1.1/files", `{"name":"a"}`, 400, 105},
		{"/1.1/files", `{"name":"a","url":"javascript:alert(1)"}`, 400, 105},
		{"/1.1/files", `{"name":"a","url":"/relative"}`, 400, 105},
	} {
		status, answer := rest(t, i, "POST", c.path, c.body)
		assert.Equal(t, c.status, status, c.body)
		assert.Equal(t, c.code, answer["code"], c.body)
	}
	status, _ := rest(t, i, "POST", "/1.1/fileTokens", `{"name":"a"}`, "X-LC-Key", "wrong")
	assert.Equal(t, http.StatusUnauthorized, status)

	file := token(t, i, `{"name":"a"}`)
	assert.Equal(t, http.StatusRequestEntityTooLarge, putFile(t, file, "eleven byte"))
	response, _ := transfer(t, "PUT", file["upload_url"].(string), io.MultiReader(strings.NewReader("eleven byte"))) // chunked
	assert.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
	assert.Equal(t, http.StatusOK, putFile(t, file, "ten bytes!"), "the token is still good")
	response, _ = transfer(t, "PUT", i.URL+"/1.1/uploads/forged.token", nil)
	assert.Equal(t, http.StatusForbidden, response.StatusCode)
	response, _ = transfer(t, "POST", token(t, i, `{"name":"a"}`)["upload_url"].(string), strings.NewReader("x"))
	assert.Equal(t, http.StatusBadRequest, response.StatusCode)

	gone := token(t, i, `{"name":"a"}`)
	require.Equal(t, http.StatusOK, putFile(t, gone, "x"))
	assert.Equal(t, http.StatusOK, callback(t, i, gone, false))
	response, _ = transfer(t, "GET", gone["url"].(string), nil)
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
	assert.Equal(t, http.StatusNotFound, putFile(t, gone, "x"))
}

func TestUploadForms(t *testing.T) {
	i := servertest.Start(t)
	file := token(t, i, `{"name":"a.txt","keep_file_name":true}`, "X-LC-UA", "LeanCloud-JS-SDK/4.15.2 (Weapp)")
	assert.Equal(t, "qiniu", file["provider"])
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	require.NoError(t, form.WriteField("key", file["key"].(string)))
	require.NoError(t, form.WriteField("token", file["token"].(string)))
	part, err := form.CreateFormFile("file", "a.txt")
	require.NoError(t, err)
	_, _ = part.Write([]byte("hello"))
	require.NoError(t, form.Close())
	response, text := transfer(t, "POST", file["upload_url"].(string), &body, "Content-Type", form.FormDataContentType())
	require.Equal(t, http.StatusOK, response.StatusCode, text)
	assert.True(t, strings.HasSuffix(file["url"].(string), "/a.txt"))
	_, text = transfer(t, "GET", file["url"].(string), nil)
	assert.Equal(t, "hello", text)
}

func TestOneOfManyUploadsWins(t *testing.T) {
	i := servertest.Start(t)
	file := token(t, i, `{"name":"a.txt"}`)
	var won atomic.Int64
	var wait sync.WaitGroup
	for n := range 10 {
		wait.Go(func() {
			if putFile(t, file, fmt.Sprint("content ", n)) == http.StatusOK {
				won.Add(1)
			}
		})
	}
	wait.Wait()
	assert.EqualValues(t, 1, won.Load())
}

func TestUploadThatBreaksOff(t *testing.T) {
	i := servertest.Start(t)
	file := token(t, i, `{"name":"a.txt"}`)
	u, err := url.Parse(file["upload_url"].(string))
	require.NoError(t, err)
	c, err := net.Dial("tcp", u.Host)
	require.NoError(t, err)
	_, err = fmt.Fprintf(c, "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 100\r\n\r\nhalf", u.Path, u.Host)
	require.NoError(t, err)
	require.NoError(t, c.(*net.TCPConn).CloseWrite())
	answer, err := io.ReadAll(c)
	require.NoError(t, err)
	assert.Contains(t, string(answer), "the upload ended early")
	assert.Equal(t, http.StatusOK, putFile(t, file, "whole"))
	_, text := transfer(t, "GET", file["url"].(string), nil)
	assert.Equal(t, "whole", text)
}

func TestExternalFiles(t *testing.T) {
	i := servertest.Start(t)
	status, file := rest(t, i, "POST", "/1.1/files", `{"name":"a.png","url":"https://example.org/a.png","metaData":{"__source":"external"}}`)
	require.Equal(t, http.StatusCreated, status)
	_, row := rest(t, i, "GET", "/1.1/files/"+file["objectId"].(string), "")
	assert.Equal(t, "https://example.org/a.png", row["url"])
	response, _ := transfer(t, "GET", i.URL+"/files/dev/"+file["objectId"].(string), nil)
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
}

func TestTokensExpireAndOrphansGo(t *testing.T) {
	clock := newFakeClock()
	files, err := disk.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = files.Close() })
	i := servertest.StartWith(t, server.Options{Clock: clock, Files: files})
	orphan, kept, late := token(t, i, `{"name":"a"}`), token(t, i, `{"name":"b"}`), token(t, i, `{"name":"c"}`)
	require.Equal(t, http.StatusOK, putFile(t, kept, "kept"))
	_, err = files.Put(t.Context(), late["key"].(string), strings.NewReader("late"), blob.PutOptions{Size: 4, Limit: 10})
	require.NoError(t, err) // as after a crash between the upload and its note
	clock.advance(time.Hour)
	assert.Equal(t, http.StatusForbidden, putFile(t, orphan, "x"))
	assert.Equal(t, http.StatusForbidden, callback(t, i, orphan, true))
	clock.advance(2 * time.Hour)
	status, _ := rest(t, i, "GET", "/1.1/files/"+orphan["objectId"].(string), "")
	assert.Equal(t, http.StatusNotFound, status)
	for _, file := range []map[string]any{kept, late} {
		response, _ := transfer(t, "GET", file["url"].(string), nil)
		assert.Equal(t, http.StatusOK, response.StatusCode)
	}
}

func TestFilesInABucket(t *testing.T) {
	backend := s3mem.New()
	require.NoError(t, backend.CreateBucket("files"))
	service := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(service.Close)
	for _, direct := range []bool{false, true} {
		files, err := bucket.Open(t.Context(), bucket.Options{Endpoint: service.URL, Region: "r", Bucket: "files", AccessKey: "k", SecretKey: "s", Direct: direct})
		require.NoError(t, err)
		i := servertest.StartWith(t, server.Options{Files: files, Limits: server.Limits{File: 10}})
		file := token(t, i, `{"name":"a.txt"}`)
		assert.Equal(t, direct, strings.HasPrefix(file["upload_url"].(string), service.URL))
		require.Equal(t, http.StatusOK, putFile(t, file, "hello"))
		assert.Equal(t, http.StatusOK, callback(t, i, file, true))
		response, text := transfer(t, "GET", file["url"].(string), nil, "Range", "bytes=2-")
		assert.Equal(t, http.StatusPartialContent, response.StatusCode)
		assert.Equal(t, "llo", text)

		large := token(t, i, `{"name":"a.txt"}`)
		if status := putFile(t, large, "eleven byte"); direct {
			assert.Equal(t, http.StatusOK, status)
			response, _ := transfer(t, "GET", large["url"].(string), nil)
			assert.Equal(t, http.StatusNotFound, response.StatusCode, "and it is deleted")
			_, err := files.Size(t.Context(), large["key"].(string))
			assert.ErrorIs(t, err, blob.ErrNotFound)
		} else {
			assert.Equal(t, http.StatusRequestEntityTooLarge, status)
		}
	}
}
