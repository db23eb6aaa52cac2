package notify

import (
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// NoticeID names what one person was told ("ntf_…").
type NoticeID string

// Kind is the sort of a notice.
type Kind string

// The kinds.
const (
	ToApprove    Kind = "to_approve"
	ChangesAsked Kind = "changes_asked"
	Failed       Kind = "failed"
	NeedsPerson  Kind = "needs_person"
	Missed       Kind = "missed"
	Reconnect    Kind = "reconnect"
)

// Kinds lists every kind in the order of the settings.
var Kinds = []Kind{ToApprove, ChangesAsked, Failed, NeedsPerson, Missed, Reconnect}

// Keys of Notice.Args that the sentences know. Any may be missing.
const (
	ArgBy      = "by"      // name of who asked
	ArgChannel = "channel" // name of the channel
	ArgReason  = "reason"  // a sentence that says why: see Because
	ArgComment = "comment" // what the person wrote
	ArgDue     = "due"     // RFC 3339 instant
)

// Notice is what a room wants to be known.
type Notice struct {
	Kind    Kind
	Subject string            // id of the post; of the channel for Reconnect
	Title   string            // first words of the post; name of the channel
	Args    map[string]string // for the sentences: see the Arg constants
	Key     string            // what makes it once: a delivery, a revision; "" is Subject
	To      []identity.UserID // people, beside those of Roles
	Roles   []identity.Role
	Except  identity.UserID // who did it need not be told
}

// Code of the reason, and what begins the names of its values.
const argCode, argValue = "reason_code", "reason."

// Because says why: a code that the interface translates, the English sentence
// for one it does not know, and the values of either.
func (n *Notice) Because(code, message string, values map[string]string) {
	args := map[string]string{ArgReason: message, argCode: code}
	for name, v := range values {
		args[argValue+name] = v
	}
	for name, v := range n.Args {
		if _, ok := args[name]; !ok {
			args[name] = v
		}
	}
	n.Args = args
}

func (n Notice) key() string {
	if n.Key == "" {
		return n.Subject
	}
	return n.Key
}

// Told is a notice as one person reads it.
type Told struct {
	ID        NoticeID                      `db:"id"`
	Kind      Kind                          `db:"kind"`
	Subject   string                        `db:"subject"`
	Title     string                        `db:"title"`
	Args      store.JSON[map[string]string] `db:"args"`
	CreatedAt store.Time                    `db:"created_at"`
	ReadAt    store.Time                    `db:"read_at"`
}

// page is the part of the web application that deals with a kind.
func (k Kind) page() string {
	switch k {
	case ToApprove:
		return "review"
	case Reconnect:
		return "channels"
	}
	return "compose"
}

// digestHour is when a digest leaves, on the person's clock.
const digestHour = 8

// digestCut gives the instant up to which notices belong to the digest that is
// due at now in zone, and its day; false before eight o'clock.
func digestCut(now time.Time, zone *time.Location) (day string, cut time.Time, due bool) {
	local := now.In(zone)
	cut = time.Date(local.Year(), local.Month(), local.Day(), digestHour, 0, 0, 0, zone)
	return local.Format(time.DateOnly), cut, !local.Before(cut)
}
