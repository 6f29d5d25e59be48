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

// TestRowsUnderHeads: rows of octets under a line without a stamp are of what that line begins, not Data of an event before it
// that shows none.
func TestRowsUnderHeads(t *testing.T) {
	const event = "WARNING 11/02/2009 08:00:00 bgpMessages (vr1,192.0.2.2): Send NOTIFICATION message to peer 192.0.2.2 in core " +
		"error-code = 6 (cease), error-subcode = 4 (administratively reset), data = \n"
	const packet = "23:49:28.281248 IP 192.0.2.10.60219 > 192.0.2.1.179: Flags [P.], length 21: BGP\n" +
		"\t0x0000:  ffff ffff ffff ffff ffff ffff ffff ffff\n\t0x0010:  0015 0306 02\n"
	got := Read(event+packet+packet, Options{})
	if len(got) != 3 || got[0].LineEnd != 1 || got[0].DataKnown && len(got[0].Octets) > 21 || len(got[1].Octets) != 21 || len(got[2].Octets) != 21 {
		for _, ev := range got {
			t.Errorf("lines %d to %d: %s %x", ev.Line, ev.LineEnd, ev.Style, ev.Octets)
		}
	}
}
