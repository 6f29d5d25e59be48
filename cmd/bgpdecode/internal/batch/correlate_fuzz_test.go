package batch

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// eventOf makes an event of four octets: who logged it, of which session, what, and how long after the one before.
func eventOf(b [4]byte, index int, last *time.Time, inputs []*input) (ev dump.Event, w *wire, in *input) {
	ev.Index, ev.SameAs, ev.Offset = index, -1, index*100
	ev.Code, ev.Subcode, ev.Declared = logline.Unknown, logline.Unknown, logline.Unknown
	from, peer := int(b[0]&3), 1+int(b[0]>>2&3)
	in = inputs[from]
	ev.Direction = logline.Direction(1 + b[0]>>4&1)
	ev.Peer = fmt.Sprintf("10.0.%d.%d", peer, 1+(from&1))
	if b[0]&0x20 != 0 {
		ev.Local = fmt.Sprintf("10.0.%d.%d", peer, 2-(from&1))
	}
	if from < 2 {
		ev.Host = []string{"left", "right"}[from]
	}
	if b[0]&0x40 != 0 {
		ev.PeerAS, ev.LocalAS = uint32(65000+from), uint32(65001-from)
	}
	*last = last.Add(time.Duration(int8(b[1])) * []time.Duration{time.Millisecond, time.Second, 7 * time.Second, time.Hour}[b[2]>>6])
	if b[0]&0x80 == 0 {
		ev.Time = *last
	}
	data := []byte{0xc0, 8, 4, b[3] & 3, 0, 1, 2}[:min(int(b[3]>>2&15), 7)]
	switch b[2] & 7 {
	case 0:
		ev.Kind, ev.Event.Kind, ev.Up = dump.KindState, logline.KindState, true
	case 1:
		ev.Kind, ev.Event.Kind, ev.Reason = dump.KindState, logline.KindState, logline.ReasonDown
	case 2:
		ev.Event.Kind, ev.MessageType = logline.KindMessage, int(registry.MsgUpdate)
		ev.Octets = updateWith(append([]byte{0x80, 8, 4}, b[3]&3, 0, 1, 2), 1)
	default:
		ev.Code, ev.Subcode = 3, 1+int(b[2]>>3&3)
		if ev.DataKnown = b[3]&0x40 != 0; ev.DataKnown {
			ev.Octets = codec.AppendNotification(nil, 3, byte(ev.Subcode), data, 0)
			ev.Cut = b[3]&0x80 != 0
		}
	}
	if from == 3 {
		ends := [2]netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr(fmt.Sprintf("10.0.%d.1", peer)), 179), netip.AddrPortFrom(netip.MustParseAddr(fmt.Sprintf("10.0.%d.2", peer)), 40000)}
		k := int(b[0] >> 4 & 1)
		w = &wire{src: ends[k], dst: ends[1-k]}
	}
	return ev, w, in
}

// correlated runs events through a correlator, a few in each job, and gives all of its notes and the jobs as they went on.
func correlated(t testing.TB, text []byte, c *correlator, each int) (notes []*note, out []*job) {
	var ins []*input
	for _, name := range []string{"a", "b", "c", "d"} {
		ins = append(ins, &input{File: inputs.File{Name: name}})
	}
	last := now
	var jobs []*job
	for i := 0; len(text) >= 4; i++ {
		ev, w, in := eventOf([4]byte(text), i, &last, ins)
		text = text[4:]
		var j *job
		if n := len(jobs); n > 0 && jobs[n-1].input == in && len(jobs[n-1].picked) < each {
			j = jobs[n-1]
		} else {
			j = &job{input: in}
			jobs = append(jobs, j)
		}
		p := picked{ev: &ev, wire: w}
		p.opt.SourceName = in.Name
		j.picked = append(j.picked, p)
		j.last = i + 1
	}
	pass := func(ready []*job) {
		for _, j := range ready {
			notes = append(notes, j.noted...)
			c.tie(j)
			out = append(out, j)
		}
	}
	for _, j := range jobs {
		pass(c.hold([]*job{j}))
	}
	pass(c.finish(nil))
	if len(out) != len(jobs) {
		t.Fatalf("%d of %d jobs went on", len(out), len(jobs))
	}
	return notes, out
}

