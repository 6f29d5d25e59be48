package logline

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
)

// memo remembers what wordings stand for: a log repeats few of them, and looking one up takes longer than all the rest of
// its line. It is bounded, and of no consequence: each entry is what the function would return again.
type memo[T any] struct {
	slots [512]atomic.Pointer[memoEntry[T]]
}

type memoEntry[T any] struct {
	style, text string
	arg         int
	value       T
}

var memoSeed = maphash.MakeSeed()

// longestMemo bounds the texts that are remembered.
const longestMemo = 160

// slot returns the place of a text.
func (m *memo[T]) slot(style, text string, arg int) *atomic.Pointer[memoEntry[T]] {
	h := maphash.String(memoSeed, text) + uint64(arg+1)*0x9e3779b97f4a7c15
	if style != "" {
		h += uint64(style[0])*31 + uint64(style[len(style)-1])*7 + uint64(len(style))
	}
	return &m.slots[h%uint64(len(m.slots))]
}

// get returns what make returns for these arguments.
func (m *memo[T]) get(style, text string, arg int, make func(style, text string, arg int) T) T {
	if len(text) > longestMemo {
		return make(style, text, arg)
	}
	p := m.slot(style, text, arg)
	if e := p.Load(); e != nil && e.text == text && e.arg == arg && e.style == style {
		return e.value
	}
	text = strings.Clone(text) // the value may hold a part of it: never of the log
	v := make(style, text, arg)
	p.Store(&memoEntry[T]{style, text, arg, v})
	return v
}
