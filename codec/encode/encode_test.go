package encode

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

func build(text string, opt Options) (string, error) {
	v, err := Parse([]byte(text), 1)
	if err != nil {
		return "", err
	}
	r, err := Object(v, opt)
	return hex.EncodeToString(r.Octets), err
}

func head(length, typ string) string { return strings.Repeat("f", 32) + length + typ }

func TestObject(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"keepalive":     {`{"type":"KEEPALIVE"}`, head("0013", "04")},
		"unknown type":  {`{"type":99,"body":"0102"}`, head("0015", "63") + "0102"},
		"communication": {`{"notification":{"code":6,"subcode":2,"communication":"bye"}}`, head("0019", "03") + "060203627965"},
		"hard reset": {`{"notification":{"code":6,"subcode":9,"hard_reset":{"code":6,"subcode":1,"max_prefix":{"afi":1,"safi":1,"limit":10}}}}`,
			head("001e", "03") + "0609" + "0601" + "0001010000000a"},
		"hard reset of words": {`{"notification":{"code":6,"subcode":1,"hard_reset":{"code":6,"subcode":1}}}`, head("0017", "03") + "06090601"},
		"no communication":    {`{"notification":{"code":6,"subcode":2,"communication":""}}`, head("0016", "03") + "060200"},
		"names":               {`{"notification":{"code_name":"Hold Timer Expired"}}`, head("0015", "03") + "0400"},
		"bad length":          {`{"notification":{"code":1,"subcode":2,"bad_length":18}}`, head("0017", "03") + "01020012"},
		"refresh":             {`{"route_refresh":{"afi":1,"safi":1}}`, head("0017", "05") + "00010001"},
		"end of rib":          {`{"update":{"end_of_rib":"ipv6-unicast"}}`, head("001d", "02") + "00000006800f03000201"},
		"raw alone":           {`{"raw":"` + head("0013", "04") + `"}`, head("0013", "04")},
		"capability":          {`{"kind":"fragment","fragment":{"piece":"capabilities"},"capabilities":[{"code":65,"value":64500}]}`, "41040000fbf4"},
		"short forms":         {`{"kind":"fragment","fragment":{"piece":"path attributes"},"attributes":[{"symbol":"COMMUNITIES","value":["no-export",7]}]}`, "c00808ffffff0100000007"},
		"targets":             {`{"kind":"fragment","fragment":{"piece":"path attributes"},"attributes":[{"type":16,"value":["rt 64496:100",{"text":"soo 192.0.2.1:2"},{"text":"rt 70000:3"}]}]}`, "c010180002fbf0000000640103c0000201000202020001117000" + "03"},
		"two octets":          {`{"kind":"fragment","fragment":{"piece":"AS_PATH value"},"as_width":{"octets":2},"as_path":[{"type":"AS_SEQUENCE","as":[64500]}]}`, "0201fbf4"},
	} {
		if got, err := build(c.text, Options{}); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	attr := func(s string) string {
		return "{\"kind\":\"fragment\",\n\"fragment\":{\"piece\":\"path attributes\"},\n\"attributes\":[" + s + "]}"
	}
	for text, want := range map[string]string{
		`{"a":1`:                         "line 1: not JSON",
		`{"a":1,"a":2}`:                  `"a" stands twice`,
		`{"a":01x}`:                      "is no value",
		"{\n\"a\":\"\\q\"":               "line 2: not JSON: an escape",
		attr(`{"type":1,"value":"XGP"}`): "line 3: attributes[0].value: expected a number",
		attr(`{"type":1}`):               "neither value nor raw",
		attr(`{"value":1}`):              "type is missing",
		attr(`{"type":1,"value":"IGP","raw":"01"}`):                                                       `"IGP" is not "EGP", which the octets tell; attributes[0].raw says something else`,
		attr(`{"type":3,"value":"2001:db8::1"}`):                                                          "expected an IPv4 address",
		attr(`{"type":8,"value":["1:2:3"]}`):                                                              "expected a community",
		attr(`{"type":30,"value":{"x":1}}`):                                                               "it takes raw",
		attr(`{"type":23,"value":{"x":1}}`):                                                               "expected an array",
		attr(`{"type":7,"value":{"as":1}}`):                                                               "address is missing",
		attr(`{"type":7,"value":{"as":1,"address":"192.0.2.1","colour":3}}`):                              "attributes[0].value.colour: is not told by the octets",
		attr(`{"type":2,"incomplete":true,"value":[]}`):                                                   "marked incomplete",
		attr(`{"type":14,"value":{"afi":1,"safi":1,"next_hops":[],"nlri":[{"prefix":"2001:db8::/32"}]}}`): "no prefix of ipv4-unicast",
		`{"open":{"as":1,"id":"192.0.2.1"}}`:                                                              "open: hold_time is missing",
		`{"open":{"as":1,"as4":2,"hold_time":90,"id":"192.0.2.1"}}`:                                       "open.as4: 2 is not 1",
		`{"update":{"nlri":[{"prefix":"192.0.2.0/24","path_id":1}]}}`:                                     "no path identifiers here",
		`{"notification":{"code":6,"subcode":2,"data":"0161","communication":"b"}}`:                       `notification.communication: "b" is not "a"`,
		`{"raw":"` + head("0014", "04") + `"}`:                                                            "Length is 20, but there are 19",
		`{"raw":"` + head("0013", "04") + `","notification":{"code":6,"subcode":1}}`:                      "notification: is not told by the octets",
		`{"route_refresh":{"afi":1,"safi":1},"update":{}}`:                                                "a message is one of",
		`{"type":"OPEN"}`: "what the message says is missing",
		`{"as_width":{"octets":3},"type":"KEEPALIVE"}`: "expected 2 or 4",
	} {
		if got, err := build(text, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %s %v\nwant %s", text, got, err, want)
		}
	}
	var none *ErrNoOctets
	for _, text := range []string{`{}`, `{"kind":"state","raw":"00"}`} {
		if _, err := build(text, Options{}); !errors.As(err, &none) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestLies(t *testing.T) {
	for text, want := range map[string]string{
		`{"kind":"fragment","fragment":{"piece":"path attributes"},"attributes":[{"type":1,"length":9,"value":"IGP","raw":"01"}]}`: "40010900",
		`{"raw":"` + strings.Repeat("0", 32) + `001404","type":"KEEPALIVE"}`:                                                       strings.Repeat("0", 32) + "001404",
		`{"raw":"` + strings.Repeat("0", 32) + `001404","type":"KEEPALIVE","body":"05"}`:                                           strings.Repeat("0", 32) + "00140405",
	} {
		if got, err := build(text, Options{Lie: true}); err != nil || got != want {
			t.Errorf("%s: %v\n got %s\nwant %s", text, err, got, want)
		}
	}
}

// TestWidthOption: what the caller says of the session counts, not the object.
func TestWidthOption(t *testing.T) {
	text := `{"kind":"fragment","fragment":{"piece":"AS_PATH value"},"as_width":{"octets":2},"as_path":[{"type":"AS_SEQUENCE","as":[1]}]}`
	if got, err := build(text, Options{ASWidth: 4}); err != nil || got != "020100000001" {
		t.Error(got, err)
	}
	text = `{"addpath":{"families":["ipv4-unicast"]},"update":{"withdrawn":[{"prefix":"192.0.2.0/24","path_id":7}]}}`
	if got, err := build(text, Options{}); err != nil || got != head("001f", "02")+"00080000000718c000020000" {
		t.Error(got, err)
	}
	if got, err := build(text, Options{HasAddPath: true}); err == nil {
		t.Error(got)
	}
}

// TestGolden encodes the objects that the tests of package report keep.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("../../explain/report/testdata/golden/*.json")
	n := 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Parse(text, 1)
		if err != nil {
			continue // more than one object, or cut for reading
		}
		raw := v.Get("raw")
		if raw == nil {
			raw = v.Get("fragment").Get("raw")
		}
		if raw == nil || v.Get("truncated") != nil {
			continue
		}
		r, err := Object(v, Options{Lie: v.Get("error") != nil})
		if err != nil || hex.EncodeToString(r.Octets) != raw.Text {
			t.Errorf("%s: %v\n got %x\nwant %s", f, err, r.Octets, raw.Text)
		}
		n++
	}
	if n < 10 {
		t.Errorf("only %d objects were encoded", n)
	}
}

