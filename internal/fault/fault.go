// Package fault is the one kind of error that leaves a room.
//
// A Fault has a Kind (what sort of thing went wrong, which the API turns into a
// status), a Code (a stable word that the interface translates), a Message that
// is safe to show to a person, field errors, and an Op chain for the logs.
// Any other error is foreign: Of reports it as Internal, it is logged and its
// text is never sent.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind is the sort of a fault; api/problem.go joins each to one HTTP status.
type Kind string

// The kinds of fault.
const (
	Invalid         Kind = "invalid"
	Unauthenticated Kind = "unauthenticated"
	Forbidden       Kind = "forbidden"
	NotFound        Kind = "not_found"
	Conflict        Kind = "conflict"
	RateLimited     Kind = "rate_limited"
	Unavailable     Kind = "unavailable"
	Internal        Kind = "internal"
)

// Field is one faulty input: where it is (a JSON path such as "items.2.text"),
// a code that the interface translates, and an English sentence.
type Field struct {
	Path    string
	Code    string
	Message string
	Args    map[string]any
}

// Fault is an error that a person may be shown.
type Fault struct {
	Kind    Kind
	Code    string // stable, room.word, e.g. "editorial.date_in_past"
	Message string // English; the interface prefers its own words for Code
	Args    map[string]any
	Fields  []Field
	Retry   time.Duration // RateLimited and Unavailable: when to try again
	op      string
	cause   error
}

// New makes a fault. code is "room.word"; message is one English sentence that
// says what is wrong and what to do.
func New(kind Kind, code, message string) *Fault {
	return &Fault{Kind: kind, Code: code, Message: message}
}

// Newf is New with a formatted message.
func Newf(kind Kind, code, format string, args ...any) *Fault {
	return New(kind, code, fmt.Sprintf(format, args...))
}

// With returns a copy that carries a named value for the translated sentence.
func (f *Fault) With(name string, value any) *Fault {
	g := *f
	g.Args = make(map[string]any, len(f.Args)+1)
	for k, v := range f.Args {
		g.Args[k] = v
	}
	g.Args[name] = value
	return &g
}

// WithField returns a copy with one more field error.
func (f *Fault) WithField(path, code, message string) *Fault {
	g := *f
	g.Fields = append(append([]Field(nil), f.Fields...), Field{Path: path, Code: code, Message: message})
	return &g
}

// Because returns a copy that wraps a cause; the cause is logged, never shown.
func (f *Fault) Because(cause error) *Fault {
	g := *f
	g.cause = cause
	return &g
}

// Error gives the Op chain, the message and the cause, for logs.
func (f *Fault) Error() string {
	var b strings.Builder
	if f.op != "" {
		b.WriteString(f.op + ": ")
	}
	b.WriteString(f.Message)
	if f.cause != nil {
		b.WriteString(": " + f.cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is makes errors.Is match on Code when the target is a fault.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Code == f.Code && t.Kind == f.Kind
}

// Op adds the name of the operation to err's chain, keeping its kind and code.
// It returns nil for nil.
func Op(op string, err error) error {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		g := *f
		if g.op == "" {
			g.op = op
		} else {
			g.op = op + ": " + g.op
		}
		return &g
	}
	return fmt.Errorf("%s: %w", op, err)
}

// Of finds the fault in err's chain; a foreign error becomes Internal with a
// message that says nothing of its cause. It returns nil for nil.
func Of(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New(Internal, "internal", "Something went wrong on our side. It has been logged.").Because(err)
}

// KindOf gives the kind of err; "" for nil.
func KindOf(err error) Kind {
	if f := Of(err); f != nil {
		return f.Kind
	}
	return ""
}
