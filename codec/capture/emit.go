package capture

import "time"

// emitter is what the readers have in common: the place in the input, the record that is handed out, and
// whether the caller still wants one.
type emitter struct {
	s     *Source
	yield func(*Record, error) bool
	rec   Record
	done  bool // the caller has had enough

	index  int64 // of the packet or record being read
	offset int64 // where it starts
	now    time.Time
}

// begin starts a packet or record at the place where the input stands.
func (e *emitter) begin() {
	e.index++
	e.offset = e.s.in.off
}

// fresh clears the record and gives it the place.
func (e *emitter) fresh(kind RecordKind) *Record {
	e.rec = Record{Kind: kind, Source: e.s.Kind, Index: e.index, Offset: e.offset, Time: e.now}
	return &e.rec
}

// emit hands the record out. It reports whether the caller wants more.
func (e *emitter) emit() bool {
	if e.done {
		return false
	}
	if e.rec.Kind == RecordMessage {
		e.s.stats.Messages++
	}
	if !e.yield(&e.rec, nil) {
		e.done = true
	}
	return !e.done
}

// damage reports the record being read as damaged.
func (e *emitter) damage(d Damage) bool {
	if e.done {
		return false
	}
	d.Source, d.Index, d.Offset = e.s.Kind, e.index, e.offset
	e.s.stats.Damaged++
	e.fresh(RecordDamage)
	if !e.yield(&e.rec, &d) {
		e.done = true
	}
	return !e.done
}

// ended reports an input that did not end cleanly: the reader failed, or n octets of a record were there
// whose number should have been want.
func (e *emitter) ended(have, want int) {
	e.s.in.skip(int64(len(e.s.in.ahead())))
	err := e.s.in.failed()
	switch {
	case err != nil:
		e.damage(Damage{What: "the input cannot be read further", Ends: true, Cause: err})
	case have > 0:
		e.damage(Damage{What: countOf(have, want), Ends: true})
	}
}
