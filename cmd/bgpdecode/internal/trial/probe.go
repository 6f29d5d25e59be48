package trial

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

// wantCell is what an RFC asks for, in few letters: "3/6 3/5", "withdraw", "discard", "stays", with alternatives.
func wantCell(w *fault.Want) string {
	var parts []string
	for _, a := range append([]registry.Action{w.Action}, w.Also...) {
		switch a {
		case registry.ActionSessionReset:
			if w.Code == 0 {
				parts = append(parts, "close")
				continue
			}
			parts = append(parts, fmt.Sprintf("%d/%d", w.Code, w.Sub))
			for _, sub := range w.Or {
				parts = append(parts, fmt.Sprintf("%d/%d", w.Code, sub))
			}
		case registry.ActionTreatAsWithdraw:
			parts = append(parts, "withdraw")
		case registry.ActionAttributeDiscard:
			parts = append(parts, "discard")
		case registry.ActionAFISAFIDisable:
			parts = append(parts, "disable")
		default:
			parts = append(parts, "accept")
		}
	}
	return strings.Join(parts, " or ")
}

// outcomeCell is what a target did, in few letters; what differs from RFC 7606 is marked: ! wrong, ~ another code, * other Data,
// ? not to be seen.
func outcomeCell(c *probe.Cell) string {
	s := c.Outcome.String()
	switch c.Outcome {
	case probe.NotPlayed:
		return "-"
	case probe.Reset:
		s = fmt.Sprintf("%d/%d", c.Reaction.Code, c.Reaction.Sub)
		if n := len(c.Reaction.Data); n > 0 {
			s += fmt.Sprintf(" +%d", n)
		}
	case probe.Crashed:
		s = "CRASHED"
	}
	return s + [...]string{" ?", "", " *", " ~", " !", "", "", ""}[c.By7606&7]
}

// legend explains the marks.
const legend = "C/S +N: reset with a NOTIFICATION and N octets of Data.  Beside RFC 7606: ! wrong, ~ reset with another code or none,\n" +
	"* other Data, ? not to be seen without an observer.  -: not played.\n"

// AppendProbe appends the table for people.
func AppendProbe(dst []byte, r *probe.Report) []byte {
	rows := [][]string{{"fault", "RFC 4271", "RFC 7606"}}
	for i := range r.Columns {
		rows[0] = append(rows[0], safe(r.Columns[i].Target))
	}
	for i, f := range r.Faults {
		row := []string{f.ID, wantCell(&f.Want4271), wantCell(&f.Want7606)}
		for k := range r.Columns {
			row = append(row, cellText(&r.Columns[k], i))
		}
		rows = append(rows, row)
	}
	dst = appendTable(dst, rows)
	dst = append(append(dst, '\n'), legend...)
	for i := range r.Columns {
		dst = appendScores(append(dst, '\n'), &r.Columns[i])
	}
	if r.Partial {
		dst = append(dst, "\nInterrupted: the rest was not played.\n"...)
	}
	return dst
}

func cellText(c *probe.Column, i int) string {
	if i >= len(c.Cells) {
		return "-"
	}
	return outcomeCell(&c.Cells[i])
}

// appendTable writes columns as wide as they need.
func appendTable(dst []byte, rows [][]string) []byte {
	var width []int
	for _, row := range rows {
		for k, s := range row {
			if k == len(width) {
				width = append(width, 0)
			}
			width[k] = max(width[k], utf8.RuneCountInString(s))
		}
	}
	for _, row := range rows {
		for k, s := range row {
			dst = append(dst, s...)
			if k < len(row)-1 {
				dst = append(dst, strings.Repeat(" ", width[k]-utf8.RuneCountInString(s)+2)...)
			}
		}
		dst = append(dst, '\n')
	}
	return dst
}

func appendScores(dst []byte, c *probe.Column) []byte {
	dst = fmt.Appendf(dst, "%s\n", safe(c.Target))
	dst = appendScore(dst, "RFC 7606", &c.By7606)
	dst = appendScore(dst, "RFC 4271", &c.By4271)
	if c.Blind {
		dst = append(dst, "  no observer saw the routes: what became of them is not known\n"...)
	}
	if c.Stopped != "" {
		dst = fmt.Appendf(dst, "  stopped: %s\n", safe(c.Stopped))
	}
	for why, n := range reasons(c) {
		dst = fmt.Appendf(dst, "  %d not played: %s\n", n, safe(why))
	}
	return dst
}

func appendScore(dst []byte, rfc string, s *probe.Score) []byte {
	percent := "-"
	if p, ok := s.Percent(); ok {
		percent = fmt.Sprintf("%d %%", p)
	}
	return fmt.Appendf(dst, "  %s: %5s  right %d, other Data %d, other code %d, wrong %d, not to be seen %d, not played %d\n",
		rfc, percent, s.Right, s.OtherData, s.OtherCode, s.Wrong, s.Unknown, s.NotPlayed)
}

// reasons yields why faults were not played and how many, in the order of the first one.
func reasons(c *probe.Column) func(func(string, int) bool) {
	var order []string
	count := map[string]int{}
	for i := range c.Cells {
		if cell := &c.Cells[i]; cell.Outcome == probe.NotPlayed {
			if count[cell.Why]++; count[cell.Why] == 1 {
				order = append(order, cell.Why)
			}
		}
	}
	return func(yield func(string, int) bool) {
		for _, why := range order {
			if !yield(why, count[why]) {
				return
			}
		}
	}
}
