package dump_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestOffender: a faulty message and the NOTIFICATION sent for it point to each other, whichever is printed first.
func TestOffender(t *testing.T) {
	const (
		sent   = "%BGP-3-NOTIFICATION: sent to neighbor P 3/1 (update malformed) 0 bytes\n"
		gone   = "%BGP-3-NOTIFICATION: received from neighbor P 3/1 (update malformed) 0 bytes\n"
		timer  = "%BGP-3-NOTIFICATION: sent to neighbor P 4/0 (hold time expired) 0 bytes\n"
		update = "FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0031 0200 0000 1540 0101 0040 0200 4003\n04A9 FE01 0680 0404 0000 0000 2006 0606 06\n"
		open   = "FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 001D 0104 FBF0 00B4 C000 023B 00\n"
		dumped = "%BGP-4-MSGDUMP: unsupported or mal-formatted message received from P:\n"
		xr     = "%ROUTING-BGP-3-MALFORM_UPDATE : Malformed UPDATE message received from neighbor P - message length 90 bytes, error flags 0x00000840, action taken \"ResetSession\". Error details: \"Error 0x00000800, Field \"Attr-flags\", Attribute 5 (Flags 0xc0, Length 4), Data [00 00 00 64]\"\n"
		huawei = "Aug  6 2026 20:34:21 NE40 %%01BGP/4/PKT_RAW_OUT(l)[7]: BGP received an invalid message, and the invalid content ranged from 1 to 49 bytes. (VpnInstance=red, Peer=P, PacketType=UPDATE, PacketContent=ffffffffffffffffffffffffffffffff0031020000001540010100400200400304a9fe01068004040000000020060606" + "06, SourceInterface=NULL)\n"
		junos  = "Received malformed update from P (External AS 65100)\n  Family inet-unicast, prefix 0.0.0.0/0\n  Malformed Attribute MP_REACH(14) flag 0x80 length 42.\n"
		rpd    = "bgp_read_v4_update:12338: NOTIFICATION sent to P (External AS 65100): code 3 (Update Message Error) subcode 9 (error with optional attribute)\n"
		as4    = "[AS4] P bad OPEN, got AS4 capability, but remote_as 64496 mismatch with 16bit 'myasn' 64497 in open\n"
		cease  = "%BGP-3-NOTIFICATION: sent to neighbor P 6/5 (cease) 0 bytes\n"
		frr    = "  Last reset 00:00:01,  Notification sent (UPDATE Message Error/Attribute Length Error)\n  Message received that caused BGP to send a NOTIFICATION:\n    FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF\n    002B0200 00001440 01010040 02060201\n    0000FC1D 40030901 020304\n"
		at1    = "Mar  1 10:00:00 r1 "
		at2    = "Mar  1 10:00:02 r1 "
		late   = "Mar  1 10:01:00 r1 "
		other  = "Mar  1 10:00:02 r2 "
	)
	dated := dump.Options{Log: logline.Options{Now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}}
	for _, tc := range []struct{ name, text, want string }{
		{"dump, then NOTIFICATION", dumped + update + sent, "answer:1 offender:0"},
		{"NOTIFICATION, then dump", sent + dumped + update, "offender:1 answer:0"},
		{"an OPEN is not answered with 3/1", sent + dumped + open, "- -"},
		{"an UPDATE is not answered with 4/0", timer + dumped + update, "- -"},
		{"received", gone + dumped + update, "- -"},
		{"another peer", strings.ReplaceAll(sent, "P ", "192.0.2.77 ") + dumped + update, "- -"},
		{"one NOTIFICATION answers one message", dumped + update + sent + dumped + update, "answer:1 offender:0 -"},
		{"IOS XR", xr + sent, "answer:1 offender:0"},
		{"near in time", at1 + sent + at2 + xr, "offender:1 answer:0"},
		{"far in time", at1 + sent + late + xr, "- -"},
		{"another device", at1 + sent + other + xr, "- -"},
		{"Huawei", huawei + sent, "answer:1 offender:0"},
		{"Junos", rpd + junos, "offender:1 answer:0"},
		{"Quagga", as4 + cease, "answer:1 offender:0"},
		{"a Cease is about no UPDATE", cease + dumped + update, "- -"},
		{"FRR", frr, "offender:1 answer:0"},
		{"FRR prints the reason first", strings.Replace(frr[strings.Index(frr, "  Message"):], "0000FC1D", "0000FC1E", 1) + frr, "- offender:2 answer:1"},
		{"not too far away", dumped + update + strings.Repeat(strings.ReplaceAll(gone, "P ", "192.0.2.77 "), 9) + sent, strings.TrimSpace(strings.Repeat("- ", 11))},
	} {
		for _, peer := range []string{"198.51.100.4", "2001:db8:7::9"} {
			var got []string
			for _, e := range dump.Read(strings.NewReplacer(" P:", " "+peer+":", " P ", " "+peer+" ", "=P,", "="+peer+",").Replace(tc.text), dated) {
				if len(e.Links) == 0 {
					got = append(got, "-")
				}
				for _, l := range e.Links {
					got = append(got, fmt.Sprintf("%s:%d", l.Rel, l.To))
				}
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("%s, %s: %s, want %s", tc.name, peer, s, tc.want)
			}
		}
	}
}

// TestRemarksCount: one octet is, two octets are.
func TestRemarksCount(t *testing.T) {
	const message = "ffffffffffffffffffffffffffffffff0015030400"
	for text, want := range map[string]string{
		message + "7e":                "1 octet behind the message is not part of it",
		message + "7e7e":              "2 octets behind the message are not part of it",
		message + "00":                "1 zero octet behind the message is padding, not Data",
		message + "0000":              "2 zero octets behind the message are padding, not Data",
		"0012 " + message:             "2 octets in front of the marker are not part of the message",
		"12 " + message:               "1 octet in front of the marker is not part of the message",
		"00 " + message:               "1 zero octet in front of the marker is not part of the message",
		"0000 0000 " + message + "7e": "4 zero octets in front of the marker are not part of the message",
	} {
		evs := dump.Read(text, dump.Options{})
		if len(evs) != 1 || !strings.Contains(strings.Join(evs[0].Remarks, "; "), want) {
			t.Errorf("%s: %d events, %v, want %q", text, len(evs), evs[0].Remarks, want)
		}
	}
}
