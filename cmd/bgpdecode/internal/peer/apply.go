package peer

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

// Settings are what is set of one peer. They are filled value by value, and Config makes of them what the speaker wants: what
// depends on several of them is decided there.
type Settings struct {
	cfg speaker.PeerConfig

	families         []codec.Family
	noFamily         bool
	addPath          []addPath
	noAS4, noExtMsg  bool
	noRefresh        bool
	noEnhanced       bool
	nextHop6         bool
	gr, llgr         *time.Duration
	noCapabilities   bool
	noRIB, reconnect bool
	md5File, aoFile  string
	routes           []string
	files, mrt       []string
	fromMRT          routes.CaptureOptions
	maxPrefix        uint32 // for all families, 0 for none
	maxPrefixOf      map[codec.Family]uint32
}

// addPath is a value of the setting of that name.
type addPath struct {
	mode     uint8
	families []codec.Family // none: all
}

// unsigned reads a number within bounds.
func unsigned(s string, low, high uint64) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("%q is not a number from %d to %d", clipped(s), low, high)
	}
	return n, nil
}

// asNumber reads an AS number, as asplain or asdot (RFC 5396), with or without AS in front.
func asNumber(s string) (uint32, error) {
	text := s
	if len(text) > 2 && strings.EqualFold(text[:2], "as") {
		text = text[2:]
	}
	high, low, dot := strings.Cut(text, ".")
	if dot {
		h, err1 := strconv.ParseUint(high, 10, 16)
		l, err2 := strconv.ParseUint(low, 10, 16)
		if n := h<<16 | l; err1 == nil && err2 == nil && n > 0 {
			return uint32(n), nil
		}
	} else if n, err := strconv.ParseUint(text, 10, 32); err == nil && n > 0 {
		return uint32(n), nil
	}
	return 0, fmt.Errorf("%q is not an AS number from 1 to %d", clipped(s), uint32(math.MaxUint32))
}

// seconds reads a time in whole seconds: a number of them, or a duration such as 3m or 1h30m.
func seconds(s string, low, high time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if n, e := strconv.ParseUint(s, 10, 32); e == nil {
		d, err = time.Duration(n)*time.Second, nil
	}
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is not a time such as 90, 90s or 3m", clipped(s))
	case d < low || d > high:
		return 0, fmt.Errorf("%s is not from %s to %s", d, low, high)
	case d%time.Second != 0:
		return 0, fmt.Errorf("%s is not a whole number of seconds", d)
	}
	return d, nil
}

// families reads a list of address families.
func families(list string) ([]codec.Family, error) {
	var all []codec.Family
	for word := range strings.SplitSeq(list, ",") {
		word = strings.ToLower(strings.TrimSpace(word))
		f, ok := codec.ParseFamily(word)
		if !ok {
			return nil, fmt.Errorf("%q is no address family: write AFI/SAFI such as 2/1, or one of %s", clipped(word), familyNames())
		}
		if f.AFI == 0 || f.SAFI == 0 { // reserved
			return nil, fmt.Errorf("%q is no address family: AFI and SAFI are at least 1", clipped(word))
		}
		all = append(all, f)
	}
	return all, nil
}

// familyNames lists the names of all families whose routes are decoded.
func familyNames() string {
	var b strings.Builder
	for i, f := range codec.KnownFamilies() {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.String())
	}
	return b.String()
}

// set stores the result of a reader.
func set[T any](to *T, v T, err error) error {
	if err == nil {
		*to = v
	}
	return err
}

// off stores the opposite of yes or no.
func off(to *bool, word string) error {
	yes, err := Yes(word)
	return set(to, !yes, err)
}

// on stores yes or no.
func on(to *bool, word string) error {
	yes, err := Yes(word)
	return set(to, yes, err)
}

// small stores a number that is within bounds.
func small(to *int, v string, low, high uint64) error {
	n, err := unsigned(v, low, high)
	return set(to, int(n), err)
}

func (s *Settings) setAS(v string) error {
	n, err := asNumber(v)
	return set(&s.cfg.LocalAS, n, err)
}

func (s *Settings) setPeerAS(v string) error {
	n, err := asNumber(v)
	return set(&s.cfg.PeerAS, n, err)
}

func (s *Settings) setAddress(v string) error {
	a, err := netip.ParseAddr(v)
	if err != nil {
		return fmt.Errorf("%q is not an address", clipped(v))
	}
	s.cfg.Remote = a.Unmap()
	return nil
}

func (s *Settings) setPort(v string) error {
	n, err := unsigned(v, 1, math.MaxUint16)
	return set(&s.cfg.RemotePort, uint16(n), err)
}

func (s *Settings) setLocal(v string) error {
	if ap, err := netip.ParseAddrPort(v); err == nil {
		s.cfg.Local = netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
		return nil
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(v, "["), "]"))
	if err != nil {
		return fmt.Errorf("%q is not an address, or an address and port such as 192.0.2.9:1790 or [2001:db8::9]:1790", clipped(v))
	}
	s.cfg.Local = netip.AddrPortFrom(a.Unmap(), 0)
	return nil
}

