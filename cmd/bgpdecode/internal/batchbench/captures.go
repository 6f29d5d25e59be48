package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"math/rand/v2"
)

// appendUpdate appends an UPDATE with 4-octet AS numbers as a route collector sees it: an origin, a path, a next hop, most
// times communities, and some prefixes; now and then only withdrawn routes.
func appendUpdate(b []byte, r *rand.Rand) []byte {
	from := len(b)
	for range 16 {
		b = append(b, 0xff)
	}
	b = append(b, 0, 0, 2)
	if r.IntN(12) == 0 {
		b = prefixes(append(b, 0, 0), r, 1+r.IntN(4))
		binary.BigEndian.PutUint16(b[from+19:], uint16(len(b)-from-21))
		b = append(b, 0, 0)
	} else {
		b = append(b, 0, 0, 0, 0)
		at := len(b)
		n := 2 + r.IntN(6)
		b = append(b, 0x40, 1, 1, byte(r.IntN(3)), 0x40, 2, byte(2+4*n), 2, byte(n))
		for range n {
			b = binary.BigEndian.AppendUint32(b, 1000+r.Uint32N(400000))
		}
		b = append(b, 0x40, 3, 4, 192, 0, 2, byte(1+r.IntN(250)))
		if r.IntN(3) > 0 {
			n := 1 + r.IntN(8)
			b = append(b, 0xc0, 8, byte(4*n))
			for range n {
				b = binary.BigEndian.AppendUint32(b, r.Uint32())
			}
		}
		binary.BigEndian.PutUint16(b[at-2:], uint16(len(b)-at))
		b = prefixes(b, r, 1+r.IntN(6))
	}
	binary.BigEndian.PutUint16(b[from+16:], uint16(len(b)-from))
	return b
}

func prefixes(b []byte, r *rand.Rand, n int) []byte {
	for range n {
		v := r.Uint32()
		b = append(b, 24, byte(1+v%220), byte(v>>8), byte(v>>16))
	}
	return b
}

// writeMRT writes about size octets of MRT records (RFC 6396), BGP4MP_ET with messages of 4-octet AS numbers.
func writeMRT(w io.Writer, size int64, seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 2))
	out := bufio.NewWriterSize(w, 1<<20)
	var b []byte
	for n, at := int64(0), uint32(0); n < size; at++ {
		b = binary.BigEndian.AppendUint32(b[:0], 1795000000+at/500)
		b = append(b, 0, 17, 0, 4, 0, 0, 0, 0) // BGP4MP_ET, MESSAGE_AS4, the length
		b = binary.BigEndian.AppendUint32(b, at%500*2000)
		peer := byte(1 + r.IntN(40))
		b = binary.BigEndian.AppendUint32(b, 64500+uint32(peer))
		b = binary.BigEndian.AppendUint32(b, 64499)
		b = append(b, 0, 0, 0, 1, 198, 51, 100, peer, 198, 51, 100, 254)
		b = appendUpdate(b, r)
		binary.BigEndian.PutUint32(b[8:], uint32(len(b)-12))
		if _, err := out.Write(b); err != nil {
			return err
		}
		n += int64(len(b))
	}
	return out.Flush()
}

// writePcap writes about size octets of a capture: Ethernet, IPv4, some BGP sessions of which one side sends UPDATEs.
func writePcap(w io.Writer, size int64, seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 3))
	out := bufio.NewWriterSize(w, 1<<20)
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0)
	if _, err := out.Write(b); err != nil {
		return err
	}
	const sessions = 8
	var seq [sessions]uint32
	var payload []byte
	for n, at := int64(0), uint32(0); n < size; at++ {
		k := r.IntN(sessions)
		payload = appendUpdate(payload[:0], r)
		for r.IntN(3) > 0 && len(payload) < 1000 {
			payload = appendUpdate(payload, r)
		}
		b = appendPacket(b[:0], at, byte(k), seq[k], payload)
		seq[k] += uint32(len(payload))
		if _, err := out.Write(b); err != nil {
			return err
		}
		n += int64(len(b))
	}
	return out.Flush()
}

// appendPacket appends a record of a pcap file with one TCP segment from port 179. The checksums are right.
func appendPacket(b []byte, at uint32, session byte, seq uint32, payload []byte) []byte {
	size := uint32(14 + 20 + 20 + len(payload))
	b = binary.LittleEndian.AppendUint32(b, 1795000000+at/500)
	b = binary.LittleEndian.AppendUint32(b, at%500*2000)
	b = binary.LittleEndian.AppendUint32(b, size)
	b = binary.LittleEndian.AppendUint32(b, size)
	b = append(b, 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0)
	ip := len(b)
	b = append(b, 0x45, 0xc0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 10+session, 192, 0, 2, 1)
	binary.BigEndian.PutUint16(b[ip+2:], uint16(size-14))
	binary.BigEndian.PutUint16(b[ip+10:], ^checksum(b[ip:ip+20], 0))
	tcp := len(b)
	b = append(b, 0, 179, 0xc3, 0x50+session)
	b = binary.BigEndian.AppendUint32(b, 1+seq)
	b = append(b, 0, 0, 0, 1, 0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0)
	b = append(b, payload...)
	binary.BigEndian.PutUint16(b[tcp+16:], ^checksum(b[tcp:], checksum(b[ip+12:ip+20], 6+uint16(len(b)-tcp))))
	return b
}

// checksum adds up 16-bit words as RFC 1071 does.
func checksum(b []byte, start uint16) uint16 {
	sum := uint32(start)
	for ; len(b) > 1; b = b[2:] {
		sum += uint32(b[0])<<8 | uint32(b[1])
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}
