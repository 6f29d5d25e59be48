package inject

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTargets(t *testing.T) {
	names := map[string]netip.Addr{"router.example": netip.MustParseAddr("192.0.2.7"), "far.example": netip.MustParseAddr("198.18.0.1")}
	lookup := func(_ context.Context, host string) ([]netip.Addr, error) {
		if a, ok := names[host]; ok {
			return []netip.Addr{a}, nil
		}
		return nil, errors.New("no such host")
	}
	for _, c := range []struct {
		text string
		own  bool
		want string // the address, or a part of the error
	}{
		{"127.0.0.1", false, "127.0.0.1:179"},
		{"127.0.0.2:1790", false, "127.0.0.2:1790"},
		{"::1", false, "[::1]:179"},
		{"[::1]", false, "[::1]:179"},
		{"[2001:db8::1]:1790", false, "[2001:db8::1]:1790"},
		{"10.255.255.255", false, "10.255.255.255:179"},
		{"172.16.0.1", false, "172.16.0.1:179"},
		{"172.31.255.1", false, "172.31.255.1:179"},
		{"192.168.1.1", false, "192.168.1.1:179"},
		{"169.254.1.1", false, "169.254.1.1:179"},
		{"192.0.2.1", false, "192.0.2.1:179"},
		{"198.51.100.1", false, "198.51.100.1:179"},
		{"203.0.113.1", false, "203.0.113.1:179"},
		{"fe80::1%eth0", false, "[fe80::1%eth0]:179"},
		{"3fff:fff::1", false, "[3fff:fff::1]:179"},
		{"::ffff:10.0.0.1", false, "10.0.0.1:179"},
		{"172.32.0.1", false, "add --i-own-this-router"},
		{"172.15.255.255", false, "add --i-own-this-router"},
		{"8.8.8.8", false, "add --i-own-this-router"},
		{"::ffff:8.8.8.8", false, "add --i-own-this-router"},
		{"198.18.0.1", false, "add --i-own-this-router"},
		{"192.0.3.1", false, "add --i-own-this-router"},
		{"100.64.0.1", false, "carrier-grade"},
		{"fd00::1", false, "unique local"},
		{"fc00::1", false, "unique local"},
		{"2001:db9::1", false, "add --i-own-this-router"},
		{"4000::1", false, "add --i-own-this-router"},
		{"8.8.8.8", true, "8.8.8.8:179"},
		{"100.64.0.1", true, "100.64.0.1:179"},
		{"router.example", false, "a name: what it leads to can change"},
		{"router.example", true, "192.0.2.7:179"},
		{"router.example:1790", true, "192.0.2.7:1790"},
		{"far.example", true, "198.18.0.1:179"},
		{"nowhere.example", true, "no such host"},
		{"router.example:http", true, "is no port"},
		{"router.example:0", true, "is no port"},
		{"0.0.0.0", true, "not the address of one host"},
		{"224.0.0.5", true, "not the address of one host"},
		{"255.255.255.255", true, "not the address of one host"},
		{"-flag", true, "no name of a host"},
		{"a b", true, "no name of a host"},
		{"", true, "no name of a host"},
	} {
		got, err := ParseTarget(t.Context(), c.text, 0, c.own, lookup)
		text := got.Addr.String()
		if err != nil {
			text = err.Error()
		}
		if !strings.Contains(text, c.want) || err == nil && text != c.want {
			t.Errorf("%q own=%v: %s, want %s", c.text, c.own, text, c.want)
		}
		var guard *GuardError
		if errors.As(err, &guard) != strings.Contains(text, OwnFlag) {
			t.Errorf("%q: %T", c.text, err)
		}
	}
}

func TestTargetText(t *testing.T) {
	for _, c := range [][3]string{
		{"192.0.2.1", "192.0.2.1:179", "192.0.2.1"},
		{"192.0.2.1:1790", "192.0.2.1:1790", "192.0.2.1:1790"},
		{"r1", "192.0.2.1:179", "r1 (192.0.2.1)"},
	} {
		if got := (Target{c[0], netip.MustParseAddrPort(c[1])}).String(); got != c[2] {
			t.Errorf("%v: %s", c, got)
		}
	}
}

func TestLimiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, start := NewLimiter(10, 1), time.Now()
		for range 11 {
			if err := sleep(t.Context(), time.Until(l.message())); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("11 messages at 10 a second took %s", took)
		}
		for range 3 {
			if err := l.awaitSession(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("3 sessions at 1 a second took %s", took-time.Second)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := l.awaitSession(ctx); err == nil {
			t.Error("a session that may not begin yet did")
		}
	})
}
