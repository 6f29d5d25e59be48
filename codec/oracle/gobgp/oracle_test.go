package gobgp

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/osrg/gobgp/v4/pkg/packet/bgp"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/oracle"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestAgainstGoBGP gives thousands of messages to both and compares: what is accepted, what the values are, and what comes
// out when it is written again. Attributes and capabilities are compared one by one, so that each difference has its place,
// then the messages.
func TestAgainstGoBGP(t *testing.T) {
	cases, err := oracle.Cases("../../../testdata/wire", 1)
	if err != nil {
		t.Fatal(err)
	}
	l, err := oracle.ReadList("differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	c := comparer{list: l, covered: oracle.Covered{}}
	for i := range cases {
		c.message(&cases[i])
	}
	for _, s := range l.Complaints() {
		t.Error(s)
	}
	for _, s := range c.covered.Complaints("../coverage.txt", "gobgp") {
		t.Error(s)
	}
	t.Logf("%d messages, %d attributes and capabilities, %d values; %d classes of differences", len(cases), c.parts, c.values, l.Classes())
	if len(cases) < 3000 || c.parts < 5000 || c.values < 2000 {
		t.Error("too few to mean anything")
	}
}

// comparer compares one message after another.
type comparer struct {
	dc            codec.Decoder
	list          *oracle.List
	covered       oracle.Covered
	on            *oracle.Case
	differ        bool // something differs in this message
	refused       bool // a part of this message is refused by both
	parts, values int
}

func (c *comparer) saw(kind, topic, what, example string) {
	c.differ = true
	c.list.Saw(oracle.Difference{Kind: kind, Topic: topic, What: what}, fmt.Sprintf("%s: %s\n\t%.200x", c.on.Name, example, c.on.Octets))
}

func (c *comparer) message(on *oracle.Case) {
	c.on, c.differ, c.refused = on, false, false
	h, _ := codec.ParseHeader(on.Octets)
	switch h.Type {
	case registry.MsgUpdate:
		if u, ok := codec.ParseUpdate(on.Octets); ok {
			for a := range codec.Attrs(u.Attrs) {
				if len(a.Value) == a.Length {
					c.attribute(&a, u.Attrs[a.Offset:a.Offset+a.HeaderLen+a.Length])
				}
			}
		}
	case registry.MsgOpen:
		if o, ok := codec.ParseOpen(on.Octets); ok {
			for _, p := range o.Capabilities {
				c.capability(p)
			}
		}
	}
	c.whole(h.Type)
}

// options puts GoBGP into the context of the case.
func options(ctx codec.Context) *bgp.MarshallingOption {
	o := &bgp.MarshallingOption{AddPath: map[bgp.Family]bgp.BGPAddPathMode{}}
	for _, f := range codec.KnownFamilies() {
		if ctx.AddPath.Has(f) {
			o.AddPath[bgp.NewFamily(uint16(f.AFI), uint8(f.SAFI))] = bgp.BGP_ADD_PATH_BOTH
		}
	}
	return o
}

// attribute compares one attribute.
func (c *comparer) attribute(a *codec.Attr, tlv []byte) {
	if a.Code == registry.AttrExtCommunities && len(a.Value) > 0 && len(a.Value)%8 == 0 {
		for b := a.Value; len(b) > 0; b = b[8:] {
			c.community(b[:8])
		}
		if c.differ {
			return // GoBGP says nothing of the others then
		}
	}
	c.parts++
	topic := attributeTopic(a)
	first := firstError(c.dc.Check(codec.PieceAttributes, tlv, c.on.Ctx))
	opt := options(c.on.Ctx)
	var p bgp.PathAttributeInterface
	err := guard(func() (err error) {
		if p, err = bgp.GetPathAttribute(tlv); err != nil {
			return err
		}
		if err = p.DecodeFromBytes(bytes.Clone(tlv), opt); err != nil {
			return err
		}
		rfs := map[bgp.Family]bgp.BGPAddPathMode{}
		if f, ok := familyOf(a.Value); ok {
			rfs[f] = bgp.BGP_ADD_PATH_BOTH
		}
		_, err = bgp.ValidateAttribute(p, rfs, false, false, false)
		return err
	})
	if _, ok := p.(*bgp.PathAttributeUnknown); ok && err == nil && first != nil {
		c.saw("unknown", topic, "kept as octets", first.Info().ID)
		return
	}
	if !c.accepted(topic, first, err, tlv) {
		return
	}
	if theirs := attributeValue(p); theirs != nil {
		m, jsonErr := oracle.Value(&c.dc, codec.PieceAttributes, tlv, c.on.Ctx)
		attrs, _ := m["attributes"].([]any)
		if jsonErr != nil || len(attrs) != 1 {
			c.saw("value", topic, "no JSON of one attribute", fmt.Sprint(jsonErr))
			return
		}
		c.compare(topic, attrs[0].(map[string]any)["value"], theirs)
	}
	var back []byte
	if err := guard(func() (err error) { back, err = p.Serialize(opt); return err }); err != nil {
		c.saw("octets", topic, words(err), "")
	} else if !bytes.Equal(back, tlv) {
		c.saw("octets", topic, "differ", fmt.Sprintf("%x, GoBGP writes %x", tlv, back))
	}
}

// attributeTopic names an attribute, with the family of one of routes.
func attributeTopic(a *codec.Attr) string {
	s := fmt.Sprint("attribute ", uint8(a.Code))
	if f, ok := familyOf(a.Value); ok && (a.Code == registry.AttrMPReach || a.Code == registry.AttrMPUnreach) {
		return s + " " + oracle.FamilyTopic(f.Afi(), f.Safi())
	}
	return s
}

func (c *comparer) capability(p codec.Capability) {
	c.parts++
	topic := fmt.Sprint("capability ", uint8(p.Code))
	tlv := p.Append(nil)
	first := firstError(c.dc.Check(codec.PieceCapabilities, tlv, c.on.Ctx))
	var q bgp.ParameterCapabilityInterface
	err := guard(func() (err error) { q, err = bgp.DecodeCapability(bytes.Clone(tlv)); return err })
	if !c.accepted(topic, first, err, tlv) {
		return
	}
	if theirs := capabilityValue(q); theirs != nil {
		m, jsonErr := oracle.Value(&c.dc, codec.PieceCapabilities, tlv, c.on.Ctx)
		caps, _ := m["capabilities"].([]any)
		if jsonErr != nil || len(caps) != 1 {
			c.saw("value", topic, "no JSON of one capability", fmt.Sprint(jsonErr))
			return
		}
		c.compare(topic, caps[0].(map[string]any)["value"], theirs)
	}
	var back []byte
	if err := guard(func() (err error) { back, err = q.Serialize(); return err }); err != nil {
		c.saw("octets", topic, words(err), "")
	} else if !bytes.Equal(back, tlv) {
		c.saw("octets", topic, "differ", fmt.Sprintf("%x, GoBGP writes %x", tlv, back))
	}
}

// accepted reports whether both sides accept; what only one accepts is a difference.
func (c *comparer) accepted(topic string, first *codec.Finding, err error, tlv []byte) bool {
	switch {
	case first == nil && err != nil:
		c.saw("refuses", topic, words(err), fmt.Sprintf("%x", tlv))
	case first != nil && err == nil:
		c.saw("accepts", topic, first.Info().ID, fmt.Sprintf("%x", tlv))
	case first != nil:
		c.codes(topic, first, err)
	}
	return first == nil && err == nil
}

func (c *comparer) compare(topic string, ours, theirs any) {
	same := true
	oracle.Compare(ours, theirs, func(path, a, b string) {
		same = false
		if path == "" {
			path = "all of it"
		}
		c.saw("value", topic, path, fmt.Sprintf("%s here, %s there", a, b))
	})
	if c.values++; same {
		c.covered.Value(topic, theirs)
	}
}

// codes compares the NOTIFICATION that each side would send, where the two agree that something is wrong. What part of a
// message is wrong says the code of the whole.
func (c *comparer) codes(topic string, f *codec.Finding, err error) {
	m, ok := err.(*bgp.MessageError)
	if !ok || f.Note.Code == 0 || m.TypeCode == 0 || c.refused {
		return
	}
	c.refused = true
	if strings.HasPrefix(m.Message, "unknown route family") {
		return // GoBGP has not looked at what is wrong
	}
	if s := strings.Fields(topic); len(s) == 3 && s[0] == "attribute" {
		topic = s[0] + " " + s[1] // whatever the family
	}
	if uint8(f.Note.Code) != m.TypeCode || f.Note.Subcode != m.SubTypeCode {
		c.saw("code", topic, fmt.Sprintf("%d/%d, %d/%d there", f.Note.Code, f.Note.Subcode, m.TypeCode, m.SubTypeCode), f.Info().ID+" "+words(err))
	}
}

func firstError(list []codec.Finding) *codec.Finding {
	for i := range list {
		if list[i].Severity == codec.SeverityError {
			return &list[i]
		}
	}
	return nil
}

// guard turns a panic of GoBGP's into an error.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	err = f()
	var m *bgp.MessageError
	if errors.As(err, &m) && m == nil {
		return nil
	}
	return err
}

var (
	numbers = regexp.MustCompile(`0x[0-9a-fA-F]+|[0-9a-f]*[0-9][0-9a-f:.]*`)
	names   = regexp.MustCompile(` ?(BGP_ATTR_TYPE_\w+|BGPAttrType\(\d+\))|\. attribute type:.*`)
	odd     = regexp.MustCompile(`[|\n]`)
)

// words gives an error without its numbers, and without the attribute that it is about.
func words(err error) string {
	s := err.Error()
	s = names.ReplaceAllString(s, "")
	s = numbers.ReplaceAllString(s, "#")
	return odd.ReplaceAllString(s, " ")
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
