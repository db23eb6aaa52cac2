package api

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/fault"
)

// statuses is the one table from a kind of fault to an HTTP status.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.RateLimited:     http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

// ProblemField is one faulty input.
type ProblemField struct {
	Path    string         `json:"path" doc:"Where, as a JSON path such as items.2.text"`
	Code    string         `json:"code" doc:"Stable word that the interface translates"`
	Message string         `json:"message"`
	Args    map[string]any `json:"args,omitempty"`
}

// ProblemDetails is the body of every error (RFC 9457). Code is stable and
// translated by the interface; detail is English and safe to show.
type ProblemDetails struct {
	Type    string         `json:"type,omitempty" default:"about:blank"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail"`
	Code    string         `json:"code"`
	Args    map[string]any `json:"args,omitempty"`
	Fields  []ProblemField `json:"fields,omitempty"`
	Request string         `json:"request,omitempty" doc:"The request's id, to find it in the log"`

	retry int   // seconds
	cause error // logged, never sent
}

// Error gives the cause's text, for logs.
func (p *ProblemDetails) Error() string {
	if p.cause != nil {
		return p.cause.Error()
	}
	return p.Detail
}

// Unwrap gives the cause.
func (p *ProblemDetails) Unwrap() error { return p.cause }

// GetStatus implements huma.StatusError.
func (p *ProblemDetails) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *ProblemDetails) GetHeaders() http.Header {
	h := http.Header{}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retry))
	}
	return h
}

// ContentType implements huma.ContentTypeFilter.
func (p *ProblemDetails) ContentType(string) string { return "application/problem+json" }

// Problem turns an error of a room into the answer that a caller may see. A
// foreign error becomes 500 "internal": it is logged with the request's id and
// its text is never sent. It gives nil for nil.
func Problem(err error) error {
	if err == nil {
		return nil
	}
	return problemOf(err)
}

func problemOf(err error) *ProblemDetails {
	var p *ProblemDetails
	if errors.As(err, &p) {
		return p
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return newProblem(http.StatusRequestEntityTooLarge, "api.too_large", "What was sent is too large.", err)
	}
	f := fault.Of(err)
	status, ok := statuses[f.Kind]
	if !ok {
		status = http.StatusInternalServerError
	}
	p = newProblem(status, f.Code, f.Message, err)
	p.Args = f.Args
	for _, field := range f.Fields {
		p.Fields = append(p.Fields, ProblemField{Path: field.Path, Code: field.Code, Message: field.Message, Args: field.Args})
	}
	p.retry = int(math.Ceil(f.Retry.Seconds()))
	return p
}

func newProblem(status int, code, detail string, cause error) *ProblemDetails {
	return &ProblemDetails{Title: http.StatusText(status), Status: status, Code: code, Detail: detail, cause: cause}
}

// WriteProblem answers err outside Huma: middleware and raw handlers.
func WriteProblem(ctx context.Context, log *slog.Logger, w http.ResponseWriter, err error) {
	p := *problemOf(err)
	finish(ctx, log, &p)
	for k, v := range p.GetHeaders() {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = huma.DefaultJSONFormat.Marshal(w, p) // the status is out: nothing is left to say
}

// finish stamps the request's id and logs what must not be sent.
func finish(ctx context.Context, log *slog.Logger, p *ProblemDetails) {
	p.Request = RequestID(ctx)
	if p.Status >= http.StatusInternalServerError && !errors.Is(p.cause, context.Canceled) {
		log.ErrorContext(ctx, "request failed", "request", p.Request, "status", p.Status, "code", p.Code, "error", p.Error())
	}
}

// stampProblems is the Huma transformer that finishes each problem on its way out.
func stampProblems(log *slog.Logger) huma.Transformer {
	return func(ctx huma.Context, _ string, v any) (any, error) {
		if p, ok := v.(*ProblemDetails); ok {
			stamped := *p
			finish(ctx.Context(), log, &stamped)
			return &stamped, nil
		}
		return v, nil
	}
}

var humaOnce sync.Once

// adoptHuma makes Huma's own errors (a body that does not fit its schema) speak
// as ours. Huma keeps this in package variables, so it is done once.
func adoptHuma() {
	humaOnce.Do(func() {
		huma.DefaultArrayNullable = false
		huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
			return fromHuma(status, message, errs)
		}
		huma.NewErrorWithContext = func(_ huma.Context, status int, message string, errs ...error) huma.StatusError {
			return fromHuma(status, message, errs)
		}
	})
}

func fromHuma(status int, message string, errs []error) *ProblemDetails {
	if status == http.StatusInternalServerError {
		if err := errors.Join(errs...); err != nil {
			return problemOf(err) // a handler returned an error without Problem
		}
	}
	code := "invalid"
	switch status {
	case http.StatusRequestEntityTooLarge:
		code = "api.too_large"
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		code = "api.media_type"
	case http.StatusRequestTimeout:
		code = "api.too_slow"
	}
	p := newProblem(status, code, "Some of what was sent is not right: "+message+".", nil)
	for _, err := range errs {
		if err == nil {
			continue
		}
		var detail *huma.ErrorDetail
		if d, ok := err.(huma.ErrorDetailer); ok {
			detail = d.ErrorDetail()
		} else {
			detail = &huma.ErrorDetail{Message: err.Error()}
		}
		p.Fields = append(p.Fields, ProblemField{
			Path: fieldPath(detail.Location), Code: fieldCode(detail.Message), Message: detail.Message})
	}
	return p
}

// fieldPath turns Huma's "body.items[2].text" into "items.2.text".
func fieldPath(location string) string {
	for _, root := range []string{"body.", "query.", "path.", "header.", "cookie.", "form."} {
		location = strings.TrimPrefix(location, root)
	}
	return strings.NewReplacer("[", ".", "]", "").Replace(location)
}

// fieldCodes joins the openings of Huma's sentences to words that we translate.
var fieldCodes = []struct{ begins, code string }{
	{"expected required property", "required"},
	{"required ", "required"},
	{"unexpected property", "unknown"},
	{"expected length <=", "too_long"},
	{"expected length >=", "too_short"},
	{"expected array length <=", "too_many"},
	{"expected array length >=", "too_few"},
	{"expected number <", "too_large"},
	{"expected number >", "too_small"},
	{"expected value to be one of", "choice"},
	{"expected string to be", "format"},
	{"expected string to match", "format"},
}

func fieldCode(message string) string {
	for _, c := range fieldCodes {
		if strings.HasPrefix(message, c.begins) {
			return c.code
		}
	}
	return "invalid"
}
