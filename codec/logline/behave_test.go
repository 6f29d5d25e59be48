package logline

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"
)

// one scans a text that must hold exactly one event.
func one(t *testing.T, text string) Event {
	t.Helper()
	evs := Scan(Split(text), Options{Now: time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC), Location: time.UTC})
	if len(evs) != 1 {
		t.Fatalf("%d events in\n%s", len(evs), text)
	}
	return evs[0]
}

// TestPeerText: what a peer wrote is text, whatever it looks like.
func TestPeerText(t *testing.T) {
	for _, said := range []string{
		`3/4 (UPDATE Message Error/Attribute Flags Error) 2 bytes ff ff`,
		`%NOTIFICATION: sent to neighbor 10.0.0.1 2/2 (OPEN Message Error/Bad Peer AS) 2 bytes fe 0a`,
		`code 3 (Update Message Error) subcode 4 (attribute flags error), Data: ff ff`,
		`notification msg sent (nbr 192.0.2.1, context 0x1 21 bytes, code 6/2 (cease) - 0000 0000 ffff`,
		`say "hello" to 192.0.2.7 sending NOTIFICATION 6/4 (Cease/Administrative Reset) 0 bytes`,
		`[AS4] 192.0.2.9 BGP AS4 capable peer send AS4_PATH`,
		``,
	} {
		ev := one(t, `2026/11/21 23:43:14 BGP: [H7QV4-WR3ZD] %NOTIFICATION: received from neighbor 192.0.2.24 6/2 (Cease/Administrative Shutdown) "`+said+`"`)
		if ev.Text != said || !ev.HasText || ev.Code != 6 || ev.Subcode != 2 || ev.Peer != "192.0.2.24" || ev.Dump.View != nil {
			t.Errorf("%q: %+v", said, ev)
		}
	}
}

func TestStamps(t *testing.T) {
	const line = "%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 2/2 (peer in wrong AS) 2 bytes FBF0"
	for _, c := range []struct{ head, want, text, host string }{
		{"Aug 19 10:00:00 r1 12: ", "2026-08-19T10:00:00Z", "Aug 19 10:00:00", "r1"},
		{"Aug 21 10:00:00 r1 12: ", "2025-08-21T10:00:00Z", "Aug 21 10:00:00", "r1"},
		{"*Aug  1 10:00:00.250: ", "2026-08-01T10:00:00.25Z", "*Aug  1 10:00:00.250", ""},
		{".Jul 11 15:31:34 EDT: ", "2026-07-11T15:31:34-04:00", ".Jul 11 15:31:34 EDT", ""},
		{"Feb 29 10:00:00 r1 12: ", "2024-02-29T10:00:00Z", "Feb 29 10:00:00", "r1"},
		{"2026-08-01T10:00:00+02:00 r1 bgpd: ", "2026-08-01T10:00:00+02:00", "", "r1"},
		{"2026/08/01 10:00:00 BGP: ", "2026-08-01T10:00:00Z", "2026/08/01 10:00:00", ""},
		{"Aug  6 2026 20:34:46+08:00 NE40 ", "2026-08-06T20:34:46+08:00", "", "NE40"},
		{"<30>1 2026-08-01T10:00:00Z r2 bgpd 1 - - ", "2026-08-01T10:00:00Z", "", "r2"},
		{"00:01:14: ", "", "00:01:14", ""},
		{"1d02h: ", "", "1d02h", ""},
		{"", "", "", ""},
	} {
		ev := one(t, c.head+line)
		got := ""
		if !ev.Time.IsZero() {
			got = ev.Time.Format(time.RFC3339Nano)
		}
		if got != c.want || ev.TimeText != c.text || ev.Host != c.host {
			t.Errorf("%q: time %s, text %q, host %q", c.head, got, ev.TimeText, ev.Host)
		}
	}
}

