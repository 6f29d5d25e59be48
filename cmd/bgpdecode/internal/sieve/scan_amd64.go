package sieve

import "golang.org/x/sys/cpu"

// fast says that scan can be used.
var fast = cpu.X86.HasAVX2

// scan looks at n places, a multiple of 32, from the octet behind before on. It writes for every 32 places of which one or
// more are let through the offset of the first in the upper half of a word and a bit for each place in the lower, until out
// is full, and tells how many words it wrote and how many places it has looked at. It reads from before on to the fourth
// octet behind the n places.
//
//go:noescape
func scan(before *byte, n int, tab *tables, out *[64]uint64) (found, done int)
