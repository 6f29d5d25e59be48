package dump

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// TestShownRaw: tshark shows the octets of a packet under several keys; each message is one event, and the same message in the next
// packet is another one. Keys of other programs show what they show.
func TestShownRaw(t *testing.T) {
	ones := strings.Repeat("ff", 16)
	keepalive, note := ones+"001304", ones+"0015030604"
	head := "020000000002020000000001080045000040"
	colons := func(s string) string {
		var b strings.Builder
		for i := 0; i < len(s); i += 2 {
			if i > 0 {
				b.WriteByte(':')
			}
			b.WriteString(s[i : i+2])
		}
		return b.String()
	}
	indented := func(m string) string {
		return fmt.Sprintf("  {\n    \"layers\": {\n      \"frame_raw\": [\n        %q,\n        0,\n        73\n      ],\n      \"tcp\": {\n        \"tcp.payload_raw\": [\n          %q,\n          54\n        ],\n"+
			"        \"tcp.payload\": %q\n      },\n      \"bgp_raw\": [\n        %q,\n        54\n      ]\n    }\n  },\n", head+m, m, colons(m), m)
	}
	oneLine := func(m string) string {
		return fmt.Sprintf(`{"layers":{"frame_raw":%q,"tcp":{"tcp_tcp_payload_raw":%q,"tcp_tcp_payload":%q},"bgp_raw":%q}}`, head+m, m, colons(m), m) + "\n"
	}
	pdml := func(m string) string {
		return fmt.Sprintf("<field name=\"tcp.payload\" size=\"19\" show=%q value=%q/>\n", colons(m), m)
	}
	long := ones + "0017020000" // a message in two packets
	later := func(string) string {
		return fmt.Sprintf(`{"layers":{"frame_raw":%q,"bgp_raw":%q}}`, head+"0000", long+"0000") + "\n"
	}
	all := keepalive + keepalive + note
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"indented", indented(keepalive) + indented(keepalive) + indented(note), 3},
		{"a line each", oneLine(keepalive) + oneLine(keepalive) + oneLine(note), 3},
		{"PDML", pdml(keepalive) + pdml(keepalive) + pdml(note), 3},
		{"several in a packet", indented(all) + oneLine(all), 6},
		{"one in two packets", oneLine(note) + later(""), 2},
		{"a list", fmt.Sprintf(`{"messages":[%q,%q,%q]}`, keepalive, keepalive, note), 3},
		{"other keys", fmt.Sprintf("{\"received\":%q,\n\"sent\":%q}", keepalive, keepalive), 2},
		{"no keys", keepalive + "\n\n" + keepalive + "\n", 2},
	} {
		evs := Read(c.text, Options{})
		n := 0
		for i := range evs {
			if evs[i].Kind == KindMessage {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%s: %d messages, want %d", c.name, n, c.want)
			for _, ev := range evs {
				t.Log(ev.Offset, hex.EncodeToString(ev.Octets))
			}
		}
	}
}
