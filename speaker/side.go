package speaker

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// side is what one OPEN offers. Values of a wrong length count as not offered.
type side struct {
	open     *codec.Open
	has      [256]bool
	families []codec.Family // of the Multiprotocol capabilities
	addPath  []codec.AddPath
	limits   []codec.PathsLimit
	nextHop  []codec.ExtendedNextHop
	restart  *codec.GracefulRestart
	llgr     []codec.LLGR
	roles    []uint8 // different ones
	host     string
	software string
	other    []registry.CapCode // what is not read here
}

func sideOf(o *codec.Open) *side {
	s := &side{open: o}
	for _, c := range o.Capabilities {
		if !registry.Cap(uint8(c.Code)).LengthOK(len(c.Value)) || !s.read(c) {
			continue
		}
		s.has[c.Code] = true
	}
	return s
}

// read notes a capability. One that comes again adds to the first where it lists families (RFC 5492 section 4); of
// GracefulRestart the last one counts (RFC 4724 section 3).
func (s *side) read(c codec.Capability) (ok bool) {
	ok = true
	switch c.Code {
	case registry.CapMultiprotocol:
		var f codec.Family
		if f, ok = codec.ParseMultiprotocol(c.Value); ok && !slices.Contains(s.families, f) {
			s.families = append(s.families, f)
		}
	case registry.CapAddPath:
		var list []codec.AddPath
		list, ok = codec.ParseAddPath(c.Value)
		for _, a := range list {
			s.addAddPath(a)
		}
	case registry.CapPathsLimit:
		var list []codec.PathsLimit
		list, ok = codec.ParsePathsLimit(c.Value)
		s.limits = append(s.limits, list...)
	case registry.CapExtendedNextHop:
		var list []codec.ExtendedNextHop
		list, ok = codec.ParseExtendedNextHop(c.Value)
		s.nextHop = append(s.nextHop, list...)
	case registry.CapGracefulRestart:
		var g codec.GracefulRestart
		if g, ok = codec.ParseGracefulRestart(c.Value); ok {
			s.restart = &g
		}
	case registry.CapLLGR:
		var list []codec.LLGR
		list, ok = codec.ParseLLGR(c.Value)
		s.llgr = append(s.llgr, list...)
	case registry.CapRole:
		var r uint8
		if r, ok = codec.ParseRole(c.Value); ok && !slices.Contains(s.roles, r) {
			s.roles = append(s.roles, r)
		}
	case registry.CapFQDN:
		host, domain, _ := codec.ParseFQDN(c.Value)
		if s.host = host; domain != "" {
			s.host += "." + domain
		}
	case registry.CapSoftwareVersion:
		s.software, _ = codec.ParseSoftwareVersion(c.Value)
	case registry.CapAS4, registry.CapRouteRefresh, registry.CapEnhancedRouteRefresh, registry.CapExtendedMessage:
	default:
		if !slices.Contains(s.other, c.Code) {
			s.other = append(s.other, c.Code)
		}
	}
	return ok
}

// addAddPath adds an entry; of one family, all together count. Values that do not exist are ignored (RFC 7911 section 4).
func (s *side) addAddPath(a codec.AddPath) {
	if a.Mode == 0 || a.Mode > codec.AddPathBoth {
		return
	}
	for i := range s.addPath {
		if s.addPath[i].Family == a.Family {
			s.addPath[i].Mode |= a.Mode
			return
		}
	}
	s.addPath = append(s.addPath, a)
}

// carries reports whether the side offers a family: by a Multiprotocol capability, or IPv4 unicast by none at all
// (RFC 4760 section 8).
func (s *side) carries(f codec.Family) bool {
	if !s.has[registry.CapMultiprotocol] {
		return f == codec.IPv4Unicast
	}
	return slices.Contains(s.families, f)
}

// addPathOf gives the ADD-PATH mode that the side offers for a family, 0 for none.
func (s *side) addPathOf(f codec.Family) uint8 {
	for _, a := range s.addPath {
		if a.Family == f {
			return a.Mode
		}
	}
	return 0
}

// nextHopOf reports whether the side takes next hops of nh for a family.
func (s *side) nextHopOf(e codec.ExtendedNextHop) bool { return slices.Contains(s.nextHop, e) }

// restartOf gives what the side says about the restart of a family.
func (s *side) restartOf(f codec.Family) (codec.GRFamily, bool) {
	if s.restart != nil {
		for _, r := range s.restart.Families {
			if r.Family == f {
				return r, true
			}
		}
	}
	return codec.GRFamily{}, false
}

// llgrOf gives what the side says about long-lived stale routes of a family; without Graceful Restart that counts for
// nothing (RFC 9494 section 3).
func (s *side) llgrOf(f codec.Family) (codec.LLGR, bool) {
	if s.restart != nil {
		for _, l := range s.llgr {
			if l.Family == f {
				return l, true
			}
		}
	}
	return codec.LLGR{}, false
}
