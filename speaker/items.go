package speaker

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Reasons of AgreedItem.Lost.
const (
	lostByUs   = "not offered by us"
	lostByPeer = "not offered by the peer"
	lostFamily = "the family is not carried"
)

// table collects the rows of an Agreed.
type table struct {
	a    *Agreed
	l, p *side
	rows []AgreedItem
}

// items makes the table of what was offered, agreed and lost.
func items(a *Agreed, l, p *side) []AgreedItem {
	t := &table{a: a, l: l, p: p}
	t.families()
	t.refresh()
	t.nextHops()
	t.messages()
	t.role()
	t.restart()
	t.as4()
	t.addPath()
	t.pathsLimit()
	t.shown(registry.CapFQDN, l.host, p.host)
	t.shown(registry.CapSoftwareVersion, l.software, p.software)
	t.others()
	return t.rows
}

func (t *table) add(i AgreedItem) { t.rows = append(t.rows, i) }

// both tells about something that only counts when both sides offer it.
func (t *table) both(i AgreedItem, result string) {
	switch {
	case i.Local == "" && i.Peer == "":
		return
	case i.Lost != "":
	case i.Peer == "":
		i.Lost = lostByPeer
	case i.Local == "":
		i.Lost = lostByUs
	default:
		i.Result = result
	}
	t.add(i)
}

func word(yes bool, w string) string {
	if yes {
		return w
	}
	return ""
}

