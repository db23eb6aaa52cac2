package editorial

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// Revision is an immutable, fully resolved state of a post: what is reviewed,
// approved and sent. Body is the canonical form and Hash its sha256, which
// covers the post, the language and, per channel, texts, options, link cards,
// and for each file the sha256 of source and rendition and the recipe between
// them. The date is outside.
type Revision struct {
	ID        RevisionID
	Workspace identity.WorkspaceID
	Post      PostID
	Hash      string
	Body      string
	Version   int // of the draft it was first made from
	CreatedBy identity.UserID
	CreatedAt store.Time
	Frozen    Frozen // Body, decoded
	// ContentHash is that of the draft that Freeze resolved; not kept, since
	// two drafts may resolve to the same revision.
	ContentHash string
}

// Frozen is the canonical content. The order of its fields is part of what was
// hashed: it never changes, additions come last with omitempty.
type Frozen struct {
	Post     PostID          `json:"post"`
	Language string          `json:"language"`
	Channels []FrozenChannel `json:"channels"` // by channel id
}

// FrozenChannel is what goes to one channel.
type FrozenChannel struct {
	Channel  ChannelID         `json:"channel"`
	Network  string            `json:"network"`
	Title    string            `json:"title"`
	Segments []FrozenSegment   `json:"segments"`
	Options  map[string]string `json:"options"`
}

// FrozenSegment is one message.
type FrozenSegment struct {
	Text  string        `json:"text"`
	Media []FrozenMedia `json:"media"`
	Link  *FrozenLink   `json:"link"`
}

// FrozenMedia is a file in the form that is sent.
type FrozenMedia struct {
	Asset      AssetID `json:"asset"`
	Source     string  `json:"source"` // sha256
	Recipe     string  `json:"recipe"`
	SHA256     string  `json:"sha256"` // of the rendition
	MIME       string  `json:"mime"`
	Name       string  `json:"name"`
	Alt        string  `json:"alt"`
	Width      int     `json:"width"`
	Height     int     `json:"height"`
	DurationMS int64   `json:"durationMs"`
	Size       int64   `json:"size"`
}

