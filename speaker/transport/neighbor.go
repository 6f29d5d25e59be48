package transport

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Neighbor is who was found on an interface.
type Neighbor struct {
	// Addr is the link-local address, with the interface as zone.
	Addr netip.Addr
	// Source says what showed it: "router advertisement", "router solicitation",
	// "echo reply" or "neighbour table".
	Source string
}

// ErrNoNeighbor says that nobody has answered on an interface.
var ErrNoNeighbor = errors.New("nobody has answered")

// ErrNoIPv6 says that an interface has no IPv6 link-local address.
var ErrNoIPv6 = errors.New("the interface has no IPv6 link-local address")

// SeveralError says that more than one neighbour was found, so that one must be
// named.
type SeveralError struct {
	// Addrs are their link-local addresses, sorted, at most 8 of them.
	Addrs []netip.Addr
	// More is how many there are beyond these.
	More int
}

// Error lists them.
func (e *SeveralError) Error() string {
	var b strings.Builder
	b.WriteString("there are several neighbours: ")
	for i, a := range e.Addrs {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(a.String())
	}
	if e.More > 0 {
		b.WriteString(" and " + itoa(e.More) + " more")
	}
	return b.String()
}

const (
	// maxSeen bounds how many addresses of an interface are remembered.
	maxSeen = 64
	// fresh is how long a sign counts.
	fresh = 30 * time.Second
	// shown is how many addresses an error lists.
	shown = 8
)

// seen is what is known of one address.
type seen struct {
	addr netip.Addr
	last [signRA + 1]time.Time
}

// sightings are the addresses of one interface. They are bounded in number: a
// flood of made-up senders cannot grow them, and what is old makes room.
type sightings struct {
	list  []seen
	first time.Time // since when there has been a fresh sign without a gap
}

// note adds a sign and reports whether it is news: of an address that had no
// fresh one of that weight.
func (s *sightings) note(a netip.Addr, by sign, now time.Time) bool {
	if !s.any(now) {
		s.first = now
	}
	i := slices.IndexFunc(s.list, func(e seen) bool { return e.addr == a })
	if i < 0 {
		if len(s.list) >= maxSeen {
			s.list = slices.DeleteFunc(s.list, func(e seen) bool { return e.best(now) == noSign })
		}
		if len(s.list) >= maxSeen {
			return false
		}
		s.list = append(s.list, seen{addr: a})
		i = len(s.list) - 1
	}
	news := s.list[i].best(now) < by
	s.list[i].last[by] = now
	return news
}

// best gives the weightiest fresh sign.
func (e *seen) best(now time.Time) sign {
	for by := signRA; by > noSign; by-- {
		if !e.last[by].IsZero() && now.Sub(e.last[by]) < fresh {
			return by
		}
	}
	return noSign
}

// age is how long ago an address gave a sign itself; the kernel's table is none.
func (s *sightings) age(a netip.Addr, now time.Time) time.Duration {
	least := fresh
	for i := range s.list {
		if s.list[i].addr != a {
			continue
		}
		for _, t := range s.list[i].last[signAnswer:] {
			if !t.IsZero() {
				least = min(least, now.Sub(t))
			}
		}
	}
	return least
}

// any reports whether there is a fresh sign of anybody.
func (s *sightings) any(now time.Time) bool {
	return slices.ContainsFunc(s.list, func(e seen) bool { return e.best(now) > noSign })
}

// choose decides who the neighbour is: the only one with the weightiest kind of
// sign. Who sends Router Advertisements is a router, and so preferred to whoever
// answers an echo; the kernel's table, which keeps those who are gone, comes last.
func (s *sightings) choose(now time.Time) (Neighbor, error) {
	var best sign
	var found []netip.Addr
	for i := range s.list {
		by := s.list[i].best(now)
		if by == signSolicit {
			by = signAnswer // hosts solicit too
		}
		if by > best {
			best, found = by, nil
		}
		if by == best && by > noSign {
			found = append(found, s.list[i].addr)
		}
	}
	switch len(found) {
	case 0:
		return Neighbor{}, ErrNoNeighbor
	case 1:
		return Neighbor{Addr: found[0], Source: best.String()}, nil
	}
	slices.SortFunc(found, netip.Addr.Compare)
	e := &SeveralError{Addrs: found}
	if len(found) > shown {
		e.Addrs, e.More = found[:shown], len(found)-shown
	}
	return Neighbor{}, e
}
