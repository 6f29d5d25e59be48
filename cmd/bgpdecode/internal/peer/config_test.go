package peer

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// configure makes a configuration of "key=value" words.
func configure(words ...string) (speaker.PeerConfig, []string, error) {
	var list []Entry
	for _, w := range append([]string{"as=64500", "address=192.0.2.1"}, words...) {
		k, v, _ := strings.Cut(w, "=")
		list = append(list, Entry{Key: k, Value: v})
	}
	s, err := Apply(list)
	if err != nil {
		return speaker.PeerConfig{}, nil, err
	}
	return s.Config(&Sources{})
}

// TestSettings: each setting does what it says.
func TestSettings(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	v4, v6 := codec.IPv4Unicast, codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}
	key, ao := file("key", "abc\n"), file("ao", "# ours\n1 2 hmac-sha-1-96 abc\n3 4 aes-128-cmac def\n")
	routes := file("routes", "10.0.0.0/8 next-hop 192.0.2.9\n10.1.0.0/16 next-hop 192.0.2.9\n")
	mrt := writeMRT(t, filepath.Join(dir, "table.mrt"))
	for _, tc := range []struct {
		words string
		get   func(*speaker.PeerConfig) any
		want  any
	}{
		{"as=1.10", func(c *speaker.PeerConfig) any { return c.LocalAS }, uint32(65546)},
		{"peer-as=AS4200000000", func(c *speaker.PeerConfig) any { return c.PeerAS }, uint32(4200000000)},
		{"address=::ffff:192.0.2.7", func(c *speaker.PeerConfig) any { return c.Remote }, netip.MustParseAddr("192.0.2.7")},
		{"address=fe80::1 interface=eth0", func(c *speaker.PeerConfig) any { return c.Remote }, netip.MustParseAddr("fe80::1%eth0")},
		{"port=1790", func(c *speaker.PeerConfig) any { return c.RemotePort }, uint16(1790)},
		{"local=192.0.2.9", func(c *speaker.PeerConfig) any { return c.Local.String() }, "192.0.2.9:0"},
		{"local=192.0.2.9:7", func(c *speaker.PeerConfig) any { return c.Local.String() }, "192.0.2.9:7"},
		{"address=2001:db8::1 local=[2001:db8::9]", func(c *speaker.PeerConfig) any { return c.Local.String() }, "[2001:db8::9]:0"},
		{"passive=on", func(c *speaker.PeerConfig) any { return c.Passive }, true},
		{"active=yes", func(c *speaker.PeerConfig) any { return c.NoListen }, true},
		{"router-id=10.0.0.1", func(c *speaker.PeerConfig) any { return c.RouterID.String() }, "10.0.0.1"},
		{"name=r1", func(c *speaker.PeerConfig) any { return c.Name }, "r1"},
		{"confed=1", func(c *speaker.PeerConfig) any { return c.Confed }, true},
		{"ttl=3", func(c *speaker.PeerConfig) any { return c.Transport.TTL }, 3},
		{"multihop=5", func(c *speaker.PeerConfig) any { return c.Transport.TTL }, 5},
		{"gtsm=1", func(c *speaker.PeerConfig) any { return c.Transport.GTSMHops }, 1},
		{"dscp=0", func(c *speaker.PeerConfig) any { return c.Transport.DSCP }, -1},
		{"md5-key-file=" + key, func(c *speaker.PeerConfig) any {
			return fmt.Sprintf("%+v %v", c.Transport.MD5, c.Transport.MD5.IsZero())
		}, "(hidden key) false"},
		{"ao-key-file=" + ao, func(c *speaker.PeerConfig) any {
			return fmt.Sprint(len(c.Transport.AO), c.Transport.AO[1].SendID, c.Transport.AO[1].RecvID)
		}, "2 3 4"},
		{"device=vrf1", func(c *speaker.PeerConfig) any { return c.Transport.Device }, "vrf1"},
		{"netns=blue", func(c *speaker.PeerConfig) any { return c.Transport.Namespace }, "blue"},
		{"", func(c *speaker.PeerConfig) any { return c.Capabilities }, speaker.DefaultCapabilities()},
		{"family=ipv6-unicast family=1/1,ipv6-unicast", func(c *speaker.PeerConfig) any { return c.Capabilities.Families }, []codec.Family{v6, v4}},
		{"family=none", func(c *speaker.PeerConfig) any { return len(c.Capabilities.Families) }, 0},
		{"family=1/1,2/1 add-path=both", func(c *speaker.PeerConfig) any { return c.Capabilities.AddPath }, []codec.AddPath{{Family: v4, Mode: 3}, {Family: v6, Mode: 3}}},
		{"family=1/1,2/1 add-path=recv:2/1", func(c *speaker.PeerConfig) any { return c.Capabilities.AddPath }, []codec.AddPath{{Family: v6, Mode: 1}}},
		{"as4=no", func(c *speaker.PeerConfig) any { return c.Capabilities.AS4 }, false},
		{"ext-msg=off", func(c *speaker.PeerConfig) any { return c.Capabilities.ExtendedMessage }, false},
		{"route-refresh=no", func(c *speaker.PeerConfig) any { return c.Capabilities.RouteRefresh || c.Capabilities.EnhancedRefresh }, false},
		{"enhanced-refresh=no", func(c *speaker.PeerConfig) any { return c.Capabilities.RouteRefresh && !c.Capabilities.EnhancedRefresh }, true},
		{"family=1/1,2/1 ext-next-hop=yes", func(c *speaker.PeerConfig) any { return c.Capabilities.ExtendedNextHop }, []codec.ExtendedNextHop{{AFI: 1, SAFI: 1, NextHop: 2}}},
		{"gr=2m", func(c *speaker.PeerConfig) any { return *c.Capabilities.GracefulRestart }, codec.GracefulRestart{Flags: codec.GRNotification, Time: 120, Families: []codec.GRFamily{{Family: v4}}}},
		{"gr=0 llgr=1h", func(c *speaker.PeerConfig) any { return c.Capabilities.LongLived }, []codec.LLGR{{Family: v4, Time: 3600}}},
		{"role=rs-client role-strict=yes", func(c *speaker.PeerConfig) any { return fmt.Sprint(*c.Capabilities.Role, c.Capabilities.RoleStrict) }, speaker.RoleRSClient.String() + " true"},
		{"hostname=r1.example.net", func(c *speaker.PeerConfig) any { return c.Capabilities.HostName + "|" + c.Capabilities.DomainName }, "r1|example.net"},
		{"software-version=x 1", func(c *speaker.PeerConfig) any { return c.Capabilities.SoftwareVersion }, "x 1"},
		{"require=as4,73 require=gr", func(c *speaker.PeerConfig) any { return c.Capabilities.Required }, []registry.CapCode{registry.CapAS4, registry.CapFQDN, registry.CapGracefulRestart}},
		{"capabilities=no", func(c *speaker.PeerConfig) any { return c.Capabilities }, speaker.Capabilities{}},
		{"announce=10.0.0.0/8 announce-file=" + routes, func(c *speaker.PeerConfig) any { return fmt.Sprint(c.Announce[0].Len(), c.Announce[1].Len()) }, "1 2"},
		{"family=1/1,2/1 max-prefix=5 max-prefix=2/1:7", func(c *speaker.PeerConfig) any { return c.MaxPrefix }, map[codec.Family]uint32{v4: 5, v6: 7}},
		{"announce-mrt=" + mrt, func(c *speaker.PeerConfig) any { return firstRoute(c) }, "198.51.100.0/24 invalid IP"},
		{"mrt-next-hop=keep announce-mrt=" + mrt, func(c *speaker.PeerConfig) any { return firstRoute(c) }, "198.51.100.0/24 192.0.2.1"},
		{"mrt-peer=as64496 announce-mrt=" + mrt, func(c *speaker.PeerConfig) any { return firstRoute(c) }, "198.51.100.0/24 invalid IP"},
		{"mrt-peer=192.0.2.1 announce-mrt=" + mrt, func(c *speaker.PeerConfig) any { return firstRoute(c) }, "198.51.100.0/24 invalid IP"},
		{"strict-4271=yes", func(c *speaker.PeerConfig) any { return c.Strict4271 }, true},
		{"quirk=partial-is-error quirk=max-prefix=2", func(c *speaker.PeerConfig) any { return fmt.Sprint(c.Quirks, c.MaxPrefix[codec.IPv4Unicast]) }, "partial-is-error,no-limit-data 2"},
		{"enforce-first-as=yes", func(c *speaker.PeerConfig) any { return c.EnforceFirstAS }, true},
		{"", func(c *speaker.PeerConfig) any { return c.RIB }, true},
		{"rib=no", func(c *speaker.PeerConfig) any { return c.RIB }, false},
		{"shutdown-text=bye ✓", func(c *speaker.PeerConfig) any { return c.ShutdownText }, "bye ✓"},
		{"hold=0", func(c *speaker.PeerConfig) any { return fmt.Sprint(c.HoldTime, c.HoldTimeSet) }, "0s true"},
		{"hold=3m", func(c *speaker.PeerConfig) any { return c.HoldTime }, 3 * time.Minute},
		{"keepalive=7", func(c *speaker.PeerConfig) any { return c.FSM.KeepaliveTime }, 7 * time.Second},
		{"", func(c *speaker.PeerConfig) any { return c.FSM.ConnectRetryTime }, defaultRetry},
		{"connect-retry=1m", func(c *speaker.PeerConfig) any { return c.FSM.ConnectRetryTime }, time.Minute},
		{"idle-hold=9", func(c *speaker.PeerConfig) any { return c.FSM.IdleHoldTime }, 9 * time.Second},
		{"delay-open=4", func(c *speaker.PeerConfig) any { return fmt.Sprint(c.FSM.DelayOpen, c.FSM.DelayOpenTime) }, "true 4s"},
		{"send-hold=10m", func(c *speaker.PeerConfig) any { return c.FSM.SendHoldTime }, 10 * time.Minute},
		{"damp=yes", func(c *speaker.PeerConfig) any { return c.FSM.DampPeerOscillations }, true},
	} {
		words := strings.Split(tc.words, " ")
		if strings.HasPrefix(tc.words, "software") || strings.HasPrefix(tc.words, "shutdown") {
			words = []string{tc.words}
		}
		if tc.words == "" {
			words = nil
		}
		c, notes, err := configure(words...)
		if err != nil || len(notes) > 0 {
			t.Errorf("%s: %v, notes %q", tc.words, err, notes)
			continue
		}
		if got := tc.get(&c); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: %+v, want %+v", tc.words, got, tc.want)
		}
	}
	self, err := os.ReadFile("config_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range All() { // the table above forgets none
		if !strings.Contains(string(self), `"`+s.Key+"=") && !strings.Contains(string(self), " "+s.Key+"=") && s.Key != "reconnect" {
			t.Errorf("the setting %s is not tested", s.Key)
		}
	}
}

