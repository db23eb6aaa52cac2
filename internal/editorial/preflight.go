package editorial

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/strategy"
)

// Severity of a line of the pre-flight panel.
type Severity string

// The severities. Blocking keeps a post from review and schedule.
const (
	Blocking Severity = "blocking"
	Advice   Severity = "advice"
	Passed   Severity = "passed"
)

// Line is one finding. Code is translated by the interface
// ("preflight.text_too_long"); Args fill its sentence, numbers as digits.
type Line struct {
	Severity Severity
	Code     string
	Args     map[string]string
	Channel  ChannelID // "": the whole post
	Segment  string    // id of the segment; "" when it is not about one
	Asset    AssetID
	Fix      *Fix
}

// Fix is what one click may do about a line.
type Fix struct {
	Kind FixKind
	// Text and With: replace_word. Hold: release_hold. Post: open_post.
	Text, With string
	Hold       string
	Post       PostID
}

// FixKind names a way to mend.
type FixKind string

// The ways to mend.
const (
	FixWrite         FixKind = "write"
	FixShorten       FixKind = "shorten"
	FixDescribe      FixKind = "describe_image"
	FixRemoveMedia   FixKind = "remove_media"
	FixAddMedia      FixKind = "add_media"
	FixChooseDate    FixKind = "choose_date"
	FixReconnect     FixKind = "reconnect"
	FixReleaseHold   FixKind = "release_hold"
	FixReplaceWord   FixKind = "replace_word"
	FixOpenChannel   FixKind = "open_channel"
	FixChooseChannel FixKind = "choose_channel"
	FixRemoveChannel FixKind = "remove_channel"
	FixOpenPost      FixKind = "open_post"
)

// Checked is everything the checks look at: Check is a pure function of it.
type Checked struct {
	Post     Post
	Now      time.Time
	Channels []Channel
	Holds    []Hold
	Assets   map[AssetID]Asset
	Charter  strategy.Charter
	Twins    map[ChannelID]Twin
}

// Twin is another post that says the same on the same channel.
type Twin struct {
	Post PostID
	At   time.Time
}

// DuplicateSpan is how near two equal texts on one channel are a duplicate.
const DuplicateSpan = 14 * 24 * time.Hour

// The subjects of the panel: one that has no finding gives a passed line.
var subjects = []string{"channels", "text", "media", "alt", "charter", "duplicates", "date", "holds", "accounts"}

// Check gives the lines of the pre-flight panel: blocking first, then advice,
// then what passed.
func Check(c Checked) []Line {
	p := panel{in: c, found: map[string]bool{}}
	p.checkTargets()
	p.checkAlt()
	p.checkWords()
	p.checkDate()
	p.checkHolds()
	for _, s := range subjects {
		if !p.found[s] {
			p.lines = append(p.lines, Line{Severity: Passed, Code: "preflight.passed_" + s})
		}
	}
	rank := []Severity{Blocking, Advice, Passed}
	slices.SortStableFunc(p.lines, func(a, b Line) int { return slices.Index(rank, a.Severity) - slices.Index(rank, b.Severity) })
	return p.lines
}

type panel struct {
	in    Checked
	lines []Line
	found map[string]bool // subjects with a finding
}

func (p *panel) add(subject string, l Line) {
	p.found[subject] = true
	p.lines = append(p.lines, l)
}

func (p *panel) checkTargets() {
	d := p.in.Post.Draft
	if len(d.Variants) == 0 {
		p.add("channels", Line{Severity: Blocking, Code: "preflight.no_channel", Fix: &Fix{Kind: FixChooseChannel}})
		if p.in.Post.firstText() == "" && len(d.Assets()) == 0 {
			p.add("text", Line{Severity: Blocking, Code: "preflight.empty", Fix: &Fix{Kind: FixWrite}})
		}
	}
	for _, v := range d.Variants {
		i := slices.IndexFunc(p.in.Channels, func(c Channel) bool { return c.ID == v.Channel })
		if i < 0 {
			p.add("channels", Line{Severity: Blocking, Code: "preflight.channel_gone", Channel: v.Channel, Fix: &Fix{Kind: FixRemoveChannel}})
			continue
		}
		ch := p.in.Channels[i]
		p.checkContent(ch, v)
		p.checkAccount(ch)
		if t, ok := p.in.Twins[v.Channel]; ok {
			p.add("duplicates", Line{Severity: Advice, Code: "preflight.duplicate", Channel: v.Channel,
				Args: map[string]string{"at": t.At.UTC().Format(time.RFC3339)}, Fix: &Fix{Kind: FixOpenPost, Post: t.Post}})
		}
	}
}

