package explain

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/explain/kb"
	"github.com/bgpdecode/bgpdecode/registry"
)

// match says how well a name answers a query: 3 equal, 2 begins with it, 1 has all its words, 0 not.
func match(name, q string) int {
	name = normal(name)
	switch {
	case name == "" || q == "":
		return 0
	case name == q:
		return 3
	case strings.HasPrefix(name, q):
		return 2
	}
	if len(q) < 3 {
		return 0
	}
	for w := range strings.FieldsSeq(q) {
		if !strings.Contains(name, w) {
			return 0
		}
	}
	return 1
}

// named collects what matches best: only exact matches if there are any, else all.
type named struct {
	best [4][]Topic
}

func (s *named) offer(m int, t func() Topic) {
	if m > 0 && len(s.best[m]) < maxTopics {
		s.best[m] = append(s.best[m], t())
	}
}

func (s *named) result() []Topic {
	if len(s.best[3]) > 0 {
		return s.best[3]
	}
	return append(s.best[2], s.best[1]...)
}

// lookupWords searches the names of the registry, its symbols, legacy names and the wordings of vendors.
func lookupWords(q string) []Topic {
	if strings.Trim(q, " ./,()") == "" {
		return nil
	}
	var s named
	for c := 1; c < 256; c++ {
		if registry.SubcodeTable(uint8(c)) != nil {
			s.offer(match(registry.TableErrorCodes.Name(uint64(c)), q), func() Topic { return codeTopic(c) })
		}
	}
	eachPair(func(code, sub int) {
		s.offer(matchPair(code, sub, q), func() Topic { return pairTopic(code, sub) })
	})
	for n := range 256 {
		name := registry.TablePathAttributes.Name(uint64(n))
		m := max(match(name, q), match(registry.Attr(uint8(n)).Symbol, q), matchLegacy(&registry.TablePathAttributes, n, q))
		s.offer(m, func() Topic { return attrTopic(n) })
	}
	for n := range 256 {
		name := registry.TableCapabilities.Name(uint64(n))
		m := max(match(name, q), match(registry.Cap(uint8(n)).Symbol, q), matchLegacy(&registry.TableCapabilities, n, q))
		s.offer(m, func() Topic { return capTopic(n) })
	}
	for _, k := range [...]struct {
		table *registry.Table
		topic func(int) Topic
	}{
		{&registry.TableMessageTypes, messageTopic},
		{&registry.TableOriginCodes, originTopic},
		{&registry.TableASPathSegmentTypes, segmentTopic},
		{&registry.TableBGPRoles, roleTopic},
	} {
		for n := range 256 {
			m := max(match(k.table.Name(uint64(n)), q), matchLegacy(k.table, n, q))
			s.offer(m, func() Topic { return k.topic(n) })
		}
	}
	offerCommunities(&s, q)
	s.offer(match(registry.ASNote(registry.ASTrans), q), func() Topic { return asTopic(registry.ASTrans) })
	return s.result()
}

// eachPair calls do for every code and subcode that the registry or a text knows.
func eachPair(do func(code, sub int)) {
	for code := 1; code < 10; code++ {
		for sub := range 16 {
			_, ok := kb.Find(itoa(code)+"/"+itoa(sub), "")
			if ok || registry.SubcodeName(uint8(code), uint8(sub)) != "" {
				do(code, sub)
			}
		}
	}
}

// matchPair compares a query with all that a code and subcode are called.
func matchPair(code, sub int, q string) int {
	m := match(registry.SubcodeName(uint8(code), uint8(sub)), q)
	if t := registry.SubcodeTable(uint8(code)); t != nil {
		m = max(m, matchLegacy(t, sub, q))
	}
	if sub == 0 && registry.SubcodeTable(uint8(code)) == nil {
		m = max(m, match(registry.TableErrorCodes.Name(uint64(code)), q))
	}
	key := itoa(code) + "/" + itoa(sub)
	for _, v := range append([]string{""}, kb.Variants(key)...) {
		e, _ := kb.Find(key, v)
		for name := range strings.SplitSeq(e.One("aka"), "; ") {
			m = max(m, match(name, q))
		}
	}
	return m
}

func matchLegacy(t *registry.Table, n int, q string) int {
	m := 0
	for _, l := range registry.LegacyUses(t.ID, uint64(n)) {
		m = max(m, match(l.Name, q))
	}
	return m
}

// subcodesNamed gives the pairs whose names match a word.
func subcodesNamed(q string) [][2]int {
	var out [][2]int
	best := 1
	eachPair(func(code, sub int) {
		m := matchPair(code, sub, q)
		if m > best {
			best, out = m, nil
		}
		if m == best {
			out = append(out, [2]int{code, sub})
		}
	})
	return out
}
