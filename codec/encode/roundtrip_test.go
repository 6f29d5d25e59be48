package encode

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// object gives the object of octets as the contract has it; strip removes every raw that stands beside a value.
func object(t testing.TB, dc *codec.Decoder, piece codec.Piece, octets []byte, ctx codec.Context, strip bool) *Value {
	t.Helper()
	text := append([]byte(`{"v":1`), contextJSON(ctx)...)
	if piece != codec.PieceMessage {
		text = append(text, `,"kind":"fragment","fragment":{"piece":"`+piece.String()+`"`...)
		if !strip {
			text = tree.AppendHexString(append(text, `,"raw":`...), octets)
		}
		text = append(text, '}')
	} else if !strip {
		text = tree.AppendHexString(append(text, `,"kind":"message","raw":`...), octets)
	}
	text = append(text, ',')
	members := tree.AppendValue(nil, dc.Decode(piece, octets, ctx))
	text = append(append(text, members[1:len(members)-1]...), '}')
	text = bytes.Replace(text, []byte(",}"), []byte("}"), 1)
	v, err := Parse(text, 1)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if strip {
		stripRaw(v)
	}
	return v
}

func contextJSON(ctx codec.Context) string {
	s := `,"as_width":{"octets":2}`
	if ctx.AS4 {
		s = `,"as_width":{"octets":4}`
	}
	s += `,"addpath":{"families":[`
	sep := ""
	for _, f := range codec.KnownFamilies() {
		if ctx.AddPath.Has(f) {
			s, sep = s+sep+`"`+f.String()+`"`, ","
		}
	}
	return s + "]}"
}

// stripRaw removes raw where a value says it too, and the Data of a NOTIFICATION where it was decoded.
func stripRaw(v *Value) {
	keep := v.Items[:0]
	for _, m := range v.Items {
		if m.key == "raw" && v.Get("value") != nil && v.Get("incomplete") == nil {
			if one := buildable(v); one {
				continue
			}
		}
		stripRaw(m)
		keep = append(keep, m)
	}
	v.Items = keep
}

// buildable reports whether the attribute or capability has a builder: others need raw.
func buildable(v *Value) bool {
	b := builder{}
	if c := v.Get("code"); c != nil {
		b.capabilityTyped(&Value{Kind: Array}, registry.CapCode(b.number(c, 255)))
		return b.err == nil || !strings.Contains(b.err.Error(), "no builder")
	}
	_, ok := (&builder{}).typed(&Value{Kind: Array}, uint8(b.number(v.Get("type"), 255)))
	return ok
}

// TestRoundTrip encodes the object of every vector in which nothing is wrong, with its octets and without those that its
// values tell.
func TestRoundTrip(t *testing.T) {
	var dc codec.Decoder
	whole, typed, canonical, refused := 0, 0, 0, 0
	for _, v := range vectors(t) {
		if h, _ := codec.ParseHeader(v.octets); v.piece == codec.PieceMessage && h.Length != len(v.octets) {
			continue // not one whole message
		}
		if v.ctx.LabelsKnown { // objects do not have what both sides take
			continue
		}
		if v.ctx.Cut || bad(dc.Check(v.piece, v.octets, v.ctx)) {
			continue
		}
		r, err := Object(object(t, &dc, v.piece, v.octets, v.ctx, false), Options{})
		if err != nil || !bytes.Equal(r.Octets, v.octets) || r.Piece != v.piece {
			t.Errorf("%s: %s\n got %x\nwant %x\n%v", v.file, v.name, r.Octets, v.octets, err)
			continue
		}
		whole++
		r, err = Object(object(t, &dc, v.piece, v.octets, v.ctx, true), Options{})
		switch why := notTold[v.file+": "+v.name]; {
		case err == nil && bytes.Equal(r.Octets, v.octets):
			typed++
			if why != "" {
				t.Errorf("%s: %s: the values tell all of it, but it is listed: %s", v.file, v.name, why)
			}
		case err != nil && strings.HasSuffix(err.Error(), "takes raw"):
			if strings.Contains(err.Error(), "no builder for the value") && v.file != "attributes_ls.txt" {
				t.Errorf("%s: %s: %v", v.file, v.name, err)
			}
			refused++ // nothing is guessed where there is no builder
		case why == "":
			t.Errorf("%s: %s, of its values\n got %x\nwant %x\n%v", v.file, v.name, r.Octets, v.octets, err)
		default:
			canonical++
		}
	}
	t.Logf("%d vectors, %d of them also without octets, %d differ as listed, %d have no builder", whole, typed, canonical, refused)
	if whole < 150 || typed < 100 {
		t.Errorf("only %d and %d vectors were encoded", whole, typed)
	}
}

