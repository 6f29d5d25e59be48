package gobgp

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/osrg/gobgp/v4/pkg/packet/bgp"

	"github.com/bgpdecode/bgpdecode/codec"
)

// community compares one extended community: what GoBGP reads in it has to stand in our text.
func (c *comparer) community(b []byte) {
	c.parts++
	topic := fmt.Sprintf("extended community 0x%02x 0x%02x", b[0], b[1])
	var e bgp.ExtendedCommunityInterface
	err := guard(func() (err error) { e, err = bgp.ParseExtended(bytes.Clone(b)); return err })
	if !c.accepted(topic, nil, err, b) {
		return
	}
	var back []byte
	if err := guard(func() (err error) { back, err = e.Serialize(); return err }); err != nil {
		c.saw("octets", topic, words(err), "")
	} else if !bytes.Equal(back, b) {
		c.saw("octets", topic, "differ", fmt.Sprintf("%x, GoBGP writes %x", b, back))
	}
	theirs := extendedParts(e)
	if len(theirs) == 0 {
		return
	}
	c.values++
	text := string(codec.AppendExtCommunity(nil, b))
	mine := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ':' || r == ',' })
	for _, p := range theirs {
		same := func(m string) bool { return m == p || number(m) == number(p) && number(p) != 0 }
		if !slices.ContainsFunc(mine, same) && !strings.Contains(" "+text+" ", " "+p+" ") {
			c.saw("value", topic, "text", fmt.Sprintf("%x: %q here, %q there", b, text, theirs))
			return
		}
	}
	c.covered.Add(topic)
}

// extendedParts gives the numbers, addresses and words that GoBGP reads in a community; none where it keeps octets.
func extendedParts(e bgp.ExtendedCommunityInterface) []string {
	var out []string
	add := func(v any) { out = append(out, fmt.Sprint(v)) }
	word := func(w string, is bool) {
		if is {
			out = append(out, w)
		}
	}
	switch e := e.(type) {
	case *bgp.TwoOctetAsSpecificExtended:
		add(e.AS)
		add(e.LocalAdmin)
	case *bgp.IPv4AddressSpecificExtended:
		add(e.IPv4)
		word(fmt.Sprint(e.LocalAdmin), e.LocalAdmin != 0)
	case *bgp.FourOctetAsSpecificExtended:
		fourOctets(e, add)
	case *bgp.RedirectTwoOctetAsSpecificExtended:
		add(e.AS)
		add(e.LocalAdmin)
	case *bgp.RedirectIPv4AddressSpecificExtended:
		add(e.IPv4)
		add(e.LocalAdmin)
	case *bgp.RedirectFourOctetAsSpecificExtended:
		fourOctets(&e.FourOctetAsSpecificExtended, add)
	case *bgp.ColorExtended:
		add(e.Color)
	case *bgp.EncapExtended:
		add(uint16(e.TunnelType))
	case *bgp.RouterMacExtended:
		add(e.Mac)
	case *bgp.ESImportRouteTarget:
		add(e.ESImport)
	case *bgp.MacMobilityExtended:
		add(e.Sequence)
		word("sticky", e.IsSticky)
	case *bgp.TrafficRateExtended:
		add(e.Rate)
	case *bgp.TrafficActionExtended:
		word("terminal", e.Terminal)
		word("sample", e.Sample)
	case *bgp.TrafficRemarkExtended:
		add(e.DSCP)
	case *bgp.ETreeExtended:
		word("leaf", e.IsLeaf)
		word(fmt.Sprint(e.Label), e.Label != 0)
	case *bgp.ESILabelExtended:
		word("single-active", e.IsSingleActive)
		add(e.Label)
	case *bgp.LinkBandwidthExtended:
		add(e.AS)
		add(e.Bandwidth)
	case *bgp.ValidationExtended:
		if e.State < 3 {
			add([...]string{"valid", "not-found", "invalid"}[e.State])
		}
	}
	return out
}

// fourOctets adds the two numbers; an AS number of 16 bits has an L in our texts, to tell the type.
func fourOctets(e *bgp.FourOctetAsSpecificExtended, add func(any)) {
	if e.AS < 1<<16 {
		add(fmt.Sprintf("%dL", e.AS))
	} else {
		add(e.AS)
	}
	add(e.LocalAdmin)
}

// number reads a number however it is written, as the 32 bits of a rate give it; 0 for what is none.
func number(s string) float32 {
	v, err := strconv.ParseFloat(s, 32)
	if err != nil {
		return 0
	}
	return float32(v)
}
