package capture

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// oldRecord is a record of a type before BGP4MP: AS numbers 64499 and 64511 and two addresses, and then body.
func oldRecord(typ, sub uint16, peer, local string, body []byte) []byte {
	b := append([]byte{0xfb, 0xf3}, netip.MustParseAddr(peer).AsSlice()...)
	if sub != mrtOldState {
		b = append(append(b, 0xfb, 0xff), netip.MustParseAddr(local).AsSlice()...)
	}
	return mrtRecord(typ, sub, append(b, body...))
}

// TestMRTOld: records of the types before BGP4MP are messages without headers (RFC 6396 appendix B.2); some writers left them there.
func TestMRTOld(t *testing.T) {
	for _, c := range []struct {
		typ         uint16
		peer, local string
	}{{5, "192.0.2.7", "192.0.2.8"}, {9, "2001:db8::7", "2001:db8::8"}, {10, "2001:db8::7", "2001:db8::8"}} {
		var b []byte
		b = append(b, oldRecord(c.typ, 0, c.peer, c.local, nil)...)
		b = append(b, oldRecord(c.typ, 5, c.peer, c.local, open(64499)[19:])...)
		b = append(b, oldRecord(c.typ, 7, c.peer, c.local, nil)...)
		b = append(b, oldRecord(c.typ, 3, c.peer, "", []byte{0, 5, 0, 6})...)
		b = append(b, oldRecord(c.typ, 1, c.peer, c.local, update(3)[19:])...)
		b = append(b, oldRecord(c.typ, 1, c.peer, c.local, update(4))...) // with its header
		b = append(b, oldRecord(c.typ, 4, c.peer, c.local, []byte("\x00\x01a file"))...)
		b = append(b, oldRecord(c.typ, 6, c.peer, c.local, []byte{6, 3})...)
		b = append(b, oldRecord(c.typ, 3, c.peer, "", []byte{0, 6, 0, 1})...)
		all, src := readAll(t, b, Options{})
		if src.Kind != KindMRT {
			t.Fatal(src.Kind)
		}
		wantTypes(t, all, "14223")
		for i, want := range map[int][]byte{0: open(64499), 1: keepalive(), 3: update(3), 4: update(4), 5: message(registry.MsgNotification, 6, 3)} {
			g := all[i]
			if !bytes.Equal(g.Octets, want) || g.Src != host(netip.MustParseAddr(c.peer)) || g.Dst != host(netip.MustParseAddr(c.local)) ||
				g.SrcAS != 64499 || g.DstAS != 64511 || g.Known.ASWidth != 2 || g.Dir != DirReceived || g.Time.Unix() != mrtTime {
				t.Errorf("type %d record %d: %+v", c.typ, i, g.Record)
			}
		}
		for i, want := range map[int]StateChange{2: {Old: StateOpenConfirm, New: StateEstablished, By: "mrt"}, 6: {Old: StateEstablished, New: StateIdle, By: "mrt"}} {
			if s := all[i].State; s == nil || s.Old != want.Old || s.New != want.New || all[i].SrcAS != 64499 {
				t.Errorf("type %d record %d: %+v", c.typ, i, all[i].Record)
			}
		}
		if st := src.Stats(); kinds(st.Others) != (Others{{KindMRT, c.typ, 0, 1, 0}, {KindMRT, c.typ, 4, 1, 0}}) || st.Unknown != 2 {
			t.Errorf("type %d: %+v", c.typ, st)
		}
		for cut := range len(b) {
			readAll(t, b[:cut], Options{Kind: KindMRT})
		}
		last := oldRecord(c.typ, 6, c.peer, c.local, []byte{6, 2, 3, 'a', 'b', 'c'})
		all, _ = readAll(t, last[:len(last)-2], Options{Kind: KindMRT})
		if g := all[0]; g.Lost != 2 || len(g.Octets) != 23 || g.Octets[17] != 25 {
			t.Errorf("type %d, cut: %s", c.typ, lines(all))
		}
	}
}

// TestMRTBegins: a file whose first record is not of BGP is MRT where another record follows; what is not read is counted by name.
func TestMRTBegins(t *testing.T) {
	bgp := mrtRecord(16, 4, append(mrtSession(4, 64499, 64511, "192.0.2.1", "192.0.2.2"), update(1)...))
	for _, c := range []struct {
		typ, sub uint16
		name     string
	}{
		{11, 0, "MRT records OSPFv2"}, {32, 0, "MRT records ISIS"}, {33, 1, "MRT records ISIS_ET"}, {48, 0, "MRT records OSPFv3"}, {49, 3, "MRT records OSPFv3_ET"},
		{0, 0, "MRT records NULL"}, {3, 0, "MRT records I_AM_DEAD"}, {6, 1, "MRT records RIP"}, {8, 1, "MRT records RIPNG"},
		{5, 4, "MRT records BGP BGP_SYNC"}, {9, 2, "MRT records BGP4PLUS BGP_PREF_UPDATE"}, {16, 2, "MRT records BGP4MP_ENTRY"}, {17, 3, "MRT records BGP4MP_SNAPSHOT"},
		{16, 99, "MRT records BGP4MP, subtype 99"}, {12, 7, "MRT records TABLE_DUMP, subtype 7"}, {13, 7, "MRT records GEO_PEER_TABLE"}, {13, 40, "MRT records TABLE_DUMP_V2, subtype 40"},
	} {
		body := []byte("\x02\x01\x00\x2c some other protocol's packet, of no interest here")
		b := append(append(mrtRecord(c.typ, c.sub, body), mrtRecord(c.typ, c.sub, nil)...), bgp...)
		if c.typ == 16 || c.typ == 17 || c.typ == 13 { // least
			b = append(mrtRecord(c.typ, c.sub, body), bgp...)
		}
		all, src := readAll(t, b, Options{})
		wantTypes(t, all, "2")
		o := src.Stats().Others[0]
		if src.Kind != KindMRT || o.String() != c.name || o.N < 1 || src.Stats().Others[1].N != 0 {
			t.Errorf("%v: %v, %v (%s), want %s", c, src.Kind, o, o, c.name)
		}
		if Sniff(b[:len(b)-len(bgp)-20]) != KindUnknown && c.typ < 12 {
			t.Errorf("%v: one record decides", c)
		}
	}
	for _, text := range []string{"2026-11-22 some text of a log\n", "\x00\x00\x00\x0b\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0b\x00\x00\x00\x00\x00\x00", "\xfe\xff\x00\x32\x00\x30\x00\x30"} {
		if k := Sniff([]byte(text)); k != KindUnknown {
			t.Errorf("%q is %v", text, k)
		}
	}
	odd := mrtRecord(77, 1, []byte("of a type that nobody knows"))
	all, src := readAll(t, append(append(bytes.Clone(bgp), odd...), bgp...), Options{})
	if wantTypes(t, all, "22"); src.Stats().Others[0].String() != "MRT records of type 77" {
		t.Errorf("%+v", src.Stats())
	}
}