func TestRepeats(t *testing.T) {
	const line = "%NOTIFICATION: received from neighbor 192.0.2.17 6/7 (Cease/Connection Collision Resolution) 0 bytes"
	for text, want := range map[string]int{
		"Nov 21 23:43:12 edge1 bgpd[1]: " + line + "\nNov 21 23:44:12 edge1 last message repeated 5 times\n":                                                                                       6,
		"Nov 21 23:43:12 edge1 bgpd[1]: message repeated 3 times: [ " + line + "]\n":                                                                                                               3,
		"Nov 21 23:43:12 edge1 bgpd[1]: " + line + "\nNov 21 23:43:13 edge2 sshd[7]: session opened\nNov 21 23:44:12 edge1 last message repeated 7 times\n":                                        8,
		"Nov 21 23:43:12 edge1 bgpd[1]: " + line + "\nNov 21 23:43:13 edge2 sshd[7]: session opened\nNov 21 23:44:12 edge2 last message repeated 7 times\n":                                        0,
		"Nov 21 23:43:12 edge1 bgpd[1]: " + line + "\nNov 21 23:43:13 edge2 last message repeated 7 times\nNov 21 23:44:12 edge1 last message repeated 4 times\n":                                  5,
		"Nov 21 23:43:12 edge1 bgpd[1]: " + line + "\nNov 21 23:43:13 edge1 sshd[7]: session opened\nNov 21 23:44:12 edge1 last message repeated 7 times\n":                                        0,
		"<30>1 2026-11-21T23:43:12Z edge1 bgpd 1 - - " + line + "\n<30>1 2026-11-21T23:43:12Z edge2 sshd 1 - - up\n<30>1 2026-11-21T23:43:12Z edge1 syslogd - - - last message repeated 2 times\n": 3,
		line + "\n--- last message repeated 1 time ---":                    2,
		line + "\nsomething about: last message repeated 5 times, he said": 0,
	} {
		if ev := one(t, text); ev.Repeat != want {
			t.Errorf("%d times, want %d:\n%s", ev.Repeat, want, text)
		}
	}
}

// TestTails: people paste the end of a line without its head.
func TestTails(t *testing.T) {
	for text, want := range map[string]string{
		"code 6/4 (cease: administrative reset) — 0000 0000 ( ffff ffff ffff ffff ffff ffff ffff ffff ) 0015 0306 04":      "ericsson-seos 6/4 23",
		"it said: code 2 (Open Message Error) subcode 2 (bad peer AS number),\nData : fd e8, and then it was gone":         "junos 2/2 2",
		"2/2 (OPEN Message Error/Bad Peer AS) 2 bytes fe 0a":                                                               "frr 2/2 2",
		"so I saw 2/2 (peer in wrong AS) 2 bytes FE0A":                                                                     "cisco-ios 2/2 2",
		"3/5 (UPDATE Message Error/Attribute Length Error) 99 bytes ( 50 02 0c de ) 02 ff . so many times 00 04 — and AS5": "frr 3/5 6",
	} {
		ev := one(t, text)
		b := octetsOf(&ev)
		if len(b) > 0 && ev.Content == ContentMessage {
			b = b[2:] // the zeros
		}
		if got := ev.Style + " " + pairText(ev.Code, ev.Subcode) + " " + itoa(len(b)); got != want {
			t.Errorf("got %s, want %s:\n%s", got, want, text)
		}
	}
}

func itoa(n int) string { return pairText(n, Unknown) }

// TestNoEvents: words about NOTIFICATIONs are not NOTIFICATIONs.
func TestNoEvents(t *testing.T) {
	for _, text := range []string{
		"The NOTIFICATION message has code 3 and subcode 4 (see 3/4).",
		"A BGP notification message is sent when an error condition is detected by the BGP process.",
		"3 NOTIFICATION [RFC4271]",
		"BGP Error (Notification) Codes",
		"1 Notification N [RFC8538]",
		"2 Notification messages sent 3/4 of the time",
		"Read 4096 (4 KB) 12 bytes fe 0a",
		"1/2 (half) 12 bytes",
		"error code 3 (three) subcode 4 (four)",
		"exit code 6 (Cease)",
		"code 3/4 (quarter) done",
		"notification sent to 192.0.2.1 by mail",
		"last error: none",
		"Peer: 192.0.2.1 AS 1\n  Last Error: None",
		"%ADJCHANGE: neighbor 192.0.2.1(x) in vrf default Up",
		"bgpPeerLastError.192.0.2.1 = Hex-STRING: 00 00",
	} {
		if evs := Scan(Split(text), Options{}); len(evs) > 0 {
			t.Errorf("%s\n%+v", text, evs[0])
		}
	}
}

