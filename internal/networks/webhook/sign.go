package webhook

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
	"parvis/internal/text"
)

// sign adds the two headers that prove a request to be ours:
// Parvis-Signature = "v1=" + hex(HMAC-SHA256(secret, timestamp "." payload)),
// where the payload of a GET is its request URI.
func sign(req *http.Request, secret string, now time.Time, payload string) {
	at := strconv.FormatInt(now.Unix(), 10)
	req.Header.Set("Parvis-Timestamp", at)
	req.Header.Set("Parvis-Signature", Signature(secret, at, payload))
}

// Signature is the value of the Parvis-Signature header.
func Signature(secret, timestamp, payload string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "." + payload))
	return "v1=" + hex.EncodeToString(mac.Sum(nil))
}

func newRequest(method, address string, body []byte) (*http.Request, error) {
	req, err := http.NewRequest(method, address, bytes.NewReader(body)) //nolint:noctx // outbound adds the context
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	return req, nil
}

// reason says what a receiver answered, cut to what a person reads.
func reason(code, message string, res *outbound.Response) *networks.Reason {
	detail := strconv.Itoa(res.Status) + " " + strings.TrimSpace(text.Cut(string(res.Body), 300))
	return &networks.Reason{Code: code, Message: message, Args: map[string]string{"status": strconv.Itoa(res.Status)}, Detail: detail}
}

// safeLink keeps only addresses that a person may click.
func safeLink(s string) string {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return s
}
