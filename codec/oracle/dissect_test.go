package oracle

import (
	"bytes"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestAgainstTshark gives thousands of messages to tshark in one run. Where nothing is wrong with a message, each field that
// tshark finds must be one of ours, at the same octets and with the same value; tshark-fields.txt says which. What tshark
// calls malformed must have an error here, and the other way round, as far as tshark-differences.txt does not explain it.
func TestAgainstTshark(t *testing.T) {
	tshark := need(t, "tshark")
	sameVersion(t, tshark)
	all, err := Cases("../../testdata/wire", 1)
	if err != nil {
		t.Fatal(err)
	}
	var cases []Case
	for _, c := range all {
		if len(c.Octets) <= maxSegment && c.Ctx.AddPath == 0 {
			cases = append(cases, c)
		}
	}
	l, err := ReadList("tshark-differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := readFieldNames(t)
	c := dissector{list: l, names: names, covered: Covered{}, seen: map[string]bool{}, lacks: map[string]map[string]bool{}}
	dissect(t, tshark, cases, func(i int, d *dissection) { c.message(&cases[i], d) })
	for _, s := range append(l.Complaints(), c.covered.Complaints("coverage.txt", "tshark")...) {
		t.Error(s)
	}
	for name := range names {
		if !c.seen[name] {
			t.Errorf("tshark-fields.txt: %s is not seen any more", name)
		}
	}
	for name, ours := range c.lacks {
		line := strings.Join(slices.Sorted(maps.Keys(ours)), "; ")
		if line == "" {
			line = "- a heading"
		}
		t.Errorf("tshark-fields.txt has no line for a field; from what stands on its octets it may be\n%s | %s", name, line)
	}
	t.Logf("%d messages, %d fields at the same place, %d with the same value; %d classes of differences", len(cases), c.places, c.values, l.Classes())
	if len(cases) < 3000 || c.places < 20000 || c.values < 15000 {
		t.Error("too few to mean anything")
	}
}

// maxSegment is the length of messages that fit one packet: tshark's offsets are those of the packet then.
const maxSegment = 1400

// readFieldNames reads tshark-fields.txt: a field of tshark, "|", and the names of ours that it may be, separated by ";"; or
// "-" and why it is not compared.
func readFieldNames(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("tshark-fields.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		name, ours, ok := strings.Cut(line, "|")
		if name = strings.TrimSpace(name); !ok || out[name] != nil {
			t.Fatalf("tshark-fields.txt: %q", line)
		}
		out[name] = []string{}
		for o := range strings.SplitSeq(ours, ";") {
			if o = strings.TrimSpace(o); !strings.HasPrefix(o, "-") {
				out[name] = append(out[name], o)
			}
		}
	}
	return out
}

// dissector compares one message after another.
type dissector struct {
	dc             codec.Decoder
	list           *List
	names          map[string][]string
	covered        Covered
	seen           map[string]bool
	places, values int
	t              *codec.Tree
	on             *Case
	where          map[[2]int][]int32
	lacks          map[string]map[string]bool // fields of tshark without a line, and which of ours stand on their octets
}

// unknown remembers what stands on the octets of a field that has no line, for the line that it should have.
func (c *dissector) unknown(f *tsField) {
	if c.lacks[f.name] == nil {
		c.lacks[f.name] = map[string]bool{}
	}
	for _, n := range c.where[[2]int{f.off, f.size}] {
		if ours := codec.FieldInfo(c.t.Nodes[n].Field); ours.Kind != codec.KindGroup {
			c.lacks[f.name][ours.Name] = true
		}
	}
}

func (c *dissector) saw(kind, topic, what, example string) {
	c.list.Saw(Difference{kind, topic, what}, fmt.Sprintf("%s: %s\n\t%.200x", c.on.Name, example, c.on.Octets))
}

func (c *dissector) message(on *Case, d *dissection) {
	c.on = on
	c.t = c.dc.Decode(codec.PieceMessage, on.Octets, on.Ctx)
	var first *codec.Finding
	for i := range c.t.Findings {
		if f := &c.t.Findings[i]; f.Severity == codec.SeverityError && first == nil {
			first = f
		}
	}
	if on.Octets[18] == byte(registry.MsgNotification) && first != nil && first.Off >= codec.HeaderLen+2 {
		return // the Data show what was wrong with another message
	}
	switch {
	case first == nil && len(d.faults) > 0:
		f := &d.faults[0]
		c.saw("malformed", c.topic(c.t.At(f.off, f.size)), withoutNumbers(f.words), fmt.Sprintf("behind %d+%d", f.off, f.size))
	case first != nil && len(d.faults) == 0:
		c.saw("sound", c.topic(first.Node), first.Info().ID, "")
	case first == nil:
		c.fields(d)
	}
}

// fields compares the fields of a message in which neither side finds a fault.
func (c *dissector) fields(d *dissection) {
	c.where = map[[2]int][]int32{}
	for n := range c.t.Nodes {
		nd := &c.t.Nodes[n]
		k := [2]int{int(nd.Off), int(nd.Len)}
		c.where[k] = append(c.where[k], int32(n))
	}
	for i := range d.fields {
		f := &d.fields[i]
		if f.part {
			continue
		}
		if f.name == "" {
			f.name = "prefix" // a heading that is one, or none of ours
		}
		ours, known := c.names[f.name]
		c.seen[f.name] = true
		if !known {
			c.unknown(f)
		} else if slices.Contains(ours, "text") {
			c.community(f)
		} else if len(ours) > 0 {
			c.field(f, ours)
		}
	}
}

// field compares one field with the one of ours that stands on the same octets.
func (c *dissector) field(f *tsField, ours []string) {
	found := int32(-1)
	for _, n := range c.where[[2]int{f.off, f.size}] {
		if !slices.Contains(ours, codec.FieldInfo(c.t.Nodes[n].Field).Name) {
			continue
		}
		found = n
		if same, compared := c.same(n, f); same {
			c.places++
			if compared {
				c.values++
				c.cover(n)
			}
			return
		}
	}
	if found >= 0 {
		c.places++
		c.saw("value", c.topic(found), f.name, f.String()+", here "+string(c.t.AppendText(nil, found)))
	} else if f.name != "prefix" {
		at := c.t.At(f.off, f.size)
		c.saw("field", c.topic(at), f.name, f.String()+", here "+codec.FieldInfo(c.t.Nodes[at].Field).Name)
	}
}

// same compares values. compared is false where tshark shows octets only: those are the same wherever they stand.
func (c *dissector) same(n int32, f *tsField) (same, compared bool) {
	ours := string(c.t.AppendValue(nil, n))
	show := strings.TrimSuffix(f.show, " (bottom)")
	if ours == show || strings.HasPrefix(ours, show+"/") {
		return true, true
	}
	if a, err := netip.ParseAddr(show); err == nil && c.t.Nodes[n].Field == codec.FieldPrefixBits {
		return bytes.HasPrefix(a.AsSlice(), c.t.Octets(n)), true
	}
	if v, err := strconv.ParseUint(show, 0, 64); err == nil {
		mine, err := strconv.ParseUint(ours, 10, 64)
		return err == nil && mine == v || c.t.Nodes[n].Val == v, true
	}
	if octets.MatchString(show) {
		return true, strings.Contains(f.showname, ours)
	}
	return strings.EqualFold(ours, show), true
}

var (
	octets = regexp.MustCompile(`^[0-9a-f]{2}(:[0-9a-f]{2})*$`)
	digits = regexp.MustCompile(`0x[0-9a-fA-F]+|[0-9]+`)
	tokens = regexp.MustCompile(`[0-9A-Za-z.]+`)
)

func withoutNumbers(s string) string {
	return strings.ReplaceAll(digits.ReplaceAllString(s, "#"), "|", " ")
}

// community looks for a value of tshark's in our text of the community: its parts have no places of their own here.
func (c *dissector) community(f *tsField) {
	n := c.t.At(f.off, f.size)
	for ; n > 0 && c.t.Nodes[n].Field != codec.FieldExtCommunity && c.t.Nodes[n].Field != codec.FieldCommunity; n = c.t.Nodes[n].Parent {
	}
	text, topic := string(c.t.AppendValue(nil, n)), c.topic(n)
	if o := c.t.Octets(n); len(o) == 8 {
		topic = fmt.Sprintf("extended community 0x%02x 0x%02x", o[0], o[1])
	}
	v, err := strconv.ParseUint(f.show, 0, 64)
	switch {
	case err == nil && slices.Contains(numbersIn(text), v), err != nil && strings.Contains(text, f.show):
		c.values++
		c.covered.Add(topic)
	case v != 0 || err != nil: // what is 0 may be left out of a text
		c.saw("value", topic, f.name, f.String()+", here "+text)
	}
}

func numbersIn(s string) (out []uint64) {
	for _, w := range tokens.FindAllString(s, -1) {
		if v, err := strconv.ParseUint(w, 0, 64); err == nil {
			out = append(out, v)
		}
	}
	return out
}
