package capture

import (
	"slices"
	"time"
)

// Segments of one direction may come early, again, or never.

// early is a segment that came before those in front of it.
type early struct {
	seq    uint32
	data   []byte
	lack   int
	index  int64 // its packet
	offset int64
	now    time.Time
}

func (s *early) len() int { return len(s.data) + s.lack }

// rewind begins anew at seq: what went before jumped to a number that was none of this stream.
func (h *half) rewind(seq uint32) {
	h.early, h.waiting, h.want = nil, 0, seq
	h.lost(1) // at least
}

// trim takes off what came before. It reports whether anything is left.
func (h *half) trim(e *early) bool {
	old := int(int32(h.want - e.seq))
	if old <= 0 {
		return true
	}
	h.compare(e.seq, e.data[:min(old, len(e.data))])
	if old >= e.len() {
		return false
	}
	h.table.stats.Duplicate += int64(old)
	k := min(old, len(e.data))
	e.data = e.data[k:]
	e.lack -= old - k
	e.seq = h.want
	return true
}

// keep holds a segment that came early.
func (h *half) keep(e early) {
	t := h.table
	i, same := slices.BinarySearchFunc(h.early, e.seq, func(x early, seq uint32) int {
		return int(int32(x.seq-h.want)) - int(int32(seq-h.want))
	})
	if same && h.early[i].len() >= e.len() {
		t.stats.Duplicate += int64(e.len())
		h.differ(differing(h.early[i].data, e.data))
		return
	}
	e.data = append(make([]byte, 0, len(e.data)), e.data...)
	h.early = slices.Insert(h.early, i, e)
	h.waiting += len(e.data) + earlyCost
	if h.since.IsZero() {
		h.since = t.e.now
	}
	h.account()
	if h.mine > t.opt.MaxStreamOctets || len(h.early) > maxEarly {
		t.stats.OverStream += int64(int32(h.early[0].seq - h.want))
		h.giveUp()
	}
}

// drain delivers the early segments whose turn it is.
func (h *half) drain() {
	n := 0
	for ; n < len(h.early) && int32(h.early[n].seq-h.want) <= 0; n++ {
		e := h.early[n]
		h.waiting -= len(e.data) + earlyCost
		if whole := e.len(); h.trim(&e) {
			h.deliver(e)
		} else {
			h.table.stats.Duplicate += int64(whole)
		}
	}
	if n > 0 {
		h.early = slices.Delete(h.early, 0, n)
		if len(h.early) == 0 {
			h.early = nil
		}
		h.account()
	}
}

// giveUp takes the first hole for lost.
func (h *half) giveUp() {
	n := int32(h.early[0].seq - h.want)
	h.want += uint32(n)
	h.lost(int(n))
	h.drain()
}

// check gives up holes that nothing will fill any more: the receiver has acknowledged what is behind them and yet
// they do not come, or too long has passed.
func (h *half) check(now time.Time) {
	for len(h.early) > 0 {
		h.stalled++
		if h.since.IsZero() {
			h.since = now
		}
		waited := now.Sub(h.since)
		acked := h.hasAck && int32(h.acked-h.early[0].seq) >= 0
		if !(acked && (h.stalled >= patientFor || waited >= patience)) && waited < longPatience {
			return
		}
		h.giveUp()
	}
}

// flush hands out what is left, holes or not.
func (h *half) flush() {
	for len(h.early) > 0 && !h.framer.stop {
		h.giveUp()
	}
	h.early, h.waiting = nil, 0
	h.unhold()
	if f := &h.framer; f.count == 0 && !h.dead && h.bmp == nil {
		h.table.stats.NotBGP += int64(f.passed)
		f.passed = 0
	}
	h.over()
}