func (s *Settings) setInterface(v string) error { return set(&s.cfg.Interface, v, nil) }
func (s *Settings) setPassive(v string) error   { return on(&s.cfg.Passive, v) }
func (s *Settings) setActive(v string) error    { return on(&s.cfg.NoListen, v) }

func (s *Settings) setRouterID(v string) error {
	a, err := netip.ParseAddr(v)
	if err != nil || !a.Is4() || a.IsUnspecified() {
		return fmt.Errorf("%q is not an IPv4 address other than 0.0.0.0", clipped(v))
	}
	s.cfg.RouterID = a
	return nil
}

func (s *Settings) setName(v string) error {
	if v == "" || len(v) > 255 || !utf8.ValidString(v) {
		return errors.New("a name is text of 1 to 255 octets")
	}
	return set(&s.cfg.Name, v, nil)
}

func (s *Settings) setConfed(v string) error    { return on(&s.cfg.Confed, v) }
func (s *Settings) setReconnect(v string) error { return on(&s.reconnect, v) }

func (s *Settings) setTTL(v string) error  { return small(&s.cfg.Transport.TTL, v, 1, 255) }
func (s *Settings) setGTSM(v string) error { return small(&s.cfg.Transport.GTSMHops, v, 1, 255) }

// A DSCP of 0 is told to the transport as what leaves it to the system: it has no other word for it, and the system's is 0.
func (s *Settings) setDSCP(v string) error {
	err := small(&s.cfg.Transport.DSCP, v, 0, 63)
	if err == nil && s.cfg.Transport.DSCP == 0 {
		s.cfg.Transport.DSCP = -1
	}
	return err
}

func (s *Settings) setMD5File(v string) error { return set(&s.md5File, v, nil) }
func (s *Settings) setAOFile(v string) error  { return set(&s.aoFile, v, nil) }
func (s *Settings) setDevice(v string) error  { return set(&s.cfg.Transport.Device, v, nil) }
func (s *Settings) setNetns(v string) error   { return set(&s.cfg.Transport.Namespace, v, nil) }

func (s *Settings) setFamily(v string) error {
	if strings.EqualFold(strings.TrimSpace(v), "none") {
		s.noFamily = true
		return nil
	}
	list, err := families(v)
	for _, f := range list {
		s.families = appendNew(s.families, f)
	}
	return err
}

// appendNew appends what is not there yet.
func appendNew[T comparable](list []T, v T) []T {
	for _, have := range list {
		if have == v {
			return list
		}
	}
	return append(list, v)
}

func (s *Settings) setAddPath(v string) error {
	word, list, some := strings.Cut(v, ":")
	var a addPath
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "recv", "receive":
		a.mode = codec.AddPathReceive
	case "send":
		a.mode = codec.AddPathSend
	case "both":
		a.mode = codec.AddPathBoth
	default:
		return fmt.Errorf("%q is not recv, send or both", clipped(word))
	}
	if some {
		var err error
		if a.families, err = families(list); err != nil {
			return err
		}
	}
	s.addPath = append(s.addPath, a)
	return nil
}

func (s *Settings) setAS4(v string) error          { return off(&s.noAS4, v) }
func (s *Settings) setExtMsg(v string) error       { return off(&s.noExtMsg, v) }
func (s *Settings) setRefresh(v string) error      { return off(&s.noRefresh, v) }
func (s *Settings) setEnhanced(v string) error     { return off(&s.noEnhanced, v) }
func (s *Settings) setCapabilities(v string) error { return off(&s.noCapabilities, v) }
func (s *Settings) setNextHop6(v string) error     { return on(&s.nextHop6, v) }

func (s *Settings) setGR(v string) error {
	d, err := seconds(v, 0, 4095*time.Second)
	return set(&s.gr, &d, err)
}

func (s *Settings) setLLGR(v string) error {
	d, err := seconds(v, 0, (1<<24-1)*time.Second)
	return set(&s.llgr, &d, err)
}

func (s *Settings) setRole(v string) error {
	for i, word := range [...]string{"provider", "rs", "rs-client", "customer", "peer"} {
		if strings.EqualFold(v, word) {
			r := speaker.Role(i)
			s.cfg.Capabilities.Role = &r
			return nil
		}
	}
	return fmt.Errorf("%q is not provider, rs, rs-client, customer or peer", clipped(v))
}

func (s *Settings) setRoleStrict(v string) error { return on(&s.cfg.Capabilities.RoleStrict, v) }

func (s *Settings) setHostname(v string) error {
	host, domain, _ := strings.Cut(v, ".")
	if host == "" || len(host) > 255 || len(domain) > 255 || len(v) > 252 {
		return fmt.Errorf("%q is not a host name of 1 to 252 octets", clipped(v))
	}
	s.cfg.Capabilities.HostName, s.cfg.Capabilities.DomainName = host, domain
	return nil
}