func bad(list []codec.Finding) bool {
	for i := range list {
		if list[i].Severity == codec.SeverityError {
			return true
		}
	}
	return false
}

// notTold are the vectors of whose octets the typed values do not tell all: built from values alone they differ, or are
// refused. With raw, as the objects have it, they come back as they were.
var notTold = map[string]string{
	"attributes.txt: AGGREGATOR of 6 octets, width unknown":                                                                             "its width is not that of the context",
	"attributes.txt: MP_REACH reserved octet of RFC 2858 days":                                                                          reservedOctets,
	"attributes_container.txt: container of a type that is not known, wide community without TLVs, TLV of a sub-type that is not known": reservedOctets,
	"attributes_ls.txt: IGP metrics of one, two and three octets":                                                                       "a metric is built in as few octets as it needs",
	"attributes_other.txt: one IPv6 PE label":                                                                                           labelBits,
	"attributes_other.txt: two PE labels":                                                                                               labelBits,
	"attributes_service.txt: BIER in two sub-domains, with types that are not known":                                                    reservedOctets,
	"attributes_service.txt: TE of layer 2, reserved octets set":                                                                        reservedOctets,
	"attributes_tunnel.txt: BIER":                                                                                                       labelBits,
	"attributes_tunnel.txt: PMSI composite of BIER":                                                                                     labelBits,
	"attributes_tunnel.txt: composite tunnel: the identifier stays as octets":                                                           labelBits,
	"attributes_tunnel.txt: endpoint whose family is not that of its address":                                                           "the family is that of the address",
	"capabilities.txt: ORF counts a type more than it has":                                                                              "lengths are built right",
	"capabilities.txt: FQDN not UTF-8":                                                                                                  "JSON has UTF-8 only",
	"capabilities.txt: OPEN in the form of RFC 9072 with another first length":                                                          "the short form is built where it is enough",
	"capabilities.txt: OPEN in the form of RFC 9072, short":                                                                             "the short form is built where it is enough",
	"capabilities.txt: Software Version of the older draft":                                                                             "the form of the later draft is built",
	"messages.txt: ROUTE-REFRESH with an outbound filter past the end":                                                                  "lengths are built right",
	"messages.txt: ROUTE-REFRESH with one octet behind its filters":                                                                     "octets behind the filters have no key",
	"routes_car.txt: bits behind the prefix length of a CAR route":                                                                      spareBits,
	"routes_evpn.txt: ... with bits behind the prefix":                                                                                  spareBits,
	"routes_flowspec.txt: bits behind the prefix":                                                                                       spareBits,
	"routes_more.txt: ... IPv6, a next hop without one":                                                                                 "a next hop of classful transport is built behind a route distinguisher",
	"routes_mup.txt: ... of IPv6, two routes, the last with bits behind its length":                                                     spareBits,
	"routes_vpn.txt: ... with the label that was announced, without the bottom of stack":                                                bottomOfStack,
	"routes_vpn.txt: one label of VPN-IPv4 without the bottom of stack, of which nobody knows what was agreed":                          bottomOfStack,
	"routes_vpn.txt: ... of labelled unicast":                                                                                           bottomOfStack,
}

const (
	spareBits      = "bits behind the length of a prefix are built as 0"
	bottomOfStack  = "the last label has the bottom-of-stack bit"
	labelBits      = "the bits behind a label are built as 0"
	reservedOctets = "reserved octets are built as 0"
)
