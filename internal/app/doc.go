// Package app wires the rooms together and runs them: it is the only place that
// knows them all. It fills the small interfaces that rooms declare, joins
// handlers to the bus, builds the two HTTP servers and the dispatch engine, and
// says how the program is (health, readiness, metrics).
package app
