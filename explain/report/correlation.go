package report

import (
	"math"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/explain"
)

// Correlation is what other events say about the one that a report is about: the other side's view of a NOTIFICATION, the
// message that it complains of, what came next.
type Correlation struct {
	Role     string // whose view the event is: "sent", "received", "wire"
	Sides    []OtherSide
	Unpaired string        // why there is no other side although there should be one; "" when that is not known
	Offender *OffenderSeen // nil when not found
	Next     *Next         // nil when nothing is known
	JudgedBy string        // id of the event whose octets the verdict is built upon, "" for its own
}

// OtherSide is another view of the same message.
type OtherSide struct {
	ID         string
	Role       string   // as in Correlation
	Device     string   // host, or file and style
	Confidence string   // "high", "medium", "low": that the two are one message
	Evidence   []string // "data", "codes", "addresses", "host names", "subnet", "AS numbers", "time", "order"
	// Timed says that both views have a stamp. ClockAhead is by how much the other device's clock is ahead, Apart what is
	// then left between the two stamps, positive when the other one is later.
	Timed             bool
	ClockAhead, Apart time.Duration
	Differences       []Difference
	Text              string // what the comparison came to, a sentence
}

// Difference is one thing that two views of a message tell differently.
type Difference struct {
	What        string // "code", "data", "data-cut", "data-not-shown", "declared-length", "repeated", "as", "time", "words", "delivered"
	Here, There string // what each says; may be empty
	Text        string
}

// OffenderSeen is the message that a NOTIFICATION complains of.
type OffenderSeen struct {
	ID       string
	Findings []string // ids of its errors
	Confirms bool     // one of them is what the NOTIFICATION says
}

// Next is what came next on the session.
type Next struct {
	ID    string
	What  string
	After time.Duration
	Timed bool // After is known
}

// correlation writes the key of that name.
func (w *writer) correlation(c *Correlation) {
	if c == nil {
		return
	}
	k := w.open("correlation", '{')
	w.str("role", c.Role)
	s := w.open("sides", '[')
	for i := range c.Sides {
		w.item()
		w.side(&c.Sides[i])
	}
	w.close(s, ']')
	w.str("unpaired", c.Unpaired)
	if o := c.Offender; o != nil {
		s := w.open("offender", '{')
		w.str("id", o.ID)
		w.list("findings", o.Findings)
		w.key("confirms")
		w.dst = strconv.AppendBool(w.dst, o.Confirms)
		w.close(s, '}')
	}
	if n := c.Next; n != nil {
		s := w.open("next", '{')
		w.str("id", n.ID)
		w.str("what", n.What)
		if n.Timed {
			w.seconds("after", n.After)
		}
		w.close(s, '}')
	}
	w.str("judged_by", c.JudgedBy)
	w.close(k, '}')
}

func (w *writer) side(o *OtherSide) {
	w.dst = append(w.dst, '{')
	w.str("id", o.ID)
	w.str("role", o.Role)
	w.str("device", o.Device)
	w.str("confidence", o.Confidence)
	w.list("evidence", o.Evidence)
	if o.Timed {
		w.seconds("clock_ahead", o.ClockAhead)
		w.seconds("apart", o.Apart)
	}
	s := w.open("differences", '[')
	for _, d := range o.Differences {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("what", d.What)
		w.str("here", d.Here)
		w.str("there", d.There)
		w.str("text", d.Text)
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
	w.str("text", o.Text)
	w.dst = append(w.dst, '}')
}

// seconds writes a duration as a number of seconds, to the millisecond.
func (w *writer) seconds(k string, d time.Duration) {
	w.key(k)
	w.dst = strconv.AppendFloat(w.dst, math.Round(d.Seconds()*1000)/1000, 'f', -1, 64)
}

// Compared is what the comparison of several logs came to.
type Compared struct {
	Pairs       int64 // NOTIFICATIONs that a sender and a receiver logged
	High, Low   int64 // of these, with high and with low confidence
	OnWire      int64 // log lines of which a capture has the message
	Lost        int64 // sent, and never logged as received although that log covers the time
	Unsent      int64 // received, and never logged as sent
	Offenders   int64 // NOTIFICATIONs of which the message complained of was found
	Again       int64 // further lines that were tied to an event
	Clocks      []ClockPair
	Differences []DifferenceCount
}

// ClockPair is two devices that tell of the same messages.
type ClockPair struct {
	A, B          string
	Pairs         int           // messages in common
	Timed         bool          // both have stamps
	Ahead, Spread time.Duration // by which the clock of B is ahead, the median; half of all are within Spread of it
}

// DifferenceCount counts the differences of one kind.
type DifferenceCount struct {
	What  string
	Count int64
}

// AppendCompared appends the object of kind "summary" that tells what the comparison came to.
func AppendCompared(dst []byte, c *Compared) []byte {
	w := summaryWriter(dst, "correlation")
	k := w.open("compared", '{')
	w.num("pairs", int(c.Pairs))
	w.num("high_confidence", int(c.High))
	w.num("low_confidence", int(c.Low))
	w.num("on_wire", int(c.OnWire))
	w.num("never_received", int(c.Lost))
	w.num("never_sent", int(c.Unsent))
	w.num("offenders", int(c.Offenders))
	w.num("same_event", int(c.Again))
	s := w.open("clocks", '[')
	for _, p := range c.Clocks {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("a", p.A)
		w.str("b", p.B)
		w.num("pairs", p.Pairs)
		if p.Timed {
			w.seconds("b_ahead", p.Ahead)
			w.seconds("spread", p.Spread)
		}
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
	s = w.open("differences", '{')
	for _, d := range c.Differences {
		w.num(d.What, int(d.Count))
	}
	w.close(s, '}')
	w.close(k, '}')
	return append(w.dst, '}')
}

// Judge replaces the explanation of a report: one that is built upon what other events show.
func (r *Report) Judge(x *explain.Explanation) {
	r.Explanation, r.judged = x, nil
}
