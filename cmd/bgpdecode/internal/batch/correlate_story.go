package batch

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// ties is what the correlation found out about an event.
type ties struct {
	correlation *report.Correlation
	story       *story // the two sides
	again       bool   // another event that tells of the same message is the one that counts
	times       int    // as often as any side says
	hosts       []string
	data        []byte // what the verdict is built upon where the event itself shows less
	because     string // where that comes from
	later       bool   // the other side of story stands before
	cause       cause  // as the other's octets show it; valid with counts
	counts      bool
}

// story is one NOTIFICATION as two sides tell it.
type story struct {
	sent, received *note // one of them may be of a capture
	tie            tie   // as the sent side sees it
	differences    []report.Difference
	judged         judged
}

// alone is a copy of a note that holds nothing else alive.
func (n *note) alone() *note {
	c := *n
	c.sess, c.job, c.octets, c.same, c.offender, c.answer, c.sides = nil, nil, nil, nil, nil, nil, nil
	return &c
}

// views gives all notes of the message that n tells of, n first.
func (n *note) views() []*note {
	all := []*note{n}
	for i := 0; i < len(all) && len(all) < int(roles); i++ {
		for _, o := range all[i].sides {
			if !slices.Contains(all, o.note) {
				all = append(all, o.note)
			}
		}
	}
	return all
}

// tell gives a picked event what was found out about it.
func (c *correlator) tell(n *note, j *job) {
	p := &j.picked[n.at]
	if n.same != nil {
		j.waiting[n.at].first = n.same.index
		return
	}
	t := &ties{}
	k := &report.Correlation{Role: n.roleName()}
	views := n.views()
	for _, o := range views[1:] {
		p.opt.Links = append(p.opt.Links, report.Link{Rel: "other-side", ID: report.ID("", o.index)})
	}
	for r := roleSender; r < roles; r++ {
		if o, t := n.other(r), n.how(r); o != nil {
			k.Sides = append(k.Sides, sideOf(n, o, &t))
		}
	}
	if m := n.offender; m != nil {
		p.opt.Links = append(p.opt.Links, report.Link{Rel: "offender", ID: report.ID("", m.index)})
		k.Offender = &report.OffenderSeen{ID: report.ID("", m.index), Findings: n.shows.findings, Confirms: n.shows.confirms}
		if p.opt.Complaint == nil && !c.hides {
			p.opt.Complaint = n.shows.complaint
		}
	}
	if m := n.answer; m != nil {
		p.opt.Links = append(p.opt.Links, report.Link{Rel: "answer", ID: report.ID("", m.index)})
	}
	if f := n.next; f.kind != followedNone {
		k.Next = &report.Next{ID: report.ID("", f.index), What: f.kind.String(), After: f.after, Timed: f.timed}
	}
	if len(views) == 1 {
		k.Unpaired = n.cover.String()
	}
	n.elect(views)
	t.again = !n.primary
	for _, v := range views {
		t.times = max(t.times, v.repeat)
		if !v.dev.hostless && !v.dev.wire {
			t.hosts = append(t.hosts, v.dev.name)
		}
	}
	n.evidence(views, t)
	if t.because != "" {
		k.JudgedBy = t.because
	}
	if c.texts {
		t.story, t.later = n.story()
	}
	if len(k.Sides) > 0 || k.Offender != nil || k.Next != nil || k.Unpaired != "" {
		t.correlation = k
	}
	p.ties = t
}

// elect chooses the view that counts: the one that shows most. What has been passed on stays as it is.
func (n *note) elect(views []*note) {
	var best *note
	for _, v := range views {
		if v.job == nil && v.primary {
			n.primary = n == v
			return
		}
		if v.job != nil && (best == nil || v.shownMore(best)) {
			best = v
		}
	}
	n.primary = n == best
}

func (n *note) shownMore(o *note) bool {
	rank := func(n *note) int {
		r := n.data.n * 8
		if n.data.known {
			r += 4
		}
		if n.at >= 0 {
			r += 1 << 20
		}
		return r + int(roles-n.role)
	}
	if a, b := rank(n), rank(o); a != b {
		return a > b
	}
	return n.index < o.index
}

// evidence finds the Data that the verdict on n can be built upon where its own line shows less.
func (n *note) evidence(views []*note, t *ties) {
	if n.data.known && n.data.full || !n.judged {
		return
	}
	for _, o := range views[1:] {
		if d := &o.data; d.known && d.full && d.n > n.data.n && d.n == len(d.head) && o.code == n.code {
			t.data, t.because = d.head, report.ID("", o.index)
			return
		}
	}
	if n.offender != nil && n.shows.confirms && len(n.shows.data) > 0 {
		t.data, t.because = n.shows.data, report.ID("", n.offender.index)
	}
}

// rebuild gives the event with the Data of another one in the place of its own.
func (t *ties) rebuild(ev *dump.Event) *dump.Event {
	c := *ev
	c.Octets = codec.AppendNotification(nil, byte(ev.Code), byte(max(ev.Subcode, 0)), t.data, 0)
	c.Synthesised, c.DataKnown, c.Cut, c.Truncated, c.Piece, c.Pieces = true, true, false, dump.Truncation{}, codec.PieceMessage, nil
	return &c
}

