package sample

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"parvis/internal/channels"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/media"
	pictures "parvis/internal/media/sample"
	"parvis/internal/site"
	"parvis/internal/strategy"
)

// House is the rooms, on a clock that the sample sets, and what moves time on.
type House struct {
	Identity   *identity.Service
	Strategy   *strategy.Service
	Media      *media.Service
	Channels   *channels.Service
	Editorial  *editorial.Service
	Governance *governance.Service
	Dispatch   *dispatch.Service
	Site       *site.Service
	Window     string // address of the receiver that stands for a shop window, and refuses what it is told to
	// Until sets the clock to an instant and waits until nothing that is due
	// by then is left to do.
	Until func(ctx context.Context, at time.Time) error
	Now   func() time.Time
}

// planting is one run.
type planting struct {
	House
	ws      identity.WorkspaceID
	today   time.Time // midnight of the real day, in the brand's zone
	real    time.Time
	people  map[string]identity.Member
	assets  map[string]editorial.AssetID
	page    editorial.ChannelID
	window  editorial.ChannelID
	pillars []strategy.PillarID
	camps   []strategy.CampaignID
	goals   []strategy.ObjectiveID
	targets []strategy.AudienceID
	labels  map[string]editorial.LabelID
}

// Plant makes the sample in an empty installation. now is the real time; the
// clock of the house ends there.
func Plant(ctx context.Context, h House, now time.Time) error {
	zone, err := time.LoadLocation(Brand.Zone)
	if err != nil {
		return err
	}
	local := now.In(zone)
	p := &planting{House: h, real: now, today: time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone),
		people: map[string]identity.Member{}, assets: map[string]editorial.AssetID{}, labels: map[string]editorial.LabelID{}}
	steps := []func(context.Context) error{p.begin, p.brand, p.library, p.connect, p.write, p.live, p.finish}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return fmt.Errorf("sample: %w", err)
		}
	}
	return nil
}

// as is the context of a fictional person.
func (p *planting) as(ctx context.Context, name string) context.Context {
	m := p.people[name]
	return identity.WithActor(ctx, identity.Actor{UserID: m.UserID, MemberID: m.ID, WorkspaceID: p.ws, Role: m.Role, Name: m.Name, Locale: m.Locale})
}

// begin sets the clock back and makes the workspace with its people.
func (p *planting) begin(ctx context.Context) error {
	if err := p.Until(ctx, p.today.AddDate(0, 0, -36).Add(9*time.Hour)); err != nil {
		return err
	}
	w, members, err := p.Identity.CreateSample(ctx, Brand)
	p.ws = w.ID
	for _, m := range members {
		p.people[m.Name] = m
	}
	return err
}

// brand writes the strategy.
func (p *planting) brand(ctx context.Context) error {
	ctx = p.as(ctx, maelle)
	if _, err := p.Strategy.WritePlatform(ctx, p.ws, 0, platform); err != nil {
		return err
	}
	if _, err := p.Strategy.WriteCharter(ctx, p.ws, 0, charter); err != nil {
		return err
	}
	quarter := strategy.Date(p.today.AddDate(0, 2, 0).Format("2006-01-02"))
	for i, in := range objectives {
		in.Date, in.Owner = quarter, p.people[[]string{maelle, corentn, yann, ines}[i%4]].ID
		o, err := p.Strategy.CreateObjective(ctx, p.ws, in)
		if err != nil {
			return err
		}
		p.goals = append(p.goals, o.ID)
	}
	for _, in := range audiences {
		a, err := p.Strategy.CreateAudience(ctx, p.ws, in)
		if err != nil {
			return err
		}
		p.targets = append(p.targets, a.ID)
	}
	for _, in := range pillars {
		l, err := p.Strategy.CreatePillar(ctx, p.ws, in)
		if err != nil {
			return err
		}
		p.pillars = append(p.pillars, l.ID)
	}
	for i, in := range campaigns {
		in.Starts = strategy.Date(p.today.AddDate(0, 0, -30+i*34).Format("2006-01-02"))
		in.Ends = strategy.Date(p.today.AddDate(0, 0, 20+i*12).Format("2006-01-02"))
		in.Objective, in.Audiences, in.Pillars, in.KPIs = p.goals[i], p.targets[:2], p.pillars[1:4], []strategy.KPI{}
		c, err := p.Strategy.CreateCampaign(ctx, p.ws, in)
		if err != nil {
			return err
		}
		p.camps = append(p.camps, c.ID)
	}
	return nil
}

// library uploads the pictures, described for those who do not see them.
func (p *planting) library(ctx context.Context) error {
	ctx = p.as(ctx, ines)
	for _, file := range pictures.Pictures() {
		body, size, err := pictures.Open(file.Name)
		if err != nil {
			return err
		}
		added, err := p.Media.Add(ctx, p.ws, media.Upload{Name: file.Name, Size: size, Alt: file.Alt, Credit: pictures.Credit, Tags: file.Tags, Body: body})
		if err != nil {
			return err
		}
		name, _, _ := strings.Cut(file.Name, ".")
		p.assets[name] = editorial.AssetID(added.ID)
	}
	return nil
}

