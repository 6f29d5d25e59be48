package speaker

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Quirk is a defect of a known speaker that is played on purpose: what such a box says can then be had without the box. Quirks can
// be put together.
type Quirk uint16

// The quirks.
const (
	// QuirkPartialIsError refuses the Partial bit on an optional transitive attribute, which is legal, with 3/4 and the
	// attribute as Data: Ericsson SmartEdge.
	QuirkPartialIsError Quirk = 1 << iota
	// QuirkDataOverRead answers an attribute that runs past the attributes of its UPDATE with 3/5, and as many octets of Data
	// as the attribute declares: what follows it in the message, then zeros (CVE-2017-15865 has memory there).
	QuirkDataOverRead
	// QuirkPathLengthTwice sends paths of more than two segments with an attribute length in which full segments count twice
	// (CVE-2017-16227): FRR and Quagga before October 2017.
	QuirkPathLengthTwice
	// QuirkShortPeerAS gives the AS number in the Data of 2/2 in two octets, as its OPEN says it: Dell OS 9.
	QuirkShortPeerAS
	// QuirkNoLimitData sends 6/1 without Data: Dell OS 9.
	QuirkNoLimitData
)

var quirkNames = [...]string{"partial-is-error", "data-over-read", "as-path-length-twice", "peer-as-2-octets", "no-limit-data"}

// Quirks gives the names of all quirks.
func Quirks() []string { return slices.Clone(quirkNames[:]) }

// ParseQuirk reads the name of a quirk.
func ParseQuirk(name string) (Quirk, error) {
	if i := slices.Index(quirkNames[:], name); i >= 0 {
		return 1 << i, nil
	}
	return 0, fmt.Errorf("%q is not one of %s", name, strings.Join(quirkNames[:], ", "))
}

// String gives the names, with commas.
func (q Quirk) String() string {
	var names []string
	for i, n := range quirkNames {
		if q&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return strings.Join(names, ",")
}

// plays reports whether a quirk is played with a peer.
func (c *conn) plays(q Quirk) bool { return c.p.cfg.Quirks&q != 0 }

// quirky judges an UPDATE as the box does that is played: the NOTIFICATION, and why; Code 0 where the box would see nothing.
func (c *conn) quirky(msg []byte, findings []codec.Finding) (n codec.Notification, why string) {
	if c.plays(QuirkPartialIsError) {
		if tlv := partial(msg); tlv != nil {
			return codec.Notification{Code: registry.ErrUpdate, Subcode: registry.SubAttributeFlags, Data: tlv}, "quirk: the Partial bit is taken for an error"
		}
	}
	if c.plays(QuirkDataOverRead) {
		for i := range findings {
			if f := &findings[i]; f.ID == codec.FindAttrOverrun {
				return codec.Notification{Code: registry.ErrUpdate, Subcode: registry.SubAttributeLength, Data: overRead(msg, f.Off)},
					"quirk: the Data has as many octets as the attribute declares"
			}
		}
	}
	return n, ""
}

// partial gives the first optional transitive attribute of an UPDATE that has the Partial bit, nil for none.
func partial(msg []byte) []byte {
	const bits = codec.FlagOptional | codec.FlagTransitive | codec.FlagPartial
	u, ok := codec.ParseUpdate(msg)
	if !ok {
		return nil
	}
	for a := range codec.Attrs(u.Attrs) {
		if a.Flags&bits == bits && len(a.Value) == a.Length {
			return u.Attrs[a.Offset : a.Offset+a.HeaderLen+a.Length]
		}
	}
	return nil
}

// overRead gives the attribute at an offset with as many octets as it declares: first what the message has.
func overRead(msg []byte, off int) []byte {
	if off < 0 || off >= len(msg) {
		return nil
	}
	a, ok := codec.ParseAttr(msg[off:])
	if !ok {
		return nil
	}
	data := make([]byte, min(a.HeaderLen+a.Length, codec.MaxLen-codec.HeaderLen-2))
	copy(data, msg[off:])
	return data
}

// played is an UPDATE of ours as the box would send it.
func (c *conn) played(msg []byte) []byte {
	if !c.plays(QuirkPathLengthTwice) || !c.agreed.Send.AS4 {
		return msg
	}
	u, ok := codec.ParseUpdate(msg)
	if !ok {
		return msg
	}
	for a := range codec.Attrs(u.Attrs) {
		if a.Code != registry.AttrASPath {
			continue
		}
		full := 0
		for s := range codec.Segments(a.Value, true) {
			if s.Count == 255 {
				full++
			}
		}
		surplus := (full - 1) * 255 * 4
		if surplus <= 0 || a.Flags&codec.FlagExtended == 0 {
			return msg
		}
		b := bytes.Clone(msg)
		at := len(msg) - len(u.NLRI) - len(u.Attrs) + a.Offset + 2
		b[at], b[at+1] = byte((a.Length+surplus)>>8), byte(a.Length+surplus)
		return b
	}
	return msg
}