// FuzzObject: any object gives octets or an error, and octets without a lie say what the object says.
func FuzzObject(f *testing.F) {
	f.Add([]byte(`{"update":{"withdrawn":[],"attributes":[{"type":14,"value":{"afi":1,"safi":128,"next_hops":["192.0.2.1"],"nlri":[{"labels":[16],"rd":"1:2","prefix":"10.0.0.0/8"}]}}],"nlri":[]}}`), false)
	f.Add([]byte(`{"open":{"as":1,"hold_time":90,"id":"192.0.2.1","parameters":[{"type":2,"capabilities":[{"code":64,"value":{"restart_time":1}}]}]}}`), true)
	f.Add([]byte(`{"notification":{"code":2,"subcode":7,"capabilities":[{"code":1,"value":{"afi":1,"safi":1}}]}}`), false)
	f.Fuzz(func(t *testing.T, text []byte, lie bool) {
		v, err := Parse(text, 1)
		if err != nil {
			return
		}
		r, err := Object(v, Options{Lie: lie})
		if err != nil || lie || r.Piece != codec.PieceMessage {
			return
		}
		if h, ok := codec.ParseHeader(r.Octets); !ok || h.Length != len(r.Octets) {
			t.Errorf("%s: %x", text, r.Octets)
		}
	})
}
