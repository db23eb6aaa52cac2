// Package audit keeps who did what, so that a responsible person can ask and a
// later change of the answer is seen.
//
// Owns: tables audit, audit_payload, audit_batch. A use case inserts an unsealed
// row in its transaction (RecordTx): ids, and a salted hash of what the row says
// of persons, which lies beside it and can be erased without breaking the chain
// (EraseTx). Each second Seal links the new rows of each workspace into a batch:
// their Merkle root, and a MAC over the batch before with a key that is not in
// the database.
//
// What Verify proves: no sealed row was changed, taken out or put in by someone
// without the key file. What it does not: rows of the last second, and the
// cutting off of the newest batches, which only a head exported earlier shows
// (Heads, CheckHead).
//
// Callers: RecordTx every room; List, Verify and Heads the API and the command
// line, after they required audit.read; Seal the beat started by app.
package audit
