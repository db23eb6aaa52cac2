// Package event carries what has happened from a room to those above it.
//
// An event is a past-tense struct (editorial.PostScheduled) written by a use
// case inside its transaction. Handlers run in that same transaction, in the
// order they were added, and must do no I/O outside the database; what needs
// I/O enqueues a job in the handler (jobs.EnqueueTx). A handler's error rolls
// the use case back. app wires handlers at start-up; nothing is added later.
package event

import (
	"context"
	"fmt"
	"reflect"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Bus holds the handlers. The zero value is ready; it is not changed once the
// application runs, so it needs no lock.
type Bus struct {
	handlers map[reflect.Type][]handler
}

type handler struct {
	name string
	run  func(ctx context.Context, tx *store.Tx, e any) error
}

// On adds a handler for events of type E. name appears in errors: "room.verb".
func On[E any](b *Bus, name string, fn func(ctx context.Context, tx *store.Tx, e E) error) {
	if b.handlers == nil {
		b.handlers = map[reflect.Type][]handler{}
	}
	t := reflect.TypeFor[E]()
	b.handlers[t] = append(b.handlers[t], handler{name, func(ctx context.Context, tx *store.Tx, e any) error {
		return fn(ctx, tx, e.(E))
	}})
}

// EmitTx runs every handler of e's type inside tx.
func (b *Bus) EmitTx(ctx context.Context, tx *store.Tx, e any) error {
	if b == nil {
		return nil
	}
	for _, h := range b.handlers[reflect.TypeOf(e)] {
		if err := h.run(ctx, tx, e); err != nil {
			return fault.Op(fmt.Sprintf("%s on %T", h.name, e), err)
		}
	}
	return nil
}
