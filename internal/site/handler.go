package site

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/networks/page"
)

// Handler is the page origin: public pages and feeds for anyone, the signed
// endpoint for the network "page". It sets no cookie and reads none.
func (s *Service) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		harden(w.Header())
		if strings.HasPrefix(r.URL.Path, page.Root) {
			s.endpoint(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
			return
		}
		if err := s.route(w, r); err != nil {
			s.Log.Error("page", "path", r.URL.Path, "error", err)
			http.Error(w, "Something went wrong on our side. Try again in a moment.", http.StatusInternalServerError)
		}
	})
}

// policy allows the page's own style, fonts, pictures and video, and nothing
// else: no script, no frame, no form, no other origin.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func harden(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

func (s *Service) route(w http.ResponseWriter, r *http.Request) error {
	switch path := r.URL.Path; {
	case path == "/":
		return s.root(w, r)
	case path == "/robots.txt":
		// No Sitemap line: it would list every brand of the server to anyone.
		return send(w, r, reply200("text/plain; charset=utf-8", []byte("User-agent: *\nDisallow: "+page.Root+"\n")))
	case path == "/favicon.ico":
		http.Redirect(w, r, shipped.icon, http.StatusMovedPermanently)
		return nil
	case strings.HasPrefix(path, staticPath):
		return serveStatic(w, r)
	case strings.HasPrefix(path, "/@"):
		slug, rest, _ := strings.Cut(strings.TrimPrefix(path, "/@"), "/")
		return s.routeSite(w, r, slug, rest)
	}
	return s.say(w, r, nil, http.StatusNotFound)
}

// root leads to the page when the server has just one; several are nobody's
// business to list.
func (s *Service) root(w http.ResponseWriter, r *http.Request) error {
	slugs, err := onlySlugs(r.Context(), s.DB.Reader())
	if err != nil {
		return err
	}
	if len(slugs) == 1 {
		http.Redirect(w, r, "/@"+slugs[0], http.StatusFound)
		return nil
	}
	return s.say(w, r, nil, http.StatusNotFound)
}

func (s *Service) routeSite(w http.ResponseWriter, r *http.Request, slug, rest string) error {
	site, err := siteBySlug(r.Context(), s.DB.Reader(), slug)
	if fault.KindOf(err) == fault.NotFound {
		return s.moved(w, r, slug, rest)
	}
	if err != nil {
		return err
	}
	v := s.visit(site, r)
	if !site.Open && v.preview == "" {
		return s.say(w, r, nil, http.StatusGone)
	}
	if v.preview != "" {
		w.Header().Set("X-Robots-Tag", "noindex")
	}
	switch rest {
	case "":
		return s.servePage(w, r, v)
	case "feed.xml", "atom.xml", "feed.json":
		return s.serveFeed(w, r, v, rest)
	case "sitemap.xml":
		return s.serveSitemap(w, r, v)
	}
	if name, ok := strings.CutPrefix(rest, "media/"); ok {
		return s.serveMedia(w, r, v, name)
	}
	return s.servePost(w, r, v, strings.TrimSuffix(rest, "/"))
}

// moved leads an address that the page had to the one it has.
func (s *Service) moved(w http.ResponseWriter, r *http.Request, slug, rest string) error {
	lower := strings.ToLower(slug)
	now, err := formerSlug(r.Context(), s.DB.Reader(), lower)
	switch {
	case err == nil:
	case fault.KindOf(err) != fault.NotFound:
		return err
	case lower != slug:
		now = lower
	default:
		return s.say(w, r, nil, http.StatusNotFound)
	}
	to := url.URL{Path: "/@" + now, RawQuery: r.URL.RawQuery}
	if rest != "" {
		to.Path += "/" + rest
	}
	http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
	return nil
}

// servePage answers the front page, or an older page of posts.
func (s *Service) servePage(w http.ResponseWriter, r *http.Request, v visit) error {
	n := 1
	if raw := r.URL.Query().Get("page"); raw != "" {
		var err error
		if n, err = strconv.Atoi(raw); err != nil || n < 1 {
			return s.say(w, r, &v, http.StatusNotFound)
		}
	}
	ctx := r.Context()
	total, err := countPosts(ctx, s.DB.Reader(), v.site)
	if err != nil {
		return err
	}
	pages := max(1, (total+perPage-1)/perPage)
	if n > pages {
		return s.say(w, r, &v, http.StatusNotFound)
	}
	posts, err := shownPosts(ctx, s.DB.Reader(), v.site, (n-1)*perPage, perPage)
	if err != nil {
		return err
	}
	return s.sendPage(w, r, v, http.StatusOK, v.front(posts, n, pages))
}

// servePost answers a permalink. Only its short id counts: other words after it
// lead to the right address.
func (s *Service) servePost(w http.ResponseWriter, r *http.Request, v visit, name string) error {
	short, _, _ := strings.Cut(name, "-")
	p, err := s.findPost(r.Context(), v.site, short)
	if fault.KindOf(err) == fault.NotFound {
		return s.say(w, r, &v, http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	if !p.RemovedAt.IsZero() {
		return s.say(w, r, &v, http.StatusGone)
	}
	if name != p.Slug {
		http.Redirect(w, r, v.at(p.Slug), http.StatusMovedPermanently)
		return nil
	}
	older, newer, err := neighbours(r.Context(), s.DB.Reader(), v.site, p)
	if err != nil {
		return err
	}
	return s.sendPage(w, r, v, http.StatusOK, v.single(p, older, newer))
}

func (s *Service) findPost(ctx context.Context, site Site, short string) (Post, error) {
	return postBy(ctx, s.DB.Reader(), site, "short_id", short)
}
