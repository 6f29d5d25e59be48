package capture

import (
	"bytes"
	"testing"

	"github.com/gopacket/gopacket/layers"
)

// TestLinkLayers: what stands in front of IP on links that are read, and that no header that is cut or wrong ends the reading.
func TestLinkLayers(t *testing.T) {
	ether := append(bytes.Repeat([]byte{2}, 12), 8, 0)
	junos := []byte("MGC\x80\x00\x03\x01\x01\x2a")
	for _, tc := range []struct {
		name string
		link layers.LinkType
		head []byte
	}{
		{"enc", linkEnc, make([]byte, 12)},
		{"pflog", linkPFLog, append([]byte{61, 2}, make([]byte, 62)...)},
		{"pflog of another length", linkPFLog, append([]byte{100, 2}, make([]byte, 98)...)},
		{"frame relay", linkFrameRelay, []byte{0x18, 0x41, 3, 0xcc}},
		{"frame relay, Cisco", linkFrameRelay, []byte{0x18, 0x41, 8, 0}},
		{"Junos", linkJuniper, append(bytes.Clone(junos), ether...)},
		{"Junos, no extensions", linkJuniper, append([]byte("MGC\x01"), ether...)},
		{"Junos, no link header", linkJuniper, append([]byte("MGC\x82"), append(junos[4:len(junos):len(junos)], 2, 0, 0, 0)...)},
		{"nflog", linkNFLog, []byte{2, 0, 0, 5, 8, 0, 1, 0, 8, 0, 1, 0, 9, 0, 10, 0, 'p', 'r', 'e', 'f', 0, 0, 0, 0, 200, 0, 9, 0}},
		{"nflog, big-endian", linkNFLog, []byte{2, 0, 0, 5, 0, 8, 0, 1, 8, 0, 1, 0, 0, 200, 0, 9}},
	} {
		w := newWire(t)
		w.link = layers.LinkTypeRaw
		w.connect()
		w.send('a', open(1))
		w.send('b', open(2))
		w.send('a', update(3))
		raw := w.packets
		w.link = tc.link
		w.packets = nil
		for _, p := range raw {
			w.packets = append(w.packets, append(bytes.Clone(tc.head), p...))
		}
		all, src := readAll(t, w.pcap(0), Options{})
		wantTypes(t, all, "112")
		if src.Stats().OtherLink != 0 {
			t.Errorf("%s: %+v", tc.name, src.Stats())
		}
		for cut := range len(tc.head) + 20 { // no packet is whole
			for i, p := range raw {
				w.packets[i] = append(bytes.Clone(tc.head), p...)[:cut]
			}
			if all, _ := readAll(t, w.pcap(0), Options{}); len(all) > 0 {
				t.Errorf("%s, cut at %d: %s", tc.name, cut, lines(all))
			}
		}
	}
}
