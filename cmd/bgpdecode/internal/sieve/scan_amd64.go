package sieve

import "golang.org/x/sys/cpu"

// fast says that scan can be used.
var fast = cpu.X86.HasAVX2

// scan looks at n places, a multiple of 32, from text on. It writes for every 32 places of which one or more are let through
// by the tables, or are line feeds, the offset of the first in the upper half of a word and a bit for each place in the lower,
// until out is full, and tells how many words it wrote and how many places it has looked at. It reads four octets more.
//
//go:noescape
func scan(text *byte, n int, tab *tables, out *[64]uint64) (found, done int)