func (s *Settings) setSoftware(v string) error {
	if len(v) > 64 || !utf8.ValidString(v) {
		return errors.New("a software version is text of at most 64 octets")
	}
	return set(&s.cfg.Capabilities.SoftwareVersion, v, nil)
}

func (s *Settings) setRequire(v string) error {
	for word := range strings.SplitSeq(v, ",") {
		code, err := capability(strings.ToLower(strings.TrimSpace(word)))
		if err != nil {
			return err
		}
		s.cfg.Capabilities.Required = appendNew(s.cfg.Capabilities.Required, code)
	}
	return nil
}

func (s *Settings) setAnnounce(v string) error {
	if err := checkRoute(v); err != nil {
		return err
	}
	s.routes = append(s.routes, v)
	return nil
}

func (s *Settings) setAnnounceFile(v string) error { return set(&s.files, append(s.files, v), nil) }

func (s *Settings) setAnnounceMRT(v string) error { return set(&s.mrt, append(s.mrt, v), nil) }

func (s *Settings) setMRTPeer(v string) error {
	if a, err := netip.ParseAddr(v); err == nil {
		s.fromMRT.Peer = a.Unmap()
		return nil
	}
	n, err := asNumber(v)
	if err != nil || len(v) < 3 || !strings.EqualFold(v[:2], "as") {
		return fmt.Errorf("%q is neither an address nor an AS number such as AS64496", clipped(v))
	}
	s.fromMRT.PeerAS = n
	return nil
}

func (s *Settings) setMRTNextHop(v string) error {
	switch strings.ToLower(v) {
	case "self", "keep":
		s.fromMRT.KeepNextHop = strings.EqualFold(v, "keep")
		return nil
	}
	return fmt.Errorf("%q is not self or keep", clipped(v))
}

func (s *Settings) setMaxPrefix(v string) error {
	name, number := "", v
	if i := strings.LastIndexByte(v, ':'); i >= 0 {
		name, number = v[:i], v[i+1:]
	}
	n, err := unsigned(strings.TrimSpace(number), 1, math.MaxUint32)
	if err != nil {
		return err
	}
	if name == "" {
		s.maxPrefix = uint32(n)
		return nil
	}
	list, err := families(name)
	if s.maxPrefixOf == nil {
		s.maxPrefixOf = map[codec.Family]uint32{}
	}
	for _, f := range list {
		s.maxPrefixOf[f] = uint32(n)
	}
	return err
}

// setQuirk takes the name of a quirk; max-prefix=N plays a limit of a box that says none in its NOTIFICATION.
func (s *Settings) setQuirk(v string) error {
	if n, ok := strings.CutPrefix(v, "max-prefix="); ok {
		s.cfg.Quirks |= speaker.QuirkNoLimitData
		return s.setMaxPrefix(n)
	}
	q, err := speaker.ParseQuirk(v)
	s.cfg.Quirks |= q
	return err
}

func (s *Settings) setStrict(v string) error  { return on(&s.cfg.Strict4271, v) }
func (s *Settings) setFirstAS(v string) error { return on(&s.cfg.EnforceFirstAS, v) }
func (s *Settings) setRIB(v string) error     { return off(&s.noRIB, v) }

func (s *Settings) setShutdownText(v string) error {
	if len(v) > 255 || !utf8.ValidString(v) {
		return errors.New("a shutdown communication is UTF-8 text of at most 255 octets (RFC 9003)")
	}
	return set(&s.cfg.ShutdownText, v, nil)
}

func (s *Settings) setHold(v string) error {
	d, err := seconds(v, 0, math.MaxUint16*time.Second)
	if err == nil && (d == time.Second || d == 2*time.Second) {
		err = fmt.Errorf("a hold time is 0 or at least 3 s (RFC 4271 section 4.2), not %s", d)
	}
	if err == nil {
		s.cfg.HoldTime, s.cfg.HoldTimeSet = d, true
	}
	return err
}

const day = 24 * time.Hour

func (s *Settings) setKeepalive(v string) error {
	d, err := seconds(v, time.Second, math.MaxUint16*time.Second)
	return set(&s.cfg.FSM.KeepaliveTime, d, err)
}

func (s *Settings) setConnectRetry(v string) error {
	d, err := seconds(v, time.Second, day)
	return set(&s.cfg.FSM.ConnectRetryTime, d, err)
}

func (s *Settings) setIdleHold(v string) error {
	d, err := seconds(v, time.Second, day)
	return set(&s.cfg.FSM.IdleHoldTime, d, err)
}

func (s *Settings) setDelayOpen(v string) error {
	d, err := seconds(v, time.Second, time.Hour)
	if err == nil {
		s.cfg.FSM.DelayOpen, s.cfg.FSM.DelayOpenTime = true, d
	}
	return err
}

func (s *Settings) setSendHold(v string) error {
	d, err := seconds(v, time.Second, day)
	return set(&s.cfg.FSM.SendHoldTime, d, err)
}

func (s *Settings) setDamp(v string) error { return on(&s.cfg.FSM.DampPeerOscillations, v) }
