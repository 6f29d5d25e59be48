package dump

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// change is a way to write a sample anew. at says where its lines stand then.
type change struct {
	name  string
	least int // percent of the events of all styles together that must be found, and of what is found that must be right
	apply func(lines []string, want []expected) []string
}

// changes must leave the events as they are; apply changes want where it changes what is to be read.
var changes = []change{
	{"as it is", 100, func(lines []string, _ []expected) []string { return lines }},
	{"CR LF", 99, func(lines []string, _ []expected) []string {
		return each(lines, func(l string) string { return l + "\r" })
	}},
	{"addresses", 99, otherAddresses},
	{"others between", 99, func(lines []string, want []expected) []string {
		var out []string
		for i, l := range lines {
			out = append(out, l)
			if endsEvent(want, i+1) {
				out = append(out, neighbours[i%len(neighbours)])
			}
		}
		return out
	}},
	{"RFC 5424", 98, func(lines []string, _ []expected) []string {
		return each(lines, func(l string) string { return "<30>1 2026-11-21T23:43:12.041595Z relay7 fwd 4242 - - " + l })
	}},
	{"journald", 98, func(lines []string, _ []expected) []string {
		return each(lines, func(l string) string {
			b, _ := json.Marshal(map[string]string{"MESSAGE": l, "_HOSTNAME": "relay7", "__REALTIME_TIMESTAMP": "1795304592041595"})
			return string(b)
		})
	}},
	{"docker", 98, func(lines []string, _ []expected) []string {
		return each(lines, func(l string) string {
			b, _ := json.Marshal(map[string]string{"log": l + "\n", "stream": "stdout", "time": "2026-11-21T23:43:12.041595Z"})
			return string(b)
		})
	}},
	{"logger", 98, prefixed("2026/11/21 23:43:12.041 BGP: ")},
	{"RFC 3164", 98, prefixed("<30>Nov 21 23:43:12 relay7 fwd[4242]: ")},
	{"colours", 98, func(lines []string, _ []expected) []string {
		return each(lines, func(l string) string { return "\x1b[1;31m" + l + "\x1b[0m" })
	}},
	{"quoted", 98, prefixed("> ")},
	{"<br>", 98, func(lines []string, _ []expected) []string { return []string{strings.Join(lines, "<br>")} }},
	{"CSV", 98, func(lines []string, _ []expected) []string {
		return each(lines, func(l string) string {
			return `"2026-11-21T23:43:12.041Z","relay7","notice","` + strings.ReplaceAll(l, `"`, `""`) + `"`
		})
	}},
	{"indented", 98, prefixed("    ")},
	{"grep -n", 98, func(lines []string, _ []expected) []string {
		n := 100
		return each(lines, func(l string) string { n++; return fmt.Sprint(n, ":", l) })
	}},
	{"grep -r", 98, prefixed("logs/router1.log:")},
	{"grep -C", 98, func(lines []string, _ []expected) []string {
		n := 100
		return each(lines, func(l string) string { n++; return fmt.Sprint("router1.log-", n, "-", l) })
	}},
	{"mixed", 98, func(lines []string, _ []expected) []string {
		var out []string
		for i, l := range lines {
			if l != "" {
				l = "<30>1 2026-11-21T23:43:12.041595Z relay7 fwd 4242 - - " + l
			}
			out = append(out, l, fmt.Sprintf("<30>1 2026-11-21T23:43:12.041595Z host%d app%d 17 - - job %d is done", i%3, i%2, i))
		}
		return out
	}},
}

func prefixed(head string) func([]string, []expected) []string {
	return func(lines []string, _ []expected) []string {
		return each(lines, func(l string) string { return head + l })
	}
}

func each(lines []string, do func(string) string) []string {
	var out []string
	for _, l := range lines {
		if l != "" {
			l = do(l)
		}
		out = append(out, l)
	}
	return out
}

func endsEvent(want []expected, line int) bool {
	for _, w := range want {
		if line >= w.Line && line < w.LineEnd {
			return false
		}
	}
	return slices.ContainsFunc(want, func(w expected) bool { return w.LineEnd == line })
}