// union gives the families of both lists, ours first.
func union(a, b []codec.Family) []codec.Family {
	out := slices.Clone(a)
	for _, f := range b {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

func (t *table) families() {
	for _, f := range union(t.l.offered(), t.p.offered()) {
		t.both(AgreedItem{Code: registry.CapMultiprotocol, Family: f, Local: t.l.familyWord(f), Peer: t.p.familyWord(f)}, "carried")
	}
}

// offered gives the families of a side, IPv4 unicast where it sent no Multiprotocol capability.
func (s *side) offered() []codec.Family {
	if !s.has[registry.CapMultiprotocol] {
		return []codec.Family{codec.IPv4Unicast}
	}
	return s.families
}

func (s *side) familyWord(f codec.Family) string {
	if !s.has[registry.CapMultiprotocol] {
		return word(f == codec.IPv4Unicast, "implied")
	}
	return word(slices.Contains(s.families, f), "offered")
}

func (t *table) refresh() {
	t.oneWay(registry.CapRouteRefresh, "we may ask", "the peer may ask")
	t.both(AgreedItem{Code: registry.CapEnhancedRouteRefresh, Local: word(t.l.has[registry.CapEnhancedRouteRefresh], "offered"),
		Peer: word(t.p.has[registry.CapEnhancedRouteRefresh], "offered")}, "used")
}

// oneWay tells about a capability that permits the other side something, whatever that one offers.
func (t *table) oneWay(code registry.CapCode, byPeer, byUs string) {
	us, them := t.l.has[code], t.p.has[code]
	i := AgreedItem{Code: code, Local: word(us, "offered"), Peer: word(them, "offered")}
	switch {
	case us && them:
		i.Result = "both ways"
	case them:
		i.Result, i.Lost = byPeer, lostByUs
	case us:
		i.Result, i.Lost = byUs, lostByPeer
	default:
		return
	}
	t.add(i)
}

func (t *table) messages() {
	t.oneWay(registry.CapExtendedMessage, "we may send up to 65535 octets", "the peer may send up to 65535 octets")
}

func (t *table) nextHops() {
	all := slices.Clone(t.l.nextHop)
	for _, e := range t.p.nextHop {
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	for _, e := range all {
		f := codec.Family{AFI: e.AFI, SAFI: registry.SAFI(e.SAFI)}
		text := "next hop AFI " + strconv.Itoa(int(e.NextHop))
		i := AgreedItem{Code: registry.CapExtendedNextHop, Family: f, Local: word(t.l.nextHopOf(e), text), Peer: word(t.p.nextHopOf(e), text)}
		i.Lost = word(i.Local != "" && i.Peer != "" && !t.a.has(f), lostFamily)
		t.both(i, text)
	}
}

func (t *table) as4() {
	text := func(s *side) string {
		return word(s.has[registry.CapAS4], "AS "+strconv.FormatUint(uint64(s.open.AS), 10))
	}
	t.both(AgreedItem{Code: registry.CapAS4, Local: text(t.l), Peer: text(t.p)}, "4-octet AS numbers")
}

func (t *table) role() {
	text := func(s *side) (out string) {
		for i, r := range s.roles {
			if i > 0 {
				out += ", "
			}
			if name := Role(r).String(); name != "" {
				out += name
			} else {
				out += strconv.Itoa(int(r))
			}
		}
		return out
	}
	t.both(AgreedItem{Code: registry.CapRole, Local: text(t.l), Peer: text(t.p)}, "we are "+text(t.l))
}

var addPathWords = [...]string{"", "receive", "send", "both"}

func (t *table) addPath() {
	var all []codec.Family
	for _, s := range []*side{t.l, t.p} {
		for _, a := range s.addPath {
			all = union(all, []codec.Family{a.Family})
		}
	}
	for _, f := range all {
		us, them := t.l.addPathOf(f), t.p.addPathOf(f)
		i := AgreedItem{Code: registry.CapAddPath, Family: f, Local: addPathWords[us], Peer: addPathWords[them]}
		var got uint8
		if us&codec.AddPathReceive != 0 && them&codec.AddPathSend != 0 {
			got |= codec.AddPathReceive
		}
		if us&codec.AddPathSend != 0 && them&codec.AddPathReceive != 0 {
			got |= codec.AddPathSend
		}
		switch {
		case !t.a.has(f):
			i.Lost = lostFamily
		case us != 0 && them != 0 && got == 0:
			i.Lost = "both sides want the same direction"
		case us != 0 && them != 0 && got != us:
			i.Lost = "one direction only"
		}
		switch {
		case i.Lost == lostFamily || us == 0 || them == 0 || got == 0:
			t.both(i, "")
		default:
			i.Result = addPathWords[got]
			t.add(i)
		}
	}
}

func (t *table) pathsLimit() {
	of := func(s *side, f codec.Family) string {
		for _, l := range s.limits {
			if l.Family == f {
				return strconv.Itoa(int(l.Limit)) + " paths"
			}
		}
		return ""
	}
	var all []codec.Family
	for _, l := range slices.Concat(t.l.limits, t.p.limits) {
		all = union(all, []codec.Family{l.Family})
	}
	for _, f := range all {
		i := AgreedItem{Code: registry.CapPathsLimit, Family: f, Local: of(t.l, f), Peer: of(t.p, f)}
		switch {
		case !t.a.Send.AddPath.Has(f) && !t.a.Receive.AddPath.Has(f):
			i.Lost = "no path identifiers for the family"
		case i.Peer != "" && t.a.Send.AddPath.Has(f):
			i.Result = "we send at most " + i.Peer
		default:
			i.Result = "the peer sends at most " + i.Local
		}
		t.add(i)
	}
}

func (t *table) restart() {
	text := func(s *side) string {
		if s.restart == nil {
			return ""
		}
		out := fmt.Sprintf("%d s", s.restart.Time)
		if s.restart.Flags&codec.GRRestart != 0 {
			out += ", restarting"
		}
		if s.restart.Flags&codec.GRNotification != 0 {
			out += ", notifications"
		}
		if len(s.restart.Families) == 0 {
			out += ", helper only"
		}
		return out
	}
	i := AgreedItem{Code: registry.CapGracefulRestart, Local: text(t.l), Peer: text(t.p)}
	result := "used"
	if r := t.a.Restart; r != nil && r.Notification {
		result = "used, with notifications"
	}
	t.both(i, result)
	t.restartFamilies()
	t.longLived()
}

func (t *table) restartFamilies() {
	of := func(s *side, f codec.Family) string {
		g, ok := s.restartOf(f)
		if !ok {
			return ""
		}
		if g.Flags&codec.GRForwarding != 0 {
			return "kept, forwarding"
		}
		return "kept"
	}
	var all []codec.Family
	for _, s := range []*side{t.l, t.p} {
		if s.restart != nil {
			for _, g := range s.restart.Families {
				all = union(all, []codec.Family{g.Family})
			}
		}
	}
	for _, f := range all {
		i := AgreedItem{Code: registry.CapGracefulRestart, Family: f, Local: of(t.l, f), Peer: of(t.p, f)}
		switch {
		case t.a.Restart == nil:
			t.both(i, "")
			continue
		case !t.a.has(f):
			i.Lost = lostFamily
		case i.Peer != "" && i.Local != "":
			i.Result = "both keep the other's routes"
		case i.Peer != "":
			i.Result = "we keep the peer's routes"
		default:
			i.Result = "the peer keeps our routes"
		}
		t.add(i)
	}
}

func (t *table) longLived() {
	of := func(s *side, f codec.Family) string {
		for _, l := range s.llgr {
			if l.Family == f {
				return fmt.Sprintf("%d s", l.Time)
			}
		}
		return ""
	}
	var all []codec.Family
	for _, l := range slices.Concat(t.l.llgr, t.p.llgr) {
		all = union(all, []codec.Family{l.Family})
	}
	for _, f := range all {
		i := AgreedItem{Code: registry.CapLLGR, Family: f, Local: of(t.l, f), Peer: of(t.p, f)}
		switch {
		case t.a.Restart == nil:
			i.Lost = "no graceful restart"
		case !t.a.has(f):
			i.Lost = lostFamily
		}
		t.both(i, "stale for "+i.Peer)
	}
}

// shown tells about texts, which are for showing only.
func (t *table) shown(code registry.CapCode, local, peer string) {
	if t.l.has[code] || t.p.has[code] {
		t.add(AgreedItem{Code: code, Local: local, Peer: peer, Result: "shown"})
	}
}

// others tells about capabilities that are not read here.
func (t *table) others() {
	all := slices.Clone(t.l.other)
	for _, c := range t.p.other {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	slices.Sort(all)
	for _, c := range all {
		i := AgreedItem{Code: c, Local: word(t.l.has[c], "offered"), Peer: word(t.p.has[c], "offered")}
		i.Lost = "not used by this speaker"
		t.add(i)
	}
}
