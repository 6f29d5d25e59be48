package sieve

import "golang.org/x/sys/cpu"

// fast says that scan can be used.
var fast = cpu.X86.HasAVX2

// scan looks at n places, a multiple of 32, from text on. For every 32 of which one or more are let through by the tables it
// writes a word to out.places: the offset of the first in the upper half, and a bit for each place in the lower. It does so
// for line feeds in out.feeds. It ends when one of the two is full, and tells how many words it wrote to each and how many
// places it has looked at. It reads four octets more.
//
//go:noescape
func scan(text *byte, n int, tab *tables, out *found) (places, feeds, done int)