func TestGeneric(t *testing.T) {
	for text, want := range map[string]string{
		"peer 192.0.2.1: received NOTIFICATION code 6 subcode 2":                            "192.0.2.1 received 6/2",
		"sent notification to 2001:db8::1 (2,7)":                                            "2001:db8::1 sent 2/7",
		"[bgp] 192.0.2.9 recv NOTIFICATION error code: 3, error subcode: 5":                 "192.0.2.9 received 3/5",
		"NOTIFICATION received from neighbor 192.0.2.3: 4/0 (Hold Timer Expired)":           "192.0.2.3 received 4/0",
		"BGP4-MIB::bgpPeerLastError.192.0.2.1 = Hex-STRING: 03 05 ":                         "192.0.2.1  3/5",
		`iso.3.6.1.2.1.15.3.1.14.10.1.2.3 = "06 02 "`:                                       "10.1.2.3  6/2",
		"bgpBackwardTransition bgpPeerLastError.10.9.8.7 = 0x0400 bgpPeerState.1 = idle(1)": "10.9.8.7  4/0",
	} {
		ev := one(t, text)
		if got := ev.Peer + " " + ev.Direction.String() + " " + pairText(ev.Code, ev.Subcode); got != want {
			t.Errorf("got %s, want %s:\n%s", got, want, text)
		}
	}
}

