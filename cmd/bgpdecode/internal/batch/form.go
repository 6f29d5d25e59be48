package batch

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Form is what the output looks like. event is called by several workers at a time, tell in the order of the output.
type Form interface {
	begin(dst []byte) []byte
	event(dst []byte, e *entry) []byte
	facts() bool // tell wants to know of each event
	tell([]fact)
	end(dst []byte) []byte
	live() bool // events are written as they come, not all at the end
}

// entry is an event that is to be written.
type entry struct {
	*report.Report
	ties *ties     // nil unless events are correlated
	as   [2]uint32 // of sender and receiver on the wire, 0 where they are not known
}

// again reports whether the event is told by another one that counts.
func (e *entry) again() bool { return e.Event.SameAs >= 0 || e.ties != nil && e.ties.again }

// plain is what forms have that write each event on its own.
type plain struct{}

func (plain) begin(dst []byte) []byte { return dst }
func (plain) facts() bool             { return false }
func (plain) tell([]fact)             {}
func (plain) end(dst []byte) []byte   { return dst }
func (plain) live() bool              { return true }

// render decodes the events of a job and writes them in its form. outs has memory for that from jobs before.
func (j *job) render(b *report.Builder, opt Options, outs <-chan []byte) {
	defer close(j.built)
	select {
	case j.out = <-outs:
	default:
	}
	form := opt.Form
	_, line := form.(*timelineForm)
	var e entry
	for i := range j.picked {
		p := &j.picked[i]
		if line {
			if st, ok := stepOf(p.ev, p.wire, j); ok {
				j.steps = append(j.steps, st)
				j.n[0]++
				if fell, ok := fallStep(p.ev, &st); ok {
					j.steps = append(j.steps, fell)
				}
			}
			continue
		}
		if e = (entry{Report: p.build(b), ties: p.ties}); p.wire != nil {
			e.as = p.wire.as
		}
		if opt.Filter.OnlyErrors && !wrong(e.Report) && (e.Correlation == nil || len(e.Links) == 0) {
			j.dropped++
			continue
		}
		j.n[0]++
		if p.ev.Kind == dump.KindUnparsed {
			j.n[1]++
		}
		if e.again() {
			j.again++
		}
		j.out = form.event(j.out, &e)
		if opt.Save != nil {
			if m, ok := savedOf(&e, opt.Save.kind); ok {
				j.saved = append(j.saved, m)
			}
		}
		if form.facts() {
			j.facts = append(j.facts, factOf(&e, j))
		}
	}
	if j.chunk = nil; j.wires == nil {
		if opt.Merge || opt.Correlate.On || cap(j.events) > mostLines {
			j.events = nil
		}
		clear(j.events)
	}
}

// wrong reports whether an event tells of an error: a NOTIFICATION, a down with its error, a finding, octets that cannot
// be decoded.
func wrong(r *report.Report) bool {
	ev := &r.Event
	if ev.Kind == dump.KindUnparsed || ev.Code > 0 || ev.Offender != nil || ev.Kind == dump.KindMessage && ev.Event.Kind == logline.KindNotification {
		return true
	}
	if ev.Kind == dump.KindState && ev.SameAs < 0 && downed(ev) {
		return true
	}
	if r.Tree == nil {
		return false
	}
	for _, f := range r.Tree.Findings {
		if f.Severity == codec.SeverityError {
			return true
		}
	}
	return false
}

// JSONL writes one object of the contract a line.
func JSONL(fields bool) Form { return &jsonl{fields: fields} }

type jsonl struct {
	plain
	fields bool
	both   *report.Compared
}

func (f *jsonl) compared(r *report.Compared) { f.both = r }

func (f *jsonl) end(dst []byte) []byte {
	if f.both != nil {
		dst = append(report.AppendCompared(dst, f.both), '\n')
	}
	return dst
}

func (f *jsonl) event(dst []byte, e *entry) []byte {
	return append(report.AppendJSON(dst, e.Report, report.JSONOptions{Fields: f.fields}), '\n')
}

// Each leaves the writing to a function: it appends an event to dst. Several workers call it at a time.
func Each(write func(dst []byte, r *report.Report) []byte) Form { return each{write: write} }

type each struct {
	plain
	write func([]byte, *report.Report) []byte
}

func (f each) event(dst []byte, e *entry) []byte { return f.write(dst, e.Report) }

// Brief writes one line for each event, cut to width unless that is 0.
func Brief(style tree.Style, width int) Form { return brief{style: style, width: width} }

type brief struct {
	plain
	style tree.Style
	width int
}

func (f brief) event(dst []byte, e *entry) []byte {
	w := writer{dst}
	width := f.width
	if who := e.Ends(); who != "" {
		w.b = append(append(w.b, who...), ' ')
		if width > 0 {
			width = max(width-utf8.RuneCountInString(who)-1, 20)
		}
	}
	report.Brief(&w, e.Report, f.style, width)
	return w.b
}

