package site

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/networks/page"
	"parvis/internal/store"
)

// endpoint answers the network "page": see networks/page, wire.go. Every request
// is signed; an answer is a Record, a Face or a Problem, never HTML.
func (s *Service) endpoint(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, page.MaxBody))
	if err != nil {
		refuse(w, http.StatusRequestEntityTooLarge, page.Problem{Code: page.CodeInvalid, Message: "The request is too long.", Args: map[string]string{"field": "text"}})
		return
	}
	site, problem, err := s.signedSite(r, body)
	switch {
	case err != nil:
		s.failed(w, r, err)
		return
	case problem != nil:
		refuse(w, http.StatusUnauthorized, *problem)
		return
	}
	key, isKey := strings.CutPrefix(r.URL.Path, page.PathPosts)
	id, isItem := strings.CutPrefix(r.URL.Path, page.PathItems)
	var a answer
	switch {
	case r.URL.Path == page.PathSite && r.Method == http.MethodGet:
		reply(w, http.StatusOK, s.face(site))
		return
	case isKey && key != "" && r.Method == http.MethodGet:
		a, err = s.readPost(r.Context(), site, "post_key", key)
	case isKey && key != "" && len(key) <= 200 && r.Method == http.MethodPut:
		a, err = s.withDocument(body, func(d page.Document) (answer, error) { return s.upsert(r.Context(), site, key, d) })
	case isItem && r.Method == http.MethodGet:
		a, err = s.readPost(r.Context(), site, "id", id)
	case isItem && r.Method == http.MethodPut:
		a, err = s.withDocument(body, func(d page.Document) (answer, error) { return s.edit(r.Context(), site, id, d) })
	case isItem && r.Method == http.MethodDelete:
		a, err = s.remove(r.Context(), site, id)
	default:
		refuse(w, http.StatusNotFound, page.Problem{Code: "page.no_operation", Message: "There is no such operation."})
		return
	}
	switch {
	case err != nil:
		s.failed(w, r, err)
	case a.problem != nil:
		refuse(w, a.status, *a.problem)
	default:
		reply(w, a.status, s.record(site, a.post))
	}
}

// answer is what one operation came to: a post or a problem.
type answer struct {
	status  int
	post    Post
	problem *page.Problem
}

func absent(name, value string) answer {
	return answer{status: http.StatusNotFound, problem: &page.Problem{Code: page.CodeAbsent,
		Message: "The page has no such post.", Args: map[string]string{name: value}}}
}

// signedSite finds the page a request is for and checks its signature. An
// unknown page is answered like a wrong signature: ids cannot be probed.
func (s *Service) signedSite(r *http.Request, body []byte) (Site, *page.Problem, error) {
	site, err := siteByID(r.Context(), s.DB.Reader(), ID(r.Header.Get(page.HeaderSite)))
	if fault.KindOf(err) == fault.NotFound {
		return Site{}, page.Verify("no such page", r, body, s.Now()), nil
	}
	if err != nil {
		return Site{}, nil, err
	}
	secret, err := s.secret(site)
	if err != nil {
		return Site{}, nil, err
	}
	return site, page.Verify(secret, r, body, s.Now()), nil
}

func (s *Service) readPost(ctx context.Context, site Site, column, value string) (answer, error) {
	p, err := postBy(ctx, s.DB.Reader(), site, column, value)
	if fault.KindOf(err) == fault.NotFound {
		if column == "post_key" {
			column = "key"
		}
		return absent(column, value), nil
	}
	return answer{status: http.StatusOK, post: p}, err
}

func (s *Service) withDocument(body []byte, then func(page.Document) (answer, error)) (answer, error) {
	var d page.Document
	if json.Unmarshal(body, &d) != nil {
		return answer{status: http.StatusUnprocessableEntity, problem: invalid("document")}, nil //nolint:nilerr // said in the answer
	}
	return then(d)
}

