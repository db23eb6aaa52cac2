// Package editorial owns what a team writes: posts with their variants per
// channel, their dates, their history, and the cards that calendar and lists
// show.
//
// Tables: post, post_version (every save), revision (immutable, resolved),
// card, post_print (fingerprints of texts), post_asset, label, note, presence.
//
// Events: PostScheduled, PublishNow, PostMoved, PostUnscheduled, PostCancelled,
// PostBinned, PostEdited. No jobs; PurgeBin is called by a beat.
//
// Called by governance (Freeze, RevisionTx, SetReviewTx), publishing
// (RevisionsTx, ForChannel, RefreshStatusTx), strategy through its own
// interfaces (StrategyUsesTx, StrategyCounts), and the API. What it needs of
// others it declares in needs.go.
//
// Invariants:
//   - two people who write in one post lose no word: a save over an older
//     version is merged, and every save is kept;
//   - a revision never changes: its hash covers every byte that is sent, and
//     what is handed to a network is hashed again first;
//   - a change of what would be sent emits PostEdited in its transaction, so an
//     approval never outlives what it approved;
//   - a post that has left, wholly or in part, is not changed, moved or sent
//     again from here;
//   - a card is rebuilt in the transaction of every change it shows.
package editorial
