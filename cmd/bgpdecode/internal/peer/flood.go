package peer

import (
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// A view of more lines than a person can follow shows nothing. What comes beyond these rates is counted, and told in a line
// each second (see Tick) or before the next line about its connection.
const (
	linesPerSecond     = 30  // of ordinary messages and steps
	importantPerSecond = 100 // of changes of state, OPENs, NOTIFICATIONs, errors
	pagesPerSecond     = 2   // of what NOTIFICATIONs mean
	burst              = 3   // seconds' worth that may come at once
)

// budget is how many lines may still be written.
type budget struct {
	left float64
	last time.Time
}

// take takes one, if there is one.
func (b *budget) take(now time.Time, rate float64) bool {
	if b.last.IsZero() {
		b.left = rate * burst
	} else if d := now.Sub(b.last); d > 0 {
		b.left = min(b.left+d.Seconds()*rate, rate*burst)
	}
	b.last = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// fold counts what is not shown one by one of one direction of a connection.
type fold struct {
	messages [mostTypes]int64
	up, down int64
	bad      int64 // messages with errors
	steps    int64
	any      bool
}

// affords reports whether there may be a line for an event, and counts it otherwise.
func (t *Teller) affords(ev *speaker.Event, c *conn, important bool) bool {
	if t.opt.All {
		return true
	}
	rate := float64(linesPerSecond)
	b := &t.budget[0]
	if important {
		rate, b = importantPerSecond, &t.budget[1]
	}
	if b.take(ev.Time, rate) {
		t.unfold(c)
		return true
	}
	f := &c.fold[side(ev.Sent)]
	if !f.any && !c.fold[side(!ev.Sent)].any {
		if len(t.folded) == mostFolds {
			t.rest.add(c, t.ticks)
			return false
		}
		t.folded = append(t.folded, c)
	}
	f.any = true
	if ev.Kind != speaker.Message {
		f.steps++
		return false
	}
	up, down := countRoutes(ev.Octets, &ev.Ctx, c.tally.families())
	f.up, f.down = f.up+int64(up), f.down+int64(down)
	if isBad(ev) {
		f.bad++
	}
	typ := registry.MessageType(0)
	if len(ev.Octets) > 18 {
		typ = registry.MessageType(ev.Octets[18])
	}
	f.messages[typeIndex(typ)]++
	return false
}

func side(sent bool) int {
	if sent {
		return 1
	}
	return 0
}

// Tick tells what was counted; it is to be called about once a second.
func (t *Teller) Tick() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.folded {
		t.write(c)
	}
	t.folded = t.folded[:0]
	if r := &t.rest; r.events > 0 {
		p := t.line(t.opt.Now(), nil, markState, tree.Dim)
		p.Put(tree.Dim, strconv.FormatInt(r.events, 10)+" messages and steps of "+strconv.FormatInt(r.conns, 10)+" other connections")
		t.end(p)
		*r = rest{}
	}
	t.ticks++
}

// mostFolds is how many connections get a line of their own in a second; the others get one together.
const mostFolds = 20

// rest counts what connections did that get no line of their own.
type rest struct{ events, conns int64 }

func (r *rest) add(c *conn, tick int64) {
	r.events++
	if c.rested != tick+1 {
		c.rested = tick + 1
		r.conns++
	}
}

// unfold tells what was counted of a connection.
func (t *Teller) unfold(c *conn) {
	if !c.fold[0].any && !c.fold[1].any {
		return
	}
	for i, have := range t.folded {
		if have == c {
			t.folded = append(t.folded[:i], t.folded[i+1:]...)
			break
		}
	}
	t.write(c)
}

func (t *Teller) write(c *conn) {
	for i := range c.fold {
		f := &c.fold[i]
		if !f.any {
			continue
		}
		mark := [2]string{markReceived, markSent}[i]
		text := f.text()
		*f = fold{}
		p := t.line(t.opt.Now(), c, mark, tree.Dim)
		p.Put(tree.Dim, text)
		t.end(p)
	}
}

// text says "4213 UPDATE (+102345 -12 routes), 2 KEEPALIVE".
func (f *fold) text() string {
	var b []byte
	for i, n := range f.messages {
		if n == 0 {
			continue
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(strconv.AppendInt(b, n, 10), ' ')
		b = append(b, typeName(i)...)
		if registry.MessageType(i) == registry.MsgUpdate {
			b = strconv.AppendInt(append(b, " (+"...), f.up, 10)
			b = strconv.AppendInt(append(b, " -"...), f.down, 10)
			b = append(b, " routes)"...)
		}
	}
	if f.bad > 0 {
		b = append(strconv.AppendInt(append(b, ", "...), f.bad, 10), " of them with errors"...)
	}
	if f.steps > 0 {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(strconv.AppendInt(b, f.steps, 10), " steps"...)
	}
	return string(b)
}