func (p *panel) checkAccount(ch Channel) {
	line := Line{Severity: Advice, Channel: ch.ID, Args: map[string]string{"name": ch.Name}}
	due := p.in.Post.Date.At.Time
	switch {
	case ch.Health == networks.HealthReconnect:
		line.Code, line.Fix = "preflight.reconnect", &Fix{Kind: FixReconnect}
	case ch.Health == networks.HealthDown:
		line.Code, line.Fix = "preflight.channel_down", &Fix{Kind: FixOpenChannel}
	case !ch.Expires.IsZero() && !due.IsZero() && ch.Expires.Before(due):
		line.Code, line.Fix = "preflight.expires_before", &Fix{Kind: FixReconnect}
		line.Args["at"] = ch.Expires.UTC().Format(time.RFC3339)
	case ch.Health == networks.HealthExpiring:
		line.Code, line.Fix = "preflight.expires_soon", &Fix{Kind: FixReconnect}
		line.Args["at"] = ch.Expires.UTC().Format(time.RFC3339)
	default:
		return
	}
	p.add("accounts", line)
}

// checkAlt advises on pictures without a description, once each.
func (p *panel) checkAlt() {
	d := p.in.Post.Draft
	seen := map[AssetID]bool{}
	check := func(list []Segment) {
		for _, s := range list {
			for _, m := range s.Media {
				a, ok := p.in.Assets[m.Asset]
				if !ok || seen[m.Asset] || isVideo(a) || altOf(m, a) != "" {
					continue
				}
				seen[m.Asset] = true
				p.add("alt", Line{Severity: Advice, Code: "preflight.no_alt", Segment: s.ID, Asset: m.Asset,
					Args: map[string]string{"name": a.Name}, Fix: &Fix{Kind: FixDescribe}})
			}
		}
	}
	check(d.Segments)
	for _, v := range d.Variants {
		check(v.Segments)
	}
}

func (p *panel) checkWords() {
	check := func(channel ChannelID, list []Segment) {
		for _, s := range list {
			for _, w := range strategy.CheckWords(p.in.Charter, s.Text) {
				code := "preflight.avoid"
				if w.Suggestion != "" {
					code = "preflight.avoid_instead"
				}
				p.add("charter", Line{Severity: Advice, Code: code, Channel: channel, Segment: s.ID,
					Args: map[string]string{"word": w.Found, "instead": w.Suggestion, "start": strconv.Itoa(w.Start), "end": strconv.Itoa(w.End)},
					Fix:  &Fix{Kind: FixReplaceWord, Text: w.Found, With: w.Suggestion}})
			}
		}
	}
	check("", p.in.Post.Draft.Segments)
	for _, v := range p.in.Post.Draft.Variants {
		check(v.Channel, v.Segments)
	}
}

func (p *panel) checkDate() {
	date := p.in.Post.Date
	switch {
	case date.IsZero():
		p.add("date", Line{Severity: Advice, Code: "preflight.no_date", Fix: &Fix{Kind: FixChooseDate}})
	case date.At.Before(p.in.Now.Truncate(time.Minute)):
		p.add("date", Line{Severity: Blocking, Code: "preflight.date_in_past", Args: map[string]string{"at": date.At.Format(time.RFC3339)},
			Fix: &Fix{Kind: FixChooseDate}})
	case date.IsTwice():
		p.add("date", Line{Severity: Advice, Code: "preflight.hour_twice", Args: map[string]string{"at": date.At.Format(time.RFC3339)},
			Fix: &Fix{Kind: FixChooseDate}})
	}
}

