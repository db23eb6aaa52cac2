package channels

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/networks"
	"parvis/internal/notify"
	"parvis/internal/outbound"
	"parvis/internal/store"
)

const (
	checkEvery   = 15 * time.Minute
	checkTimeout = 20 * time.Second
	checkAtOnce  = 8
	checkPage    = 100
)

// CheckAll is the job that asks every network how its accounts are.
type CheckAll struct{}

// Kind names the job.
func (CheckAll) Kind() string { return "channels.check" }

// Jobs adds the room's jobs to r.
func (s *Service) Jobs(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ CheckAll) error { return s.checkAll(ctx) })
	r.Every(checkEvery, CheckAll{})
}

// checkAll walks every channel of every workspace, a page at a time; results
// are written by page, in short transactions.
func (s *Service) checkAll(ctx context.Context) error {
	for after := ChannelID(""); ; {
		page, err := pageOfChannels(ctx, s.DB.Reader(), after, checkPage)
		if err != nil || len(page) == 0 {
			return fault.Op("channels.check", err)
		}
		found := make([]networks.Health, len(page))
		group, within := errgroup.WithContext(ctx)
		group.SetLimit(checkAtOnce)
		for i, r := range page {
			group.Go(func() error {
				found[i] = s.look(within, r)
				return within.Err()
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
		for i, r := range page {
			if found[i].State == "" {
				continue // nothing to ask
			}
			err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
				return s.ReportHealthTx(ctx, tx, r.Workspace, r.ID, found[i])
			})
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return fault.Op("channels.check", err)
			}
		}
		if err := s.rewrap(ctx, page); err != nil {
			return fault.Op("channels.check", err)
		}
		after = page[len(page)-1].ID
	}
}

// rewrap turns secrets over to the current key after a rotation, so that the old
// one may leave the key file in time.
func (s *Service) rewrap(ctx context.Context, page []row) error {
	for _, r := range page {
		if len(r.Secrets) == 0 {
			continue
		}
		turned, changed, err := s.Seal.Rewrap(r.Secrets)
		if err != nil || !changed {
			continue // what cannot be opened was told by look
		}
		err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return rewrapTx(ctx, tx, r.Workspace, r.ID, r.Secrets, turned)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// look asks the network; an account that cannot be asked has no state.
func (s *Service) look(ctx context.Context, r row) networks.Health {
	connector, ok := s.Networks.Find(r.Network).(networks.Connector)
	if !ok {
		return networks.Health{}
	}
	account, err := s.account(r)
	if err != nil {
		s.Log.Error("channels: secrets cannot be opened", "channel", r.ID, "error", err)
		return networks.Health{State: networks.HealthReconnect, Reason: &networks.Reason{Code: "channels.secrets_unreadable",
			Message: "The secrets of this account cannot be read with the present key file. Put the key file back, or connect the account again."}}
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	h, err := connector.Check(ctx, account)
	if err != nil {
		return networks.Health{State: networks.HealthDown, Expires: r.ExpiresAt.Time, Reason: &networks.Reason{Code: "channels.network_unreachable",
			Message: errUnreachable.Message, Detail: outbound.Redact(err.Error(), secretsOf(account)...)}}
	}
	return h
}

func secretsOf(a networks.Account) []string {
	out := make([]string, 0, len(a.Secrets))
	for _, v := range a.Secrets {
		out = append(out, v)
	}
	return out
}

// Test asks the network now (channel.manage) and gives the channel as it is.
func (s *Service) Test(ctx context.Context, ws identity.WorkspaceID, id ChannelID) (Channel, error) {
	if _, err := identity.Require(ctx, ws, identity.ChannelManage); err != nil {
		return Channel{}, err
	}
	r, err := findTx(ctx, s.DB.Reader(), ws, id)
	if err != nil {
		return Channel{}, fault.Op("channels.Test", err)
	}
	found := s.look(ctx, r)
	if found.State == "" {
		found.State = networks.HealthOK
	}
	var out Channel
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := s.ReportHealthTx(ctx, tx, ws, id, found); err != nil {
			return err
		}
		if r, err = findTx(ctx, tx, ws, id); err != nil {
			return err
		}
		out, err = s.describeTx(ctx, tx, r)
		return err
	})
	return out, fault.Op("channels.Test", err)
}

// ReportHealthTx records how an account was found: by a check, or by a send that
// was told to connect again. People are notified once when it needs them; when
// it works again what waited may leave (ChannelConnected).
func (s *Service) ReportHealthTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id ChannelID, found networks.Health) error {
	r, err := findTx(ctx, tx, ws, id)
	if err != nil {
		return err
	}
	if found.Expires.IsZero() && found.State != networks.HealthReconnect {
		found.Expires = r.ExpiresAt.Time // a check may not know it
	}
	now := worsened(found, s.Now())
	was := r.Health
	r.Health, r.Reason, r.ExpiresAt, r.CheckedAt = now.State, store.AsJSON(now.Reason), store.At(now.Expires), store.At(s.Now())
	if err := updateHealthTx(ctx, tx, r); err != nil || was == now.State {
		return err
	}
	if err := s.Feed.AppendTx(ctx, tx, string(ws), "channel", string(id)); err != nil {
		return err
	}
	switch {
	case now.State == networks.HealthReconnect:
		return s.notifyTx(ctx, tx, r)
	case was == networks.HealthReconnect && (now.State == networks.HealthOK || now.State == networks.HealthExpiring):
		return s.Bus.EmitTx(ctx, tx, ChannelConnected{Workspace: ws, Channel: id, Network: r.Network, Again: true})
	}
	return nil
}

func (s *Service) notifyTx(ctx context.Context, tx *store.Tx, r row) error {
	if s.Notify == nil {
		return nil
	}
	n := notify.Notice{Kind: notify.Reconnect, Subject: string(r.ID), Title: r.Name, Key: string(r.ID) + "/" + r.CheckedAt.UTC().Format(time.RFC3339),
		Args: map[string]string{notify.ArgChannel: r.Name}, Roles: []identity.Role{identity.Owner, identity.Manager}}
	if r.Reason.V != nil {
		n.Because(r.Reason.V.Code, r.Reason.V.Message, r.Reason.V.Args)
	}
	return s.Notify.SendTx(ctx, tx, r.Workspace, n)
}
