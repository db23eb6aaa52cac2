package media

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/outbound"
)

var (
	errAddress   = fault.New(fault.Invalid, "media.address", "Enter the full address of a picture or a video, beginning with https://.")
	errNoFetch   = fault.New(fault.Unavailable, "media.no_fetch", "This server reads no addresses. Save the file and send it.")
	errRefusedBy = fault.New(fault.Invalid, "media.address_refused", "The site does not give this file. Check the address, or save the file and send it.")
	errFetch     = fault.New(fault.Unavailable, "media.address_unreachable", "The file could not be read at this address. Try again, or save the file and send it.")
)

// AddFromURL reads a file at a public address. The guard of outbound refuses
// addresses of private networks, on every redirect.
func (s *Service) AddFromURL(ctx context.Context, ws identity.WorkspaceID, address string) (Added, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaWrite); err != nil {
		return Added{}, err
	}
	if s.Fetch == nil {
		return Added{}, errNoFetch
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return Added{}, errAddress
	}
	if err := s.admit(ctx, ws, -1); err != nil {
		return Added{}, err
	}
	u.Fragment = ""
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Added{}, errAddress.Because(err)
	}
	req.Header.Set("Accept", "image/jpeg,image/png,image/webp,image/gif,image/*;q=0.8,video/mp4;q=0.8")
	return s.download(ctx, ws, req, path.Base(u.Path))
}

// download pipes the answer into Add, which stops it when the file is not one of
// ours or too large.
func (s *Service) download(ctx context.Context, ws identity.WorkspaceID, req *http.Request, name string) (Added, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, w := io.Pipe()
	type answer struct {
		res *outbound.Response
		err error
	}
	fetched := make(chan answer, 1)
	go func() {
		res, err := s.Fetch.Download(ctx, req, w, max(s.Limits.Video, s.Limits.Image))
		if err == nil && res.Status != http.StatusOK {
			err = errRefusedBy.With("status", res.Status)
		}
		_ = w.CloseWithError(err) // a pipe: never fails
		fetched <- answer{res, err}
	}()
	if unescaped, err := url.PathUnescape(name); err == nil {
		name = unescaped
	}
	out, err := s.Add(ctx, ws, Upload{Name: strings.Trim(name, "/."), Size: -1, Body: r})
	_ = r.CloseWithError(errStopped) // ends the download when Add gave up first
	cancel()
	a := <-fetched
	if a.err != nil && !errors.Is(a.err, errStopped) && err != nil {
		return Added{}, s.fetchFault(a.err, err)
	}
	if err == nil && !out.Known {
		if named := dispositionName(a.res.Header); named != "" {
			if renamed, err := s.Describe(context.WithoutCancel(ctx), ws, out.ID, Edit{Name: &named}); err == nil {
				out.Asset = renamed
			}
		}
	}
	return out, err
}

var errStopped = errors.New("the file was refused")

// fetchFault prefers what the room says of the bytes, then what the guard says
// of the address.
func (s *Service) fetchFault(fetch, add error) error {
	var f *fault.Fault
	if errors.As(add, &f) && f.Code != "media.interrupted" && f.Code != "media.empty" {
		return add
	}
	var o *outbound.Error
	if errors.As(fetch, &o) && o.Kind == outbound.TooLarge {
		return tooLarge(s.Limits.Video, true)
	}
	if f := fault.Of(outbound.Fault(fetch)); f.Kind != fault.Internal {
		return f
	}
	return errFetch.Because(fetch)
}

func dispositionName(h http.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	name := tidy(params["filename"])
	return name[strings.LastIndexAny(name, `/\`)+1:]
}
