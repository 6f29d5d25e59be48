package dump

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// The two messages that the records of these tests carry.
const (
	firstLine  = `%NOTIFICATION: received from neighbor 192.0.2.17 3/4 (UPDATE Message Error/Attribute Flags Error) 12 bytes e0 07 08 00 01 00 0f c0 00 02 63 01`
	secondLine = `%NOTIFICATION: sent to neighbor 198.51.100.9 2/2 (OPEN Message Error/Bad Peer AS) 2 bytes fb f0`
	dumpRows   = "00000000: ffff ffff ffff ffff ffff ffff ffff ffff  ................\n00000010: 001c 0306 0100 0101 0000 03e8            ............"
)

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// TestSeveralEventsInARecord gives records of many kinds that hold more than one line, and wants all, with time and host.
func TestSeveralEventsInARecord(t *testing.T) {
	both := quote(firstLine + "\n" + secondLine)
	one, two := quote(firstLine), quote(secondLine)
	for name, text := range map[string]string{
		"journald":           `{"__REALTIME_TIMESTAMP":"1795304592041595","_HOSTNAME":"relay7","MESSAGE":` + both + `}`,
		"Elastic hits":       `{"took":3,"hits":{"total":2,"hits":[{"_id":"a","_source":{"message":` + one + `,"host":{"name":"relay7"},"@timestamp":"2026-11-21T23:43:12.041595Z"}},{"_source":{"@timestamp":"2026-11-21T23:43:12.041595Z","host":{"name":"relay7"},"message":` + two + `}}]}}`,
		"Loki":               `{"status":"success","data":{"result":[{"stream":{"host":"relay7"},"values":[["1795304592041595000",` + one + `],["1795304592041595000",` + two + `]]}]}}`,
		"GELF":               `{"version":"1.1","host":"relay7","short_message":` + one + `,"full_message":` + both + `,"timestamp":1795304592.041595}`,
		"CloudWatch":         `{"hostname":"relay7","events":[{"timestamp":1795304592041,"message":` + one + `,"ingestionTime":1795304599999},{"timestamp":1795304592041,"message":` + two + `}]}`,
		"rsyslog":            `{"msg":` + one + `,"hostname":"relay7","timereported":"2026-11-21T23:43:12.041595Z"}` + "\n" + `{"msg":` + two + `,"hostname":"relay7","timereported":"2026-11-21T23:43:12.041595Z"}`,
		"array":              `[{"message":` + one + `,"host":"relay7","time":"2026-11-21T23:43:12.041595Z"},{"message":` + two + `,"host":"relay7","time":"2026-11-21T23:43:12.041595Z"}]`,
		"CSV":                "_time,host,_raw\n" + `"2026-11-21T23:43:12.041Z",relay7,"` + firstLine + `"` + "\n" + `"2026-11-21T23:43:12.041Z",relay7,"` + secondLine + `"`,
		"CSV, two in a cell": "_time,host,_raw\n" + `"2026-11-21T23:43:12.041Z",relay7,"` + firstLine + "\n" + secondLine + `"`,
		"CSV of Windows":     "\ufeff_time;host;_raw\r\n" + `"2026-11-21T23:43:12.041Z";"relay7";"` + firstLine + `"` + "\r\n" + `"2026-11-21T23:43:12.041Z";"relay7";"` + secondLine + `"` + "\r\n",
		"printed":            "{\n  \"host\": \"relay7\",\n  \"@timestamp\": \"2026-11-21T23:43:12.041595Z\",\n  \"message\": " + one + "\n}\n{\n  \"message\": " + two + ",\n  \"host\": {\n    \"name\": \"relay7\"\n  },\n  \"@timestamp\": \"2026-11-21T23:43:12.041595Z\"\n}",
	} {
		t.Run(name, func(t *testing.T) {
			evs := Read(text+"\n", Options{})
			if len(evs) != 2 {
				t.Fatalf("%d events: %+v", len(evs), evs)
			}
			for i, want := range []struct {
				peer, data string
				sub        int
			}{{"192.0.2.17", "e0070800 01000fc0 00026301", 4}, {"198.51.100.9", "fbf0", 2}} {
				ev := &evs[i]
				if ev.Peer != want.peer || ev.Subcode != want.sub || fmt.Sprintf("%x", ev.Octets[21:]) != strings.ReplaceAll(want.data, " ", "") {
					t.Errorf("event %d: %+v", i, ev)
				}
				if ev.Host != "relay7" || ev.Time.UTC().Format(time.DateTime) != "2026-11-21 23:43:12" {
					t.Errorf("event %d: host %q, time %v", i, ev.Host, ev.Time)
				}
				first := strings.Fields(want.data)[0][:2]
				if p := ev.Pieces; len(p) == 0 || text[p[0].Offset:p[0].Offset+2] != first {
					t.Errorf("event %d: octets not where they stand: %+v", i, p)
				}
			}
		})
	}
}

