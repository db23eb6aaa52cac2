package editorial

// Canonical is the form that a hash covers, for the test that freezes it.
func Canonical(f Frozen) string { return string(canonical(f)) }
