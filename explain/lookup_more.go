package explain

import (
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/explain/kb"
	"github.com/bgpdecode/bgpdecode/registry"
)

// communityOf reads a community given as one number with 0x or as "65535:65281".
func communityOf(q string) (int, bool) {
	if left, right, ok := strings.Cut(q, ":"); ok {
		high, hok := number(strings.TrimSpace(left))
		low, lok := number(strings.TrimSpace(right))
		return high<<16 | low, hok && lok && high <= 0xffff && low <= 0xffff
	}
	n, ok := number(q)
	return n, ok && n > 0xffff
}

// lookupCommunity reads "community 65535:65281"; without the word only a colon, or the number of a well-known one, says
// that a community is meant.
func lookupCommunity(q string) []Topic {
	rest, said := strings.CutPrefix(q, "community ")
	n, ok := communityOf(strings.TrimSpace(rest))
	switch {
	case !ok:
		return nil
	case said, strings.Contains(q, ":"), registry.CommunityName(uint32(n)) != "":
		return []Topic{communityTopic(n)}
	}
	return nil
}

func communityTopic(n int) Topic {
	table := &registry.TableWellKnownCommunities
	value := itoa(n>>16) + ":" + itoa(n&0xffff)
	t := Topic{Kind: "community", Title: "community " + value}
	if name := table.Name(uint64(n)); name != "" {
		t.Title += " " + name
		t.add("", "A well-known community", "As one number: "+hex32(uint32(n)))
		if row, ok := table.Lookup(uint64(n)); ok {
			t.iana(row.Ref)
		}
		return t
	}
	t.add("", "As one number: "+hex32(uint32(n)))
	switch as := n >> 16; as {
	case 0, 0xffff:
		t.add("Notes", "Reserved, and no well-known community has this number")
	default:
		t.add("Notes", "AS "+itoa(as)+" gives it its meaning")
	}
	t.refs("RFC 1997")
	return t
}

func hex32(v uint32) string {
	return hex2(uint8(v>>24)) + hex2(uint8(v >> 16))[2:] + hex2(uint8(v >> 8))[2:] + hex2(uint8(v))[2:]
}

// offerCommunities offers the well-known communities by name.
func offerCommunities(s *named, q string) {
	for _, row := range registry.TableWellKnownCommunities.Rows {
		if row.First == row.Last && registry.CommunityName(uint32(row.First)) != "" {
			s.offer(match(row.Name, q), func() Topic { return communityTopic(int(row.First)) })
		}
	}
}

// lookupReason reads the id of a reason as the JSON output has it: "interface-down", "reason bfd-down".
func lookupReason(query string) []Topic {
	id := strings.ReplaceAll(strings.TrimPrefix(normal(query), "reason "), " ", "-")
	e, ok := kb.Find("reason "+id, "")
	if !ok || strings.Contains(id, "\n") {
		return nil
	}
	t := Topic{Kind: "reason", Title: "reason " + id}
	// Nothing is known that could be filled in.
	j := job{ev: Evidence{Alarm: &Alarm{Limit: -1, Percent: -1, Count: -1}}}
	lines := func(word string) []string {
		out := slices.Clone(e.All(word))
		for i := range out {
			out[i] = capital(j.filled(out[i]))
		}
		return out
	}
	t.add("", lines("means")...)
	t.add("Causes, most likely first", sides(lines("cause"))...)
	t.add("At this router", sides(lines("here"))...)
	t.add("At the peer", sides(lines("there"))...)
	t.add("Notes", sides(lines("note"))...)
	t.refs(e.All("ref")...)
	return []Topic{t}
}

// noErrorTopic is 0 where a device shows its last error as one number.
func noErrorTopic() Topic {
	t := Topic{Kind: "number", Title: "0 as a last error"}
	t.add("", "Huawei: no error so far", "No error code has this number")
	return t
}
