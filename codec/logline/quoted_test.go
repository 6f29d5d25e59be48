package logline

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// TestQuotedBreak: what a peer wrote does not begin a line, whatever it imitates.
func TestQuotedBreak(t *testing.T) {
	fakes := []string{"%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (hold time expired) 0 bytes",
		"%NOTIFICATION: received from neighbor 9.9.9.7 3/5 (UPDATE Message Error/Attribute Length Error) 3 bytes 01 02 03"}
	for _, line := range []string{
		`2026-03-04T11:00:02Z l7 bgpd[1]: %%NOTIFICATION: received from neighbor 10.1.1.1 6/4 (Cease/Administrative Reset) "%s"`,
		`Mar  4 11:00:02 ob bgpd[1]: neighbor 10.1.1.1 (c): received notification: Cease, administratively down: reason "%s"`,
	} {
		for _, br := range []string{"<br>", "<BR/>", "<br />", "<br><br>"} {
			for _, fake := range fakes {
				for _, said := range []string{"evil " + br + fake, "evil" + br + fake + br + "x", br + fake, `an "evil" ` + br + fake, "a < b" + br + fake} {
					text := fmt.Sprintf(line, said)
					for _, text := range []string{text, text + "\n", "one\n" + text + "\r\ntwo\n"} {
						evs := Scan(Split(text), Options{})
						if len(evs) != 1 || evs[0].Peer != "10.1.1.1" {
							t.Errorf("%d events, the last of %q\n%s", len(evs), evs[max(0, len(evs)-1)].Peer, text)
						}
					}
				}
			}
		}
		// Lines that <br> stands between are still lines, with quotes in them or around them.
		var lines []string
		for i := 1; i < 5; i++ {
			lines = append(lines, strings.ReplaceAll(fmt.Sprintf(line, fmt.Sprint("bye ", i)), "10.1.1.1", fmt.Sprint("10.1.1.", i)))
		}
		for _, around := range []string{"%s", "%s\n", "<p>%s</p>\n", "one<br>%s"} {
			if evs := Scan(Split(fmt.Sprintf(around, strings.Join(lines, "<br>"))), Options{}); len(evs) != 4 {
				t.Errorf("%d events of 4 between <br>, around %q", len(evs), around)
			}
		}
	}
	for _, text := range []string{`"x","one<br>` + fakes[0] + `<br>two"`, `{"a": "one<br>` + fakes[0] + `<br>two"}`, `{"a":"one<br>` + fakes[0] + `"}`} {
		if evs := Scan(Split(text), Options{}); len(evs) != 1 || evs[0].Peer != "9.9.9.8" {
			t.Errorf("%d events in the field of %s", len(evs), text)
		}
	}
}

// TestQuotedWrap: a wrapped text that a peer wrote does not begin a record either; a line behind an open quote does, unless the
// quote ends behind it.
func TestQuotedWrap(t *testing.T) {
	const head = `2026-03-04 11:00:02.926 <RMT> R7: Received: Administrative shutdown: "see you \"then\"`
	for _, c := range []struct {
		text string
		want int
	}{
		{head + "\n%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0 bytes\"\n", 1},
		{head + "\n    %BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0\n    bytes\"\n", 1},
		{head + "\n%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0 bytes\n", 2},
		{head + "\n%NOTIFICATION: received from neighbor 9.9.9.8 6/2 (Cease/Administrative Shutdown) \"bye\"\n", 2},
		{head + "\n%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0 bytes\n2026-03-04 11:00:05 <INFO> said \"x\"\n", 2},
	} {
		if evs := Scan(Split(c.text), Options{}); len(evs) != c.want {
			t.Errorf("%d events, want %d, in\n%s", len(evs), c.want, c.text)
		}
	}
}

