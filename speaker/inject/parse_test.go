package inject

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

const example = `# the session
open as=65001 hold=90 id=192.0.2.1 families=ipv4-unicast,ipv6-unicast cap=as4

expect OPEN as=65002 cap=refresh within 5s
reach established
announce 198.51.100.0/24 as-path "64500 64501" next-hop 192.0.2.9   # good
announce 198.51.100.0/24 as-path "64500 64501" fault=origin.value
withdraw 198.51.100.0/24 203.0.113.0/24
send OPEN hold=2 cap=none
send UPDATE withdraw 198.51.100.0/24
send UPDATE fault=origin.value
send KEEPALIVE
send NOTIFICATION 6/2 "go # away"
send ROUTE-REFRESH ipv4-unicast
send END-OF-RIB ipv4-unicast
send raw ff ff \
  0001
inject origin.value
expect NOTIFICATION 3/6|3/* data=400101 07 within 3s
expect NOTIFICATION
expect NOTIFICATION 6/2 text~="away" data~=4002
expect UPDATE announce=198.51.100.0/24 withdraw=203.0.113.0/24
expect established 10s within 1m
expect nothing 2s
expect closed
wait 1500ms
silence
silence 4s
close
`

func TestParse(t *testing.T) {
	s, err := Parse("example", "\ufeff"+example)
	if err != nil {
		t.Fatal(err)
	}
	if o := s.Open.Value; o.AS != 65001 || o.HoldTime != 90 || len(s.Open.Families) != 2 || len(o.Capabilities) != 1 || !s.Open.Given["cap"] {
		t.Errorf("open: %+v", s.Open)
	}
	var got []string
	for _, st := range s.Steps {
		got = append(got, fmt.Sprintf("%d:%d %s", st.Line, st.Col, describe(&st)))
	}
	want := []string{
		"4:1 expect OPEN AS 65002 1 within 5s",
		"5:1 reach established",
		`6:1 send UPDATE routes 198.51.100.0/24 as-path "64500 64501" next-hop 192.0.2.9`,
		`7:1 send UPDATE routes 198.51.100.0/24 as-path "64500 64501" fault origin.value`,
		"8:1 send UPDATE routes 198.51.100.0/24 203.0.113.0/24 gone",
		"9:1 send OPEN hold 2 0",
		"10:1 send UPDATE UPDATE withdraw 198.51.100.0/24",
		"11:1 send UPDATE fault origin.value",
		"12:1 send KEEPALIVE KEEPALIVE",
		`13:1 send NOTIFICATION NOTIFICATION 6/2 text="go # away"`,
		"14:1 send ROUTE-REFRESH ROUTE-REFRESH ipv4-unicast",
		"15:1 send UPDATE END-OF-RIB ipv4-unicast",
		"16:1 send octets ffff0001",
		"18:1 inject origin.value",
		"19:1 expect NOTIFICATION [{UPDATE Message Error 6 false} {UPDATE Message Error 0 true}] = 40010107 within 3s",
		"20:1 expect NOTIFICATION within 10s",
		"21:1 expect NOTIFICATION [{Cease 2 false}] ~ 4002 text ~ away within 10s",
		"22:1 expect UPDATE [{198.51.100.0/24 false} {203.0.113.0/24 true}] within 10s",
		"23:1 expect established 10s within 1m0s",
		"24:1 expect nothing 2s within 10s",
		"25:1 expect closed within 10s",
		"26:1 wait 1.5s",
		"27:1 silence 0s",
		"28:1 silence 4s",
		"29:1 close",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// describe is a step in the words of this test.
func describe(s *Step) string {
	var b strings.Builder
	switch s.Kind {
	case Send:
		m := &s.Send
		b.WriteString("send ")
		if m.Type != 0 {
			b.WriteString(codec.EnumName(codec.EnumMessageType, uint64(m.Type)))
		} else {
			fmt.Fprintf(&b, "octets %x", m.Octets)
		}
		if len(m.Open.Given) > 0 {
			fmt.Fprintf(&b, " hold %d %d", m.Open.Value.HoldTime, len(m.Open.Value.Capabilities))
		}
		if m.Routes != "" {
			b.WriteString(" routes " + m.Routes)
		}
		if m.Line != "" {
			b.WriteString(" " + m.Line)
		}
		if m.Gone {
			b.WriteString(" gone")
		}
		if m.Fault != "" {
			b.WriteString(" fault " + m.Fault)
		}
	case Inject:
		b.WriteString("inject " + s.Fault)
	case Reach:
		b.WriteString("reach " + s.Reach.String())
	case Wait:
		fmt.Fprintf(&b, "wait %s", s.Time)
	case Silence:
		fmt.Fprintf(&b, "silence %s", s.Time)
	case Close:
		b.WriteString("close")
	case Expect:
		describeExpected(&b, &s.Expect)
	}
	return b.String()
}

func describeExpected(b *strings.Builder, e *Expectation) {
	b.WriteString("expect " + [...]string{"", "established", "closed", "nothing"}[e.Thing])
	if e.Thing == SomeMessage {
		b.WriteString(codec.EnumName(codec.EnumMessageType, uint64(e.Type)))
	}
	if e.Type == registry.MsgOpen {
		fmt.Fprintf(b, " AS %d %d", e.Open.Value.AS, len(e.Open.Value.Capabilities))
	}
	if len(e.Codes) > 0 {
		fmt.Fprintf(b, " %v", e.Codes)
	}
	if len(e.Routes) > 0 {
		fmt.Fprintf(b, " %v", e.Routes)
	}
	if e.Match != Whatever {
		fmt.Fprintf(b, " %s %x", [...]string{"", "=", "~"}[e.Match], e.Data)
	}
	if e.TextIs != Whatever {
		fmt.Fprintf(b, " text %s %s", [...]string{"", "=", "~"}[e.TextIs], e.Text)
	}
	if e.Time > 0 {
		fmt.Fprintf(b, " %s", e.Time)
	}
	fmt.Fprintf(b, " within %s", e.Within)
}

func TestParseErrors(t *testing.T) {
	for script, want := range map[string]string{
		"":                                  "f:1:1: the script has no steps",
		"\n\nhello":                         `f:3:1: unknown word "hello": expected one of open`,
		"close\nopen as=1":                  "f:2:1: open says what",
		"open as=1\nopen as=1":              "f:2:1: there is one open line",
		"open as=1 as=2":                    "f:1:11: as= stands twice",
		"open hold=99999":                   "f:1:6: hold: \"99999\" is not a number from 0 to 65535",
		"open mtu=7":                        "f:1:6: mtu: unknown word",
		"open as":                           "f:1:6: unknown word",
		"open families=ipv9":                "no address family",
		"open cap=magic":                    "f:1:6: cap: unknown capability",
		"send":                              "f:1:1: send: a message is missing",
		"send HELLO":                        `f:1:6: unknown message "HELLO"`,
		"send raw":                          "f:1:6: raw: expected octets",
		"send raw 123":                      "f:1:6: raw: expected octets",
		"send raw ff fault=origin.value":    "f:1:6: raw octets are sent as they are",
		"send KEEPALIVE now":                "nothing may follow",
		"send UPDATE 198.51.100.0/24":       "next-hop is missing",
		"send OPEN as=1 fault=origin.value": "exclude each other",
		"announce":                          "f:1:1: a route begins with its prefix",
		"announce 198.51.100.1/24":          "f:1:10: 198.51.100.1/24 has bits behind",
		"announce 198.51.100.0/24 fault=origin.value med 1": "f:1:26: fault= comes last",
		"announce 198.51.100.0/24 fault=origin":             "f:1:26: there is no fault \"origin\": origin.",
		"withdraw 198.51.100.0/24 fault=origin.value":       "fault= is for routes that are announced",
		"announce 198.51.100.0/24 as-path \"1":              "f:1:34: a quotation mark is not closed",
		"announce 198.51.100.0/24 as-path \"1\"x":           "f:1:37: a space is missing",
		"inject":                           "f:1:1: inject: the name of a fault is missing",
		"inject origin.value now":          "f:1:21: nothing may follow here",
		"reach idle":                       "f:1:7: \"idle\" is not opensent",
		"expect":                           "what is expected is missing",
		"expect peace":                     "f:1:8: unknown \"peace\"",
		"expect NOTIFICATION 3-6":          "f:1:21: \"3-6\" is not CODE/SUBCODE",
		"expect NOTIFICATION 3/6 data=4":   "f:1:25: \"4\": expected octets in hex",
		"expect NOTIFICATION 3/6 date=40":  "f:1:25: unknown word \"date=40\"",
		"expect NOTIFICATION 3/6 within":   "f:1:25: within: a time such as 5s is missing",
		"expect UPDATE announce=192.0.2.0": "is no prefix",
		"expect established forever":       "f:1:20: \"forever\" is no time",
		"expect nothing":                   "a time such as 5s is missing",
		"expect nothing 1s now":            "f:1:19: nothing may follow",
		"expect rfc7606":                   "f:1:8: no fault is sent before",
		"wait":                             "a time such as 5s is missing",
		"wait 2h":                          "is no time from 0s to 1h0m0s",
		"wait -1s":                         "is no time",
		"close now":                        "f:1:7: nothing may follow",
		"wait 1s \\\n\n wait":              "f:3:2: wait: a time",
		strings.Repeat("close\n", MaxSteps+1): fmt.Sprintf("f:%d:1: more than %d steps",
			MaxSteps+1, MaxSteps),
		"send raw " + strings.Repeat("00", maxOctets+1): "more than",
	} {
		s, err := Parse("f", script)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v %v, want %q", script, s, err, want)
		}
		if _, ok := err.(*Error); !ok {
			t.Errorf("%.60q: %T", script, err)
		}
	}
}

func TestTimes(t *testing.T) {
	s, err := Parse("f", "expect closed within 250ms")
	if err != nil || s.Steps[0].Expect.Within != 250*time.Millisecond {
		t.Error(s, err)
	}
}

// FuzzParse: whatever a script says, its errors have a place in it, and what was read is within the limits.
func FuzzParse(f *testing.F) {
	f.Add(example)
	f.Add("open as=1\\\nsend raw 'ff")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("f", text)
		if err != nil {
			e, ok := err.(*Error)
			if !ok || e.Line < 1 || e.Line > 1+strings.Count(text, "\n") || e.Col < 1 || e.Text == "" {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		for _, st := range s.Steps {
			if st.Kind == 0 || st.Time > MaxTime || st.Expect.Time > MaxTime || len(st.Send.Octets) > maxOctets {
				t.Errorf("%q: %+v", text, st)
			}
		}
	})
}