// writer lets the renderers append.
type writer struct{ b []byte }

func (w *writer) Write(p []byte) (int, error) {
	w.b = append(w.b, p...)
	return len(p), nil
}

// Text writes each event as it is shown for a paste, under a line that says where it stood.
func Text(style tree.Style, opt report.TextOptions) Form { return &page{style: style, opt: opt} }

type page struct {
	plain
	style tree.Style
	opt   report.TextOptions
	both  *report.Compared
}

func (f *page) compared(r *report.Compared) { f.both = r }

func (f *page) end(dst []byte) []byte {
	if f.both != nil {
		dst = comparedText(dst, f.both, f.style, f.opt.Width)
	}
	return dst
}

func (f *page) event(dst []byte, e *entry) []byte {
	title := "── " + e.ID + " · " + clean(e.SourceName)
	switch {
	case e.Event.Line > 0:
		title += " line " + strconv.Itoa(e.Event.Line)
	default:
		title += " octet " + strconv.Itoa(e.Event.Offset)
	}
	if who := e.Ends(); who != "" {
		title += " · " + who
	}
	title += " "
	title += strings.Repeat("─", max(f.opt.Width-utf8.RuneCountInString(title), 0))
	dst = append(append(append(dst, f.style.Open[tree.Dim]...), title...), f.style.Close[tree.Dim]...)
	w := writer{append(dst, '\n')}
	report.Text(&w, e.Report, f.style, f.opt)
	if e.ties != nil && e.ties.story != nil && e.ties.later {
		w.b = e.ties.story.append(append(w.b, '\n'), f.style, f.opt.Width, true)
	}
	return append(w.b, '\n')
}

func clean(s string) string { return safetext.String(s, safetext.Options{}) }

// CSV writes a table for spreadsheets (RFC 4180), with a line of names first.
func CSV() Form { return csv{} }

type csv struct{ plain }

var csvColumns = [...]string{"id", "time", "host", "source", "line", "offset", "style", "kind", "type", "direction", "peer", "peer_as", "vrf",
	"src", "dst", "code", "subcode", "code_name", "subcode_name", "repeated", "claim", "fault", "side", "confidence", "summary"}

func (csv) begin(dst []byte) []byte {
	return append(append(dst, strings.Join(csvColumns[:], ",")...), "\r\n"...)
}

func (csv) event(dst []byte, e *entry) []byte {
	ev := &e.Event
	when := ""
	if !ev.Time.IsZero() {
		when = ev.Time.Format("2006-01-02T15:04:05.999999999Z07:00")
	}
	src, dest := "", ""
	if e.Src.IsValid() {
		src, dest = e.Src.String(), e.Dst.String()
	}
	code, sub, codeName, subName := "", "", "", ""
	if ev.Code >= 0 && ev.Code < 256 && (ev.Code > 0 || ev.MessageType == int(registry.MsgNotification)) {
		code, codeName = strconv.Itoa(ev.Code), registry.TableErrorCodes.Name(uint64(ev.Code))
		if ev.Subcode >= 0 && ev.Subcode < 256 {
			sub, subName = strconv.Itoa(ev.Subcode), registry.SubcodeName(uint8(ev.Code), uint8(ev.Subcode))
		}
	}
	v := explain.Verdict{}
	claim, fault, side, confidence := "", "", "", ""
	if e.Explanation != nil {
		v = e.Explanation.Verdict
		claim, fault, side, confidence = v.Claim.String(), v.Fault.String(), v.Side.String(), v.Confidence.String()
	}
	if ev.Kind == dump.KindUnparsed {
		v.Summary = ev.Err
	}
	for i, cell := range [...]string{e.ID, when, ev.Host, e.SourceName, some(ev.Line), strconv.Itoa(ev.Offset), ev.Style, ev.Kind.String(), typeName(e.Report),
		e.Direction.String(), ev.PeerName(), some(int(e.PeerAS)), ev.VRF, src, dest, code, sub, codeName, subName, some(max(ev.Repeat, 1)),
		claim, fault, side, confidence, v.Summary} {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, cell)
	}
	return append(dst, "\r\n"...)
}

// appendCell quotes a cell where it must be. What a log says must not become a formula in a spreadsheet.
func appendCell(dst []byte, s string) []byte {
	s = clean(s)
	if s != "" && strings.IndexByte("=+-@", s[0]) >= 0 {
		s = "'" + s
	}
	if !strings.ContainsAny(s, ",\"\r\n") {
		return append(dst, s...)
	}
	return append(append(append(dst, '"'), strings.ReplaceAll(s, `"`, `""`)...), '"')
}

