// Package strategy owns why the brand speaks: the brand platform, objectives,
// audiences, pillars, the editorial charter, campaigns, and the stages of the
// funnel. Every post points here; nothing here knows a post.
//
// Tables: strategy_item (objectives, audiences, pillars, campaigns),
// strategy_link (what an item points at), strategy_document (every version of
// the platform and of the charter).
//
// Events: Relabelled, Archived, Restored, Removed. No jobs.
//
// Called by editorial (labels of cards, references of posts, the charter in
// pre-flight), by the API, and by reports later. What it needs of the calendar
// above it asks through Uses and Counter, which app fills.
//
// Invariants:
//   - an edit names the version it started from; another one in between is a
//     Conflict that says who made it, and nothing is overwritten;
//   - a version of the platform or of the charter, once written, never changes;
//   - what a post or a campaign uses is archived, never removed, so that the
//     past keeps its names;
//   - a number that nobody entered is nil, “not available”, and never 0.
package strategy
