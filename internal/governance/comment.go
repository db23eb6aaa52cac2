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

// CommentID names a comment ("cmt_…").
type CommentID string

// Comment is a remark on a post, for the team; it is never sent.
type Comment struct {
	ID       CommentID
	Post     editorial.PostID
	Parent   CommentID // the comment it replies to; one level deep
	Author   identity.UserID
	Body     string
	Mentions []identity.UserID
	// Anchor is what it points at: "ch_…/s1", "ast_…"; the interface's own.
	Anchor     string
	Decision   string // changes_asked when it came with that answer
	CreatedAt  store.Time
	EditedAt   store.Time
	ResolvedBy identity.UserID
	ResolvedAt store.Time
}

// NewComment is what a person writes.
type NewComment struct {
	Body     string
	Parent   CommentID
	Mentions []identity.UserID
	Anchor   string
}

const (
	maxMentions = 50
	maxAnchor   = 300
)

var (
	errNoComment  = fault.New(fault.NotFound, "governance.no_comment", "This comment does not exist.")
	errNotYours   = fault.New(fault.Forbidden, "governance.not_your_comment", "Only who wrote a comment changes it.")
	errNotMember  = fault.New(fault.Invalid, "governance.not_a_member", "This person is not a member of the workspace.")
	errEmpty      = fault.New(fault.Invalid, "governance.empty_comment", "Write something first.")
	errBadParent  = fault.New(fault.Invalid, "governance.bad_parent", "This comment cannot be answered.")
	errMuchQuoted = fault.New(fault.Invalid, "governance.too_many_mentions", "A comment names 50 people at most.")
	errBadAnchor  = fault.New(fault.Invalid, "governance.bad_anchor", "What a comment points at is named in 300 bytes at most.")
)

// Comments lists the comments of a post, oldest first, replies among them.
func (s *Service) Comments(ctx context.Context, ws identity.WorkspaceID, post editorial.PostID) ([]Comment, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	if _, err := s.Editorial.FindTx(ctx, s.DB.Reader(), ws, post); err != nil {
		return nil, err
	}
	return listComments(ctx, s.DB.Reader(), ws, post)
}

// AddComment writes a remark or a reply. People named in Mentions must be
// members.
func (s *Service) AddComment(ctx context.Context, ws identity.WorkspaceID, post editorial.PostID, in NewComment) (Comment, error) {
	a, err := identity.Require(ctx, ws, identity.CommentWrite)
	if err != nil {
		return Comment{}, err
	}
	if in, err = in.clean(); err != nil {
		return Comment{}, err
	}
	c := Comment{ID: store.NewID[CommentID]("cmt"), Post: post, Parent: in.Parent, Author: a.UserID, Body: in.Body,
		Mentions: in.Mentions, Anchor: in.Anchor, CreatedAt: store.At(s.Now())}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := s.Editorial.FindTx(ctx, tx, ws, post); err != nil {
			return err
		}
		if err := s.checkMentions(ctx, tx, ws, c.Mentions); err != nil {
			return err
		}
		if c.Parent != "" {
			parent, err := findComment(ctx, tx, ws, c.Parent)
			if err == nil && (parent.Post != post || parent.Parent != "") || fault.KindOf(err) == fault.NotFound {
				return errBadParent
			}
			if err != nil {
				return err
			}
		}
		if err := insertComment(ctx, tx, ws, c); err != nil {
			return err
		}
		return s.Feed.AppendTx(ctx, tx, string(ws), "comment", string(post))
	})
	return c, err
}

func (in NewComment) clean() (NewComment, error) {
	var err error
	if in.Body, err = checkComment(in.Body); err != nil {
		return in, err
	}
	switch {
	case in.Body == "":
		return in, errEmpty
	case len(in.Mentions) > maxMentions:
		return in, errMuchQuoted
	case len(in.Anchor) > maxAnchor:
		return in, errBadAnchor
	}
	in.Mentions = slices.Clone(in.Mentions)
	slices.Sort(in.Mentions)
	in.Mentions = slices.Compact(in.Mentions)
	return in, nil
}

func (s *Service) checkMentions(ctx context.Context, q store.Querier, ws identity.WorkspaceID, users []identity.UserID) error {
	if len(users) == 0 {
		return nil
	}
	members, err := s.People.MembersTx(ctx, q, ws, false)
	if err != nil {
		return err
	}
	for i, u := range users {
		if !slices.ContainsFunc(members, func(m identity.Member) bool { return m.UserID == u }) {
			return errNotMember.WithField(fmt.Sprintf("mentions.%d", i), errNotMember.Code, errNotMember.Message)
		}
	}
	return nil
}

// EditComment rewrites one's own comment.
func (s *Service) EditComment(ctx context.Context, ws identity.WorkspaceID, id CommentID, body string) (Comment, error) {
	in, err := NewComment{Body: body}.clean()
	if err != nil {
		return Comment{}, err
	}
	return s.changeComment(ctx, ws, id, func(a identity.Actor, c *Comment) error {
		if c.Author != a.UserID {
			return errNotYours
		}
		c.Body, c.EditedAt = in.Body, store.At(s.Now())
		return nil
	})
}

// ResolveComment ticks a remark off, or takes the tick back.
func (s *Service) ResolveComment(ctx context.Context, ws identity.WorkspaceID, id CommentID, resolved bool) (Comment, error) {
	return s.changeComment(ctx, ws, id, func(a identity.Actor, c *Comment) error {
		c.ResolvedBy, c.ResolvedAt = "", store.Time{}
		if resolved {
			c.ResolvedBy, c.ResolvedAt = a.UserID, store.At(s.Now())
		}
		return nil
	})
}

func (s *Service) changeComment(ctx context.Context, ws identity.WorkspaceID, id CommentID, change func(identity.Actor, *Comment) error) (Comment, error) {
	a, err := identity.Require(ctx, ws, identity.CommentWrite)
	if err != nil {
		return Comment{}, err
	}
	var c Comment
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if c, err = findComment(ctx, tx, ws, id); err != nil {
			return err
		}
		if err := change(a, &c); err != nil {
			return err
		}
		if err := updateComment(ctx, tx, ws, c); err != nil {
			return err
		}
		return s.Feed.AppendTx(ctx, tx, string(ws), "comment", string(c.Post))
	})
	return c, err
}

// RemoveComment takes one's own comment away, with its replies.
func (s *Service) RemoveComment(ctx context.Context, ws identity.WorkspaceID, id CommentID) error {
	a, err := identity.Require(ctx, ws, identity.CommentWrite)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		c, err := findComment(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if c.Author != a.UserID {
			return errNotYours
		}
		if err := deleteComment(ctx, tx, ws, id); err != nil {
			return err
		}
		return s.Feed.AppendTx(ctx, tx, string(ws), "comment", string(c.Post))
	})
}
