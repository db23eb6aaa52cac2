package outbound

import (
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

const hidden = "[…]"

var (
	schemes   = regexp.MustCompile(`(?i)\b(bearer|basic|dpop|digest)\s+[A-Za-z0-9._~+/=-]{4,}`)
	pairs     = regexp.MustCompile(`(?i)(["']?[a-z0-9_-]*(?:token|secret|password|passwd|apikey|api_key|signature|authorization|cookie|credential|jwt)["']?\s*[:=]\s*["']?)[^"'&\s,;}]+`)
	query     = regexp.MustCompile(`(https?://[^\s"'<>?#]+)[?#][^\s"'<>]*`)
	userinfo  = regexp.MustCompile(`([a-z][a-z0-9+.-]*://)[^/@\s"']+@`)
	longPiece = regexp.MustCompile(`/[A-Za-z0-9_-]{24,}`)
)

// Redact takes out of text whatever looks like a credential: authorization
// schemes, named secrets, queries and userinfo of addresses, path pieces long
// enough to be a capability, and each of the given secrets as such and escaped.
func Redact(text string, secrets ...string) string {
	for _, s := range secrets {
		if len(s) < 4 {
			continue // too short to be told from an ordinary word
		}
		text = strings.ReplaceAll(text, s, hidden)
		if e := url.QueryEscape(s); e != s {
			text = strings.ReplaceAll(text, e, hidden)
		}
	}
	text = userinfo.ReplaceAllString(text, "${1}"+hidden+"@")
	text = query.ReplaceAllString(text, "${1}?"+hidden)
	text = schemes.ReplaceAllString(text, "${1} "+hidden)
	text = pairs.ReplaceAllString(text, "${1}"+hidden)
	return longPiece.ReplaceAllString(text, "/"+hidden)
}

// Excerpt is what a server said, fit to be shown and kept: redacted, in valid
// UTF-8, on at most 500 characters.
func Excerpt(body []byte, secrets ...string) string {
	const most = 500
	if len(body) > 16*most {
		body = body[:16*most]
	}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(Redact(string(body), secrets...), "")), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// RedactAttr is a slog.HandlerOptions.ReplaceAttr: no log line carries a
// credential, whatever a careless caller gave it.
func RedactAttr(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(redactNamed(a.Key, a.Value.String()))
	case slog.KindAny:
		switch v := a.Value.Any().(type) {
		case error:
			a.Value = slog.StringValue(Redact(v.Error()))
		case *url.URL:
			a.Value = slog.StringValue(Origin(v))
		}
	}
	return a
}

func redactNamed(key, value string) string {
	if pairs.MatchString(key + "=x") {
		return hidden
	}
	return Redact(value)
}