var dotted = regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`)

// otherAddresses gives every IPv4 address another one of the same length.
func otherAddresses(lines []string, want []expected) []string {
	other := func(s string) string {
		return dotted.ReplaceAllStringFunc(s, func(a string) string {
			ip, err := netip.ParseAddr(a)
			if err != nil || ip.IsUnspecified() || ip.As4()[0] == 255 || ip.As4()[0] < 2 {
				return a
			}
			b := []byte(a) // the last digit of the last number, so that no text moves
			if c := &b[len(b)-1]; *c == '4' {
				*c = '3'
			} else {
				*c = '4'
			}
			if _, err := netip.ParseAddr(string(b)); err != nil {
				return a
			}
			return string(b)
		})
	}
	for i := range want {
		for _, p := range []**string{&want[i].Peer, &want[i].Text} {
			if *p != nil {
				s := other(**p)
				*p = &s
			}
		}
	}
	return each(lines, other)
}

// score counts what was found of a sample.
type score struct{ found, missed, wrong int }

func (s score) add(o score) score {
	return score{s.found + o.found, s.missed + o.missed, s.wrong + o.wrong}
}

func (s score) recall() int    { return percent(s.found, s.found+s.missed) }
func (s score) precision() int { return percent(s.found, s.found+s.wrong) }

func percent(n, of int) int {
	if of == 0 {
		return 100
	}
	return n * 100 / of
}

// TestTable prints recall and precision of each style, as its sample stands and changed, and wants none to be lost.
// Recall is the part of the expected events that is found with the right peer, direction, code and octets; precision the
// part of what is found that was expected.
func TestTable(t *testing.T) {
	total := make([]score, len(changes))
	var table strings.Builder
	fmt.Fprintf(&table, "%-20s %6s", "style", "events")
	for _, c := range changes {
		fmt.Fprintf(&table, " %9.9s", c.name)
	}
	for _, path := range samples(t) {
		name := filepath.Base(filepath.Dir(path))
		log, err := os.ReadFile(strings.TrimSuffix(path, ".expected.jsonl") + ".log")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&table, "\n%-20s %6d", name, len(loadExpected(t, path)))
		for i, c := range changes {
			want := loadExpected(t, path)
			lines := c.apply(strings.Split(strings.TrimRight(string(log), "\n"), "\n"), want)
			s := rate(Read(strings.Join(lines, "\n")+"\n", Options{}), want)
			total[i] = total[i].add(s)
			fmt.Fprintf(&table, " %4d %3d%%", s.recall(), s.precision())
		}
	}
	fmt.Fprintf(&table, "\n%-20s %6d", "all", total[0].found+total[0].missed)
	for i, c := range changes {
		fmt.Fprintf(&table, " %4d %3d%%", total[i].recall(), total[i].precision())
		if total[i].recall() < c.least || total[i].precision() < c.least {
			t.Errorf("%s: recall %d %%, precision %d %%, wanted %d %% at least", c.name, total[i].recall(), total[i].precision(), c.least)
		}
	}
	t.Logf("recall and precision of each style, in percent\n%s", table.String())
}

// rate counts expected events that are among those found.
func rate(got []Event, want []expected) (s score) {
	used := make([]bool, len(got))
	for i := range want {
		at := slices.IndexFunc(got, func(g Event) bool { return !used[g.Index] && is(&g, &want[i]) })
		if at < 0 {
			s.missed++
			continue
		}
		used[got[at].Index] = true
		s.found++
	}
	s.wrong = len(got) - s.found
	return s
}

// is reports whether an event is the expected one.
func is(g *Event, w *expected) bool {
	text := func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	}
	code, sub := logline.Unknown, logline.Unknown
	if w.Code != nil {
		code = *w.Code
		if w.Subcode != nil {
			sub = *w.Subcode
		}
	}
	if g.Peer != text(w.Peer) || w.Direction != nil && g.Direction.String() != *w.Direction || g.Code != code || sub >= 0 && g.Subcode != sub {
		return false
	}
	switch b := body(g.Octets); {
	case w.MessageHex != nil:
		return hex.EncodeToString(g.Octets) == *w.MessageHex
	case w.DataHex != nil && *w.DataHex != "":
		return len(b) > 2 && hex.EncodeToString(b[2:]) == *w.DataHex
	default:
		return len(b) <= 2
	}
}
