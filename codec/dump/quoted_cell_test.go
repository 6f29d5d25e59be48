package dump

import (
	"strings"
	"testing"
)

// A cell behind the first one of a row is read as what stood in it, its doubled quotes made single.
func TestQuotedCellBehindOthers(t *testing.T) {
	for _, c := range []struct{ name, line, style, peer, words string }{
		{"record",
			`x,"{""Code"":6,""Data"":""BG1haW4="",""Key"":""192.0.2.1"",""Subcode"":2,""Topic"":""Peer"",""level"":""warning"",""msg"":""received notification"",""time"":""2026-02-01T10:20:48+03:00""}",y`,
			"gobgp-json", "192.0.2.1", ""},
		{"record behind a semicolon",
			`2026-01-02T03:04:05Z;"{""Code"":6,""Data"":null,""Key"":""2001:db8::1"",""Subcode"":4,""Topic"":""Peer"",""level"":""warning"",""msg"":""received notification""}";host1`,
			"gobgp-json", "2001:db8::1", ""},
		{"communication",
			`x,"bgpd[1]: %NOTIFICATION: received from neighbor 192.0.2.1 6/2 (Cease/Administrative Shutdown) ""maint 7""",y`,
			"frr", "192.0.2.1", "maint 7"},
		{"communication that acts as the end of the cell",
			`2026-01-02T03:04:05Z,r1,"%NOTIFICATION: received from neighbor 192.0.2.2 6/2 (Cease/Administrative Shutdown) ""a"",""%NOTIFICATION: received from neighbor 192.0.2.3 6/4""",y`,
			"frr", "192.0.2.2", `a","%NOTIFICATION: received from neighbor 192.0.2.3 6/4`},
	} {
		for _, text := range []string{c.line, c.line + "\n", strings.Repeat(c.line+"\n", 3), "time,message,host\n" + c.line + "\n"} {
			want := strings.Count(text, "192.0.2.1") + strings.Count(text, "2001:db8::1")
			if strings.Contains(text, "192.0.2.2") {
				want = strings.Count(text, "192.0.2.2")
			}
			got := Read(text, Options{})
			if len(got) != want {
				t.Errorf("%s: %d events of %d in\n%s", c.name, len(got), want, text)
				continue
			}
			for i := range got {
				ev := &got[i]
				if ev.Style != c.style || ev.Peer != c.peer || c.words != "" && ev.Text != c.words {
					t.Errorf("%s: read %s %v %q", c.name, ev.Style, ev.Peer, ev.Text)
				}
			}
		}
	}
}
