package redact

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"
)

// Redactor replaces values under one key. It is not safe for use by several goroutines.
type Redactor struct {
	key   [32]byte
	addrs map[addrKey][16]byte
	asns  map[uint32]uint32
	octet octets
}

// mostCached bounds what a Redactor remembers of its own results.
const mostCached = 1 << 16

// New gives a Redactor. The same secret always replaces a value in the same way; with an empty one the key is made at
// random, and what was replaced cannot be found again.
func New(secret string) *Redactor {
	r := &Redactor{addrs: map[addrKey][16]byte{}, asns: map[uint32]uint32{}}
	if secret == "" {
		rand.Read(r.key[:]) // never fails
	} else {
		r.key = sha256.Sum256([]byte("bgpdecode redact\x00" + secret))
	}
	return r
}

// digest is the pseudo-random function behind every replacement. space keeps the kinds of value apart.
func (r *Redactor) digest(space byte, b []byte) [32]byte {
	var buf [96]byte
	t := append(append(append(buf[:0], r.key[:]...), space), b...)
	return sha256.Sum256(t)
}

// The spaces of digest.
const (
	spaceAddr4 = iota + 1
	spaceAddr6
	spaceAS
	spaceName
)

// tag gives a made-up name of one kind for a name: "host-3fk2ma". Case does not matter.
func (r *Redactor) tag(kind, name string) string {
	d := r.digest(spaceName, []byte(strings.ToLower(name)))
	return kind + "-" + strings.ToLower(base32.StdEncoding.EncodeToString(d[:5])[:6])
}

// round is the round function of permute.
func (r *Redactor) round(class uint32, i int, half uint32) uint32 {
	var b [9]byte
	binary.BigEndian.PutUint32(b[:], class)
	b[4] = byte(i)
	binary.BigEndian.PutUint32(b[5:], half)
	d := r.digest(spaceAS, b[:])
	return binary.BigEndian.Uint32(d[:])
}

// permute gives the place of x in a permutation of [0, n): a Feistel network over the next even number of bits, walked
// until it is inside. n is 2 at least.
func (r *Redactor) permute(class, x, n uint32) uint32 {
	half := 1
	for uint64(1)<<(2*half) < uint64(n) {
		half++
	}
	mask := uint32(1)<<half - 1
	for {
		left, right := x>>half&mask, x&mask
		for i := range 4 {
			left, right = right, (left^r.round(class, i, right))&mask
		}
		x = left<<half | right
		if x < n {
			return x
		}
	}
}