func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// typeName names the message, "" when there is none.
func typeName(r *report.Report) string {
	ev := &r.Event
	if ev.MessageType > 0 && ev.MessageType < 256 {
		return registry.MessageType(ev.MessageType).String()
	}
	if ev.Kind == dump.KindMessage && ev.Code > 0 {
		return registry.MsgNotification.String()
	}
	return ""
}

// Table writes columns for a terminal.
func Table(style tree.Style, width int) Form { return newTable(style, width) }

type table struct {
	plain
	style tree.Style
	width int
	hides [len(tableColumns)]bool
}

// codeColumn is the column of the code; where it has no room, the last one begins with the code.
const codeColumn = 5

// newTable leaves out columns, the least telling first, until the last one has room.
func newTable(style tree.Style, width int) table {
	f := table{style: style, width: width}
	least := 20
	if width < 60 {
		least = 12
	}
	for _, c := range tableColumns {
		width -= c.width + 1
	}
	width++ // nothing stands behind the last
	for _, i := range [...]int{6, 7, 4, 2, 1, 5} {
		if width >= least {
			break
		}
		f.hides[i] = true
		width += tableColumns[i].width + 1
	}
	return f
}

var tableColumns = [...]struct {
	name  string
	width int
}{{"ID", 6}, {"TIME", 19}, {"HOST", 12}, {"PEER", 18}, {"WAY", 8}, {"CODE", 6}, {"TIMES", 5}, {"CLAIM", 12}, {"WHAT", 0}}

func (f table) begin(dst []byte) []byte {
	var cells [len(tableColumns)]string
	for i, c := range tableColumns {
		cells[i] = c.name
	}
	return f.row(dst, cells, tree.Dim)
}

func (f table) event(dst []byte, e *entry) []byte {
	ev := &e.Event
	cells := [len(tableColumns)]string{0: e.ID, 2: ev.Host, 3: ev.PeerName(), 4: e.Direction.String(), 6: strconv.Itoa(max(ev.Repeat, 1))}
	if !ev.Time.IsZero() {
		cells[1] = ev.Time.Format("2006-01-02 15:04:05")
	}
	if e.Ends() != "" {
		cells[3] = e.Src.Addr().String()
	}
	if ev.Code > 0 {
		cells[5] = pair(ev.Code, ev.Subcode)
	}
	what := typeName(e.Report)
	if what == "" || ev.Kind != dump.KindMessage {
		what = ev.Kind.String()
	}
	if x := e.Explanation; x != nil && ev.Kind != dump.KindState {
		if x.Verdict.Claim != explain.ClaimNone {
			cells[7] = x.Verdict.Claim.String()
		}
		what += ": " + x.Verdict.Summary
	}
	switch {
	case f.hides[codeColumn] && ev.Code > 0:
		what = codeWords(ev.Code, ev.Subcode)
	case ev.Kind == dump.KindUnparsed:
		what = "not decoded: " + ev.Err
	case ev.Kind == dump.KindState && ev.To != "":
		what += ": " + ev.From + " to " + ev.To
		if ev.Words != "" {
			what += ", " + ev.Words
		}
	case ev.Kind == dump.KindState && ev.Up:
		what += ": session came up"
	case ev.Kind == dump.KindState && e.SameEvent() != "":
		what += ": another line about " + e.SameEvent()
	case ev.Kind == dump.KindState && ev.Words != "":
		what += ": " + ev.Words
	}
	cells[8] = what
	return f.row(dst, cells, tree.Plain)
}

func (f table) row(dst []byte, cells [len(tableColumns)]string, role tree.Role) []byte {
	dst = append(dst, f.style.Open[role]...)
	left := f.width
	for i, c := range tableColumns {
		if f.hides[i] {
			continue
		}
		w := c.width
		if w == 0 {
			w = max(left, 1)
		}
		text := cutTo(clean(cells[i]), w)
		dst = append(dst, text...)
		left -= w + 1
		if i < len(cells)-1 {
			dst = append(dst, strings.Repeat(" ", max(w-utf8.RuneCountInString(text), 0)+1)...)
		}
	}
	return append(append(dst, f.style.Close[role]...), '\n')
}

// cutTo cuts a text to n columns.
func cutTo(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	for i := range s {
		if n--; n <= 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// codeWords writes a code and the name of its more telling half: "6/2 Administrative Shutdown".
func codeWords(code, sub int) string {
	name := ""
	if sub > 0 && sub < 256 && code < 256 {
		name = registry.SubcodeName(uint8(code), uint8(sub))
	}
	if name == "" {
		name = registry.TableErrorCodes.Name(uint64(code))
	}
	return pair(code, sub) + " " + name
}

func pair(code, sub int) string {
	if sub < 0 {
		return strconv.Itoa(code)
	}
	return strconv.Itoa(code) + "/" + strconv.Itoa(sub)
}
