// Package accesstest walks the access matrix (internal/api/access.csv): every
// operation of the API, called by each role and by nobody, with real objects in
// two workspaces.
//
// On deny the answer is 401, 403 or 404 and the database is seen unchanged. On
// allow the answer is a success and, for a write, the database has changed. The
// other workspace's ids, in the path, the body or the query, are answered 404,
// change nothing, and nothing of the other workspace is in any answer. An
// operation that the matrix does not name, or a row that names no operation,
// fails.
//
// A room gives its operations their parameters in a file of this package named
// after it: a Fixture makes fresh objects over HTTP, as the owner would, and
// says how to call the operation on them.
package accesstest
