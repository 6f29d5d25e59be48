package peer

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Stopping says that this side is about to end all sessions, and why, in words that follow "stopped: ".
func (t *Teller) Stopping(why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked = why
	for _, y := range t.peers {
		if y.wasUp = y.up != 0; y.wasUp {
			y.keep()
		}
	}
}

// Lost reports whether the session of a peer has ended for good, and not because this side was asked to end it.
func (t *Teller) Lost() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(t.peers, (*Tally).final)
}

// Over reports whether the sessions of all peers have ended for good.
func (t *Teller) Over() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all((*Tally).final)
}

// Cause says of the first peer whose session has ended for good what ended it. What a peer wrote in it is untrusted.
func (t *Teller) Cause() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, y := range t.peers {
		if y.final() {
			return y.who() + ": " + y.end.words()
		}
	}
	return ""
}

// words says what ended a session, and by whom.
func (e *ending) words() string {
	switch e.how {
	case logline.ReasonSent:
		return e.text + ", sent"
	case logline.ReasonReceived:
		return e.text + ", received"
	}
	return e.text
}

// Gone gives the peers whose sessions have ended for good, each once: they are to be stopped.
func (t *Teller) Gone() (list []*speaker.Peer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, y := range t.peers {
		if y.final() && !y.stopped {
			y.stopped = true
			list = append(list, y.peer)
		}
	}
	return list
}

// Met reports whether the goal was reached.
func (t *Teller) Met() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.reached
}

// Finish writes what was counted, and the summary. Nothing is to be told after it.
func (t *Teller) Finish() {
	t.Tick()
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.opt.Now()
	for i, y := range t.peers {
		if y.peer == nil && len(t.peers) > 1 && y.connections == 0 {
			continue
		}
		if t.opt.JSON {
			t.summaryObject(y, i+1, now)
		} else {
			t.summaryText(y, now)
		}
	}
	if len(t.peers) > mostBlocks && !t.opt.JSON {
		t.totalText(now)
	}
}

// mostBlocks is how many peers a summary has without a total.
const mostBlocks = 8

// totalText writes what all peers did together.
func (t *Teller) totalText(now time.Time) {
	all := Tally{}
	peers, up, never, ended := 0, 0, 0, 0
	for _, y := range t.peers {
		all.connections += y.connections
		for i := range y.sent {
			all.sent[i] += y.sent[i]
			all.recv[i] += y.recv[i]
		}
		all.sentOctets, all.recvOctets = all.sentOctets+y.sentOctets, all.recvOctets+y.recvOctets
		all.announced, all.retracted = all.announced+y.announced, all.retracted+y.retracted
		all.learnt, all.withdrawn = all.learnt+y.learnt, all.withdrawn+y.withdrawn
		if y.peer == nil {
			continue
		}
		peers++
		switch {
		case y.established == 0:
			never++
		case y.wasUp:
			up++
		default:
			ended++
		}
	}
	p := &tree.Page{Style: t.opt.Style}
	line := t.block(p, "all "+strconv.Itoa(peers)+" peers")
	line("Sessions", tree.Plain, strconv.Itoa(up)+" up to the end, "+strconv.Itoa(ended)+" ended before, "+strconv.Itoa(never)+" never established; in "+
		brief(now.Sub(t.started))+"; "+strconv.Itoa(all.connections)+" connections")
	line("Sent", tree.Plain, counted(&all.sent, all.sentOctets, all.announced, all.retracted))
	line("Received", tree.Plain, counted(&all.recv, all.recvOctets, all.learnt, all.withdrawn))
	t.w.Write(p.Bytes())
}

// summaryObject writes the object of kind summary about a peer.
func (t *Teller) summaryObject(y *Tally, number int, now time.Time) {
	d := t.dumpEvent(&speaker.Event{Time: now, Peer: y.peer, Conn: speaker.ConnInfo{Local: y.local, Remote: y.remote}}, &conn{tally: y}, dump.KindState)
	head := t.b.Build(d, report.Options{SourceName: styleName, NoVerdict: true})
	head.ID = report.SummaryID(number)
	if y.end != nil && !y.end.asked {
		head.Explanation = y.end.why
		if y.end.id != "" {
			head.Links = append(head.Links, report.Link{Rel: "same-event", ID: y.end.id})
		}
	}
	t.buf = append(report.AppendSessionTotals(t.buf[:0], head, y.totals(t.started, now)), '\n')
	t.w.Write(t.buf)
}

// labelWidth is the column in which the text behind a label begins, as in package report.
const labelWidth = 11

// block begins a block of the summary, and gives what writes its lines.
func (t *Teller) block(p *tree.Page, who string) func(label string, role tree.Role, text string) {
	width := t.opt.Width
	if width == 0 {
		width = 100
	}
	rule := "── "
	if t.opt.ASCII {
		rule = "-- "
	}
	title := rule + who + " "
	p.Line()
	p.Put(tree.Dim, title+strings.Repeat(string([]rune(rule)[0]), max(width-utf8.RuneCountInString(title), 0)))
	p.Line()
	return func(label string, role tree.Role, text string) {
		if text == "" {
			return
		}
		p.Put(tree.Key, label)
		p.To(labelWidth)
		p.Wrap(role, text, labelWidth, width)
		p.Line()
	}
}