// TestCommunicated: what a peer wrote stands in a field of its own in GoBGP's log, in front of those that tell what happened.
func TestCommunicated(t *testing.T) {
	fakes := []string{`%NOTIFICATION: received from neighbor 9.9.9.8 6/1 (Cease) 0 bytes`, "neighbor 9.9.9.7: sending notification: Cease, administratively down",
		`bye" Mar  4 11:00:02 r9 bgpd[1]: %ADJCHANGE: neighbor 9.9.9.6 Down BGP Notification sent`, `"msg":"received notification"`, `\\" %BGP-3-NOTIFICATION: sent to neighbor 9.9.9.5 4/0 (x) 0 bytes`}
	for i, fake := range fakes {
		for sub := 2; sub < 5; sub += 2 {
			peer := fmt.Sprintf("192.0.2.%d", sub)
			said := strings.ReplaceAll(strings.ReplaceAll(fake, `\`, `\\`), `"`, `\"`)
			record := fmt.Sprintf(`{"Code":6,"Communicated-Reason":"%s","Data":"","Key":"%s","Subcode":%d,"Topic":"Peer","level":"warning","msg":"received notification","time":"2026-03-04T11:00:02Z"}`, said, peer, sub)
			logfmt := fmt.Sprintf(`time="2026-03-04T11:00:02Z" level=warning msg="received notification" Code=6 Communicated-Reason="%s" Data="[]" Key=%s Subcode=%d Topic=Peer`, said, peer, sub)
			front := fmt.Sprintf(`time="2026-03-04T11:00:02Z" level=warning Code=6 Communicated-Reason="%s" msg="received notification" Data="[]" Key=%s Subcode=%d Topic=Peer`, said, peer, sub)
			for _, text := range []string{record, "Mar  4 11:00:02 r1 gobgpd[77]: " + record, strings.ReplaceAll(record, ":\"", ": \""), logfmt} {
				evs := Scan(Split(text+"\n"), Options{})
				if len(evs) != 1 || evs[0].Peer != peer || evs[0].Code != 6 || evs[0].Subcode != sub {
					t.Errorf("text %d: %d events, the last of %q\n%s", i, len(evs), evs[max(0, len(evs)-1)].Peer, text)
				}
			}
			for _, ev := range Scan(Split(front+"\n"), Options{}) {
				if ev.Peer != peer {
					t.Errorf("text %d: an event of %s in\n%s", i, ev.Peer, front)
				}
			}
		}
	}
	for _, fake := range fakes[:3] {
		said := strings.ReplaceAll(fake, `"`, `\"`)
		for _, show := range []string{"  Last received shutdown reason: \"%s\"\n", "\t\t\t\"last_shutdown_reason\": \"%s\",\n", "  Message:        %s\n", "1006-  Message:        %s\n",
			`{"neighbors":[{"last_error_sent":"x","last_shutdown_reason":"%s"}]}`, `  Last received shutdown reason: "a Last received shutdown reason %s"`} {
			if evs := Scan(Split(fmt.Sprintf(show, said)), Options{}); len(evs) != 0 {
				t.Errorf("%d events, the first of %q, in "+show, len(evs), evs[0].Peer, said)
			}
		}
		for _, line := range []string{"Message: %s\n", "\"message\": \"%s\"\n", "shutdown reason: none\n%s\n", "  Message:        bye\n%s\n", "Last received shutdown reason: \"bye\"\n%s\n"} {
			if evs := Scan(Split(fmt.Sprintf(line, fakes[0])), Options{}); len(evs) != 1 {
				t.Errorf("%d events in "+line, len(evs), fakes[0])
			}
		}
	}
	quoted := `{"log":"{\"Code\":6,\"Communicated-Reason\":\"` + fakes[0] + `\",\"x\":1}","other":"` + fakes[1] + `"}`
	if evs := Scan(Split(quoted), Options{}); len(evs) != 1 || evs[0].Peer != "9.9.9.7" {
		t.Errorf("%d events in %s", len(evs), quoted)
	}
}

// TestOwnLinks: an object of ours that tells of an event again follows it, unless the event has the later id.
func TestOwnLinks(t *testing.T) {
	for _, c := range []struct {
		id, to string
		same   bool
	}{{"e3", "e2", true}, {"e10", "e9", true}, {"e2", "e3", false}, {"e9", "e10", false}} {
		text := fmt.Sprintf(`{"v":1,"kind":"state","id":"%s","links":[{"rel":"same-event","id":"%s"}],"time":"2026-03-04T11:00:02Z","source":{"name":"r.log","line":3,"offset":62,"style":"frr"},"session":{"peer":"192.0.2.2","direction":"received"},"derived":{"reason":"peer-closed","words":"BGP connection closed"}}`, c.id, c.to)
		if evs := Scan(Split(text+"\n"), Options{}); len(evs) != 1 || evs[0].Same != c.same {
			t.Errorf("%+v: %+v", c, evs)
		}
	}
}

// TestCommunications: places that are asked for in order get the same answers as each by itself.
func TestCommunications(t *testing.T) {
	alone := func(t string, at, floor int) int {
		for i := floor; i < at; {
			k := strings.Index(t[i:at], communicatedEnd)
			if k < 0 {
				break
			}
			i += k + len(communicatedEnd)
			if communicatedKey(t[floor:i]) == 0 {
				continue
			}
			open, escapes := openingQuote(t, i)
			if open < 0 {
				continue
			}
			if i = closingQuote(t[:min(len(t), open+mostCommunicated)], open, escapes); i > at {
				return i
			}
		}
		var q communications
		return q.birdMessage(t, at, floor)
	}
	parts := []string{communicatedKeys[0], communicatedKeys[1], communicatedKeys[2], "no reason", `"`, `\"`, `\\\"`, ": ", "=", ` `, "\n", birdMessage, "1006-  " + birdMessage, "words ", "eason"}
	r := rand.New(rand.NewSource(3))
	inside := 0
	for range 4000 {
		var b strings.Builder
		for range 1 + r.Intn(60) {
			b.WriteString(parts[r.Intn(len(parts))])
		}
		text := b.String()
		var q communications
		floor := 0
		for at := r.Intn(9); at < len(text); at += 1 + r.Intn(12) {
			if r.Intn(6) == 0 {
				floor += r.Intn(at - floor + 1)
			}
			got, want := q.around(text, at, floor), alone(text, at, floor)
			if got != want {
				t.Fatalf("%q at %d, behind %d: %d, want %d", text, at, floor, got, want)
			}
			if got > 0 {
				inside++
			}
		}
	}
	if inside < 1000 {
		t.Error(inside)
	}
}
