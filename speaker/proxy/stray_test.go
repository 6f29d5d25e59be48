package proxy

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// TestStrayText: octets that are no message are told of once, with who sent them, how many, and the first of them.
func TestStrayText(t *testing.T) {
	var got []string
	a, b := netip.MustParseAddrPort("192.0.2.1:40000"), netip.MustParseAddrPort("192.0.2.2:179")
	for _, sent := range []bool{true, false} {
		e := strayText(&speaker.Event{Conn: speaker.ConnInfo{Local: a, Remote: b}}, sent, []byte(strings.Repeat("\x1b", 20)))
		got = append(got, e)
	}
	for i, who := range []string{"192.0.2.1:40000", "192.0.2.2:179"} {
		if want := "20 octets from " + who + " belong to no BGP message; they were forwarded: " + strings.Repeat("1b", mostStray) + "…"; got[i] != want {
			t.Errorf("%q, want %q", got[i], want)
		}
	}
}