// summaryText writes the summary of a peer for people.
func (t *Teller) summaryText(y *Tally, now time.Time) {
	p := &tree.Page{Style: t.opt.Style}
	who := safe(y.who())
	if t.opt.Wire {
		who = y.name
	}
	line := t.block(p, who)
	if t.opt.Wire {
		line("Sessions", tree.Plain, strconv.Itoa(y.connections)+" in "+brief(now.Sub(t.started).Round(time.Millisecond)))
	} else {
		line("Session", tree.Plain, y.course(now.Sub(t.started)))
	}
	if y.agreed != nil {
		line("Agreed", tree.Plain, agreedText(agreement(y.agreed)))
	}
	sent, received := "Sent", "Received"
	if t.opt.Wire {
		sent, received = "To target", "From it"
	}
	line(sent, tree.Plain, counted(&y.sent, y.sentOctets, y.announced, y.retracted))
	line(received, tree.Plain, counted(&y.recv, y.recvOctets, y.learnt, y.withdrawn))
	line("Routes", tree.Plain, y.routesText())
	line("Findings", tree.Warn, y.findingsText())
	t.ending(y, line)
	t.w.Write(p.Bytes())
}

// ending writes what ended the session, and the verdict on it.
func (t *Teller) ending(y *Tally, line func(string, tree.Role, string)) {
	e := y.end
	switch {
	case e == nil && t.asked != "":
		line("Ended", tree.Plain, t.asked)
		return
	case e == nil:
		return
	case e.asked:
		text := t.asked
		if e.text != "" {
			text += "; " + e.text
		}
		line("Ended", tree.Plain, text)
		return
	}
	line("Ended", tree.Bold, e.words())
	if e.said != "" {
		line("Says", tree.Value, "\""+safetext.String(e.said, safetext.Options{Backslash: true})+"\"")
	}
	if e.why == nil {
		return
	}
	v := &e.why.Verdict
	s := v.Summary
	if v.Claim != explain.ClaimNone {
		s = v.Claim.String() + ": " + s
	}
	line("Verdict", tree.Value, s)
	label := "Do"
	for _, a := range v.Actions {
		line(label, tree.Plain, a.Who+": "+a.Do)
		label = ""
	}
}

// course says how often and how the session was up.
func (y *Tally) course(d time.Duration) string {
	s := "in " + brief(d.Round(time.Millisecond)) + " "
	switch y.established {
	case 0:
		s += "never established"
	case 1:
		s += "established once"
	default:
		s += "established " + strconv.Itoa(y.established) + " times"
	}
	if y.wasUp {
		s += ", up to the end"
	}
	s += "; " + strconv.Itoa(y.connections) + " connection"
	if y.connections != 1 {
		s += "s"
	}
	return s
}

// agreedText says in a line what is used of what was offered.
func agreedText(n *report.Negotiated) string {
	s := strings.TrimPrefix(headline(n), "agreed with ")
	for i := range n.Items {
		if it := &n.Items[i]; it.Agreed != "" && it.Code != registry.CapMultiprotocol {
			row := itemRow(it)
			s += "; " + row[0].text
			if it.Family != "" {
				s += ": " + it.Agreed
			}
		}
	}
	return s
}

// counted says how many messages of which type there were.
func counted(counts *[mostTypes]int64, octets, up, down int64) string {
	var parts []string
	for i, n := range counts {
		if n > 0 {
			parts = append(parts, strconv.FormatInt(n, 10)+" "+typeName(i))
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	s := strings.Join(parts, ", ")
	if up > 0 || down > 0 {
		s += "; routes +" + strconv.FormatInt(up, 10) + " -" + strconv.FormatInt(down, 10)
	}
	return s + "; " + strconv.FormatInt(octets, 10) + " octets"
}

// routesText says what the peer's routes were at the end of the session.
func (y *Tally) routesText() string {
	var parts []string
	for f, n := range y.held {
		parts = append(parts, f+" "+strconv.FormatInt(n, 10))
	}
	slices.Sort(parts)
	if len(parts) == 0 {
		return ""
	}
	s := strings.Join(parts, ", ")
	if len(y.eor) > 0 {
		s += "; End-of-RIB of " + familyList(y.eor)
	}
	return s
}

// findingsText counts what was wrong with messages of the peer.
func (y *Tally) findingsText() string {
	all := y.totals(time.Time{}, time.Time{}).Findings
	ids := make([]string, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for i, id := range ids {
		if n := all[id]; n > 1 {
			ids[i] = id + " " + strconv.FormatInt(n, 10) + " times"
		}
	}
	return strings.Join(ids, ", ")
}
