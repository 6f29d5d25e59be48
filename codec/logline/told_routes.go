package logline

import (
	"net/netip"
	"strings"
)

// familyText reads an address family as tools write it: "ipv4 unicast", "IPV6/UNICAST", "ipv4-unicast", "l2vpn evpn".
func familyText(s string) (afi uint16, safi uint8, ok bool) {
	k := strings.IndexAny(s, " /-")
	if k < 0 || len(s) > 48 {
		return 0, 0, false
	}
	switch squash(s[:k]) {
	case "ipv4":
		afi = 1
	case "ipv6":
		afi = 2
	case "l2vpn":
		afi = 25
	case "bgp", "ls", "bgpls":
		afi = 16388
	default:
		return 0, 0, false
	}
	switch squash(s[k+1:]) {
	case "unicast":
		safi = 1
	case "multicast":
		safi = 2
	case "nlrimpls", "mplslabel", "mplslabels", "labeledunicast", "labelledunicast", "labeled":
		safi = 4
	case "mcastvpn", "mvpn", "mupvpn":
		safi = 5
	case "vpls":
		safi = 65
	case "evpn":
		safi = 70
	case "bgpls", "ls", "lsls":
		safi = 71
	case "mplsvpn", "vpn", "l3vpn":
		safi = 128
	case "rtc", "routetarget", "rtconstrains":
		safi = 132
	case "flow", "flowspec":
		safi = 133
	case "flowvpn", "flowspecvpn":
		safi = 134
	default:
		return 0, 0, false
	}
	return afi, safi, true
}

// nextHops reads an address, or two with a comma between them.
func nextHops(s string) []netip.Addr {
	var out []netip.Addr
	for f := range strings.SplitSeq(s, ",") {
		a, err := netip.ParseAddr(strings.TrimSpace(f))
		if err != nil || len(out) == 2 {
			return nil
		}
		out = append(out, a.WithZone(""))
	}
	return out
}

// route reads one prefix: "198.51.100.0/24", or {"nlri": "198.51.100.0/24", "path-information": "0.0.0.1"}.
func (m *Told) route(v jsonVal) (ToldRoute, bool) {
	var r ToldRoute
	s := v.text()
	if v.isObject() {
		for key, x := range v.members() {
			switch key {
			case "nlri", "prefix":
				s = x.text()
			case "path-information":
				if a, err := netip.ParseAddr(x.text()); err == nil && a.Is4() {
					b := a.As4()
					r.PathID, m.PathIDs = uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3]), true
				}
			case "path_id", "path-id":
				if id, ok := x.number32(); ok && id != 0 {
					r.PathID, m.PathIDs = id, true
				}
			}
		}
	}
	if k := strings.IndexByte(s, '#'); k > 0 && digits(s[k+1:]) == len(s)-k-1 && len(s)-k < 12 { // bgpfix writes path identifiers so
		r.PathID, m.PathIDs = uint32(number64(s[k+1:])), true
		s = s[:k]
	}
	var err error
	r.Prefix, err = netip.ParsePrefix(s)
	return r, err == nil
}

// routes takes prefixes of a family, announced by way of hops, or withdrawn. afi 0: that of each prefix, unicast.
func (m *Told) routes(list jsonVal, afi uint16, safi uint8, hops []netip.Addr, withdrawn bool) {
	one := func(v jsonVal) bool {
		if len(m.Reach)+len(m.Unreach) > maxToldRoutes/16 {
			return false
		}
		r, ok := m.route(v)
		if !ok || safi > 2 {
			m.lost("routes of a family whose octets the tool does not show")
			return ok
		}
		a := afi
		if a == 0 {
			a = 1
			if r.Prefix.Addr().Is6() {
				a = 2
			}
		}
		if (a == 2) != r.Prefix.Addr().Is6() {
			m.lost("routes that are not of the family that is told")
			return true
		}
		m.addRoute(a, max(safi, 1), hops, withdrawn, r)
		return true
	}
	switch {
	case list.isArray():
		for v := range list.elements() {
			one(v)
		}
	case list.isObject(): // ExaBGP 3: the prefixes are keys
		for key, v := range list.members() {
			if _, err := netip.ParsePrefix(key); err != nil {
				m.lost("routes of a family whose octets the tool does not show")
				continue
			}
			r := ToldRoute{}
			if v.isObject() {
				r, _ = m.route(v)
			}
			p, _ := netip.ParsePrefix(key)
			r.Prefix = p
			a := afi
			if a == 0 {
				a = 1
				if p.Addr().Is6() {
					a = 2
				}
			}
			if safi <= 2 && (a == 2) == p.Addr().Is6() {
				m.addRoute(a, max(safi, 1), hops, withdrawn, r)
			}
		}
	}
}

// addRoute puts a route beside those of the same family and next hop.
func (m *Told) addRoute(afi uint16, safi uint8, hops []netip.Addr, withdrawn bool, r ToldRoute) {
	list := &m.Reach
	if withdrawn {
		list = &m.Unreach
	}
	if n := len(*list); n > 0 {
		l := &(*list)[n-1]
		if l.AFI == afi && l.SAFI == safi && sameAddrs(l.NextHops, hops) {
			if len(l.Routes) < maxToldRoutes {
				l.Routes = append(l.Routes, r)
			}
			return
		}
	}
	*list = append(*list, ToldRoutes{AFI: afi, SAFI: safi, NextHops: hops, Routes: []ToldRoute{r}})
}

func sameAddrs(a, b []netip.Addr) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