// FrozenLink is a resolved link card.
type FrozenLink struct {
	URL         string       `json:"url"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Image       *FrozenMedia `json:"image"`
}

var (
	errStale      = fault.New(fault.Conflict, "editorial.changed_meanwhile", "Somebody changed this post in the meantime: look at it again.")
	errAssetGone  = fault.New(fault.Conflict, "editorial.asset_gone", "A file of this post is no longer in the library: choose another.")
	errNoTarget   = fault.New(fault.Invalid, "editorial.no_target", "Choose at least one channel.")
	errGone       = fault.New(fault.Conflict, "editorial.channel_gone", "A channel of this post has been removed: take it out of the post.")
	errTampered   = fault.New(fault.Internal, "editorial.revision_damaged", "This revision is not what was approved: it will not be sent.")
	errNotInThere = fault.New(fault.NotFound, "editorial.not_for_channel", "This revision holds nothing for this channel.")
)

// Freeze resolves the post as it is now into a revision and keeps it. The same
// content gives the same revision, whoever asks and however often.
func (s *Service) Freeze(ctx context.Context, ws identity.WorkspaceID, id PostID) (Revision, error) {
	a, err := identity.Require(ctx, ws, identity.PostRead)
	if err != nil {
		return Revision{}, err
	}
	// Renditions are made outside of any transaction; a save in between starts
	// over, and the third time says so.
	for range 3 {
		p, err := findPost(ctx, s.db.Reader(), ws, id)
		if err != nil {
			return Revision{}, err
		}
		r, err := s.resolve(ctx, p)
		if err != nil {
			return Revision{}, err
		}
		r.CreatedBy = a.UserID
		err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			now, err := s.lockPost(ctx, tx, ws, id)
			if err != nil {
				return err
			}
			if now.ContentHash != p.ContentHash {
				return errStale
			}
			r, err = s.keepRevisionTx(ctx, tx, r)
			return err
		})
		if fault.Of(err) == nil || !errStale.Is(fault.Of(err)) {
			return r, err
		}
	}
	return Revision{}, errStale
}

// resolve builds the revision of p without keeping it.
func (s *Service) resolve(ctx context.Context, p Post) (Revision, error) {
	q := s.db.Reader()
	if len(p.Draft.Variants) == 0 {
		return Revision{}, errNoTarget
	}
	list, err := s.channels.ChannelsTx(ctx, q, p.Workspace)
	if err != nil {
		return Revision{}, err
	}
	assets, err := s.assets(ctx, q, p)
	if err != nil {
		return Revision{}, err
	}
	f := Frozen{Post: p.ID, Language: p.Draft.Language}
	for _, v := range p.Draft.Variants {
		i := slices.IndexFunc(list, func(c Channel) bool { return c.ID == v.Channel })
		if i < 0 {
			return Revision{}, errGone
		}
		fc, err := s.resolveChannel(ctx, p, v, list[i], assets)
		if err != nil {
			return Revision{}, err
		}
		f.Channels = append(f.Channels, fc)
	}
	slices.SortFunc(f.Channels, func(a, b FrozenChannel) int { return strings.Compare(string(a.Channel), string(b.Channel)) })
	body := canonical(f)
	return Revision{Workspace: p.Workspace, Post: p.ID, Hash: hashBody(body), Body: string(body),
		Version: p.Version, ContentHash: p.ContentHash, Frozen: f}, nil
}

func (s *Service) resolveChannel(ctx context.Context, p Post, v Variant, c Channel, assets map[AssetID]Asset) (FrozenChannel, error) {
	fc := FrozenChannel{Channel: v.Channel, Network: c.Network, Title: v.Title, Options: v.Options}
	if fc.Options == nil {
		fc.Options = map[string]string{}
	}
	for _, seg := range p.Draft.SegmentsFor(v) {
		fs := FrozenSegment{Text: sentText(seg, c.Info), Media: []FrozenMedia{}}
		for _, m := range seg.Media {
			fm, err := s.resolveMedia(ctx, p.Workspace, assets, m, c.Info.Media)
			if err != nil {
				return fc, err
			}
			fs.Media = append(fs.Media, fm)
		}
		if l := seg.Link; l != nil && c.Info.LinkCards {
			fl := FrozenLink{URL: l.URL, Title: l.Title, Description: l.Description}
			if l.Image != "" {
				fm, err := s.resolveMedia(ctx, p.Workspace, assets, Media{Asset: l.Image}, c.Info.Media)
				if err != nil {
					return fc, err
				}
				fl.Image = &fm
			}
			fs.Link = &fl
		}
		fc.Segments = append(fc.Segments, fs)
	}
	return fc, nil
}

func (s *Service) resolveMedia(ctx context.Context, ws identity.WorkspaceID, assets map[AssetID]Asset, m Media, limits networks.MediaLimits) (FrozenMedia, error) {
	a, ok := assets[m.Asset]
	if !ok || a.Binned {
		return FrozenMedia{}, errAssetGone.With("asset", string(m.Asset))
	}
	r, err := s.library.Render(ctx, ws, m.Asset, limits)
	if err != nil {
		return FrozenMedia{}, fault.Op("editorial.freeze", err)
	}
	return FrozenMedia{Asset: a.ID, Source: a.SHA256, Recipe: r.Recipe, SHA256: r.SHA256, MIME: r.MIME, Name: a.Name,
		Alt: altOf(m, a), Width: r.Width, Height: r.Height, DurationMS: a.DurationMS, Size: r.Size}, nil
}

// sentText is the text of a segment as it leaves: a network without link cards
// gets the address itself, on a line of its own, unless the text has it.
func sentText(s Segment, info networks.Info) string {
	if s.Link == nil || info.LinkCards || strings.Contains(s.Text, s.Link.URL) {
		return s.Text
	}
	return strings.TrimLeft(strings.TrimRight(s.Text, " \n")+"\n"+s.Link.URL, "\n")
}

// altOf is the text for those who do not see the file.
func altOf(m Media, a Asset) string {
	if m.Alt != "" {
		return m.Alt
	}
	return a.Alt
}

func (s *Service) assets(ctx context.Context, q store.Querier, p Post) (map[AssetID]Asset, error) {
	out := map[AssetID]Asset{}
	ids := p.Draft.Assets()
	if len(ids) == 0 {
		return out, nil
	}
	list, err := s.library.AssetsTx(ctx, q, p.Workspace, ids)
	for _, a := range list {
		out[a.ID] = a
	}
	return out, err
}

// RevisionTx gives a kept revision; ErrNotFound when there is none.
func (s *Service) RevisionTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id RevisionID) (Revision, error) {
	list, err := s.RevisionsTx(ctx, q, ws, []RevisionID{id})
	if err != nil {
		return Revision{}, err
	}
	if len(list) == 0 {
		return Revision{}, store.ErrNotFound
	}
	return list[0], nil
}

// RevisionsTx gives those of ids that exist, in one statement.
func (s *Service) RevisionsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []RevisionID) ([]Revision, error) {
	return findRevisions(ctx, q, ws, ids)
}

// Verify says whether the body still is what was hashed and approved.
func (r Revision) Verify() error {
	if hashBody([]byte(r.Body)) != r.Hash {
		return errTampered.With("revision", string(r.ID))
	}
	return nil
}

// ForChannel gives the revision as a network takes it. The body is hashed again
// first: what was altered in the database is not sent.
func (s *Service) ForChannel(r Revision, id ChannelID) (networks.Revision, error) {
	if err := r.Verify(); err != nil {
		return networks.Revision{}, err
	}
	i := slices.IndexFunc(r.Frozen.Channels, func(c FrozenChannel) bool { return c.Channel == id })
	if i < 0 {
		return networks.Revision{}, errNotInThere
	}
	c := r.Frozen.Channels[i]
	out := networks.Revision{ID: string(r.ID), Hash: r.Hash, Title: c.Title, Language: r.Frozen.Language, Options: c.Options}
	for _, seg := range c.Segments {
		ns := networks.Segment{Text: seg.Text}
		for _, m := range seg.Media {
			ns.Media = append(ns.Media, s.toMedia(r.Workspace, m))
		}
		if l := seg.Link; l != nil {
			ns.Link = &networks.LinkCard{URL: l.URL, Title: l.Title, Description: l.Description}
			if l.Image != nil {
				image := s.toMedia(r.Workspace, *l.Image)
				ns.Link.Image = &image
			}
		}
		out.Segments = append(out.Segments, ns)
	}
	return out, nil
}

func (s *Service) toMedia(ws identity.WorkspaceID, m FrozenMedia) networks.Media {
	return networks.Media{SHA256: m.SHA256, MIME: m.MIME, Name: m.Name, Alt: m.Alt, Width: m.Width, Height: m.Height,
		DurationMS: m.DurationMS, Size: m.Size, URL: s.library.PublicURL(ws, m.SHA256, m.MIME),
		Open: func(ctx context.Context) (io.ReadCloser, error) { return s.library.Open(ctx, ws, m.SHA256) }}
}

// keepRevisionTx inserts r, or finds the one that says the same.
func (s *Service) keepRevisionTx(ctx context.Context, tx *store.Tx, r Revision) (Revision, error) {
	old, err := findRevisionByHash(ctx, tx, r.Workspace, r.Post, r.Hash)
	if err == nil {
		old.ContentHash = r.ContentHash
		return old, nil
	}
	if fault.KindOf(err) != fault.NotFound {
		return r, err
	}
	r.ID, r.CreatedAt = store.NewID[RevisionID]("rev"), store.At(s.now())
	return r, insertRevision(ctx, tx, r)
}

func hashBody(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func decodeFrozen(body string) (f Frozen, err error) {
	err = json.Unmarshal([]byte(body), &f)
	return f, err
}
