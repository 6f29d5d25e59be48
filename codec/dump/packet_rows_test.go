package dump

import (
	"strings"
	"testing"
	"time"
)

// TestPacketRows: in rows of octets with times since 1970 and addresses, as tshark -T fields -E separator=, -E quote=d prints
// them, the time is the event's, and an address is no host name.
func TestPacketRows(t *testing.T) {
	header := strings.Repeat("ff", 16)
	for _, ends := range [][2]string{{"192.0.2.1", "192.0.2.2"}, {"2001:db8::1", "2001:db8::2"}} {
		rows := "frame.time_epoch,ip.src,ip.dst,tcp.payload\n" +
			`"1700000000.040000000","` + ends[0] + `","` + ends[1] + `","` + header + "001304\"\n" +
			`"1700000001.250000000","` + ends[1] + `","` + ends[0] + `","` + header + "0015030602\"\n"
		got := Read(rows, Options{})
		if len(got) != 2 {
			t.Fatalf("%d events", len(got))
		}
		for i, want := range []time.Time{time.Unix(1700000000, 40e6), time.Unix(1700000001, 250e6)} {
			if ev := got[i]; !ev.Time.Equal(want) || ev.Host != "" || ev.Kind != KindMessage {
				t.Errorf("event %d of %s: %v, host %q, %v", i, ends, ev.Time, ev.Host, ev.Kind)
			}
		}
	}
}
