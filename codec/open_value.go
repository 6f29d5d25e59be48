package codec

import (
	"bytes"
	"errors"
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Packing says how the capabilities of an OPEN stand in its optional parameters. A receiver must take every form
// (RFC 5492 section 4); some implementations do not.
type Packing uint8

// The packings.
const (
	PackTogether   Packing = iota // one Capabilities parameter with all of them; none without capabilities
	PackEach                      // a Capabilities parameter for each
	PackParameters                // as Open.Parameters has them; Open.Capabilities is not written
)

// Open is an OPEN message (RFC 4271 section 4.2) with its capabilities (RFC 5492). NewOpen gives one with the
// fixed fields set; ParseOpen reads one.
type Open struct {
	Version uint8 // 4; 0 is written as 4 unless Literal is set
	// MyAS is the My Autonomous System field. 0 is written as AS, or as AS_TRANS when AS does not fit
	// (RFC 6793 section 9), unless Literal is set.
	MyAS     uint16
	Literal  bool   // Version and MyAS are written as they are, also where they are 0 (RFC 7607 section 2)
	AS       uint32 // the effective AS number: that of capability 65 where it is there, else MyAS
	HoldTime uint16 // seconds
	ID       netip.Addr
	// Capabilities in their order, whichever parameters they stand in.
	Capabilities []Capability
	Packing      Packing
	// Extended asks for the form of RFC 9072, with two-octet lengths, also where 255 octets would do.
	// Beyond those it is used in any case.
	Extended bool
	// Parameters are the optional parameters for PackParameters. ParseOpen sets them only where Capabilities and
	// one of the other packings would not give the same octets again.
	Parameters []Parameter
	// Trailing are octets behind the optional parameters. A sound OPEN has none.
	Trailing []byte
}

// Parameter is an optional parameter of an OPEN (RFC 4271 section 4.2).
type Parameter struct {
	Type  registry.ParamType
	Value []byte
}

// The errors of Open.Append.
var (
	ErrCapabilityLong = errors.New("a capability has more than 255 octets")
	ErrOpenLong       = errors.New("the OPEN would have more than 4096 octets")
	ErrOpenID         = errors.New("the BGP Identifier of an OPEN is not an IPv4 address")
)

// NewOpen returns an OPEN of version 4 without capabilities. holdTime is in seconds.
func NewOpen(as uint32, holdTime uint16, id netip.Addr) Open {
	return Open{Version: 4, MyAS: shortAS(as), AS: as, HoldTime: holdTime, ID: id}
}

// shortAS is what stands for an AS number where two octets are all there is (RFC 6793 section 4.2.2).
func shortAS(as uint32) uint16 {
	if as > 0xffff {
		return registry.ASTrans
	}
	return uint16(as)
}

// Capability returns the value of the first capability with a code.
func (o *Open) Capability(code registry.CapCode) (value []byte, ok bool) {
	for i := range o.Capabilities {
		if o.Capabilities[i].Code == code {
			return o.Capabilities[i].Value, true
		}
	}
	return nil, false
}

// Append appends the whole message, header included. It fails, and appends nothing, when a capability has more
// than 255 octets, the identifier is not IPv4 or the message would pass 4096 octets: the limit of an OPEN also
// where longer messages are agreed (RFC 8654 section 4).
func (o *Open) Append(dst []byte) ([]byte, error) {
	start := len(dst)
	if !o.ID.Is4() {
		return dst, ErrOpenID
	}
	for i := range o.Capabilities {
		if len(o.Capabilities[i].Value) > 255 && o.Packing != PackParameters {
			return dst, ErrCapabilityLong
		}
	}
	if o.size(2) > MaxLen { // before octets are copied; the exact check is below
		return dst, ErrOpenLong
	}
	version, as, id := o.Version, o.MyAS, o.ID.As4()
	if version == 0 && !o.Literal {
		version = 4
	}
	if as == 0 && !o.Literal {
		as = shortAS(o.AS)
	}
	dst = AppendHeader(dst, 0, registry.MsgOpen)
	dst = append(dst, version, byte(as>>8), byte(as), byte(o.HoldTime>>8), byte(o.HoldTime))
	dst = append(dst, id[:]...)
	if n := o.size(1); !o.Extended && n <= 255 {
		dst = o.appendParameters(append(dst, byte(n)), 1)
	} else {
		n = o.size(2)
		dst = append(dst, 255, byte(registry.ParamExtendedLength), byte(n>>8), byte(n)) // RFC 9072 section 2
		dst = o.appendParameters(dst, 2)
	}
	dst = append(dst, o.Trailing...)
	n := len(dst) - start
	if n > MaxLen {
		return dst[:start], ErrOpenLong
	}
	dst[start+16], dst[start+17] = byte(n>>8), byte(n)
	return dst, nil
}

// size is the number of octets of all parameters, whose lengths have wide octets.
func (o *Open) size(wide int) (n int) {
	if o.Packing == PackParameters {
		for i := range o.Parameters {
			n += 1 + wide + len(o.Parameters[i].Value)
		}
		return n
	}
	for i := range o.Capabilities {
		n += 2 + len(o.Capabilities[i].Value)
	}
	switch {
	case o.Packing == PackEach:
		n += len(o.Capabilities) * (1 + wide)
	case n > 0:
		n += 1 + wide
	}
	return n
}

func (o *Open) appendParameters(dst []byte, wide int) []byte {
	switch {
	case o.Packing == PackParameters:
		for i := range o.Parameters {
			p := &o.Parameters[i]
			dst = append(appendParameter(dst, p.Type, len(p.Value), wide), p.Value...)
		}
		return dst
	case o.Packing == PackTogether && len(o.Capabilities) > 0:
		all := o.size(wide) - 1 - wide
		dst = appendParameter(dst, registry.ParamCapabilities, all, wide)
	}
	for i := range o.Capabilities {
		c := &o.Capabilities[i]
		if o.Packing == PackEach {
			dst = appendParameter(dst, registry.ParamCapabilities, 2+len(c.Value), wide)
		}
		dst = c.Append(dst)
	}
	return dst
}

// appendParameter appends the head of an optional parameter of n octets.
func appendParameter(dst []byte, t registry.ParamType, n, wide int) []byte {
	dst = append(dst, byte(t))
	if wide == 2 {
		dst = append(dst, byte(n>>8))
	}
	return append(dst, byte(n))
}

// Append appends the capability as a TLV. Of a value, 255 octets at most are written: the length has no more.
func (c Capability) Append(dst []byte) []byte {
	v := c.Value[:min(len(c.Value), 255)]
	return append(append(dst, byte(c.Code), byte(len(v))), v...)
}

// ParseOpen reads a whole OPEN message, from its marker. It reports false for octets that are no OPEN or not all
// of one, and for parameters that run past their end; nothing else is judged, that is Decoder.Check's. What it
// returns borrows msg.
func ParseOpen(msg []byte) (Open, bool) {
	h, ok := ParseHeader(msg)
	if !ok || h.Type != registry.MsgOpen || h.Length > len(msg) {
		return Open{}, false
	}
	return ParseOpenBody(msg[HeaderLen:h.Length])
}

// ParseOpenBody is ParseOpen for an OPEN without its header.
func ParseOpenBody(body []byte) (Open, bool) {
	if len(body) < minOpen-HeaderLen {
		return Open{}, false
	}
	o := Open{
		Version: body[0], MyAS: uint16(body[1])<<8 | uint16(body[2]), HoldTime: uint16(body[3])<<8 | uint16(body[4]),
		ID: netip.AddrFrom4([4]byte(body[5:9])),
	}
	o.AS, o.Literal = uint32(o.MyAS), o.Version == 0 || o.MyAS == 0
	params, n, wide := body[10:], int(body[9]), 1
	if extendedParameters(n, params) {
		if len(params) < 3 {
			return Open{}, false
		}
		params, n, wide = params[3:], int(params[1])<<8|int(params[2]), 2
	}
	if n > len(params) {
		return Open{}, false
	}
	o.Extended, o.Trailing = wide == 2, params[n:len(params):len(params)]
	if !o.parameters(params[:n:n], wide) {
		return Open{}, false
	}
	for i := range o.Capabilities { // of several, the last counts
		if c := &o.Capabilities[i]; c.Code == registry.CapAS4 && len(c.Value) == 4 {
			o.AS = be32(c.Value)
		}
	}
	return o, true
}

// extendedParameters reports whether optional parameters of length n, which start like p, have the form of
// RFC 9072: the length octet is not 0 and the first parameter has type 255.
func extendedParameters(n int, p []byte) bool {
	return n != 0 && len(p) > 0 && registry.ParamType(p[0]) == registry.ParamExtendedLength
}

// parameters reads the optional parameters b, whose lengths have wide octets, and finds out how they are packed.
func (o *Open) parameters(b []byte, wide int) bool {
	whole := b
	for len(b) > 0 {
		if len(b) < 1+wide {
			return false
		}
		t, n := registry.ParamType(b[0]), int(b[1])
		if wide == 2 {
			n = n<<8 | int(b[2])
		}
		if b = b[1+wide:]; n > len(b) {
			return false
		}
		v := b[:n:n]
		o.Parameters = append(o.Parameters, Parameter{t, v})
		if t == registry.ParamCapabilities {
			for c := range Capabilities(v) {
				o.Capabilities = append(o.Capabilities, c)
			}
		}
		b = b[n:]
	}
	for _, o.Packing = range [...]Packing{PackTogether, PackEach, PackParameters} {
		if o.size(wide) == len(whole) && bytes.Equal(o.appendParameters(nil, wide), whole) {
			break
		}
	}
	if o.Packing != PackParameters {
		o.Parameters = nil
	}
	return true
}