func (p *panel) checkHolds() {
	for _, h := range p.in.Holds {
		switch h.Campaign {
		case "":
			p.add("holds", Line{Severity: Advice, Code: "preflight.held", Args: map[string]string{"reason": h.Reason}, Fix: &Fix{Kind: FixReleaseHold, Hold: h.ID}})
		case p.in.Post.Draft.Links.Campaign:
			p.add("holds", Line{Severity: Advice, Code: "preflight.campaign_held", Args: map[string]string{"reason": h.Reason}, Fix: &Fix{Kind: FixReleaseHold, Hold: h.ID}})
		}
	}
	for _, v := range p.in.Post.Draft.Variants {
		for _, ch := range p.in.Channels {
			if ch.ID != v.Channel {
				continue
			}
			for _, h := range ch.Holds {
				p.add("holds", Line{Severity: Advice, Code: "preflight.channel_held", Channel: ch.ID,
					Args: map[string]string{"name": ch.Name, "reason": h.Reason}, Fix: &Fix{Kind: FixReleaseHold, Hold: h.ID}})
			}
		}
	}
}

// Preflight checks the post as it is.
func (s *Service) Preflight(ctx context.Context, ws identity.WorkspaceID, id PostID) ([]Line, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	p, err := findPost(ctx, s.db.Reader(), ws, id)
	if err != nil {
		return nil, err
	}
	return s.check(ctx, s.db.Reader(), p)
}

// check gathers what Check looks at.
func (s *Service) check(ctx context.Context, q store.Querier, p Post) ([]Line, error) {
	c := Checked{Post: p, Now: s.now(), Twins: map[ChannelID]Twin{}}
	var err error
	if c.Channels, err = s.channels.ChannelsTx(ctx, q, p.Workspace); err != nil {
		return nil, err
	}
	if c.Holds, err = s.channels.HoldsTx(ctx, q, p.Workspace); err != nil {
		return nil, err
	}
	if c.Assets, err = s.assets(ctx, q, p); err != nil {
		return nil, err
	}
	if c.Charter, err = s.strategy.CharterTx(ctx, q, p.Workspace); err != nil {
		return nil, err
	}
	around := p.Date.At.Time
	if around.IsZero() {
		around = s.now()
	}
	twins, err := findTwins(ctx, q, p.Workspace, p.ID, p.prints(), around.Add(-DuplicateSpan), around.Add(DuplicateSpan))
	if err != nil {
		return nil, err
	}
	for _, t := range twins {
		c.Twins[t.Channel] = Twin{Post: t.Post, At: t.DueAt.Time}
	}
	return Check(c), nil
}

// RefuseBlocked gives an Invalid fault that names every blocking line of the
// post, or nil. Review and schedule ask it before they do anything.
func (s *Service) RefuseBlocked(ctx context.Context, ws identity.WorkspaceID, id PostID) error {
	p, err := findPost(ctx, s.db.Reader(), ws, id)
	if err != nil {
		return err
	}
	return s.refuseBlocked(ctx, p)
}

func (s *Service) refuseBlocked(ctx context.Context, p Post) error {
	lines, err := s.check(ctx, s.db.Reader(), p)
	if err != nil {
		return err
	}
	var blocking []fault.Field
	for i, l := range lines {
		if l.Severity != Blocking {
			continue
		}
		args := map[string]any{"channel": string(l.Channel)}
		for k, v := range l.Args {
			args[k] = v
		}
		blocking = append(blocking, fault.Field{Path: fmt.Sprintf("preflight.%d", i), Code: l.Code, Message: l.Code, Args: args})
	}
	if len(blocking) == 0 {
		return nil
	}
	f := errUnchecked.With("count", strconv.Itoa(len(blocking)))
	f.Fields = blocking
	return f
}