// firstRoute is prefix and next hop of the first route to announce.
func firstRoute(c *speaker.PeerConfig) string {
	for r := range c.Announce[0].Routes() {
		return fmt.Sprint(r.Prefix, " ", r.NextHop)
	}
	return ""
}

// writeMRT writes a file with one UPDATE of AS 64496.
func writeMRT(t *testing.T, name string) string {
	t.Helper()
	msg := updateMsg(nil, attrs(), []byte{24, 198, 51, 100})
	var b []byte
	b = binary.BigEndian.AppendUint32(b, uint32(start.Unix()))
	b = append(b, 0, 16, 0, 4) // BGP4MP, MESSAGE_AS4
	b = binary.BigEndian.AppendUint32(b, uint32(20+len(msg)))
	b = binary.BigEndian.AppendUint32(b, 64496)
	b = binary.BigEndian.AppendUint32(b, 64500)
	b = append(b, 0, 0, 0, 1, 192, 0, 2, 1, 192, 0, 2, 9)
	if err := os.WriteFile(name, append(b, msg...), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestSettingsRefused: what makes no sense is an error that says so.
func TestSettingsRefused(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "key")
	if err := os.WriteFile(secret, []byte("first-secret\nsecond-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mrt := writeMRT(t, filepath.Join(dir, "table.mrt"))
	for _, tc := range []struct{ words, want string }{
		{"as=0", "not an AS number"}, {"as=4294967296", "not an AS number"}, {"as=65536.1", "not an AS number"}, {"as=x", "not an AS number"},
		{"address=r1.example.net", "not an address"}, {"address=fe80::1", "on which interface"}, {"port=0", "from 1 to 65535"}, {"port=65536", "from 1 to 65535"},
		{"local=::1", "not of one address family"}, {"local=r1", "not an address"}, {"passive=maybe", "not yes or no"},
		{"passive=yes active=yes", "exclude each other"}, {"router-id=::1", "not an IPv4 address"}, {"router-id=0.0.0.0", "other than 0.0.0.0"},
		{"ttl=0", "from 1 to 255"}, {"ttl=3 gtsm=1", "exclude each other"}, {"gtsm=256", "from 1 to 255"}, {"dscp=64", "from 0 to 63"},
		{"md5-key-file=" + filepath.Join(dir, "none"), "no such file"}, {"md5-key-file=" + secret, "more than one line"}, {"ao-key-file=" + secret, ":1: a line has 4 words"},
		{"family=ipv7", "ipv6-unicast, ipv6-multicast"}, {"family=0/1", "at least 1"}, {"family=none family=1/1", "exclude each other"}, {"add-path=up", "not recv, send or both"},
		{"add-path=recv:2/1", "not among the families"}, {"add-path=recv add-path=send", "twice"}, {"as=70000 as4=no", "cannot be told"},
		{"as=70000 capabilities=no", "cannot be told"}, {"capabilities=no gr=1", "excludes"}, {"family=2/1 ext-next-hop=yes", "for IPv4 families"},
		{"gr=4096", "not from"}, {"gr=1.5s", "whole number of seconds"}, {"llgr=1", "without gr"}, {"role=boss", "not provider"}, {"role-strict=yes", "goes with role"},
		{"require=all", "no capability"}, {"require=256", "no capability"}, {"announce=10.0.0.0/33", "10.0.0.0/33"}, {"announce-file=" + filepath.Join(dir, "none"), "no such file"},
		{"announce-mrt=" + secret, "this is no MRT file"}, {"announce-mrt=" + mrt + " mrt-peer=192.0.2.77", "holds no routes"}, {"mrt-peer=64496", "neither an address nor an AS number"},
		{"mrt-next-hop=none", "not self or keep"},
		{"max-prefix=0", "from 1"}, {"max-prefix=2/1:7", "not among the families"}, {"max-prefix=x:7", "no address family"},
		{"shutdown-text=" + strings.Repeat("x", 256), "at most 255 octets"}, {"shutdown-text=\xff", "UTF-8"}, {"hold=2", "at least 3 s"}, {"hold=65536", "not from"},
		{"hold=-3s", "not from"}, {"hold=soon", "not a time"}, {"hostname=.x", "not a host name"}, {"software-version=" + strings.Repeat("x", 65), "64 octets"},
		{"color=red", "no setting of this name"}, {"name=", "1 to 255"},
	} {
		_, _, err := configure(strings.Split(tc.words, " ")...)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%.60s: %v, want %s", tc.words, err, tc.want)
		}
		if err != nil && strings.Contains(err.Error(), "-secret") {
			t.Errorf("%s: the error tells a key: %v", tc.words, err)
		}
	}
	if _, err := Apply(nil); err != nil {
		t.Error(err)
	}
	if _, _, err := new(Settings).Config(&Sources{}); err == nil || !strings.Contains(err.Error(), "AS number is missing") {
		t.Errorf("no AS number: %v", err)
	}
}

// TestLayers: the nearest layer wins as a whole.
func TestLayers(t *testing.T) {
	s, err := Apply([]Entry{{Key: "as", Value: "1"}, {Key: "family", Value: "1/1"}, {Key: "family", Value: "2/1"}, {Key: "hold", Value: "30"}},
		[]Entry{{Key: "family", Value: "1/2"}, {Key: "hold", Value: "60"}}, []Entry{{Key: "hold", Value: "9"}, {Key: "address", Value: "192.0.2.1"}})
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := s.Config(&Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if c.LocalAS != 1 || c.HoldTime != 9*time.Second || familyList(c.Capabilities.Families) != "ipv4-multicast" {
		t.Errorf("AS %d, hold %v, families %s", c.LocalAS, c.HoldTime, familyList(c.Capabilities.Families))
	}
}

// TestKeyFromEnvironment: the variable counts where no file is named, and a key file that others can read is told.
func TestKeyFromEnvironment(t *testing.T) {
	env := &Sources{Env: func(name string) string { return map[string]string{MD5Variable: "secret"}[name] }}
	s, err := Apply([]Entry{{Key: "as", Value: "1"}, {Key: "address", Value: "192.0.2.1"}})
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := s.Config(env)
	if err != nil || c.Transport.MD5.IsZero() {
		t.Errorf("no key, %v", err)
	}
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("other\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.md5File = file
	d, notes, err := s.Config(env)
	if err != nil || d.Transport.MD5.Equal(c.Transport.MD5) || len(notes) != 1 || !strings.Contains(notes[0], "can be read by others") {
		t.Errorf("%v, notes %q", err, notes)
	}
}

// TestUncarried: routes of families that are not offered are told.
func TestUncarried(t *testing.T) {
	_, notes, err := configure("announce=2001:db8::/32")
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "ipv6-unicast will not be announced") {
		t.Errorf("%v, %q", err, notes)
	}
}
