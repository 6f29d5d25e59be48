package dump

import (
	"bytes"
	"fmt"
	"math/rand"
	"reflect"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// someEvents makes events that have much in common, so that many are related.
func someEvents(r *rand.Rand, n int) []Event {
	evs := make([]Event, n)
	at, offset := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), 0
	pick := func(s ...string) string { return s[r.Intn(len(s))] }
	for i := range evs {
		e := newEvent()
		at, offset = at.Add(time.Duration(r.Intn(4000))*time.Millisecond), offset+50+r.Intn(400)
		e.Offset, e.Style, e.Host = offset, pick("frr", "junos", "huawei-vrp", ""), pick("a", "b", "")
		e.Peer, e.VRF, e.Direction = pick("192.0.2.1", "192.0.2.2", ""), pick("", "", "red"), logline.Direction(r.Intn(3))
		if r.Intn(3) > 0 {
			e.Time = at
		}
		switch r.Intn(6) {
		case 0:
			e.Kind, e.Event.Kind, e.Reason = KindState, logline.KindState, pick(logline.ReasonSent, logline.ReasonReceived, logline.ReasonDown)
			e.Same, e.Up = r.Intn(2) == 0, r.Intn(8) == 0
		case 1:
			e.Event.Kind, e.MessageType = logline.KindMessage, 2
			e.Octets = []byte{byte(r.Intn(3))}
		case 2:
			e.Event.Kind, e.Kind = logline.KindOffender, KindState
		default:
			e.Event.Kind = logline.KindNotification
			e.Code, e.Subcode = 3, 1+r.Intn(2)
			e.Octets = codec.AppendNotification(nil, 3, byte(e.Subcode), make([]byte, r.Intn(3)), 0)
			if r.Intn(4) == 0 {
				e.Truncated.By = "input"
			}
		}
		evs[i] = e
	}
	return evs
}

// TestRelaterCut: where a text is cut into parts, and when it is asked what is settled, changes nothing; what is settled
// stays.
func TestRelaterCut(t *testing.T) {
	for seed := range int64(30) {
		r := rand.New(rand.NewSource(seed))
		evs := someEvents(r, 900)
		run := func(most int) ([]Event, int) {
			evs := append([]Event(nil), evs...)
			var rel Relater
			rel.Hold(12, 3000)
			rel.Reset(7)
			left := 0
			var settled []Event
			for i, n := 0, 0; i < len(evs); i++ {
				rel.Add(&evs[i])
				if n--; n > 0 || i+1 == len(evs) {
					continue
				}
				n = 1 + r.Intn(most)
				for end := rel.Settled(evs[i+1].Offset); left < end; left++ {
					settled = append(settled, evs[left])
				}
			}
			rel.Finish()
			for i, s := range settled {
				if !reflect.DeepEqual(s, evs[i]) {
					t.Fatalf("seed %d, event %d changed after it was settled:\n%+v\n%+v", seed, i, s, evs[i])
				}
			}
			links := 0
			for i := range evs {
				links += len(evs[i].Links)
				for _, l := range evs[i].Links {
					if d := l.To - 7 - i; d > 12 || l.To-7 < 0 || d > 0 && evs[i+d].Offset-evs[i].Offset > 3000 {
						t.Fatalf("seed %d, event %d: link to %d", seed, i, l.To-7)
					}
				}
			}
			return evs, links
		}
		want, links := run(1)
		if links < 20 {
			t.Fatal("few links: ", links)
		}
		for _, most := range []int{3, 40, 2000} {
			if got, _ := run(most); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: parts of up to %d events give something else", seed, most)
			}
		}
	}
}

// TestRelaterWindow: the index finds what a search through the whole window finds.
func TestRelaterWindow(t *testing.T) {
	found := 0
	for seed := range int64(20) {
		evs := someEvents(rand.New(rand.NewSource(seed)), 700)
		var rel Relater
		for i := range evs {
			rel.Add(&evs[i])
		}
		rel.Finish()
		paired := map[int]bool{}
		for i := range evs {
			e := &evs[i]
			want := -1
			for j := i - 1; j >= max(0, i-window) && want < 0 && e.SameAs < 0 && e.Kind == KindMessage && e.Direction != logline.DirUnknown; j-- {
				o := &evs[j]
				b, d := body(e.Octets), e.Time.Sub(o.Time)
				dated := !e.Time.IsZero() && !o.Time.IsZero()
				if o.SameAs < 0 && !paired[j] && o.Direction != e.Direction && o.Direction != logline.DirUnknown && b != nil && bytes.Equal(b, body(o.Octets)) &&
					(e.Host == "" || e.Host != o.Host) && (len(b) > 2 || dated) && (!dated || d.Abs() <= otherSideWithin) {
					want = j
				}
			}
			got := -1
			for _, l := range e.Links {
				if l.Rel == "other-side" && l.To < i {
					got = l.To
				}
			}
			if got != want {
				t.Fatalf("seed %d, event %d: other side %d, want %d", seed, i, got, want)
			}
			if got >= 0 {
				paired[i], paired[got] = true, true
				found++
			}
		}
	}
	if found < 100 {
		t.Fatal("few other sides: ", found)
	}
}

// TestTwoLinks: an event that the other side tells too and that answers a message has both links.
func TestTwoLinks(t *testing.T) {
	const text = "Mar  1 10:00:00 r1 bgpd: BGP: ses global 192.0.2.1 bad\n" +
		"Mar  1 10:00:01 r2 bgpd[1]: %NOTIFICATION: received from neighbor 192.0.2.2 3/1 (UPDATE Message Error/Malformed Attribute List) 2 bytes 01 02\n" +
		"Mar  1 10:00:01 r1 200: Mar  1 10:00:01: %BGP-4-MSGDUMP: unsupported or mal-formatted message received from 192.0.2.1:\n" +
		"FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF 0031 0200 0000 1540 0101 0040 0200 4003\n04A9 FE01 0680 0404 0000 0000 2006 0606 06\n" +
		"Mar  1 10:00:02 r1 201: Mar  1 10:00:02: %BGP-3-NOTIFICATION: sent to neighbor 192.0.2.1 3/1 (update malformed) 2 bytes 0102\n"
	evs := Read(text, Options{Log: logline.Options{Now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}})
	var got []string
	for _, e := range evs {
		s := fmt.Sprint(e.Code)
		for _, l := range e.Links {
			s += fmt.Sprintf(" %s:%d", l.Rel, l.To)
		}
		got = append(got, s)
	}
	want := []string{"3 other-side:2", "-1 answer:2", "3 other-side:0 offender:1"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
