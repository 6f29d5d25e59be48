package peer

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// defaultRetry is the time between attempts to connect. RFC 4271 suggests 120 s, for routers; a person waits here.
const defaultRetry = 5 * time.Second

// EntryError says which entry has a wrong value.
type EntryError struct {
	Entry Entry
	Err   error
}

// Error implements error.
func (e *EntryError) Error() string { return e.Entry.Key + ": " + e.Err.Error() }

// Unwrap gives the error without the key.
func (e *EntryError) Unwrap() error { return e.Err }

// errUnknownKey is the error of a key that there is not.
var errUnknownKey = errors.New("there is no setting of this name")

// Apply makes settings of layers of entries, the nearest one last: all entries of a key in it take the place of those of the
// layers before. Its errors are of type *EntryError.
func Apply(layers ...[]Entry) (*Settings, error) {
	s := new(Settings)
	s.cfg.FSM = fsm.Default()
	for i, layer := range layers {
		for _, e := range layer {
			if slices.ContainsFunc(layers[i+1:], func(near []Entry) bool { return hasKey(near, e.Key) }) {
				continue
			}
			if err := s.apply(e); err != nil {
				return nil, &EntryError{e, err}
			}
		}
	}
	return s, nil
}

func hasKey(layer []Entry, key string) bool {
	return slices.ContainsFunc(layer, func(e Entry) bool { return e.Key == key })
}

func (s *Settings) apply(e Entry) error {
	def := Lookup(e.Key)
	if def == nil {
		return errUnknownKey
	}
	return def.set(s, e.Value)
}

// Name gives the peer the name of its section: an address, with or without a zone, or another name.
func (s *Settings) Name(section string) {
	if a, err := netip.ParseAddr(section); err == nil {
		if !s.cfg.Remote.IsValid() {
			s.cfg.Remote = a.Unmap()
		}
		return
	}
	if s.cfg.Name == "" {
		s.cfg.Name = section
	}
}

// Config makes what the speaker wants of the settings. Notes are things to tell the user that are no errors.
func (s *Settings) Config(from *Sources) (cfg speaker.PeerConfig, notes []string, err error) {
	cfg = s.cfg
	if err := s.ends(&cfg); err != nil {
		return cfg, nil, err
	}
	if notes, err = s.keys(&cfg, from.Env); err != nil {
		return cfg, nil, err
	}
	if err := s.offer(&cfg); err != nil {
		return cfg, nil, err
	}
	if err := s.limits(&cfg); err != nil {
		return cfg, nil, err
	}
	told, err := s.announced(&cfg, from)
	if err != nil {
		return cfg, nil, err
	}
	notes = append(notes, told...)
	notes = append(notes, uncarried(cfg.Announce, cfg.Capabilities.Families)...)
	cfg.RIB = !s.noRIB
	s.timers(&cfg.FSM)
	if err := cfg.Transport.Validate(); err != nil {
		return cfg, nil, err
	}
	return cfg, notes, nil
}

// ends checks who speaks with whom.
func (s *Settings) ends(cfg *speaker.PeerConfig) error {
	switch {
	case cfg.LocalAS == 0:
		return errors.New("our AS number is missing: --as N, or as = N in a file")
	case !cfg.Remote.IsValid() && cfg.Interface == "":
		return errors.New("the peer has no address: name its section by it, or set address or interface")
	case cfg.Passive && cfg.NoListen:
		return errors.New("passive never connects and active never accepts: they exclude each other")
	case cfg.Remote.IsValid() && cfg.Local.Addr().IsValid() && cfg.Remote.Is4() != cfg.Local.Addr().Is4():
		return fmt.Errorf("local %s and peer %s are not of one address family", cfg.Local.Addr(), cfg.Remote)
	}
	if cfg.Interface != "" && cfg.Remote.IsValid() && cfg.Remote.IsLinkLocalUnicast() && cfg.Remote.Is6() && cfg.Remote.Zone() == "" {
		cfg.Remote = cfg.Remote.WithZone(cfg.Interface)
	}
	if cfg.Remote.Is6() && cfg.Remote.IsLinkLocalUnicast() && cfg.Remote.Zone() == "" {
		return fmt.Errorf("%s is a link-local address: say on which interface, as %s%%eth0 or with interface", cfg.Remote, cfg.Remote)
	}
	return nil
}

