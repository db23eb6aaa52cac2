package governance

import (
	"context"
	"fmt"
	"slices"

	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Policy is how a workspace approves: one step, by role.
type Policy struct {
	// Required: a post leaves only once somebody has approved it. Otherwise who
	// schedules it approves it by that.
	Required bool
	// Own: a person may approve what they wrote.
	Own bool
	// Roles may approve; each of them must have the permission to decide.
	Roles []identity.Role
	// Margin is how far the date may move without a new approval.
	Margin Margin
}

// Margin says how far an approved date may move.
type Margin string

// The margins.
const (
	MarginNone    Margin = "none"
	MarginSameDay Margin = "same_day"
	MarginAny     Margin = "any"
)

// DefaultPolicy is that of a workspace which chose nothing.
func DefaultPolicy() Policy {
	return Policy{Required: true, Roles: []identity.Role{identity.Owner, identity.Manager, identity.Approver}, Margin: MarginSameDay}
}

func (p Policy) validate() error {
	var c fault.Collect
	c.Check(p.Margin == MarginNone || p.Margin == MarginSameDay || p.Margin == MarginAny, "margin", "governance.bad_margin",
		"The date may stay, move within the day, or move freely.")
	c.Check(len(p.Roles) > 0, "roles", "governance.no_role", "Choose at least one role that approves.")
	for i, r := range p.Roles {
		c.Check(r.May(identity.ReviewDecide), fmt.Sprintf("roles.%d", i), "governance.bad_role", "This role cannot approve.")
	}
	return c.Err()
}

// covers says whether an approval given for day and due reaches to.
func (m Margin) covers(a approval, to editorial.Date) bool {
	switch {
	case m == MarginAny || to.IsZero():
		return true
	case a.DueAt.IsZero(): // approved without a date: only "none" minds a first one
		return m == MarginSameDay
	case m == MarginSameDay:
		return to.Day() == a.Day
	}
	return to.At.Equal(a.DueAt.Time)
}

// Policy gives the workspace's policy.
func (s *Service) Policy(ctx context.Context, ws identity.WorkspaceID) (Policy, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return Policy{}, err
	}
	return findPolicy(ctx, s.DB.Reader(), ws)
}

// SetPolicy changes it. Approvals given before stay as they are.
func (s *Service) SetPolicy(ctx context.Context, ws identity.WorkspaceID, p Policy) (Policy, error) {
	a, err := identity.Require(ctx, ws, identity.WorkspaceManage)
	if err != nil {
		return Policy{}, err
	}
	slices.Sort(p.Roles)
	p.Roles = slices.Compact(p.Roles)
	if err := p.validate(); err != nil {
		return Policy{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := writePolicy(ctx, tx, ws, p, a.UserID, s.Now()); err != nil {
			return err
		}
		if err := s.Feed.AppendTx(ctx, tx, string(ws), "approval_policy", string(ws)); err != nil {
			return err
		}
		return s.auditTx(ctx, tx, ws, "policy", string(ws), map[string]string{
			"required": fmt.Sprint(p.Required), "own": fmt.Sprint(p.Own), "roles": fmt.Sprint(p.Roles), "margin": string(p.Margin)})
	})
	return p, err
}

// mayDecide says whether a person may approve a post written by editors: nil,
// or the reason why not.
func (s *Service) mayDecide(ctx context.Context, q store.Querier, ws identity.WorkspaceID, p Policy, a identity.Actor, editors []identity.UserID) error {
	if !a.System {
		if !a.Role.May(identity.ReviewDecide) || a.Scopes != nil && !slices.Contains(a.Scopes, identity.ReviewDecide) ||
			!slices.Contains(p.Roles, a.Role) {
			return errRole
		}
	}
	if p.Own || !slices.Contains(editors, a.UserID) {
		return nil
	}
	others, err := s.deciders(ctx, q, ws, p, []identity.UserID{a.UserID})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return errOwn
	}
	return nil // alone: nobody else could ever say yes
}

// deciders lists who may approve by their role, but for except.
func (s *Service) deciders(ctx context.Context, q store.Querier, ws identity.WorkspaceID, p Policy, except []identity.UserID) ([]identity.UserID, error) {
	members, err := s.People.MembersTx(ctx, q, ws, false)
	if err != nil {
		return nil, err
	}
	var out []identity.UserID
	for _, m := range members {
		if slices.Contains(p.Roles, m.Role) && m.Role.May(identity.ReviewDecide) && !slices.Contains(except, m.UserID) {
			out = append(out, m.UserID)
		}
	}
	return out, nil
}