// TestRowsOfOneSource reads a dump and an event over several lines whose lines were logged one by one, others between.
func TestRowsOfOneSource(t *testing.T) {
	other := `<30>1 2026-11-21T23:43:12Z host9 sshd 17 - - Accepted publickey`
	text := other + "\n"
	for _, l := range strings.Split(dumpRows, "\n") {
		text += "<30>1 2026-11-21T23:43:12Z relay7 fwd 42 - - " + l + "\n" + other + "\n"
	}
	evs := Read(text, Options{})
	if len(evs) != 1 || len(evs[0].Octets) != 28 || evs[0].Host != "relay7" || evs[0].Line != 2 || evs[0].LineEnd != 4 {
		t.Fatalf("%+v", evs)
	}
	if p := evs[0].Pieces[0]; p.Line != 2 || text[p.Offset:p.Offset+4] != "ffff" {
		t.Errorf("%+v", p)
	}
}

// TestPartsOfAMessage joins what Kubernetes and Docker have cut.
func TestPartsOfAMessage(t *testing.T) {
	line := strings.Replace(firstLine, "12 bytes", "8000 bytes", 1) + strings.Repeat(" 00", 8000-12)
	whole := Read(line, Options{})
	cri := func(kind, s string) string { return "2026-11-21T23:43:12.041595Z stdout " + kind + " " + s + "\n" }
	docker := func(s string) string {
		return `{"log":` + quote(s) + `,"stream":"stdout","time":"2026-11-21T23:43:12.041595Z"}` + "\n"
	}
	for name, text := range map[string]string{
		"CRI":        cri("P", firstLine[:40]) + cri("P", firstLine[40:50]) + cri("F", firstLine[50:]),
		"CRI, octet": cri("P", firstLine[:len(firstLine)-7]) + cri("F", firstLine[len(firstLine)-7:]),
		"Docker":     docker(line[:16384]) + docker(line[16384:]+"\n"),
	} {
		t.Run(name, func(t *testing.T) {
			want := Read(firstLine, Options{})
			if name == "Docker" {
				want = whole
			}
			evs := Read(text, Options{})
			if len(evs) != 1 || string(evs[0].Octets) != string(want[0].Octets) || evs[0].Subcode != 4 {
				t.Fatalf("%d events, %+v", len(evs), evs)
			}
		})
	}
}

// TestTextOfAPeerIsNoGrammar: what a peer says in a JSON string stays what it says.
func TestTextOfAPeerIsNoGrammar(t *testing.T) {
	evil := `x","message":"` + secondLine + `","y":"`
	line := `%NOTIFICATION: received from neighbor 192.0.2.17 6/2 (Cease/Administrative Shutdown) ` + quote(evil)
	for _, text := range []string{
		`{"MESSAGE":` + quote(line) + `,"_HOSTNAME":"relay7"}`,
		`[{"message":` + quote(line) + `,"host":"relay7"}]`,
	} {
		evs := Read(text, Options{Log: logline.Options{}})
		if len(evs) != 1 || evs[0].Peer != "192.0.2.17" {
			t.Errorf("%d events: %+v", len(evs), evs)
		}
	}
}
