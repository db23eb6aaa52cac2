// Package dispatch serves deliveries: what leaves, what became of it, and the
// answers of a person.
package dispatch

import (
	"time"

	room "parvis/internal/dispatch"
	"parvis/internal/networks"
)

// Reason says why, in a code that the interface translates.
type Reason struct {
	Code    string            `json:"code" example:"dispatch.cannot_tell"`
	Message string            `json:"message" doc:"The same in English"`
	Args    map[string]string `json:"args,omitempty"`
	Detail  string            `json:"detail,omitempty" doc:"What the network said"`
}

func reasonOut(r *networks.Reason) *Reason {
	if r == nil {
		return nil
	}
	return &Reason{Code: r.Code, Message: r.Message, Args: r.Args, Detail: r.Detail}
}

// Delivery is one revision due at one instant on one channel.
type Delivery struct {
	ID         string     `json:"id"`
	PostID     string     `json:"postId"`
	Title      string     `json:"title" doc:"How a person recognises the post"`
	ChannelID  string     `json:"channelId"`
	Network    string     `json:"network"`
	RevisionID string     `json:"revisionId"`
	DueAt      time.Time  `json:"dueAt"`
	State      string     `json:"state" enum:"scheduled,held,claimed,sending,pending,unknown,partial,needs_person,published,failed,missed,cancelled"`
	Reason     *Reason    `json:"reason,omitempty"`
	NextAt     *time.Time `json:"nextAt,omitempty" doc:"When Parvis acts again by itself"`
	Tries      int        `json:"tries"`
	StartedAt  *time.Time `json:"startedAt,omitempty"`
	FinishedAt *time.Time `json:"finishedAt,omitempty"`
	LatenessMS int64      `json:"latenessMs" doc:"From due to started"`
	Permalink  string     `json:"permalink,omitempty"`
	Answers    []string   `json:"answers" doc:"What a person may say now: there, not_there, send_now, give_up"`
}

// Step is one remote write.
type Step struct {
	N         int        `json:"n"`
	Op        string     `json:"op"`
	State     string     `json:"state"`
	FirstSent time.Time  `json:"firstSent"`
	LastByte  *time.Time `json:"lastByte,omitempty"`
	Looks     int        `json:"looks" doc:"Times Parvis looked for it at the network"`
	RemoteID  string     `json:"remoteId,omitempty"`
	Permalink string     `json:"permalink,omitempty"`
}

// Attempt is one try of a step.
type Attempt struct {
	Step      int        `json:"step"`
	Node      string     `json:"node"`
	StartedAt time.Time  `json:"startedAt"`
	EndedAt   *time.Time `json:"endedAt,omitempty"`
	Outcome   string     `json:"outcome,omitempty" doc:"accepted, pending, refused, deferred, unknown"`
	Reason    *Reason    `json:"reason,omitempty"`
}

// Detail is a delivery with its story.
type Detail struct {
	Delivery
	Steps    []Step    `json:"steps"`
	Attempts []Attempt `json:"attempts"`
}

// Punctuality is how late deliveries started.
type Punctuality struct {
	Since     time.Time `json:"since"`
	Count     int       `json:"count" doc:"Deliveries measured; with zero the rest says nothing"`
	MedianMS  int64     `json:"medianMs"`
	P99MS     int64     `json:"p99Ms"`
	LongestMS int64     `json:"longestMs"`
}

func deliveryOut(d room.Delivery, title string) Delivery {
	out := Delivery{ID: string(d.ID), PostID: d.Subject, Title: title, ChannelID: d.Channel, Network: d.Network, RevisionID: d.Revision,
		DueAt: d.DueAt.Time, State: string(d.State), Reason: reasonOut(d.Reason.Reason), NextAt: instant(d.NextAt.Time), Tries: d.Tries,
		StartedAt: instant(d.StartedAt.Time), FinishedAt: instant(d.FinishedAt.Time), LatenessMS: d.Lateness().Milliseconds(),
		Permalink: d.Permalink, Answers: []string{}}
	for _, a := range room.Answers(d.State) {
		out.Answers = append(out.Answers, string(a))
	}
	return out
}

func detailOut(d room.Delivery, title string, steps []room.StepRow, attempts []room.Attempt) Detail {
	out := Detail{Delivery: deliveryOut(d, title), Steps: []Step{}, Attempts: []Attempt{}}
	for _, s := range steps {
		out.Steps = append(out.Steps, Step{N: s.N, Op: string(s.Op), State: s.State, FirstSent: s.FirstSent.Time, LastByte: instant(s.LastByte.Time),
			Looks: s.Looks, RemoteID: s.RemoteID, Permalink: s.Permalink})
	}
	for _, a := range attempts {
		out.Attempts = append(out.Attempts, Attempt{Step: a.N, Node: a.Node, StartedAt: a.StartedAt.Time, EndedAt: instant(a.EndedAt.Time),
			Outcome: a.Outcome, Reason: reasonOut(a.Reason.Reason)})
	}
	return out
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