// connect gives the page its face, links the shop window, sets the policy.
func (p *planting) connect(ctx context.Context) error {
	ctx = p.as(ctx, maelle)
	was, err := p.Site.Find(ctx, p.ws)
	if err != nil {
		return err
	}
	in := face
	in.Version, in.Slug, in.Avatar, in.Cover = was.Version, was.Slug, string(p.assets["avatar"]), string(p.assets["quai-sous-la-pluie"])
	if _, err := p.Site.Update(ctx, p.ws, in); err != nil {
		return err
	}
	list, err := p.Channels.List(ctx, p.ws)
	if err != nil || len(list) == 0 {
		return fmt.Errorf("the page is not a channel yet: %w", err)
	}
	p.page = editorial.ChannelID(list[0].ID)
	linked, err := p.Channels.Connect(ctx, p.ws, channels.ConnectInput{Network: "webhook", Name: "Vitrine d’exemple (webhook)",
		Form: map[string]string{"name": "Vitrine d’exemple (webhook)", "url": p.Window, "class": "none"}})
	if err != nil {
		return err
	}
	p.window = editorial.ChannelID(linked.Channel.ID)
	_, err = p.Governance.SetPolicy(ctx, p.ws, governance.Policy{Required: true, Roles: []identity.Role{identity.Owner, identity.Manager, identity.Approver}, Margin: governance.MarginSameDay})
	return err
}

// write makes labels, notes and every post up to where it waits for its time.
func (p *planting) write(ctx context.Context) error {
	for _, l := range labels {
		made, err := p.Editorial.SaveLabel(p.as(ctx, ines), p.ws, editorial.Label{Name: l[0], Colour: l[1]})
		if err != nil {
			return err
		}
		p.labels[l[0]] = made.ID
	}
	for _, n := range notes {
		_, err := p.Editorial.SaveNote(p.as(ctx, yann), p.ws, editorial.Note{Day: p.day(n.from), Until: p.day(n.to), Body: n.body})
		if err != nil {
			return err
		}
	}
	for i := range posts {
		if posts[i].day < 0 {
			if err := p.post(ctx, posts[i]); err != nil {
				return fmt.Errorf("%q: %w", posts[i].title, err)
			}
		}
	}
	return nil
}

func (p *planting) day(n int) string { return p.today.AddDate(0, 0, n).Format("2006-01-02") }

// live walks through the past weeks: what is due leaves, fails, or is missed
// under the stop of a stormy night.
func (p *planting) live(ctx context.Context) error {
	for _, s := range posts {
		if s.day >= 0 || s.state == cancelled {
			continue
		}
		due, err := time.ParseInLocation("2006-01-02 15:04", p.day(s.day)+" "+s.hour, p.today.Location())
		if err != nil {
			return err
		}
		if s.state == missed || s.state == held {
			if err := p.stopAt(ctx, due, s.state == missed); err != nil {
				return err
			}
			continue
		}
		// A network takes its time: some leave a little after their minute.
		if err := p.Until(ctx, due.Add(time.Duration(180+37*(-s.day)%700)*time.Millisecond)); err != nil {
			return err
		}
		if s.state == unanswered {
			if err := p.Until(ctx, due.Add(10*time.Second)); err != nil {
				return err
			}
		}
	}
	return nil
}

// stopAt suspends the workspace over an hour, or a campaign from then on.
func (p *planting) stopAt(ctx context.Context, due time.Time, whole bool) error {
	if err := p.Until(ctx, due.Add(-time.Hour)); err != nil {
		return err
	}
	stop := channels.HoldInput{Scope: channels.ScopeCampaign, Target: string(p.camps[1]), Note: "La campagne de Noël attend l’accord de la direction."}
	if whole {
		stop = channels.HoldInput{Scope: channels.ScopeWorkspace, Note: "Coupure de courant à l’atelier."}
	}
	placed, err := p.Channels.PlaceHold(p.as(ctx, maelle), p.ws, stop)
	if err != nil {
		return err
	}
	if err := p.Until(ctx, due.Add(time.Second)); err != nil || !whole {
		return err
	}
	if err := p.Until(ctx, due.Add(2*time.Hour)); err != nil {
		return err
	}
	if _, err := p.Channels.ReleaseHold(p.as(ctx, maelle), p.ws, placed.Hold.ID); err != nil {
		return err
	}
	return p.Until(ctx, due.Add(2*time.Hour+time.Second))
}

// finish comes back to the real time and writes what is to come.
func (p *planting) finish(ctx context.Context) error {
	if err := p.Until(ctx, p.real); err != nil {
		return err
	}
	for _, s := range append(p.soon(), posts...) {
		if s.day >= 0 {
			if err := p.post(ctx, s); err != nil {
				return fmt.Errorf("%q: %w", s.title, err)
			}
		}
	}
	return nil
}

// soon gives today's posts, so that a newcomer sees one leave within minutes
// and another wait for later; close to midnight they fall on the next day.
func (p *planting) soon() []post {
	out := slices.Clone(today)
	for i, in := range []time.Duration{4 * time.Minute, 150 * time.Minute} {
		at := p.real.In(p.today.Location()).Add(in)
		if i > 0 {
			at = at.Truncate(15 * time.Minute)
		}
		out[i].day = int(time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, time.UTC).Sub(
			time.Date(p.today.Year(), p.today.Month(), p.today.Day(), 12, 0, 0, 0, time.UTC)).Hours()) / 24
		out[i].hour = at.Format("15:04")
	}
	return out
}