// TestWords: numbers beat words, and a disagreement is told.
func TestWords(t *testing.T) {
	ev := one(t, "%NOTIFICATION: sent to neighbor 192.0.2.1 3/2 (UPDATE Message Error/Unsupported optional Parameter) 0 bytes")
	if ev.Code != 3 || ev.Subcode != 2 {
		t.Errorf("%+v", ev)
	}
	ev = one(t, "%BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 3/4 (peer in wrong AS) 0 bytes")
	if ev.Code != 3 || ev.Subcode != 4 || len(ev.Notes) != 1 {
		t.Errorf("%+v", ev)
	}
	for text, want := range map[string]string{
		"frr:UPDATE Message Error/Attribute Flags Error": "3/4", "frr:update message error/attribute_flags-error": "3/4", "x:Bad Peer AS received": "2/2",
		"freertr:badNextHop": "3/8", "x:BGP identifier wrong": "2/3", "openbgpd:error in OPEN message, AS unacceptable": "2/2", "x:Cease": "6",
		"x:connection not synchronised": "1/1", "huawei-vrp:BFD session Down": "6/9", "quagga:CAPABILITY Message Error/Invalid Capability Length": "7/2",
		"x:No supported AFI/SAFI": "2/8", "x:Hold Timer Expired": "4/0", "x:Cease/Unspecific": "6/0", "x:unsupported/disjoint capability": "2/7",
	} {
		style, words, _ := strings.Cut(text, ":")
		code, sub, ok := Words(style, words)
		if got := pairText(code, sub); !ok || got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestSegments: the lines that take a path segment apart give one path, with stamps or without, folded or not.
func TestSegments(t *testing.T) {
	lines := []string{
		"got total byte length 18", "got type 2, length 2", "Read 64496 into this segment", "Read 4200000001 into this segment", "Bytes now: 10",
		"got type 1, length 2", "Read 65550 into this segment", "Read 65551 into this segment", "Bytes now: 18",
	}
	for _, head := range []string{"Parse aspath segment: ", "2008/03/01 10:00:00 BGP: [AS4] Parse aspath segment: ", "   Parse aspath segment:\n     "} {
		ev := one(t, head+strings.Join(lines, "\n"+head)+"\n")
		if ev.Offender == nil || ev.Offender.ASPath != "64496 4200000001 {65550,65551}" || ev.Offender.AttrLen != 18 {
			t.Errorf("%q: %+v", head, ev)
		}
	}
	two := strings.Repeat("Parse aspath segment: got total byte length 6\nParse aspath segment: got type 2, length 1\nParse aspath segment: Read 65550 into this segment\nParse aspath segment: Bytes now: 6\n", 2)
	if evs := Scan(Split(two), Options{}); len(evs) != 2 {
		t.Errorf("%d paths of two", len(evs))
	}
}

func TestOpenErrors(t *testing.T) {
	for text, want := range map[string]string{
		"BGP: 192.0.2.9 bad OPEN, got AS_TRANS but no AS4 capability address peer->cap is 0x8a3f0c8, value 256": "as-trans-without-capability 6/5 2/2",
		"192.0.2.9 bad OPEN, got AS4 capability, but remote_as 64496 mismatch with 16bit 'myasn' 64497 in open": "as-field-and-capability-differ 6/5 2/2",
		"192.0.2.9 Capability length error 6": "as4-capability-length 6/0 2/0",
	} {
		for n := 24; n < 120; n += 5 {
			ev := one(t, softWrap(text, n, "   "))
			got := ev.Offender.Problem
			for _, p := range ev.Params {
				if strings.HasPrefix(p.Key, "NOTIFICATION") {
					got += " " + p.Value
				}
			}
			if got != want || ev.Peer != "192.0.2.9" {
				t.Errorf("%s %s", ev.Peer, got)
			}
		}
	}
}

// TestSplitDumps: dumps that a logger or a relay has cut into parts.
func TestSplitDumps(t *testing.T) {
	const want = "ffffffffffffffffffffffffffffffff0036020000001b4001010040020602010000fbf0400304c00002018004040000000a18cb0071"
	head := "*Mar  1 00:12:34.567: %BGP-6-MSGDUMP_LIMIT: unsupported or mal-formatted message received from 192.0.2.1: "
	for _, text := range []string{
		head + "\nFFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0036 0200 0000 1B40 0101 004**MSG 00004 TRUNCATED**\n**MSG 00004 CONTINUATION #01**0 0206 0201 0000 FBF0 4003 04C0\n0002 0180 0404 0000 000A 18CB 0071",
		"Jul  9 08:51:32 rtr1 1: " + head + "\nJul  9 08:51:32 rtr1 2: FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0036 0200 0000 1B40 0101 0040 0206\nJul  9 08:51:32 rtr1 3: 0201 0000 FBF0 4003 04C0 0002 0180 0404 0000 000A 18CB 0071\nJul  9 08:51:33 rtr1 4: all is well",
		"Jul  9 08:51:32 rtr1 1: " + head + "\nrtr1: FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0036 0200 0000 1B40 0101 0040 0206\nrtr1: 0201 0000 FBF0 4003 04C0 0002 0180 0404 0000 000A 18CB 0071\nrtr1: done",
	} {
		ev := one(t, text)
		if got := hex.EncodeToString(message(octetsOf(&ev))); got != want {
			t.Errorf("%s\n%s", got, text)
		}
	}
}

// TestLongLine: events are found in a line that is longer than a record may be.
func TestLongLine(t *testing.T) {
	const ev = "%NOTIFICATION: sent to neighbor 192.0.2.1 2/2 (OPEN Message Error/Bad Peer AS) 2 bytes fe 0a "
	text := ev + strings.Repeat("x ", 1<<20) + ev + strings.Repeat("y", 3<<20) + " " + ev
	if evs := Scan(Split(text), Options{}); len(evs) != 3 || evs[2].Peer != "192.0.2.1" {
		t.Errorf("%d events", len(evs))
	}
}

// TestArticle: writers repeat a line with marks in the dump and go on with prose; publishers wrap the lot.
func TestArticle(t *testing.T) {
	const want = "ffffffffffffffffffffffffffffffff0020030304c0070800010001c0000201"
	for _, text := range []string{
		"Then comes the length: code 3/4 (update: attribute flags error) — 0000 0000 ffff ffff ffff ffff ffff ffff ffff ffff ( 0020 ) 0303 04c0 0708 0001 0001 c000 0201 , which is 32 and be what it may, 1110 0000",
		"The marker, code 3/4 (update: attribute flags error) - 0000 0000 ( ffff ffff ffff ffff ffff ffff ffff ffff ) 0020 0303 04c0 0708 0001 0001 c000 0201",
		"Last: code 3/4 (update: attribute flags error) — 0000 0000 ffff ffff ffff ffff ffff ffff ffff ffff 0020 03 ( 03 04 ) c0 0708 0001 0001 ( c000 0201 ) — eight octets in all.",
	} {
		for n := 30; n <= 140; n++ {
			for _, s := range []string{softWrap(text, n, ""), hardWrap(text, n), trimLines(hardWrap(text, n)), quote(softWrap(text, n, ""))} {
				ev := one(t, s)
				if got := hex.EncodeToString(message(octetsOf(&ev))); got != want || ev.Code != 3 || ev.Subcode != 4 {
					t.Fatalf("%d/%d %s\n%s", ev.Code, ev.Subcode, got, s)
				}
			}
		}
	}
}
