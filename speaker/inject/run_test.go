package inject

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// TestRun plays scripts to a sound speaker. want is "" for success, else what the failure or the error says.
func TestRun(t *testing.T) {
	for _, c := range []struct {
		name, script, want string
		change             func(*speaker.PeerConfig)
	}{
		{"session", "expect OPEN as=64511 id=192.0.2.2 families=ipv6-unicast cap=refresh\nexpect established 200s", "", nil},
		{"keepalives keep it up", "open hold=3\nexpect established 1m", "", nil},
		{"silence", "open hold=3\nreach established\nsilence 4s\nexpect NOTIFICATION 4/0 data=", "", nil},
		{"silence for good", "open hold=9\nreach established\nsilence\nexpect NOTIFICATION 4/* within 10s\nexpect closed", "", nil},
		{"hold time of an OPEN", "send OPEN hold=2\nexpect NOTIFICATION 2/6 data=0002", "", nil},
		{"wrong AS", "open as=65000\nexpect NOTIFICATION 2/2", "", nil},
		{"version", "send OPEN version=3\nexpect NOTIFICATION 2/1 data=0004", "", nil},
		{"version of the open line", "open version=3\nreach opensent\nsend OPEN\nexpect NOTIFICATION 2/1 data=0004", "", nil},
		{"version 0", "open version=0\nreach opensent\nsend OPEN\nexpect NOTIFICATION 2/1", "", nil},
		{"AS 0", "open my-as=0\nsend OPEN\nexpect NOTIFICATION 2/2", "", nil},
		{"manual handshake", "expect OPEN\nsend OPEN hold=30\nexpect KEEPALIVE\nsend KEEPALIVE\nexpect established 10s", "", nil},
		{"UPDATE in OpenSent", "reach opensent\nsend UPDATE 198.51.100.0/24 next-hop 192.0.2.1\nexpect NOTIFICATION 5/1", "", nil},
		{"UPDATE in OpenConfirm", "reach openconfirm\nsend END-OF-RIB ipv4-unicast\nexpect NOTIFICATION 5/2", "", nil},
		{"OPEN in OpenSent", "reach opensent\nsend OPEN\nexpect established 3s", "", nil},
		{"KEEPALIVE in OpenConfirm", "reach openconfirm\nsend KEEPALIVE\nexpect established 3s", "", nil},
		{"OPEN in Established", "reach established\nsend OPEN\nexpect NOTIFICATION 5/3|6/7", "", nil},
		{"KEEPALIVE in OpenSent", "reach opensent\nsend KEEPALIVE\nexpect NOTIFICATION 5/1", "", nil},
		{"routes", "announce 198.51.100.0/24 as-path 64500\nwithdraw 198.51.100.0/24\nexpect established 1s", "", nil},
		{"fault is withdrawn", "announce 198.51.100.0/24 fault=origin.value\nexpect established 1s", "", nil},
		{"fault resets", "announce 198.51.100.0/24 fault=origin.value\nexpect NOTIFICATION 3/6 data=40 01 01", "another one", strict},
		{"fault resets rightly", "announce 198.51.100.0/24 fault=origin.value\nexpect NOTIFICATION 3/6 data~=4001", "", strict},
		{"injected", "inject origin.value\nexpect NOTIFICATION 3/6", "", strict},
		{"injected OPEN", "inject open.version\nexpect NOTIFICATION 2/1 data=0004", "", nil},
		{"literal", "send UPDATE 198.51.100.0/24 next-hop 192.0.2.1 as-path 64496 fault=origin.value\nexpect NOTIFICATION 3/6", "", strict},
		{"two first octets", "reach established\nsend raw 0000\nsend raw 00000000000000000000000000000013 04 \nexpect NOTIFICATION 1/1", "", nil},
		{"nothing", "expect established\nexpect nothing 5m", "", nil},
		{"nothing but", "announce 198.51.100.0/24 fault=origin.value\nexpect nothing 5s", "a message", strict},
		{"close", "reach established\nclose\nexpect closed", "", nil},
		{"Cease of ours", "reach established\nsend NOTIFICATION 6/2 \"bye\"\nexpect closed", "", nil},
		{"not met", "reach established\nexpect NOTIFICATION within 3s", "nothing of that kind in 3s", nil},
		{"not met, closed", "reach established\nsend NOTIFICATION 6/4\nexpect UPDATE", "closed the connection without", nil},
		{"no session", "open as=65000\nannounce 198.51.100.0/24", "closed the connection after its NOTIFICATION", nil},
		{"no session to stay", "open as=65000\nexpect established", "after its NOTIFICATION", nil},
		{"stays closed", "reach established\nexpect closed within 2s", "stands after 2s", nil},
		{"refresh", "reach established\nsend ROUTE-REFRESH ipv4-unicast\nexpect established 5s", "", nil},
		{"2 octets", "open cap=refresh\nannounce 198.51.100.0/24 as-path \"4200000000 64500\"\nexpect established 1s", "", nil},
		{"too late", "reach established\nreach openconfirm", "our KEEPALIVE has left already", nil},
		{"after the end", "send OPEN version=3\nexpect NOTIFICATION\nannounce 198.51.100.0/24", "after its NOTIFICATION", nil},
		{"reaction", "inject origin.value\nexpect rfc7606", "", nil},
		{"other reaction", "inject origin.value\nexpect rfc7606", "a NOTIFICATION", strict},
		{"strict reaction", "announce 198.51.100.0/24 fault=origin.value\nexpect rfc4271", "", strict},
		{"reaction to an OPEN", "send OPEN fault=open.version\nexpect rfc7606", "", nil},
		{"other kind", "inject local_pref.length_short", "another kind of session", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Parse("test", c.script)
			if err != nil {
				t.Fatal(err)
			}
			inLab(t, c.change, func(t *testing.T, o *Options) {
				r := Run(t.Context(), s, o)
				if got := outcome(r); c.want == "" && got != "" || !strings.Contains(got, c.want) {
					t.Errorf("got %q, want %q", got, c.want)
					for _, m := range r.Messages {
						t.Logf("%v %v %x", m.Time, m.Sent, m.Octets)
					}
				}
			})
		})
	}
}

func strict(c *speaker.PeerConfig) { c.Strict4271 = true }

// outcome says what went wrong; "" if nothing did.
func outcome(r *Result) string {
	switch {
	case r.Err != nil:
		return r.Err.Error()
	case r.Failure != nil:
		return "expected " + r.Failure.Expected + ", came " + r.Failure.Came
	}
	return ""
}

// TestCancelled: the context ends a run, whatever it waits for.
func TestCancelled(t *testing.T) {
	for _, script := range []string{"expect established 30m", "reach established\nwait 30m", "expect UPDATE within 30m", "silence 30m"} {
		s, err := Parse("test", script)
		if err != nil {
			t.Fatal(err)
		}
		inLab(t, nil, func(t *testing.T, o *Options) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			start := time.Now()
			r := Run(ctx, s, o)
			if took := time.Since(start); r.Err == nil || took > 11*time.Second {
				t.Errorf("%q: %v after %v", script, r.Err, took)
			}
		})
	}
}
