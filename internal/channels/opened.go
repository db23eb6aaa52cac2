package channels

import (
	"bytes"
	"encoding/json"
	"sync"

	"parvis/internal/identity"
	"parvis/internal/networks"
)

// sealed is what dispatch reads of a channel: settings and secrets as stored.
type sealed struct {
	ID        ChannelID            `db:"id"`
	Workspace identity.WorkspaceID `db:"workspace_id"`
	RemoteID  string               `db:"remote_id"`
	Settings  string               `db:"settings"`
	Secrets   []byte               `db:"secrets"`
}

// opened keeps accounts that were opened, for as long as their stored form is
// the same: the row is read each time, only unsealing it is spared. A send a
// millisecond would otherwise spend more on ciphers than on the network. The
// zero value is ready.
type opened struct {
	mu   sync.Mutex
	kept map[ChannelID]keptAccount
}

type keptAccount struct {
	from    sealed
	account networks.Account
}

const mostOpened = 4096

func (o *opened) account(r sealed, open func(row) (networks.Account, error)) (networks.Account, error) {
	o.mu.Lock()
	k, ok := o.kept[r.ID]
	o.mu.Unlock()
	if ok && k.from.Workspace == r.Workspace && k.from.RemoteID == r.RemoteID && k.from.Settings == r.Settings && bytes.Equal(k.from.Secrets, r.Secrets) {
		return k.account, nil
	}
	whole := row{ID: r.ID, Workspace: r.Workspace, RemoteID: r.RemoteID, Secrets: r.Secrets}
	if err := json.Unmarshal([]byte(r.Settings), &whole.Settings.V); err != nil {
		return networks.Account{}, err
	}
	a, err := open(whole)
	if err != nil {
		return networks.Account{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.kept == nil || len(o.kept) >= mostOpened {
		o.kept = map[ChannelID]keptAccount{}
	}
	o.kept[r.ID] = keptAccount{r, a}
	return a, nil
}
