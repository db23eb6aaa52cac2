package site

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/networks/page"
	"parvis/internal/store"
)

func (s *Service) sealNewKey(id ID) ([]byte, error) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	return s.Keys.Seal([]byte(hex.EncodeToString(raw)), keyAAD(id))
}

func keyAAD(id ID) string { return "site.publish_key:" + string(id) }

func (s *Service) secret(site Site) (string, error) {
	plain, err := s.Keys.Open(site.PublishKey, keyAAD(site.ID))
	return string(plain), fault.Op("site.secret", err)
}

// RotateKey makes a new publishing key and gives it, to be pasted where the
// page is connected. The one before stops working at once.
func (s *Service) RotateKey(ctx context.Context, ws identity.WorkspaceID) (string, error) {
	actor, err := identity.Require(ctx, ws, identity.SiteManage)
	if err != nil {
		return "", err
	}
	var key string
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		site, err := siteOfWorkspace(ctx, tx, ws)
		if err != nil {
			return err
		}
		if site.PublishKey, err = s.sealNewKey(site.ID); err != nil {
			return err
		}
		secret, err := s.secret(site)
		if err != nil {
			return err
		}
		key = page.PublishingKey(string(site.ID), secret)
		if err := setPublishKey(ctx, tx, ws, site.PublishKey); err != nil {
			return err
		}
		return s.noteTx(ctx, tx, site, actorName(actor), "site.rotate_key", string(site.ID), nil)
	})
	return key, err
}

// ConnectedTx gives the account that connecting the page would give, so that
// the channel of a new workspace is made without asking anyone to paste a key.
func (s *Service) ConnectedTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (networks.Connected, error) {
	site, err := siteOfWorkspace(ctx, q, ws)
	if err != nil {
		return networks.Connected{}, err
	}
	secret, err := s.secret(site)
	if err != nil {
		return networks.Connected{}, err
	}
	return s.face(site).Connected(secret), nil
}

func (s *Service) face(site Site) page.Face {
	f := page.Face{Site: string(site.ID), Slug: site.Slug, Name: site.Name, URL: s.URL(site), Open: site.Open}
	if p := site.Avatar.V; p != nil {
		f.Avatar = s.PictureURL(site, *p)
	}
	return f
}

// PictureURL is the public address of a picture of the face.
func (s *Service) PictureURL(site Site, p Picture) string {
	return s.URL(site) + "/media/" + p.SHA256 + "." + imageTypes[p.MIME]
}

// previewLife is how long a preview link opens a closed page.
const previewLife = 24 * time.Hour

// PreviewLink gives an address that shows the page even while it is closed,
// and until when.
func (s *Service) PreviewLink(ctx context.Context, ws identity.WorkspaceID) (string, time.Time, error) {
	if _, err := identity.Require(ctx, ws, identity.WorkspaceRead); err != nil {
		return "", time.Time{}, err
	}
	site, err := siteOfWorkspace(ctx, s.DB.Reader(), ws)
	if err != nil {
		return "", time.Time{}, err
	}
	secret, err := s.secret(site)
	if err != nil {
		return "", time.Time{}, err
	}
	until := s.Now().Add(previewLife).Truncate(time.Second)
	return s.URL(site) + "?preview=" + previewToken(secret, site.ID, until), until, nil
}

func previewToken(secret string, id ID, until time.Time) string {
	end := strconv.FormatInt(until.Unix(), 36)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("preview\n" + string(id) + "\n" + end))
	return end + "." + hex.EncodeToString(mac.Sum(nil)[:16])
}

func (s *Service) mayPreview(site Site, token string) bool {
	end, _, ok := strings.Cut(token, ".")
	sec, err := strconv.ParseInt(end, 36, 64)
	if !ok || err != nil || s.Now().Unix() > sec {
		return false
	}
	secret, err := s.secret(site)
	return err == nil && hmac.Equal([]byte(previewToken(secret, site.ID, time.Unix(sec, 0))), []byte(token))
}