// offer fills the capabilities.
func (s *Settings) offer(cfg *speaker.PeerConfig) error {
	caps := &cfg.Capabilities
	fam := s.families
	switch {
	case s.noFamily && len(fam) > 0:
		return errors.New("family: none and names exclude each other")
	case len(fam) == 0:
		fam = []codec.Family{codec.IPv4Unicast}
	}
	if s.noCapabilities {
		return s.offerNothing(cfg)
	}
	if !s.noFamily {
		caps.Families = fam
	}
	caps.AS4, caps.ExtendedMessage = !s.noAS4, !s.noExtMsg
	caps.RouteRefresh, caps.EnhancedRefresh = !s.noRefresh, !s.noEnhanced && !s.noRefresh
	if s.noAS4 && cfg.LocalAS > 0xffff {
		return fmt.Errorf("AS %d cannot be told without as4", cfg.LocalAS)
	}
	for _, a := range s.addPath {
		list := a.families
		if len(list) == 0 {
			list = fam
		}
		for _, f := range list {
			if !slices.Contains(fam, f) {
				return fmt.Errorf("add-path: %s is not among the families (%s)", f, familyList(fam))
			}
			if slices.ContainsFunc(caps.AddPath, func(have codec.AddPath) bool { return have.Family == f }) {
				return fmt.Errorf("add-path: %s stands there twice", f)
			}
			caps.AddPath = append(caps.AddPath, codec.AddPath{Family: f, Mode: a.mode})
		}
	}
	if s.nextHop6 {
		for _, f := range fam {
			if f.AFI == registry.AFIIPv4 {
				caps.ExtendedNextHop = append(caps.ExtendedNextHop, codec.ExtendedNextHop{AFI: f.AFI, SAFI: uint16(f.SAFI), NextHop: registry.AFIIPv6})
			}
		}
		if len(caps.ExtendedNextHop) == 0 {
			return errors.New("ext-next-hop is for IPv4 families, and there is none")
		}
	}
	return s.offerRestart(caps, fam)
}

// offerRestart fills the capabilities about graceful restart. We keep no forwarding state: F is never set.
func (s *Settings) offerRestart(caps *speaker.Capabilities, fam []codec.Family) error {
	if s.llgr != nil && s.gr == nil {
		return errors.New("llgr is of no use without gr (RFC 9494 section 3.1)")
	}
	if s.gr != nil {
		g := &codec.GracefulRestart{Flags: codec.GRNotification, Time: uint16(*s.gr / time.Second)}
		for _, f := range fam {
			g.Families = append(g.Families, codec.GRFamily{Family: f})
		}
		caps.GracefulRestart = g
	}
	if s.llgr != nil {
		for _, f := range fam {
			caps.LongLived = append(caps.LongLived, codec.LLGR{Family: f, Time: uint32(*s.llgr / time.Second)})
		}
	}
	if caps.RoleStrict && caps.Role == nil {
		return errors.New("role-strict goes with role")
	}
	return nil
}

// offerNothing makes an OPEN without capabilities.
func (s *Settings) offerNothing(cfg *speaker.PeerConfig) error {
	c := &cfg.Capabilities
	if len(s.families) > 0 || len(s.addPath) > 0 || s.nextHop6 || s.gr != nil || s.llgr != nil || c.Role != nil || c.HostName != "" || c.SoftwareVersion != "" || len(c.Required) > 0 {
		return errors.New("capabilities = no excludes what is offered in capabilities: family, add-path, ext-next-hop, gr, llgr, role, hostname, software-version, require")
	}
	if cfg.LocalAS > 0xffff {
		return fmt.Errorf("AS %d cannot be told without capabilities", cfg.LocalAS)
	}
	cfg.Capabilities = speaker.Capabilities{}
	return nil
}

// limits fills the limits of prefixes.
func (s *Settings) limits(cfg *speaker.PeerConfig) error {
	if s.maxPrefix == 0 && len(s.maxPrefixOf) == 0 {
		return nil
	}
	fam := cfg.Capabilities.Families
	if len(fam) == 0 {
		fam = []codec.Family{codec.IPv4Unicast}
	}
	cfg.MaxPrefix = map[codec.Family]uint32{}
	if s.maxPrefix != 0 {
		for _, f := range fam {
			cfg.MaxPrefix[f] = s.maxPrefix
		}
	}
	for f, n := range s.maxPrefixOf {
		if !slices.Contains(fam, f) {
			return fmt.Errorf("max-prefix: %s is not among the families (%s)", f, familyList(fam))
		}
		cfg.MaxPrefix[f] = n
	}
	return nil
}

// timers fills what is not set.
func (s *Settings) timers(c *fsm.Config) {
	if c.ConnectRetryTime == 0 {
		c.ConnectRetryTime = defaultRetry
	}
}

// Reconnect reports whether the peer is to be connected again when its session has ended.
func (s *Settings) Reconnect() bool { return s.reconnect }

func familyList(list []codec.Family) string {
	var b []byte
	for i, f := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, f.String()...)
	}
	return string(b)
}

// capability gives the code of a capability by the name that its setting has here, or by its number.
func capability(word string) (registry.CapCode, error) {
	if n, err := strconv.ParseUint(word, 10, 8); err == nil {
		return registry.CapCode(n), nil
	}
	for _, c := range [...]struct {
		word string
		code registry.CapCode
	}{
		{"family", registry.CapMultiprotocol}, {"as4", registry.CapAS4}, {"ext-msg", registry.CapExtendedMessage},
		{"route-refresh", registry.CapRouteRefresh}, {"enhanced-refresh", registry.CapEnhancedRouteRefresh},
		{"ext-next-hop", registry.CapExtendedNextHop}, {"add-path", registry.CapAddPath}, {"gr", registry.CapGracefulRestart},
		{"llgr", registry.CapLLGR}, {"role", registry.CapRole}, {"hostname", registry.CapFQDN}, {"software-version", registry.CapSoftwareVersion},
	} {
		if c.word == word {
			return c.code, nil
		}
	}
	return 0, fmt.Errorf("%q is no capability: write its number, or family, as4, ext-msg, route-refresh, enhanced-refresh, ext-next-hop, add-path, gr, llgr, role, hostname or software-version", clipped(word))
}