// build makes the report of a picked event.
func (p *picked) build(b *report.Builder) *report.Report {
	t := p.ties
	if t == nil {
		return b.Build(p.ev, p.opt)
	}
	var x *explain.Explanation
	if t.data != nil {
		opt := p.opt
		opt.Borrow = false
		r := b.Build(t.rebuild(p.ev), opt)
		x = r.Explanation
		t.cause, t.counts = causeOf(&entry{Report: r})
	}
	r := b.Build(p.ev, p.opt)
	if x != nil {
		x.Evidence, x.Guilty = nil, nil // they are about octets that are not here
		x.Notes = append(slices.Clone(x.Notes), "Judged by the octets that "+t.because+" shows: this line shows fewer")
		r.Judge(x)
	}
	r.Correlation = t.correlation
	if t.story != nil && r.Explanation != nil {
		t.story.judged = t.story.judge(&r.Explanation.Verdict, t.correlation.Role)
	}
	return r
}

func (n *note) roleName() string {
	return roleNames[n.role]
}

var roleNames = [...]string{"", "sent", "received", "wire"}

// story gives the two sides that tell most, and whether n is the later one of them; nil when there is only one.
func (n *note) story() (s *story, later bool) {
	var first *note
	for _, r := range [...]role{roleSender, roleReceiver, roleWire} {
		if first == nil {
			first = n.other(r)
		}
	}
	if first == nil {
		return nil, false
	}
	a, b, t := n, first, n.how(first.role)
	if n.role == roleReceiver || n.role == roleWire && first.role == roleSender {
		a, b, t = first, n, t.turned()
	}
	return &story{sent: a.alone(), received: b.alone(), tie: t, differences: differences(a, b)}, first.index < n.index
}

// sideOf describes another view of the same message.
func sideOf(n, o *note, t *tie) report.OtherSide {
	s := report.OtherSide{ID: report.ID("", o.index), Role: o.roleName(), Device: o.dev.name, Confidence: t.conf.String(), Evidence: t.reasons()}
	if t.timed {
		s.Timed, s.ClockAhead, s.Apart = true, t.skew, t.residue
	}
	s.Differences = differences(n, o)
	s.Text = conclusion(n, o, s.Differences)
	return s
}

func (t *tie) reasons() []string {
	var out []string
	if t.how == strong {
		out = append(out, "data")
	} else if !t.differ {
		out = append(out, "codes")
	}
	out = append(out, t.why...)
	if t.timed {
		return append(out, "time")
	}
	return append(out, "order")
}

// differences tells in what two views of one message differ.
func differences(n, o *note) []report.Difference {
	var out []report.Difference
	add := func(what, here, there, text string) {
		out = append(out, report.Difference{What: what, Here: here, There: there, Text: text})
	}
	if n.code != o.code || n.sub != o.sub {
		text := "the two logs give different codes: one of them is wrong about what went over the wire"
		if n.code == o.code && (n.sub < 0 || o.sub < 0) {
			text = n.naming(n.sub < 0, o) + " does not give the subcode"
		}
		add("code", pair(n.code, n.sub), pair(o.code, o.sub), text)
	}
	if what, text := n.dataDiffers(o); what != "" {
		add(what, n.data.String(), o.data.String(), text)
	}
	for _, v := range [...]*note{n, o} {
		if text := v.miscounts(n, o); text != "" {
			add("declared-length", n.declaredText(), o.declaredText(), text)
		}
	}
	if n.repeat != o.repeat {
		add("repeated", strconv.Itoa(n.repeat), strconv.Itoa(o.repeat), "one line stands for "+count(int64(max(n.repeat, o.repeat)), "message")+", the other for "+strconv.Itoa(min(n.repeat, o.repeat)))
	}
	if d := asDiffers(n, o) + asDiffers(o, n); d != "" {
		add("as", as(n.localAS)+" to "+as(n.peerAS), as(o.localAS)+" to "+as(o.peerAS), d)
	}
	if t := n.how(o.role); t.timed && t.residue.Abs() > 5*time.Second {
		r := t.residue
		add("time", "", seconds(r), "dated "+seconds(r.Abs())+" apart when the clocks are set right: one of the two wrote late")
	}
	if n.words != "" && o.words != "" && letters(n.words) != letters(o.words) {
		add("words", n.words, o.words, "each vendor has its own words for it")
	}
	if s := n.sender(o); s != nil && s.attempted {
		add("delivered", "", "", "the sender's log says that it could not be delivered, but it has arrived")
	}
	return out
}

// naming names n, or o, for a sentence.
func (n *note) naming(here bool, o *note) string {
	v := o
	if here {
		v = n
	}
	return v.side()
}

func (n *note) side() string {
	switch n.role {
	case roleSender:
		return "the sender's log"
	case roleReceiver:
		return "the receiver's log"
	}
	return "the capture"
}

