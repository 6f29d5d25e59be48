package peer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// schema is the published one, without room for keys that it does not name.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	closeObjects(doc)
	delete(doc.(map[string]any), "$id")
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("https://example.net/strict", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://example.net/strict")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"].(map[string]any); ok {
			if _, said := v["additionalProperties"]; !said {
				v["additionalProperties"] = false
			}
		}
		for _, x := range v {
			closeObjects(x)
		}
	case []any:
		for _, x := range v {
			closeObjects(x)
		}
	}
}

// checkObjects wants one object of the schema in each line, with ids that differ and links to ids before.
func checkObjects(t *testing.T, text string) []map[string]any {
	t.Helper()
	s := schema(t)
	seen := map[string]bool{}
	var all []map[string]any
	for line := range strings.Lines(text) {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%v\n%s", err, line)
		}
		o := v.(map[string]any)
		id := o["id"].(string)
		if seen[id] {
			t.Errorf("%s comes twice", id)
		}
		seen[id] = true
		links, _ := o["links"].([]any)
		for _, l := range links {
			if to := l.(map[string]any)["id"].(string); !seen[to] {
				t.Errorf("%s points to %s, which was not written", id, to)
			}
		}
		all = append(all, o)
	}
	return all
}

// TestJSON: a session as objects; every message is there.
func TestJSON(t *testing.T) {
	f, tell, out := newFeed(t, Options{JSON: true})
	f.handshake()
	f.traffic()
	f.fall()
	tell.Stopping("stopped: all sessions have ended")
	tell.Finish()
	golden(t, "session.jsonl", out.Bytes())
	kinds := map[string]int{}
	for _, o := range checkObjects(t, out.String()) {
		kinds[o["kind"].(string)]++
	}
	if want := "map[message:10 negotiated:1 state:10 summary:1]"; fmt.Sprint(kinds) != want {
		t.Errorf("%v, want %s", kinds, want)
	}
}

// TestJSONEverything: every kind of event is an object of the schema, with --fields too.
func TestJSONEverything(t *testing.T) {
	f, tell, out := newFeed(t, Options{JSON: true, Fields: true})
	f.handshake()
	for k := speaker.Dialing; k.String() != ""; k++ {
		if k == speaker.Message || k == speaker.Closed {
			continue
		}
		f.event(speaker.Event{Kind: k, Text: "some \x1b text", Family: codec.IPv4Unicast, Count: 3, Until: start.Add(time.Hour), Err: errReset,
			From: fsm.Established, To: fsm.Established, Agreed: &speaker.Agreed{Why: "the AS is wrong", PeerAS: 7}})
	}
	f.message(false, []byte{1, 2, 3})
	f.message(false, nil)
	f.message(false, codec.AppendHeader(nil, 19, 77))
	f.message(false, codec.AppendNotification(nil, 9, 9, []byte{1}, 0))
	f.message(true, codec.AppendHeader(nil, 23, registry.MsgRouteRefresh))
	f.event(speaker.Event{Kind: speaker.Closed, Reset: true, Err: errReset})
	tell.Listening(net.TCPAddrFromAddrPort(f.conn.Local))
	tell.Stopping("stopped: interrupted")
	tell.Finish()
	checkObjects(t, out.String())
}

// TestNothingLost: under a flood every message is an object.
func TestNothingLost(t *testing.T) {
	f, tell, out := newFeed(t, Options{JSON: true, Quiet: true})
	f.handshake()
	f.between = time.Microsecond
	for range 5000 {
		f.message(false, updateMsg(nil, attrs(), []byte{24, 198, 51, 100}))
		f.message(false, keepalive)
	}
	tell.Finish()
	if n := strings.Count(out.String(), `"kind":"message"`); n != 10_004 {
		t.Errorf("%d messages", n)
	}
}

// TestOffender: a NOTIFICATION points to the message that it complains of.
func TestOffender(t *testing.T) {
	f, tell, out := newFeed(t, Options{JSON: true})
	f.handshake()
	bad := codec.AppendAttr(attrs(), codec.FlagOptional, registry.AttrMED, []byte{1, 2})
	f.message(false, updateMsg(nil, bad, []byte{16, 172, 16}))
	f.message(false, keepalive)
	f.message(true, codec.AppendNotification(nil, 3, 5, []byte{0x80, 4, 2, 1, 2}, 0))
	f.event(speaker.Event{Kind: speaker.Closed})
	tell.Finish()
	var faulty string
	for _, o := range checkObjects(t, out.String()) {
		switch o["type"] {
		case "UPDATE":
			faulty = o["id"].(string)
		case "NOTIFICATION":
			b, _ := json.Marshal(o["links"])
			if want := `[{"id":"` + faulty + `","rel":"offender"}]`; string(b) != want {
				t.Errorf("links %s, want %s", b, want)
			}
		}
	}
	if faulty == "" {
		t.Error("no UPDATE was told")
	}
}
