package editorial

// MergeText brings together two texts written from base. What only one of them
// changed is taken from it; where both changed the same words, both writings
// are kept, mine first, and overlap says so. No word that a person added, and
// none that both left alone, is ever missing from the result.
func MergeText(base, mine, theirs string) (merged string, overlap bool) {
	switch {
	case mine == base || mine == theirs:
		return theirs, false
	case theirs == base:
		return mine, false
	}
	m := textMerge{base: words(base), mine: words(mine), theirs: words(theirs)}
	m.run(matches(m.base, m.mine), matches(m.base, m.theirs))
	return joinWords(m.out), m.overlap
}

// textMerge is diff3: the words that all three texts share are anchors, and
// what lies between two anchors is settled by itself.
type textMerge struct {
	base, mine, theirs []word
	out                []word
	overlap            bool
}

func (m *textMerge) run(inMine, inTheirs []int) {
	var i, j, k int // first words not yet settled
	for n := range m.base {
		a, b := inMine[n], inTheirs[n]
		if a < 0 || b < 0 {
			continue
		}
		m.settle(m.base[i:n], m.mine[j:a], m.theirs[k:b])
		m.push(word{m.base[n].text, pick(m.base[n].blank, m.mine[a].blank, m.theirs[b].blank)})
		i, j, k = n+1, a+1, b+1
	}
	m.settle(m.base[i:], m.mine[j:], m.theirs[k:])
}

// settle decides one stretch between anchors.
func (m *textMerge) settle(base, mine, theirs []word) {
	switch {
	case sameWords(mine, base):
		m.push(theirs...)
	case sameWords(theirs, base), sameWords(mine, theirs):
		m.push(mine...)
	case isPartOf(mine, base) && isPartOf(theirs, base):
		// Both only took words away, and between anchors no word was kept by
		// both: none stays.
	default:
		m.both(mine, theirs)
	}
}

// both keeps the two writings, what they begin and end with alike only once:
// a save repeated because its answer was lost must not double what it wrote.
func (m *textMerge) both(mine, theirs []word) {
	head := 0
	for head < len(mine) && head < len(theirs) && mine[head].text == theirs[head].text {
		head++
	}
	tail := 0
	for tail < len(mine)-head && tail < len(theirs)-head &&
		mine[len(mine)-1-tail].text == theirs[len(theirs)-1-tail].text {
		tail++
	}
	m.push(mine[:head]...)
	midMine, midTheirs := mine[head:len(mine)-tail], theirs[head:len(theirs)-tail]
	if len(midMine) > 0 && len(midTheirs) > 0 {
		m.overlap = true
	}
	m.push(midMine...)
	m.push(midTheirs...)
	m.push(mine[len(mine)-tail:]...)
}

// push adds words; two that nothing would part get a space between them.
func (m *textMerge) push(list ...word) {
	for _, w := range list {
		if n := len(m.out); n > 0 && w.text != "" && m.out[n-1].text != "" && m.out[n-1].blank == "" {
			m.out[n-1].blank = " "
		}
		m.out = append(m.out, w)
	}
}

// isPartOf says whether a is b with words taken away.
func isPartOf(a, b []word) bool {
	for _, w := range b {
		if len(a) > 0 && a[0].text == w.text {
			a = a[1:]
		}
	}
	return len(a) == 0
}

func sameWords(a, b []word) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].text != b[i].text {
			return false
		}
	}
	return true
}

// pick is the three-way choice of a value: who changed it wins, mine when both
// did.
func pick[T comparable](base, mine, theirs T) T {
	if mine == base {
		return theirs
	}
	return mine
}