// upsert puts a document under a key, once for all: the same content again is
// the same post, other content is refused, a removed post stays removed.
func (s *Service) upsert(ctx context.Context, site Site, key string, d page.Document) (answer, error) {
	hash := d.Hash()
	if problem, err := s.check(ctx, site, &d); problem != nil || err != nil {
		return answer{status: http.StatusUnprocessableEntity, problem: problem}, err
	}
	var out answer
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lockSite(ctx, tx, site.WorkspaceID, site.ID); err != nil {
			return err
		}
		before, err := postBy(ctx, tx, site, "post_key", key)
		switch {
		case err == nil && before.KeyHash != hash:
			out = answer{status: http.StatusConflict, problem: &page.Problem{Code: page.CodeKeyReused,
				Message: "This key already carries another post.", Args: map[string]string{"key": key}}}
			return nil
		case err == nil:
			out = answer{status: http.StatusOK, post: before}
			return nil
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
		now := s.Now()
		p := Post{ID: store.NewID[PostID]("pp"), Key: key, ShortID: newShortID(), KeyHash: hash, Hash: hash, Title: d.Title, Language: d.Language,
			Segments: store.AsJSON(d.Segments), PublishedAt: publishedAt(d.PublishedAt, now), UpdatedAt: store.At(now)}
		p.Slug = p.slug()
		out = answer{status: http.StatusCreated, post: p}
		if err := insertPost(ctx, tx, site, p); err != nil {
			return err
		}
		return s.shownTx(ctx, tx, site, p, "site.post_published")
	})
	return out, err
}

// edit replaces the content of a post; its key, address and date stay.
func (s *Service) edit(ctx context.Context, site Site, id string, d page.Document) (answer, error) {
	hash := d.Hash()
	if problem, err := s.check(ctx, site, &d); problem != nil || err != nil {
		return answer{status: http.StatusUnprocessableEntity, problem: problem}, err
	}
	return s.changePost(ctx, site, id, "site.post_edited", func(p *Post) bool {
		if p.Hash == hash {
			return false
		}
		p.Hash, p.Title, p.Language, p.Segments = hash, d.Title, d.Language, store.AsJSON(d.Segments)
		return true
	})
}

// remove takes a post down and forgets its words and files; the tombstone keeps
// the key and the address.
func (s *Service) remove(ctx context.Context, site Site, id string) (answer, error) {
	return s.changePost(ctx, site, id, "site.post_removed", func(p *Post) bool {
		p.Title, p.Segments, p.RemovedAt = "", store.AsJSON([]page.Segment{}), store.At(s.Now())
		return true
	})
}

// changePost applies change to a shown post; a removed one is given as it is.
func (s *Service) changePost(ctx context.Context, site Site, id, action string, change func(*Post) bool) (answer, error) {
	var out answer
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lockSite(ctx, tx, site.WorkspaceID, site.ID); err != nil {
			return err
		}
		p, err := postBy(ctx, tx, site, "id", id)
		if fault.KindOf(err) == fault.NotFound {
			out = absent("id", id)
			return nil
		}
		if err != nil {
			return err
		}
		if p.RemovedAt.IsZero() && change(&p) {
			p.UpdatedAt, p.Slug = store.At(s.Now()), p.slug()
			if err := updatePost(ctx, tx, site, p); err != nil {
				return err
			}
			if err := s.shownTx(ctx, tx, site, p, action); err != nil {
				return err
			}
		}
		out = answer{status: http.StatusOK, post: p}
		return nil
	})
	return out, err
}

// shownTx settles what follows any change of a post.
func (s *Service) shownTx(ctx context.Context, tx *store.Tx, site Site, p Post, action string) error {
	if err := setFiles(ctx, tx, site, string(p.ID), p.files()); err != nil {
		return err
	}
	if err := touchSite(ctx, tx, site, store.At(s.Now())); err != nil {
		return err
	}
	return s.noteTx(ctx, tx, site, "network:page", action, string(p.ID), map[string]string{"key": p.Key})
}

// check holds a document against the limits and the store of files.
func (s *Service) check(ctx context.Context, site Site, d *page.Document) (*page.Problem, error) {
	if problem := clean(d); problem != nil {
		return problem, nil
	}
	for _, f := range (Post{Segments: store.AsJSON(d.Segments)}).files() {
		file, err := s.Files.Open(ctx, site.WorkspaceID, f.SHA256)
		if fault.KindOf(err) == fault.NotFound {
			return &page.Problem{Code: page.CodeMediaMissing, Message: "A file of this post is no longer in the library.",
				Args: map[string]string{"name": f.Name}}, nil
		}
		if err != nil {
			return nil, err
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (s *Service) record(site Site, p Post) page.Record {
	return page.Record{ID: string(p.ID), Key: p.Key, URL: s.URL(site) + "/" + p.Slug, Hash: p.Hash,
		Removed: !p.RemovedAt.IsZero(), PublishedAt: p.PublishedAt.Time, UpdatedAt: p.UpdatedAt.Time}
}

func (s *Service) failed(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("page endpoint", "method", r.Method, "error", err)
	refuse(w, http.StatusInternalServerError, page.Problem{Code: "page.internal", Message: "Something went wrong on the page's server."})
}

func refuse(w http.ResponseWriter, status int, p page.Problem) { reply(w, status, p) }

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the reader went away: it will ask again by key
}