// FuzzCorrelate: whatever several logs and a capture say, each view has one other side of a kind at most, and is that
// one's; what is tied is there; every event goes on, in order; and the work is bounded. No text is read and nothing is
// written here: an execution takes about a tenth of a millisecond.
func FuzzCorrelate(f *testing.F) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 1))
		var text []byte
		for range 12 + 4*seed {
			text = append(text, byte(r.Uint32())&0x7f, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()))
		}
		f.Add(text, uint8(seed*3))
	}
	f.Fuzz(func(t *testing.T, text []byte, held uint8) {
		if len(text) > 4*160 {
			return
		}
		opt := testOptions()
		opt.Correlate = Correlate{On: true, Events: int(held)}
		c := newCorrelator(opt)
		countAgreements = true
		agreed.Store(0)
		notes, out := correlated(t, text, c, 5)
		events := len(text) / 4
		if work := agreed.Load(); work > int64(2000*events*(events/max(int(held)/2, 1)+2)) {
			t.Fatalf("%d comparisons for %d events", work, events)
		}
		at := 0
		for _, j := range out {
			for i := range j.picked {
				ev := j.picked[i].ev
				if ev.Index != at {
					t.Fatalf("event %d goes on in place of %d", ev.Index, at)
				}
				if at++; ev.SameAs >= events || ev.SameAs == ev.Index {
					t.Fatalf("%d tells %d again", ev.Index, ev.SameAs)
				}
			}
		}
		if at != events {
			t.Fatalf("%d of %d events", at, events)
		}
		for _, n := range notes {
			var seen [roles]bool
			for _, s := range n.sides {
				if seen[s.role] {
					t.Fatalf("%d has two sides of one kind", n.index)
				}
				if seen[s.role] = true; s.other(n.role) != n {
					t.Fatalf("%d is the other side of %d, but not the other way round", s.index, n.index)
				}
			}
			if n.same != nil && (n.same == n || n.same.same != nil) {
				t.Fatalf("%d leads round", n.index)
			}
		}
	})
}

// TestCorrelateText: what the text of random logs comes to does not depend on the workers when few events are held, and
// links lead to events that are there.
func TestCorrelateText(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 1))
		text := []byte(makeScenario(r, scenarioOptions{sessions: 2, flaps: 4, lose: 0.2, lan: seed%2 == 0, twice: true}).text)
		for range seed * 2 { // damaged
			text[r.IntN(len(text))] = byte(r.Uint32())
		}
		var outs [2]string
		for i := range outs {
			opt := testOptions()
			opt.Correlate = Correlate{On: true, Events: int(seed * 7)}
			opt.Jobs = 1 + 2*i
			outs[i], _ = run(t, string(text), opt)
		}
		if outs[0] != outs[1] {
			t.Fatal(firstDifference(outs[0], outs[1]))
		}
		known := map[string]bool{}
		all := objects(t, outs[0])
		for _, o := range all {
			known[o.ID] = true
		}
		for _, o := range all {
			for _, l := range o.Links {
				if !known[l.ID] {
					t.Fatalf("%s is tied to %s, which is not there", o.ID, l.ID)
				}
			}
		}
	}
}

// TestCorrelateWork: the work of comparing grows with the number of events, however many of them are alike and whosever
// they are.
func TestCorrelateWork(t *testing.T) {
	countAgreements = true
	defer func() { countAgreements = false }()
	work := func(events, gap int) int64 {
		r := rand.New(rand.NewPCG(7, 7))
		text := bytes.Repeat([]byte{0, 0, 3 | 1<<6, 0x58}, events)
		for i := 0; i < len(text); i += 4 {
			text[i], text[i+1] = byte(r.Uint32())&0x1f, byte(gap)
		}
		agreed.Store(0)
		opt := testOptions()
		opt.Correlate = Correlate{On: true, Events: 300}
		correlated(t, text, newCorrelator(opt), 50)
		return agreed.Load()
	}
	for _, gap := range []int{0, 1, 60} {
		small, large := work(900, gap), work(3_600, gap)
		t.Logf("every %d s: %d and %d comparisons", gap, small, large)
		if large > 6*small {
			t.Errorf("every %d s: four times the events, %d times the comparisons", gap, large/small)
		}
	}
}
