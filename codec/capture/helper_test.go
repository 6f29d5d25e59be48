package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// message builds a message of a type around a body.
func message(t registry.MessageType, body ...byte) []byte {
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), t), body...)
}

func keepalive() []byte { return message(registry.MsgKeepalive) }

// update builds an UPDATE that withdraws n routes 10.x.y.0/24.
func update(n int) []byte {
	body := []byte{byte(4 * n >> 8), byte(4 * n)}
	for i := range n {
		body = append(body, 24, 10, byte(i>>8), byte(i))
	}
	return message(registry.MsgUpdate, append(body, 0, 0)...)
}

// open builds an OPEN with capabilities, each one code, length, value.
func open(as uint32, caps ...[]byte) []byte {
	my := as
	if as > 0xffff {
		my = 23456
	}
	body := []byte{4, byte(my >> 8), byte(my), 0, 180, 192, 0, 2, byte(as)}
	var all []byte
	for _, c := range caps {
		all = append(all, c...)
	}
	if len(all) == 0 {
		return message(registry.MsgOpen, append(body, 0)...)
	}
	body = append(body, byte(len(all)+2), 2, byte(len(all)))
	return message(registry.MsgOpen, append(body, all...)...)
}

func capAS4(as uint32) []byte { return binary.BigEndian.AppendUint32([]byte{65, 4}, as) }

// capAddPath offers ADD-PATH for IPv4 unicast; mode 1 receive, 2 send, 3 both.
func capAddPath(mode byte) []byte { return []byte{69, 4, 0, 1, 1, mode} }

func capExt() []byte { return []byte{6, 0} }

// wire writes packets of one TCP connection into a capture.
type wire struct {
	t          testing.TB
	a, b       netip.AddrPort
	seqA, seqB uint32
	vlan       []uint16
	now        time.Time
	packets    [][]byte
	times      []time.Time
	link       layers.LinkType
}

func newWire(t testing.TB) *wire {
	return &wire{t: t, a: netip.MustParseAddrPort("192.0.2.1:50123"), b: netip.MustParseAddrPort("192.0.2.2:179"),
		seqA: 1000, seqB: 0xfffffff0, now: time.Unix(1700000000, 123456000).UTC(), link: layers.LinkTypeEthernet}
}

// segment makes one packet; from is 'a' or 'b'.
func (w *wire) segment(from byte, seq uint32, flags string, data []byte) []byte {
	src, dst, ack := w.a, w.b, w.seqB
	if from == 'b' {
		src, dst, ack = w.b, w.a, w.seqA
	}
	tcp := &layers.TCP{SrcPort: layers.TCPPort(src.Port()), DstPort: layers.TCPPort(dst.Port()), Seq: seq, Window: 1024}
	for _, f := range flags {
		switch f {
		case 'S':
			tcp.SYN = true
		case 'A':
			tcp.ACK, tcp.Ack = true, ack
		case 'F':
			tcp.FIN = true
		case 'R':
			tcp.RST = true
		case 'o':
			tcp.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindTimestamps, OptionLength: 10, OptionData: make([]byte, 8)}}
		}
	}
	var ls []gopacket.SerializableLayer
	var ip gopacket.NetworkLayer
	etype := layers.EthernetTypeIPv4
	var ipl gopacket.SerializableLayer
	if src.Addr().Is4() {
		v := &layers.IPv4{Version: 4, TTL: 1, Protocol: layers.IPProtocolTCP, SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		ip, ipl = v, v
	} else {
		v := &layers.IPv6{Version: 6, HopLimit: 1, NextHeader: layers.IPProtocolTCP, SrcIP: src.Addr().AsSlice(), DstIP: dst.Addr().AsSlice()}
		ip, ipl = v, v
		etype = layers.EthernetTypeIPv6
	}
	if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
		w.t.Fatal(err)
	}
	switch w.link {
	case layers.LinkTypeEthernet:
		mac := net.HardwareAddr{2, 0, 0, 0, 0, 1}
		eth := &layers.Ethernet{SrcMAC: mac, DstMAC: mac, EthernetType: etype}
		ls = append(ls, eth)
		for i, id := range w.vlan {
			next := etype
			if i < len(w.vlan)-1 {
				next = layers.EthernetTypeDot1Q
			}
			ls = append(ls, &layers.Dot1Q{VLANIdentifier: id, Type: next})
			eth.EthernetType = layers.EthernetTypeDot1Q
			if len(w.vlan) > 1 {
				eth.EthernetType = layers.EthernetTypeQinQ
			}
		}
	case layers.LinkTypeNull:
		ls = append(ls, &layers.Loopback{Family: layers.ProtocolFamilyIPv4})
	case layers.LinkTypeLinuxSLL:
		ls = append(ls, gopacket.Payload{0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, byte(etype >> 8), byte(etype)})
	case layers.LinkTypeLinuxSLL2:
		ls = append(ls, gopacket.Payload{byte(etype >> 8), byte(etype), 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0})
	}
	ls = append(ls, ipl, tcp, gopacket.Payload(data))
	buf := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(buf, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, ls...); err != nil {
		w.t.Fatal(err)
	}
	return bytes.Clone(buf.Bytes())
}