func (n *note) sender(o *note) *note {
	for _, v := range [...]*note{n, o} {
		if v.role == roleSender {
			return v
		}
	}
	return nil
}

func (n *note) dataDiffers(o *note) (what, text string) {
	a, b := &n.data, &o.data
	switch {
	case !a.known && !b.known, a.known && a.full && a.n == 0 && !b.known, b.known && b.full && b.n == 0 && !a.known:
		return "", "" // a device need not say that there is none
	case !a.known || !b.known:
		return "data-not-shown", n.naming(!a.known, o) + " does not show the Data"
	case a.full && b.full:
		if a.n != b.n || a.hash != b.hash {
			return "data", "the two logs show different octets"
		}
		return "", ""
	case a.n == b.n && (a.full || b.full):
		return "", "" // the one that may cut did not
	case a.n == b.n:
		return "data-cut", "both logs may have cut the Data"
	}
	short := n.naming(a.n < b.n, o)
	text = short + " cuts the Data: it shows " + strconv.Itoa(min(a.n, b.n)) + " of " + strconv.Itoa(max(a.n, b.n)) + " octets"
	if !(a.full || b.full) {
		text += " that the other one has"
	}
	return "data-cut", text
}

// String gives the Data for people.
func (d *noteData) String() string {
	switch {
	case !d.known && d.want > 0:
		return count(int64(d.want), "octet") + ", not shown"
	case !d.known:
		return "not shown"
	case d.n == 0 && d.full:
		return "none"
	}
	s := hex.EncodeToString(d.head[:min(len(d.head), 64)])
	if !d.full || d.n > 64 {
		s += "…"
	}
	return s
}

// miscounts tells that a printed count does not fit the Data that either log shows whole.
func (n *note) miscounts(a, b *note) string {
	size := -1
	for _, v := range [...]*note{a, b} {
		if v.data.known && v.data.full {
			size = v.data.n
		}
	}
	want := n.declared
	switch n.declaredAs {
	case logline.CountMessage:
		want -= codec.HeaderLen + 2
	case logline.CountTripled:
		want /= 3
	case logline.CountData:
	default:
		return ""
	}
	if n.declared < 0 || size < 0 || want == size {
		return ""
	}
	return n.side() + " counts " + n.declaredText() + ", but the Data has " + count(int64(size), "octet")
}

func (n *note) declaredText() string {
	if n.declared < 0 || declaredOf(n.declaredAs, n.declared) == "" {
		return ""
	}
	return strconv.Itoa(n.declared) + " " + declaredOf(n.declaredAs, n.declared)
}

func asDiffers(n, o *note) string {
	if n.peerAS == 0 || o.localAS == 0 || n.peerAS == o.localAS {
		return ""
	}
	return n.side() + " takes the peer for AS " + as(n.peerAS) + ", which says that it is AS " + as(o.localAS) + ". "
}

func as(n uint32) string {
	if n == 0 {
		return "?"
	}
	return strconv.FormatUint(uint64(n), 10)
}

// letters is what two wordings of one thing have in common.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

// conclusion says in a sentence what the comparison came to.
func conclusion(n, o *note, list []report.Difference) string {
	for _, d := range list {
		switch d.What {
		case "data", "delivered", "declared-length", "as":
			return capital(d.Text) + "."
		case "code":
			if n.code != o.code || n.sub >= 0 && o.sub >= 0 {
				return capital(d.Text) + "."
			}
		}
	}
	what := "Both logs tell of one " + "NOTIFICATION"
	if n.role == roleWire || o.role == roleWire {
		what = "Log and capture tell of one NOTIFICATION"
	}
	switch {
	case n.data.known && o.data.known && n.data.n == o.data.n && (n.data.full || o.data.full):
		return what + ", with the same octets: it went over the wire as logged."
	case n.data.known || o.data.known:
		for _, d := range list {
			if strings.HasPrefix(d.What, "data-") {
				return what + "; " + d.Text + "."
			}
		}
	}
	return what + "; neither shows octets to compare."
}

// capital makes a sentence of a text. The name of a device at its start stays as it is, as far as it shows to be one.
func capital(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if s == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return strings.TrimRight(s, ". ")
	}
	return strings.ToUpper(s[:1]) + strings.TrimRight(s[1:], ". ")
}

// seconds writes a duration for people.
func seconds(d time.Duration) string {
	if d.Abs() < time.Minute {
		return strconv.FormatFloat(float64(d.Round(time.Millisecond))/float64(time.Second), 'f', -1, 64) + " s"
	}
	s := d.Round(time.Second).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// declaredOf says what a printed count counts.
func declaredOf(c logline.Count, n int) string {
	octets := "octets"
	if n == 1 {
		octets = "octet"
	}
	switch c {
	case logline.CountData:
		return octets + " of Data"
	case logline.CountMessage:
		return octets + " of the message"
	case logline.CountTripled:
		return "three times the octets of Data"
	}
	return ""
}
