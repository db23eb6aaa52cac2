package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"parvis/internal/networks"
	"parvis/internal/networks/networkstest"
	"parvis/internal/outbound"
)

// A receiver of each class, held to the one specification of networks.
func TestWebhook(t *testing.T) {
	for _, class := range []string{"exact", "two_phase", "look_up", "none"} {
		t.Run(class, func(t *testing.T) { networkstest.Run(t, suite(class)) })
	}
}

func suite(class string) networkstest.Suite {
	return networkstest.Suite{
		New: func(out *outbound.Client, _ string) networks.Network { return New(out, time.Now) },
		Account: func(base string) networks.Account {
			return networks.Account{ChannelID: "ch_1", RemoteID: base + "/hook", Settings: map[string]string{settingURL: base + "/hook", settingClass: class, settingMax: "500"},
				Secrets: map[string]string{secretSigning: testSecret}}
		},
		Form: func(base string) map[string]string {
			return map[string]string{"name": "Atelier", settingURL: base + "/hook", settingClass: class, secretSigning: testSecret}
		},
		Fake: func() networkstest.Fake { return &receiver{class: class, now: time.Now} },
		Read: func(ctx context.Context, client *http.Client, base, id string) (networkstest.Post, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/public/"+id, nil)
			if err != nil {
				return networkstest.Post{}, err
			}
			res, err := client.Do(req)
			if err != nil {
				return networkstest.Post{}, err
			}
			defer func() { _ = res.Body.Close() }()
			if res.StatusCode != http.StatusOK {
				return networkstest.Post{}, fmt.Errorf("status %d", res.StatusCode)
			}
			var m message
			err = json.NewDecoder(res.Body).Decode(&m)
			return postOf(id, m), err
		},
	}
}
