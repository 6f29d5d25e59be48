package batch

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// peerTableOf is a PEER_INDEX_TABLE with a router's own routes (:: and AS 0, as BIRD has them, 0.0.0.0 as FRR), and a peer.
func peerTableOf() []byte {
	peers := []byte{192, 0, 2, 99, 0, 0, 0, 3}
	peers = append(append(append(peers, 1, 0, 0, 0, 0), make([]byte, 16)...), 0, 0)
	peers = append(peers, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	peers = append(peers, 2, 10, 0, 0, 1, 192, 0, 2, 31, 0, 1, 0, 1)
	return mrtOf(13, 1, peers)
}

// ribOf is a record of one entry of TABLE_DUMP_V2.
func ribOf(sub uint16, peer byte, attrs []byte, route ...byte) []byte {
	b := append(append([]byte{0, 0, 0, 1}, route...), 0, 1, 0, peer, 0x60, 0, 0, 0, byte(len(attrs)>>8), byte(len(attrs)))
	return mrtOf(13, sub, append(b, attrs...))
}

// TestTableEntriesAccuseNobody: what a table holds is no UPDATE that a peer sent. A router's own routes, as the tables of BIRD, FRR and
// GoBGP have them, are sound; a broken attribute is told without a culprit.
func TestTableEntriesAccuseNobody(t *testing.T) {
	origin := codec.AppendAttr(nil, 0x40, registry.AttrOrigin, []byte{0})
	path := codec.AppendAttr(nil, 0x40, registry.AttrASPath, nil)
	hop := func(flags, octet byte) []byte {
		return codec.AppendAttr(nil, flags, registry.AttrNextHop, []byte{octet, 0, 0, octet})
	}
	join := func(list ...[]byte) (b []byte) {
		for _, a := range list {
			b = append(b, a...)
		}
		return b
	}
	v4, multicast := []byte{24, 198, 51, 100}, []byte{0, 1, 2, 24, 198, 51, 100}
	v6 := []byte{32, 0x20, 1, 0xd, 0xb8}
	for _, c := range []struct {
		name string
		in   []byte
		own  bool
	}{
		{"BIRD, static route", ribOf(2, 0, nil, v4...), true},
		{"BIRD, static route of IPv6", ribOf(4, 0, nil, v6...), true},
		{"BIRD, next hop without flags", ribOf(2, 2, join(origin, path, hop(0, 10)), v4...), false},
		{"FRR, network statement", ribOf(2, 1, join(origin, path, hop(0x40, 0)), v4...), true},
		{"GoBGP, no path", ribOf(2, 7, join(origin, hop(0x40, 10)), v4...), false},
		{"multicast without MP_REACH_NLRI", ribOf(3, 2, join(origin, path, hop(0x40, 10)), v4...), false},
		{"any family without MP_REACH_NLRI", ribOf(6, 2, join(origin, path, hop(0x40, 10)), multicast...), false},
	} {
		out, _ := run(t, string(append(peerTableOf(), c.in...)), testOptions())
		if strings.Count(out, "\n") != 1 || strings.Contains(out, "malformed") || strings.Contains(out, `"severity":"error"`) {
			t.Errorf("%s: %s", c.name, out)
		}
		if c.own != strings.Contains(out, "a route of the router's own") || c.own && (strings.Contains(out, `"direction"`) || strings.Contains(out, `"peer"`)) {
			t.Errorf("%s: %s", c.name, out)
		}
	}
	bad := codec.AppendAttr(nil, 0xc0, registry.AttrAggregator, []byte{0, 3, 2})
	out, _ := run(t, string(append(peerTableOf(), ribOf(2, 2, join(origin, path, hop(0x40, 10), bad), v4...)...)), testOptions())
	if !strings.Contains(out, "AGGREGATOR has 3 octets") || strings.Contains(out, "which sent it") || !strings.Contains(out, `"fault":"unknown"`) ||
		!strings.Contains(out, "as the table holds it") {
		t.Errorf("a broken attribute: %s", out)
	}
	// The same octets in a message that the peer did send are its fault.
	sent := append([]byte{0, 1, 0, 1, 0, 0, 0xfd, 0xe9, 0, 0, 0, 1, 192, 0, 2, 31, 192, 0, 2, 9}, announceOf(origin, v4...)...)
	if out, _ := run(t, string(mrtOf(16, 4, sent)), testOptions()); !strings.Contains(out, "the peer, which sent it, is at fault") {
		t.Errorf("a message: %s", out)
	}
}

// TestPolicyAccusesNobody: what a policy has been over is not what a peer has sent, or this router will send.
func TestPolicyAccusesNobody(t *testing.T) {
	bad := announceOf(append(attrsOf(65001), codec.AppendAttr(nil, 0xc0, registry.AttrAggregator, []byte{0, 3, 2})...), 24, 198, 51, 100)
	for flags, sent := range map[byte]bool{0: true, 0x40: false, 0x10: false, 0x50: true} {
		peer := bmpPeer("192.0.2.1", 65001)
		peer[1] |= flags
		out, _ := run(t, string(append(bmpUp(bmpPeer("192.0.2.1", 65001), "192.0.2.9", anOpen(65009, 0), anOpen(65001, 0)), bmpOf(0, peer, bad)...)), testOptions())
		if !strings.Contains(out, "AGGREGATOR has 3 octets") || sent != strings.Contains(out, "which sent it") || sent == strings.Contains(out, "as the table holds it") {
			t.Errorf("flags %#x: %s", flags, out)
		}
	}
}

// TestRouteMonitoringWithoutPathIDs: a router that reports routes over BMP writes them anew, as GoBGP does after its policy: without
// path identifiers although the session has them. What reads soundly only so is read so; on the wire it is a fault.
func TestRouteMonitoringWithoutPathIDs(t *testing.T) {
	plain := announceOf(attrsOf(65001), 24, 198, 51, 100)
	up := bmpUp(bmpPeer("192.0.2.1", 65001), "192.0.2.9", anOpen(65009, 1), anOpen(65001, 2))
	for name, flags := range map[string]byte{"before policy": 0, "after policy": 0x40} {
		peer := bmpPeer("192.0.2.1", 65001)
		peer[1] |= flags
		all, _ := tell(t, append(append(up, bmpOf(0, peer, plain)...), bmpOf(0, peer, withPathID())...), testOptions())
		all = all[len(all)-2:]
		if m := all[0]; len(m.Update.NLRI) != 1 || m.Update.NLRI[0].Prefix != "198.51.100.0/24" || len(m.AddPath.Families) != 0 || m.AddPath.How != "evidence" {
			t.Errorf("%s: %+v", name, m)
		}
		if m := all[1]; len(m.Update.NLRI) != 1 || m.Update.NLRI[0].Prefix != "10.9.8.0/24" || len(m.AddPath.Families) != 1 || m.AddPath.How != "negotiated" {
			t.Errorf("%s, with identifiers: %+v", name, m)
		}
	}
	mirrored := bmpOf(6, bmpPeer("192.0.2.1", 65001), []byte{0, 0, 0, byte(len(plain))}, plain)
	out, _ := run(t, string(append(up, mirrored...)), testOptions())
	if !strings.Contains(out, "a route needs 5 octets") {
		t.Errorf("mirrored as it came: %s", out)
	}
}
