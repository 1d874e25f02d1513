package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// The headers of a call (docs/hooks.md).
const (
	headerApp       = "X-LC-Id"
	headerKey       = "X-LC-Hook-Key"
	headerDelivery  = "X-IM-Delivery"
	headerTimestamp = "X-IM-Timestamp"
	headerSignature = "X-IM-Signature"
)

// sign sets the headers by which the back end knows the server. The signature is
// over the time, the hook and the body, so that none of them can be put together
// anew.
func sign(h http.Header, key, name string, body []byte, now time.Time) {
	at := strconv.FormatInt(now.UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(at + "." + name + "."))
	mac.Write(body)
	h.Set(headerKey, key)
	h.Set(headerTimestamp, at)
	h.Set(headerSignature, hex.EncodeToString(mac.Sum(nil)))
}
