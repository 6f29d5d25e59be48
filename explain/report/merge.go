package report

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// MergedPath is the AS path that a speaker with 4-octet AS numbers makes of AS_PATH and AS4_PATH of a peer with
// 2-octet ones (RFC 6793 section 4.2.3). It has no octets of its own.
type MergedPath struct {
	codec.Merged
	Steps []string // how it came about, in order, for people
}

// String writes the path as routers do: sets in braces, confederation segments in parentheses and brackets.
func (m *MergedPath) String() string {
	var b []byte
	for i, s := range m.Path {
		if i > 0 {
			b = append(b, ' ')
		}
		opens, sep, closes := "", " ", ""
		switch s.Type {
		case registry.SegASSet:
			opens, sep, closes = "{", ",", "}"
		case registry.SegConfedSequence:
			opens, closes = "(", ")"
		case registry.SegConfedSet:
			opens, sep, closes = "[", ",", "]"
		}
		b = append(b, opens...)
		for j, as := range s.AS {
			if j > 0 {
				b = append(b, sep...)
			}
			b = strconv.AppendUint(b, uint64(as), 10)
		}
		b = append(b, closes...)
	}
	return string(b)
}

// as4Attrs are the values that a merge looks at, the first of each; nil where there is none.
type as4Attrs struct {
	path, path4, aggregator, aggregator4 []byte
}

func (a *as4Attrs) collect(list []byte) {
	for at := range codec.Attrs(list) {
		if len(at.Value) < at.Length {
			continue
		}
		var to *[]byte
		switch at.Code {
		case registry.AttrASPath:
			to = &a.path
		case registry.AttrAS4Path:
			to = &a.path4
		case registry.AttrAggregator:
			to = &a.aggregator
		case registry.AttrAS4Aggregator:
			to = &a.aggregator4
		default:
			continue
		}
		if *to == nil {
			*to = at.Value[:at.Length:at.Length]
		}
	}
}

// mergedPath merges the paths of an UPDATE or a list of attributes read with 2-octet AS numbers. It is nil where
// nothing is to be merged.
func mergedPath(t *codec.Tree) *MergedPath {
	n := t.Find(0, codec.FieldAttrs)
	if t.Ctx.AS4 || n < 0 {
		return nil
	}
	var a as4Attrs
	a.collect(t.Octets(n))
	if a.path == nil || a.path4 == nil {
		return nil
	}
	m := &MergedPath{Merged: codec.MergeAS4(a.path, a.path4, a.aggregator, a.aggregator4, codec.MergeRFC)}
	for _, s := range m.Merged.Steps {
		if s == codec.MergePathMalformed {
			return nil
		}
		m.Steps = append(m.Steps, stepText(s))
	}
	if m.AS4PathJoined {
		kept := 0
		for i := range m.Path {
			kept += m.Path[i].FromPath
		}
		m.Steps = append(m.Steps, strconv.Itoa(kept)+" from the start of AS_PATH, the rest is AS4_PATH")
	}
	return m
}

// stepText says in words what a merge did.
func stepText(s codec.MergeStep) string {
	switch s {
	case codec.MergeAS4PathDiscarded:
		return "AS4_PATH is malformed and is discarded"
	case codec.MergeConfedDropped:
		return "confederation segments of AS4_PATH are dropped"
	case codec.MergeAS4PathLonger:
		return "AS_PATH counts fewer AS numbers and is the shorter one: AS4_PATH is ignored"
	case codec.MergeReaggregated:
		return "AGGREGATOR has a real AS number, so a 2-octet speaker aggregated again: AS4_PATH is ignored"
	case codec.MergeAS4AggregatorAlone:
		return "AS4_AGGREGATOR stands without AGGREGATOR: the RFC is silent, it is not used"
	case codec.MergeAS4AggregatorDropped:
		return "AS4_AGGREGATOR is malformed and is discarded"
	}
	return s.String()
}