func (w *wire) add(p []byte) {
	w.packets = append(w.packets, p)
	w.times = append(w.times, w.now)
	w.now = w.now.Add(10 * time.Millisecond)
}

// send adds a packet with data in order and moves on.
func (w *wire) send(from byte, data []byte) {
	w.add(w.next(from, data))
}

// next makes the packet that send would add.
func (w *wire) next(from byte, data []byte) []byte {
	seq := &w.seqA
	if from == 'b' {
		seq = &w.seqB
	}
	p := w.segment(from, *seq, "Ao", data)
	*seq += uint32(len(data))
	return p
}

// connect adds the three packets that open the connection.
func (w *wire) connect() {
	w.add(w.segment('a', w.seqA, "S", nil))
	w.seqA++
	w.add(w.segment('b', w.seqB, "SA", nil))
	w.seqB++
	w.add(w.segment('a', w.seqA, "A", nil))
}

// pcap writes the capture; snap is the snap length, 0 for none.
func (w *wire) pcap(snap int) []byte {
	var out bytes.Buffer
	pw := pcapgo.NewWriter(&out)
	limit := snap
	if limit == 0 {
		limit = 262144
	}
	if err := pw.WriteFileHeader(uint32(limit), w.link); err != nil {
		w.t.Fatal(err)
	}
	for i, p := range w.packets {
		n := min(limit, len(p))
		if err := pw.WritePacket(gopacket.CaptureInfo{Timestamp: w.times[i], CaptureLength: n, Length: len(p)}, p[:n]); err != nil {
			w.t.Fatal(err)
		}
	}
	return out.Bytes()
}

func (w *wire) pcapng() []byte {
	var out bytes.Buffer
	pw, err := pcapgo.NewNgWriter(&out, w.link)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, p := range w.packets {
		if err := pw.WritePacket(gopacket.CaptureInfo{Timestamp: w.times[i], CaptureLength: len(p), Length: len(p)}, p); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := pw.Flush(); err != nil {
		w.t.Fatal(err)
	}
	return out.Bytes()
}

// got is a record that outlives the reading.
type got struct {
	Record
	err error
}

// line says the essence of a record in one line.
func (g got) line() string {
	if g.err != nil {
		return "damage: " + g.err.Error()
	}
	switch g.Kind {
	case RecordState:
		return fmt.Sprintf("state %s %d>%d %s", g.Src, g.State.Old, g.State.New, g.State.By)
	case RecordReport:
		return fmt.Sprintf("report %d %s", g.Report.Kind, g.Src)
	}
	s := fmt.Sprintf("%d %s>%s type %d len %d", g.Index, g.Src, g.Dst, g.Octets[18], len(g.Octets))
	if g.Missing > 0 {
		s += fmt.Sprintf(" missing %d", g.Missing)
	}
	if g.Passed > 0 {
		s += fmt.Sprintf(" passed %d", g.Passed)
	}
	if g.Lost > 0 {
		s += fmt.Sprintf(" lost %d", g.Lost)
	}
	if g.Joined {
		s += " joined"
	}
	return s
}

// readAll reads an input to its end.
func readAll(t testing.TB, b []byte, opt Options) ([]got, *Source) {
	t.Helper()
	return readFrom(t, bytes.NewReader(b), opt)
}

func readFrom(t testing.TB, r io.Reader, opt Options) ([]got, *Source) {
	t.Helper()
	src, err := Open(r, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var all []got
	for rec, err := range src.Records() {
		g := got{*rec, err}
		g.Octets = bytes.Clone(rec.Octets)
		all = append(all, g)
	}
	return all, src
}

// types gives the message types in their order.
func types(all []got) string {
	s := ""
	for _, g := range all {
		if g.err != nil {
			s += "!"
		} else if g.Kind == RecordMessage {
			s += string(rune('0' + g.Octets[18]))
		}
	}
	return s
}

func lines(all []got) string {
	s := ""
	for _, g := range all {
		s += g.line() + "\n"
	}
	return s
}

func wantTypes(t *testing.T, all []got, want string) {
	t.Helper()
	if got := types(all); got != want {
		t.Errorf("messages %s, want %s\n%s", got, want, lines(all))
	}
}
