package fault_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// update is an UPDATE with attributes and routes of a user's own.
func update(ctx codec.Context) codec.Update {
	a := codec.PathAttributes{
		ASPath:  []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{64496, 64499}}},
		NextHop: fault.Defaults().NextHop, HasMED: true, MED: 7, Communities: []uint32{64496<<16 | 1},
	}
	return codec.Update{Attrs: a.Append(nil, ctx), NLRI: []byte{16, 203, 0, 24, 203, 0, 113}}
}

// A fault of an UPDATE can be put into any: its routes stay, and so do the attributes that the fault is not about.
func TestApply(t *testing.T) {
	each(t, func(t *testing.T, f *fault.Fault) {
		p := f.Params()
		u := update(p.Context)
		whole := codec.Update{Attrs: slices.Clone(u.Attrs), NLRI: slices.Clone(u.NLRI)}
		s, err := f.Apply(u, p)
		switch {
		case !f.InUpdate():
			if !errors.Is(err, fault.ErrNotUpdate) {
				t.Errorf("error %v", err)
			}
			return
		case err != nil:
			t.Fatal(err)
		case !bytes.Equal(u.Attrs, whole.Attrs) || !bytes.Equal(u.NLRI, whole.NLRI):
			t.Error("the UPDATE was changed")
		case !s.Faulty || s.At < 0 || s.At+s.Len > len(s.Octets):
			t.Errorf("octets [%d, %d) of %d", s.At, s.At+s.Len, len(s.Octets))
		}
		if f.Finding != codec.FindNone && len(u.NLRI) > 0 {
			findings := new(codec.Decoder).Check(codec.PieceMessage, s.Octets, p.Context)
			if find(findings, f.Finding, s.At) == nil {
				t.Errorf("no finding %s at %d: %s", codec.FindingInfo(f.Finding).ID, s.At, said(findings))
			}
		}
		if f.Group == "origin" && !bytes.Contains(s.Octets, u.NLRI) {
			t.Error("the routes are gone")
		}
		if f.Group == "origin" && !bytes.Contains(s.Octets, []byte{0x80, 4, 4, 0, 0, 0, 7}) {
			t.Error("another attribute is gone")
		}
	})
}

// What is sent does not depend on what was sent before.
func TestStepsAreFresh(t *testing.T) {
	each(t, func(t *testing.T, f *fault.Fault) {
		p := f.Params()
		a, err := f.Steps(p)
		if err != nil {
			t.Fatal(err)
		}
		first := make([][]byte, len(a))
		for i := range a {
			first[i] = slices.Clone(a[i].Octets)
			for j := range a[i].Octets {
				a[i].Octets[j] ^= 0x55
			}
		}
		b, err := f.Steps(p)
		if err != nil || len(b) != len(a) {
			t.Fatal(err, len(b))
		}
		for i := range b {
			if !bytes.Equal(b[i].Octets, first[i]) {
				t.Errorf("step %d: %x, before %x", i, b[i].Octets, first[i])
			}
		}
	})
}

// The carrier of each fault is sound.
func TestCarriersAreSound(t *testing.T) {
	each(t, func(t *testing.T, f *fault.Fault) {
		if f.Phase != fault.Established {
			return
		}
		p := f.Params()
		u := fault.Carrier(&p, f.Needs)
		m, err := u.Append(nil, codec.MaxLen)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range new(codec.Decoder).Check(codec.PieceMessage, m, p.Context) {
			if x.Severity == codec.SeverityError || x.Action != registry.ActionNone || x.ID == codec.FindMPFamily {
				t.Errorf("%s\n%x", said([]codec.Finding{x}), m)
			}
		}
	})
}

// The parameters that a fault needs are those of the OPEN, and others are refused.
func TestFit(t *testing.T) {
	each(t, func(t *testing.T, f *fault.Fault) {
		p := f.Params()
		got, err := f.Needs.Fit(p)
		if err != nil {
			t.Fatal(err)
		}
		open := got.Open()
		if _, ok := open.Capability(registry.CapAS4); ok != got.Context.AS4 {
			t.Error("the OPEN does not offer the width of the context")
		}
		if f.Needs.Peer == codec.PeerIBGP {
			if _, err := f.Needs.Fit(fault.Defaults()); !errors.Is(err, fault.ErrPeerKind) {
				t.Errorf("an external session: %v", err)
			}
		}
	})
}

// FuzzApply: whatever the UPDATE, and whatever the session, nothing panics, and the place is inside the message.
func FuzzApply(f *testing.F) {
	u := update(codec.Context{AS4: true})
	f.Add(u.Attrs, u.NLRI, byte(1))
	f.Add([]byte{0x40, 2, 0}, []byte{}, byte(2))
	f.Add([]byte{0x40, 2, 1, 2}, []byte{0}, byte(7))
	f.Add([]byte{0x80, 14, 5, 0, 2, 1, 0, 0}, []byte{24, 198, 51, 100}, byte(3))
	all := fault.All()
	f.Fuzz(func(t *testing.T, attrs, nlri []byte, bits byte) {
		if len(attrs)+len(nlri) > 5000 {
			return
		}
		for _, x := range all {
			p := fault.Defaults()
			p.Context.AS4 = bits&1 != 0
			p.Context.Peer = codec.PeerKind(bits >> 1 & 3)
			if bits&8 != 0 {
				p.Context.AddPath = codec.AllFamilies
			}
			s, err := x.Apply(codec.Update{Attrs: attrs, NLRI: nlri}, p)
			if err == nil && (s.At < 0 || s.At+s.Len > len(s.Octets)) {
				t.Errorf("%s: octets [%d, %d) of %d", x.ID, s.At, s.At+s.Len, len(s.Octets))
			}
			if steps, err := x.Steps(p); err == nil {
				for _, s := range steps {
					if s.At < 0 || s.At+s.Len > len(s.Octets) && s.Do == fault.Send {
						t.Errorf("%s: step: octets [%d, %d) of %d", x.ID, s.At, s.At+s.Len, len(s.Octets))
					}
				}
			}
		}
	})
}
