// Package cli is the command line: what parvis <verb> does, in the language of
// whoever types it. A verb opens what it needs, calls a room and prints; it
// holds no rule of its own.
package cli
