package accesstest

import "maps"

// All is the fixtures of every room.
func All() Fixtures {
	out := Fixtures{}
	for _, room := range []Fixtures{Identity(), Strategy(), Notify(), Media(), Channels(), Editorial(), Governance(), Dispatch(), Site()} {
		maps.Copy(out, room)
	}
	return out
}
