package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

const (
	localAS = 64500
	peers   = 40
)

// writeMRT writes UPDATEs as a route collector records them.
func writeMRT(w io.Writer, n int) error {
	buf := bufio.NewWriterSize(w, 1<<20)
	if err := fill(capture.NewMRTWriter(buf), n, false); err != nil {
		return err
	}
	return buf.Flush()
}

// writePcap writes the same UPDATEs as sessions, from their OPENs on.
func writePcap(w io.Writer, n int) error {
	buf := bufio.NewWriterSize(w, 1<<20)
	p, err := capture.NewPcapWriter(buf)
	if err != nil {
		return err
	}
	if err := fill(p, n, true); err != nil {
		return err
	}
	return buf.Flush()
}

func fill(w capture.Writer, n int, opens bool) error {
	r := rand.New(rand.NewPCG(1, 2))
	now := time.Unix(1700000000, 0)
	opened := [peers]bool{}
	for i := range n {
		k := r.IntN(peers)
		now = now.Add(time.Duration(r.IntN(50)) * time.Millisecond)
		as := uint32(65000 + 1000*k)
		m := capture.Message{Time: now, Src: peerOf(k), Dst: netip.MustParseAddrPort("192.0.2.1:179"), SrcAS: as, DstAS: localAS}
		if opens && !opened[k] {
			opened[k] = true
			m.Octets = open(as, byte(k))
			if err := w.Write(&m); err != nil {
				return err
			}
			back := m
			back.Src, back.Dst, back.Octets = m.Dst, m.Src, open(localAS, 1)
			if err := w.Write(&back); err != nil {
				return err
			}
		}
		m.Octets = update(r, as, i)
		if err := w.Write(&m); err != nil {
			return err
		}
	}
	return nil
}

func peerOf(k int) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{198, 51, 100, byte(k + 1)}), uint16(40000+k))
}

func open(as uint32, id byte) []byte {
	body := []byte{4, 0x5b, 0xa0, 0, 180, 198, 51, 100, id, 14, 2, 12, 1, 4, 0, 1, 0, 1, 65, 4}
	return message(registry.MsgOpen, binary.BigEndian.AppendUint32(body, as))
}

func message(t registry.MessageType, body []byte) []byte {
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), t), body...)
}

// update makes an UPDATE as they are on the Internet: mostly one to three prefixes, a path of a few AS numbers,
// communities, now and then a withdrawal.
func update(r *rand.Rand, as uint32, i int) []byte {
	prefixes := func(n int) (b []byte) {
		for range n {
			b = append(b, 24, byte(r.IntN(200)+11), byte(r.IntN(256)), byte(i))
		}
		return b
	}
	if r.IntN(8) == 0 {
		w := prefixes(1 + r.IntN(4))
		return message(registry.MsgUpdate, append(append([]byte{0, byte(len(w))}, w...), 0, 0))
	}
	hops := 2 + r.IntN(5)
	a := []byte{0x40, 1, 1, byte(r.IntN(20) / 18), 0x40, 2, byte(2 + 4*hops), 2, byte(hops)}
	for h := range hops {
		if h > 0 {
			as = uint32(1000 + r.IntN(400000))
		}
		a = binary.BigEndian.AppendUint32(a, as)
	}
	a = append(a, 0x40, 3, 4, 198, 51, 100, 7)
	if r.IntN(2) == 0 {
		a = append(a, 0x80, 4, 4, 0, 0, 0, byte(r.IntN(200)))
	}
	if n := r.IntN(8); n > 0 {
		a = append(a, 0xc0, 8, byte(4*n))
		for range n {
			a = append(a, byte(r.IntN(250)), byte(i), 0, byte(r.IntN(256)))
		}
	}
	body := append([]byte{0, 0, 0, byte(len(a))}, a...)
	return message(registry.MsgUpdate, append(body, prefixes(1+r.IntN(3))...))
}
