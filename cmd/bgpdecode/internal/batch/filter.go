package batch

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// Filter says which events are wanted. The zero value wants all.
type Filter struct {
	Peers      []string // addresses, prefixes or names of peers
	Codes      []string // "3", "3/4", "6/*"
	Styles     []string // recogniser ids
	Since      time.Time
	Until      time.Time // not included
	OnlyErrors bool      // NOTIFICATIONs, downs that tell an error, messages with error findings, and what could not be decoded
}

// filter is a Filter made ready.
type filter struct {
	Filter
	prefixes []netip.Prefix
	names    []string
	as       []uint32
	codes    [][2]int // code and subcode, -1 for any
}

// Check reports what is wrong with a filter.
func (f Filter) Check() error {
	_, err := f.ready()
	return err
}

func (f Filter) ready() (*filter, error) {
	r := &filter{Filter: f}
	for _, p := range f.Peers {
		if pre, err := netip.ParsePrefix(p); err == nil {
			r.prefixes = append(r.prefixes, pre.Masked())
		} else if a, err := netip.ParseAddr(p); err == nil && a.Zone() == "" {
			a = a.Unmap()
			r.prefixes = append(r.prefixes, netip.PrefixFrom(a, a.BitLen()))
		} else if as, ok := asNumber(p); ok {
			r.as, r.names = append(r.as, as), append(r.names, p)
		} else if p != "" {
			r.names = append(r.names, p)
		}
	}
	for _, text := range f.Codes {
		c, s, ok := strings.Cut(text, "/")
		pair := [2]int{-1, -1}
		var err error
		if pair[0], err = octet(c); err == nil && ok && s != "*" {
			pair[1], err = octet(s)
		}
		if err != nil {
			return nil, fmt.Errorf("%q is not a code (3) or a code and subcode (3/4)", text)
		}
		r.codes = append(r.codes, pair)
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && !f.Since.Before(f.Until) {
		return nil, fmt.Errorf("--since %s is not before --until %s", f.Since.Format(time.RFC3339), f.Until.Format(time.RFC3339))
	}
	return r, nil
}

func octet(text string) (int, error) {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 8)
	return int(n), err
}

// wants judges an event before it is decoded, and counts what it refuses.
func (f *filter) wants(ev *dump.Event, w *wire, opt *report.Options, st *Stats) bool {
	switch {
	case !f.time(ev, st):
		st.ByTime++
	case len(f.Styles) > 0 && !slices.Contains(f.Styles, ev.Style):
		st.ByStyle++
	case len(f.codes) > 0 && !f.code(ev):
		st.ByCode++
	case len(f.prefixes)+len(f.names) > 0 && !f.peer(ev, w) && !f.ofAS(ev, w, opt):
		st.ByPeer++
	default:
		return true
	}
	return false
}

func (f *filter) time(ev *dump.Event, st *Stats) bool {
	if f.Since.IsZero() && f.Until.IsZero() {
		return true
	}
	if ev.Time.IsZero() {
		st.NoTime++
		return false
	}
	return !ev.Time.Before(f.Since) && (f.Until.IsZero() || ev.Time.Before(f.Until))
}

func (f *filter) code(ev *dump.Event) bool {
	for _, c := range f.codes {
		if c[0] == ev.Code && (c[1] < 0 || c[1] == ev.Subcode) {
			return true
		}
	}
	return false
}

func (f *filter) peer(ev *dump.Event, w *wire) bool {
	for _, n := range f.names {
		if strings.EqualFold(n, ev.Peer) || strings.EqualFold(n, ev.Session) {
			return true
		}
	}
	if len(f.prefixes) == 0 {
		return false
	}
	if a, err := netip.ParseAddr(ev.Peer); err == nil && f.has(a) {
		return true
	}
	return w != nil && (f.has(w.src.Addr()) || f.has(w.dst.Addr()))
}

// ofAS reports whether an event is of a session of a wanted AS, as its line or what came before it tells.
func (f *filter) ofAS(ev *dump.Event, w *wire, opt *report.Options) bool {
	for _, as := range f.as {
		if as == ev.PeerAS || as == ev.LocalAS || as == opt.PeerAS || as == opt.LocalAS || w != nil && (as == w.as[0] || as == w.as[1]) {
			return true
		}
	}
	return false
}

// asNumber reads "AS64500" or "as1.10".
func asNumber(text string) (uint32, bool) {
	if len(text) < 3 || !strings.EqualFold(text[:2], "as") {
		return 0, false
	}
	high, low, dot := strings.Cut(text[2:], ".")
	if !dot {
		n, err := strconv.ParseUint(high, 10, 32)
		return uint32(n), err == nil && n > 0
	}
	h, err := strconv.ParseUint(high, 10, 16)
	l, err2 := strconv.ParseUint(low, 10, 16)
	return uint32(h<<16 | l), err == nil && err2 == nil && h|l > 0
}

func (f *filter) has(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	for _, p := range f.prefixes {
		if a.IsValid() && p.Contains(a) {
			return true
		}
	}
	return false
}
