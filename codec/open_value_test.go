package codec

import (
	"bytes"
	"errors"
	"net/netip"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

var routerID = netip.MustParseAddr("0.0.0.2")

func mustOpen(t testing.TB, o Open) []byte {
	t.Helper()
	b, err := o.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func capsOf(list ...Capability) []Capability { return list }

// TestOpenAppend: the octets of each form, field by field.
func TestOpenAppend(t *testing.T) {
	mp6 := MultiprotocolCapability(Family{registry.AFIIPv6, registry.SAFIUnicast})
	caps := capsOf(mp6, FlagCapability(registry.CapRouteRefresh), AS4Capability(4200000002),
		AddPathCapability(AddPath{IPv4Unicast, AddPathReceive}))
	for _, c := range []struct {
		name string
		set  func(*Open)
		want string
	}{
		{"one parameter", func(o *Open) { o.Capabilities = caps },
			"04 5ba0 0006 00000002 16 02 14 0104 00020001 0200 4104 fa56ea02 4504 00010101"},
		{"one each", func(o *Open) { o.Capabilities, o.Packing = caps, PackEach },
			"04 5ba0 0006 00000002 1c 02 06 0104 00020001 02 02 0200 02 06 4104 fa56ea02 02 06 4504 00010101"},
		{"extended", func(o *Open) { o.Capabilities, o.Extended = caps, true },
			"04 5ba0 0006 00000002 ff ff 0017 02 0014 0104 00020001 0200 4104 fa56ea02 4504 00010101"},
		{"extended, one each", func(o *Open) { o.Capabilities, o.Extended, o.Packing = caps[:2], true, PackEach },
			"04 5ba0 0006 00000002 ff ff 000e 02 0006 0104 00020001 02 0002 0200"},
		{"none", func(o *Open) { o.AS, o.MyAS = 64500, 0 }, "04 fbf4 0006 00000002 00"},
		{"none, extended", func(o *Open) { o.Extended = true }, "04 5ba0 0006 00000002 ff ff 0000"},
		{"My AS on purpose", func(o *Open) { o.MyAS, o.Version = 1, 3 }, "03 0001 0006 00000002 00"},
		{"given parameters", func(o *Open) {
			o.Packing, o.Parameters = PackParameters, []Parameter{{1, []byte{9}}, {registry.ParamCapabilities, nil}}
		}, "04 5ba0 0006 00000002 05 01 01 09 02 00"},
	} {
		o := NewOpen(4200000002, 6, routerID)
		c.set(&o)
		body := octetsOf(t, c.want)
		want := append(AppendHeader(nil, HeaderLen+len(body), registry.MsgOpen), body...)
		if got := mustOpen(t, o); !bytes.Equal(got, want) {
			t.Errorf("%s:\n got %x\nwant %x", c.name, got[HeaderLen:], body)
		}
	}
}

// TestOpenGrows: more than 255 octets of parameters take the form of RFC 9072 by themselves, 255 do not.
func TestOpenGrows(t *testing.T) {
	for _, n := range []int{249, 250, 251, 252, 253, 255} {
		o := NewOpen(64500, 90, routerID)
		o.Capabilities = capsOf(Capability{Code: 239, Value: make([]byte, n)})
		b := mustOpen(t, o)
		got, ok := ParseOpen(b)
		if !ok || got.Extended != (n+4 > 255) || len(got.Capabilities) != 1 || len(got.Capabilities[0].Value) != n {
			t.Errorf("%d octets: extended %v, %d capabilities", n, got.Extended, len(got.Capabilities))
		}
		if fs := new(Decoder).Check(PieceMessage, b, Context{}); len(fs) > 0 && fs[0].ID != FindCapUnknown {
			t.Errorf("%d octets: %v", n, fs[0].Info().ID)
		}
	}
}

func TestOpenAppendErrors(t *testing.T) {
	long := NewOpen(1, 90, routerID)
	long.Capabilities = capsOf(Capability{Code: 239, Value: make([]byte, 256)})
	if _, err := long.Append(nil); !errors.Is(err, ErrCapabilityLong) {
		t.Error(err)
	}
	noID := NewOpen(1, 90, netip.MustParseAddr("::1"))
	if _, err := noID.Append(nil); !errors.Is(err, ErrOpenID) {
		t.Error(err)
	}
	big := NewOpen(1, 90, routerID)
	for range 17 {
		big.Capabilities = append(big.Capabilities, Capability{Code: 239, Value: make([]byte, 253)})
	}
	if b, err := big.Append([]byte{7}); !errors.Is(err, ErrOpenLong) || len(b) != 1 {
		t.Error(len(b), err)
	}
	// 29 + 3 octets of RFC 9072 + 3 of the parameter leave 4061.
	full := NewOpen(1, 90, routerID)
	full.Capabilities = big.Capabilities[:15:15]
	full.Capabilities = append(full.Capabilities, Capability{Code: 239, Value: make([]byte, 4061-15*255-2)})
	if b, err := full.Append(nil); err != nil || len(b) != MaxLen {
		t.Error(len(b), err)
	}
	full.Trailing = []byte{0}
	if _, err := full.Append(nil); !errors.Is(err, ErrOpenLong) {
		t.Error(err)
	}
}

// TestCapabilityValues: each typed value is what its reader gives back, has the octets of the RFC, and the decoder
// finds nothing wrong with it.
func TestCapabilityValues(t *testing.T) {
	v6 := Family{registry.AFIIPv6, registry.SAFIUnicast}
	gr := GracefulRestart{GRRestart | GRNotification, 4095, []GRFamily{{IPv4Unicast, GRForwarding}, {v6, 0}}}
	for _, c := range []struct {
		cap   Capability
		value string
		read  func([]byte) (any, bool)
		want  any
	}{
		{MultiprotocolCapability(v6), "00020001", func(v []byte) (any, bool) { return any2(ParseMultiprotocol(v)) }, v6},
		{AS4Capability(70000), "00011170", func(v []byte) (any, bool) { return any2(ParseAS4(v)) }, uint32(70000)},
		{RoleCapability(3), "03", func(v []byte) (any, bool) { return any2(ParseRole(v)) }, uint8(3)},
		{ExtendedNextHopCapability(ExtendedNextHop{1, 1, 2}, ExtendedNextHop{1, 128, 2}), "000100010002 000100800002",
			func(v []byte) (any, bool) { return any2(ParseExtendedNextHop(v)) }, []ExtendedNextHop{{1, 1, 2}, {1, 128, 2}}},
		{AddPathCapability(AddPath{IPv4Unicast, AddPathBoth}, AddPath{v6, AddPathSend}), "00010103 00020102",
			func(v []byte) (any, bool) { return any2(ParseAddPath(v)) }, []AddPath{{IPv4Unicast, 3}, {v6, 2}}},
		{gr.Capability(), "cfff 00010180 00020100", func(v []byte) (any, bool) { return any2(ParseGracefulRestart(v)) }, gr},
		{LLGRCapability(LLGR{v6, GRForwarding, 0xabcdef}), "000201 80 abcdef",
			func(v []byte) (any, bool) { return any2(ParseLLGR(v)) }, []LLGR{{v6, 0x80, 0xabcdef}}},
		{PathsLimitCapability(PathsLimit{v6, 10}), "000201 000a",
			func(v []byte) (any, bool) { return any2(ParsePathsLimit(v)) }, []PathsLimit{{v6, 10}}},
		{FQDNCapability("r1", "lab"), "02 7231 03 6c6162", func(v []byte) (any, bool) {
			h, d, ok := ParseFQDN(v)
			return [2]string{h, d}, ok
		}, [2]string{"r1", "lab"}},
		{SoftwareVersionCapability("v1"), "7631", func(v []byte) (any, bool) { return any2(ParseSoftwareVersion(v)) }, "v1"},
	} {
		if want := octetsOf(t, c.value); !bytes.Equal(c.cap.Value, want) {
			t.Errorf("%v: value %x, want %x", c.cap.Code, c.cap.Value, want)
		}
		if got, ok := c.read(c.cap.Value); !ok || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v reads as %v, %v; want %v", c.cap.Code, got, ok, c.want)
		}
		if c.cap.Code != registry.CapSoftwareVersion { // any octets are a text
			if _, ok := c.read(c.cap.Value[:len(c.cap.Value)-1]); ok {
				t.Errorf("%v: one octet short is read", c.cap.Code)
			}
			if _, ok := c.read(append(bytes.Clone(c.cap.Value), 0)); ok {
				t.Errorf("%v: one octet long is read", c.cap.Code)
			}
		}
		for _, f := range new(Decoder).Check(PieceCapabilities, c.cap.Append(nil), Context{}) {
			t.Errorf("%v: %s", c.cap.Code, f.Info().ID)
		}
	}
	if s, ok := ParseSoftwareVersion([]byte("\x02v1")); !ok || s != "v1" {
		t.Errorf("the older form reads as %q", s)
	}
}

func any2[T any](v T, ok bool) (any, bool) { return v, ok }

func TestRefreshAndKeepalive(t *testing.T) {
	v6 := Family{registry.AFIIPv6, registry.SAFIUnicast}
	for sub := uint8(RefreshRequest); sub <= RefreshEoRR; sub++ {
		b := AppendRouteRefresh(nil, v6, sub)
		if f, s, ok := ParseRouteRefresh(b); !ok || f != v6 || s != sub {
			t.Errorf("%x reads as %v %d", b, f, s)
		}
		if fs := new(Decoder).Check(PieceMessage, b, Context{}); len(fs) > 0 {
			t.Errorf("%x: %s", b, fs[0].Info().ID)
		}
		if _, _, ok := ParseRouteRefresh(b[:22]); ok {
			t.Error("a cut one is read")
		}
	}
	if fs := new(Decoder).Check(PieceMessage, AppendKeepalive(nil), Context{}); len(fs) > 0 {
		t.Error(fs[0].Info().ID)
	}
}

// FuzzOpenRoundTrip: what ParseOpen takes, Append gives again octet for octet, and what a builder makes is read as it
// was meant.
func FuzzOpenRoundTrip(f *testing.F) {
	for _, v := range vectors(f) {
		if v.piece == PieceOpen && len(v.octets) < 512 {
			f.Add(v.octets)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		o, ok := ParseOpenBody(body)
		if !ok || len(body) > MaxLen-HeaderLen {
			return
		}
		if o.Version == 0 || o.MyAS == 0 || o.Extended && body[9] != 255 {
			o.Version = 4 // not kept: no sound OPEN has them
		} else if b := mustOpen(t, o); !bytes.Equal(b[HeaderLen:], body) {
			t.Fatalf("%x comes again as %x (%+v)", body, b[HeaderLen:], o)
		}
		for _, p := range []Packing{PackTogether, PackEach} {
			built := Open{Version: o.Version, MyAS: o.MyAS, AS: o.AS, HoldTime: o.HoldTime, ID: o.ID,
				Capabilities: o.Capabilities, Packing: p, Extended: o.Extended}
			b, err := built.Append(nil)
			if err != nil {
				continue // many small ones, each in a parameter, can be too long
			}
			got, ok := ParseOpen(b)
			if !ok || len(got.Capabilities) != len(o.Capabilities) || got.HoldTime != o.HoldTime || got.ID != o.ID {
				t.Fatalf("%+v is read as %+v", built, got)
			}
			for i, c := range got.Capabilities {
				if c.Code != o.Capabilities[i].Code || !bytes.Equal(c.Value, o.Capabilities[i].Value) {
					t.Fatalf("capability %d: %v, built from %v", i, c, o.Capabilities[i])
				}
			}
		}
	})
}

// FuzzCapabilityValues: octets that a reader takes, its builder gives again.
func FuzzCapabilityValues(f *testing.F) {
	f.Add(uint8(64), []byte{0xc0, 90, 0, 1, 1, 0x80})
	f.Add(uint8(73), []byte("\x02r1\x00"))
	f.Fuzz(func(t *testing.T, code uint8, v []byte) {
		if len(v) > 255 {
			return
		}
		c, ok := rebuilt(registry.CapCode(code), v)
		if ok && (uint8(c.Code) != code || !bytes.Equal(c.Value, v)) {
			t.Fatalf("capability %d: %x comes again as %x", code, v, c.Value)
		}
	})
}

// rebuilt reads a value and builds it again; false for what its reader does not take.
func rebuilt(code registry.CapCode, v []byte) (Capability, bool) {
	switch code {
	case registry.CapMultiprotocol:
		x, ok := ParseMultiprotocol(v)
		return MultiprotocolCapability(x), ok && v[2] == 0
	case registry.CapAS4:
		x, ok := ParseAS4(v)
		return AS4Capability(x), ok
	case registry.CapRole:
		x, ok := ParseRole(v)
		return RoleCapability(x), ok
	case registry.CapExtendedNextHop:
		x, ok := ParseExtendedNextHop(v)
		return ExtendedNextHopCapability(x...), ok
	case registry.CapAddPath:
		x, ok := ParseAddPath(v)
		return AddPathCapability(x...), ok
	case registry.CapGracefulRestart:
		x, ok := ParseGracefulRestart(v)
		return x.Capability(), ok
	case registry.CapLLGR:
		x, ok := ParseLLGR(v)
		return LLGRCapability(x...), ok
	case registry.CapPathsLimit:
		x, ok := ParsePathsLimit(v)
		return PathsLimitCapability(x...), ok
	case registry.CapFQDN:
		h, d, ok := ParseFQDN(v)
		return FQDNCapability(h, d), ok
	case registry.CapSoftwareVersion:
		x, ok := ParseSoftwareVersion(v)
		return SoftwareVersionCapability(x), ok && !oldSoftwareVersion(v)
	}
	return Capability{}, false
}
