package peer

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// table writes what two OPENs agreed: a headline, then a row for each capability.
func (t *Teller) table(ev *speaker.Event, c *conn, n *report.Negotiated) {
	p := t.line(ev.Time, c, markState, tree.Key)
	if t.opt.Wire {
		t.put(p, tree.Bold, "AS "+strconv.FormatUint(uint64(n.Local.AS), 10)+", identifier "+n.Local.ID+" ")
	}
	t.put(p, tree.Bold, headline(n))
	p.Line()
	we, they := "we", "the peer"
	if t.opt.Wire {
		we, they = "the caller", "the target"
	}
	rows := [][]cell{nil}
	for _, title := range [...]string{"capability", we, they, "result"} {
		rows[0] = append(rows[0], cell{text: title, role: tree.Key})
	}
	for i := range n.Items {
		it := n.Items[i]
		if t.opt.Wire {
			it.Agreed, it.Why = callers.Replace(it.Agreed), callers.Replace(it.Why)
		}
		rows = append(rows, itemRow(&it))
	}
	if len(n.Items) > 0 {
		t.rows(p, rows)
	}
	t.w.Write(p.Bytes())
}

// callers puts the two ends of a proxied session in the place of us and the peer.
var callers = strings.NewReplacer("we are ", "the caller is ", "we send ", "the caller sends ", "we keep ", "the caller keeps ", "we ", "the caller ",
	"by us", "by the caller", "the peer", "the target")

// headline says with whom what was agreed.
func headline(n *report.Negotiated) string {
	s := "agreed with AS " + strconv.FormatUint(uint64(n.Peer.AS), 10)
	if n.Why != "" {
		s = "refused, AS " + strconv.FormatUint(uint64(n.Peer.AS), 10)
	}
	if n.Peer.ID != "" {
		s += ", identifier " + n.Peer.ID
	}
	switch {
	case n.Why != "":
		return s + ": " + n.Why
	case n.HoldTime == 0:
		s += ", no hold time and no KEEPALIVEs"
	default:
		s += ", hold time " + brief(n.HoldTime) + ", a KEEPALIVE each " + brief(n.Keepalive)
	}
	if len(n.Families) == 0 {
		return s + ", no address family"
	}
	for i, f := range n.Families {
		if i > 0 {
			s += ","
		} else {
			s += ";"
		}
		s += " " + f
	}
	return s
}

// brief writes a time as 90 s, to the millisecond.
func brief(d time.Duration) string { return strconv.FormatFloat(seconds3(d), 'f', -1, 64) + " s" }

// seconds3 gives a time in seconds with three digits behind the point: Duration.Seconds adds two numbers, and their sum may
// have many more.
func seconds3(d time.Duration) float64 {
	return float64(d.Round(time.Millisecond).Milliseconds()) / 1000
}

// cell is a text in a column of a table.
type cell struct {
	text string
	role tree.Role
	tail string // the end of text, which is not cut off
}

func itemRow(it *report.NegotiatedItem) []cell {
	name := registry.TableCapabilities.Name(uint64(it.Code))
	if name == "" {
		name = "capability " + strconv.Itoa(int(it.Code))
	}
	tail := ""
	switch {
	case it.Code == registry.CapMultiprotocol && it.Family != "":
		name = it.Family
	case it.Family != "":
		tail = ", " + it.Family
	}
	result := cell{text: it.Agreed, role: tree.Good}
	switch {
	case it.Agreed == "" && it.Why != "":
		result = cell{text: "no: " + it.Why, role: tree.Warn}
	case it.Agreed == "":
		result = cell{text: "no", role: tree.Warn}
	case it.Why != "":
		result = cell{text: it.Agreed + "; " + it.Why, role: tree.Good}
	}
	return []cell{{name + tail, tree.Plain, tail}, {text: orNone(it.Local), role: tree.Value}, {text: orNone(it.Peer), role: tree.Value}, result}
}

func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// mostColumn is the greatest width of a column but the last, where lines have a width.
const mostColumn = 44

// leastColumn is the room that the last column wants for its further lines.
const leastColumn = 16

// rows writes a table. Where lines have a width, the last column is broken, and the others are cut.
func (t *Teller) rows(p *tree.Page, rows [][]cell) {
	width := make([]int, len(rows[0]))
	most := math.MaxInt
	for _, r := range rows {
		for i, c := range r {
			if t.opt.Width > 0 && i > 0 { // the first column may take 2 parts of 5, the others one each
				most = min(mostColumn, t.opt.Width/5-2)
			} else if t.opt.Width > 0 {
				most = min(mostColumn, t.opt.Width*2/5)
			}
			width[i] = min(max(width[i], utf8.RuneCountInString(safe(c.text))), most)
		}
	}
	last := len(width) - 1
	for _, r := range rows {
		at := 2
		for i, c := range r {
			p.To(at)
			text := safe(c.text)
			if i < last {
				p.Put(c.role, clip(text, safe(c.tail), width[i]))
				at += width[i] + 2
				continue
			}
			if t.opt.Width > 0 {
				indent := at
				if t.opt.Width-at < leastColumn {
					indent = t.opt.Width / 2
				}
				p.Wrap(c.role, text, indent, t.opt.Width)
			} else {
				p.Put(c.role, text)
			}
		}
		p.Line()
	}
}

// safe makes a text of a stranger safe before it is measured.
func safe(s string) string { return safetext.String(s, safetext.Options{}) }

// clip cuts a text to n columns, in front of its tail if that has room.
func clip(s, tail string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	if n <= utf8.RuneCountInString(tail)+1 {
		tail = ""
	}
	return string([]rune(s)[:n-1-utf8.RuneCountInString(tail)]) + "…" + tail
}
