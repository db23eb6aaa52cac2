package dispatch

import (
	"context"
	"testing"
	"time"

	"parvis/internal/identity"
)

func asOwner(ctx context.Context) context.Context {
	return identity.WithActor(ctx, identity.Actor{UserID: "usr_o", WorkspaceID: testWorkspace, Role: identity.Owner})
}

func TestEveryStateOfTheTableIsReachable(t *testing.T) {
	reached := map[State]bool{Scheduled: true}
	for range moves {
		for from, to := range moves {
			if reached[from] {
				for _, s := range to {
					reached[s] = true
				}
			}
		}
	}
	for s := range moves {
		if !reached[s] {
			t.Errorf("%s can never be reached", s)
		}
	}
}

func TestClockGuard(t *testing.T) {
	var g clockGuard
	start := time.Now()
	if g.check(start, start) {
		t.Fatal("held at the first look")
	}
	if g.check(start.Add(10*time.Second), start.Add(10*time.Second)) {
		t.Error("held though both clocks agree")
	}
	if !g.check(start.Add(time.Hour), start.Add(11*time.Second)) {
		t.Error("a clock an hour ahead was not noticed")
	}
	if g.by() < 59*time.Minute {
		t.Errorf("ahead by %s", g.by())
	}
	if g.check(start.Add(12*time.Second), start.Add(12*time.Second)) {
		t.Error("still held though the clock came back")
	}
}

func TestOverallShowsWhatWantsAnEye(t *testing.T) {
	cases := []struct {
		states []State
		want   State
	}{
		{[]State{Published, Published}, Published},
		{[]State{Published, Failed}, Partial},
		{[]State{Published, NeedsPerson, Failed}, NeedsPerson},
		{[]State{Scheduled, Sending}, Sending},
		{[]State{Cancelled, Published}, Published},
		{[]State{Published, Scheduled}, Sending}, // a part is out: nobody may edit the rest
		{[]State{Published, Held}, Partial},
		{[]State{Failed, Sending}, Sending},
		{[]State{Failed, Scheduled}, Failed},
		{nil, ""},
	}
	for _, c := range cases {
		var ds []Delivery
		for _, s := range c.states {
			ds = append(ds, Delivery{State: s})
		}
		if got := overall(ds); got != c.want {
			t.Errorf("%v: %s, want %s", c.states, got, c.want)
		}
	}
}
