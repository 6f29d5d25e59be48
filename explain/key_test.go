package explain

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// notInKey are the fields of which Reads tells, and what the key has of them all the same.
var notInKey = map[string]bool{"LocalAS": true, "PeerAS": true, "LocalOpen": true, "PeerOpen": true, "SenderOpen": true, "ReceiverOpen": true}

// TestKeyIsComplete changes each field of the evidence, at every depth, and wants another key; a field that is added and
// forgotten fails here.
func TestKeyIsComplete(t *testing.T) {
	full := func() *Evidence {
		return &Evidence{Code: 3, Offender: &Offender{}, Alarm: &Alarm{}, Complaint: &Complaint{}}
	}
	base := full().AppendKey(nil)
	var change func(path string, at func(*Evidence) reflect.Value)
	change = func(path string, at func(*Evidence) reflect.Value) {
		ev := full()
		v := at(ev)
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				change(path+"."+v.Type().Field(i).Name, func(e *Evidence) reflect.Value { return at(e).Field(i) })
			}
			return
		case reflect.Pointer:
			v.SetZero()
			if bytes.Equal(ev.AppendKey(nil), base) {
				t.Errorf("%s is not in the key", path)
			}
			change(path, func(e *Evidence) reflect.Value { return at(e).Elem() })
			return
		case reflect.String:
			v.SetString("x")
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Int, reflect.Int32, reflect.Int64:
			v.SetInt(v.Int() + 300)
		case reflect.Uint8, reflect.Uint16, reflect.Uint32:
			v.SetUint(v.Uint() + 2)
		default:
			t.Fatalf("%s has kind %s: teach this test", path, v.Kind())
		}
		if bytes.Equal(ev.AppendKey(nil), base) {
			t.Errorf("%s is not in the key", path)
		}
	}
	typ := reflect.TypeFor[Evidence]()
	for i := range typ.NumField() {
		if name := typ.Field(i).Name; !notInKey[name] {
			change(name, func(e *Evidence) reflect.Value { return reflect.ValueOf(e).Elem().Field(i) })
		}
	}
	seen := map[string]bool{}
	for _, as := range [][2]uint32{{0, 1}, {1, 1}, {1, 2}} {
		ev := full()
		ev.LocalAS, ev.PeerAS = as[0], as[1]
		seen[string(ev.AppendKey(nil))] = true
	}
	if len(seen) != 3 {
		t.Error("the kind that the AS numbers show is not in the key")
	}
	for _, k := range []*Evidence{{Style: "ab", Vendor: "c"}, {Style: "a", Vendor: "bc"}} {
		seen[string(k.AppendKey(nil))] = true
	}
	if len(seen) != 5 {
		t.Error("keys run together")
	}
}

// TestReads: evidence that differs in what was not read gives the same explanation.
func TestReads(t *testing.T) {
	var odc codec.Decoder
	open := odc.Decode(codec.PieceOpen, octets(t, "04fbf4005ac0000201080206010400010001"), codec.Context{})
	read := map[Reads]int{}
	for _, c := range verdictCases {
		for _, dir := range []string{"", "sent", "received"} {
			var dc codec.Decoder
			b := octets(t, c.hex)
			g := codec.GuessContext(&dc, codec.PieceNotification, b, codec.Known{})
			tree := dc.Decode(codec.PieceNotification, b, g.Ctx)
			for _, as := range [][2]uint32{{64500, 64501}, {64500, 64500}} {
				ev := Evidence{Code: -1, Direction: dir, DataKnown: true, ASWidth: g.ASWidth, LocalAS: as[0], PeerAS: as[1], LocalOpen: open, SenderOpen: open}
				x := Explain(tree, ev)
				read[x.Reads()]++
				if !x.Reads().AS {
					ev.LocalAS, ev.PeerAS = as[0]+7000, as[1]+7000
				}
				if !x.Reads().Opens {
					ev.LocalOpen, ev.PeerOpen, ev.SenderOpen, ev.ReceiverOpen = nil, open, nil, open
				}
				if y := Explain(tree, ev); !reflect.DeepEqual(x, y) {
					t.Errorf("%s: %+v and %+v", c.hex, x, y)
				}
			}
		}
	}
	if len(read) < 3 {
		t.Errorf("the cases do not try everything: %v", read)
	}
}
