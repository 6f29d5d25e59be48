package dump

import "strings"

// Chats, mails, word processors and web pages put blanks in place of others that look the same, and characters that nobody
// sees. A text with some is read as if it had plain blanks; what is found is told by where it stands in the text as it is.

// oddBlanks are such blanks, oddNothings what nobody sees.
var (
	oddBlanks   = [...]string{"\u00a0", "\u202f", "\u2007", "\u2009", "\u2002", "\u2003", "&nbsp;", "&#160;", "&#xa0;"}
	oddNothings = [...]string{"\u200b", "\u2060", "\u00ad"}
)

// oddLeads are the octets that they begin with.
const oddLeads = "\xc2\xe2&"

// asPasted is a text with odd blanks, of which another one was made with plain ones.
type asPasted struct {
	text    string
	spaced  []span // where the other one has no empty lines between those of this one
	cuts    []span // what the other one has nothing of, in order
	cut     int    // the last of them that was looked at
	nums    []int  // of each line of the other one, its number in this one, when some are spaced
	marks   []int  // for each markStep octets of the other one, where they stand in this one
	last, i int    // what was asked for last, and where that stands
}

const markStep = 1 << 12

// hasOdd is a quick look: most texts have none.
func hasOdd(text string) bool {
	for _, c := range []byte(oddLeads) {
		for i := 0; i < len(text); i++ {
			k := strings.IndexByte(text[i:], c)
			if k < 0 {
				break
			}
			i += k
			if n, _ := oddAt(text, i); n > 0 {
				return true
			}
		}
	}
	return false
}

// oddAt returns how many octets of an odd blank stand at t[i:], and what is to stand there.
func oddAt(t string, i int) (n int, plain string) {
	switch t[i] {
	case 0xc2, 0xe2:
	case '&':
		if i+1 == len(t) || t[i+1] != 'n' && t[i+1] != '#' {
			return 0, "" // addresses of web pages are full of it
		}
	default:
		return 0, ""
	}
	for _, s := range oddBlanks {
		if strings.HasPrefix(t[i:], s) {
			return len(s), " "
		}
	}
	for _, s := range oddNothings {
		if strings.HasPrefix(t[i:], s) {
			return len(s), ""
		}
	}
	return 0, ""
}

// plainBlanks returns the text with plain blanks, and where it comes from; nil when it has no others.
func plainBlanks(text string) (string, *asPasted) {
	if !hasOdd(text) {
		return text, nil
	}
	o := &asPasted{text: text}
	return o.plain(), o
}

// plain makes the other text.
func (o *asPasted) plain() string {
	text := o.text
	var b strings.Builder
	b.Grow(len(text))
	num := 1
	if o.spaced != nil {
		o.nums = append(o.nums, num)
	}
	for i := 0; i < len(text); {
		if b.Len() >= len(o.marks)*markStep {
			o.marks = append(o.marks, i)
		}
		n, plain := o.at(i)
		if n == 0 {
			b.WriteByte(text[i])
			i++
			continue
		}
		b.WriteString(plain)
		if i += n; plain == "\n" {
			num += strings.Count(text[i-n:i], "\n")
			o.nums = append(o.nums, num)
		}
	}
	return b.String()
}

// at returns how many octets from i on others stand for, and those.
func (o *asPasted) at(i int) (n int, plain string) {
	if o.cuts != nil {
		for o.cut > 0 && o.cuts[o.cut-1].end > i {
			o.cut--
		}
		for o.cut < len(o.cuts) && o.cuts[o.cut].end <= i {
			o.cut++
		}
		if o.cut < len(o.cuts) && o.cuts[o.cut].start <= i {
			return o.cuts[o.cut].end - i, ""
		}
	}
	if o.spaced != nil && o.text[i] == '\n' {
		n := 1
		if inSpans(o.spaced, i) {
			n += emptyLine(o.text[i+1:])
		}
		return n, "\n"
	}
	return oddAt(o.text, i)
}

// origin maps an offset of the text with plain blanks. Those that are asked for mostly grow.
func (o *asPasted) origin(off int) int {
	k := min(max(off, 0)/markStep, len(o.marks)-1)
	at, i := k*markStep, o.marks[k]
	if o.last >= at && o.last <= off {
		at, i = o.last, o.i
	}
	for i < len(o.text) {
		n, plain := o.at(i)
		if n > 0 && plain == "" {
			i += n
			continue
		}
		if at >= off {
			break
		}
		at, i = at+1, i+max(n, 1)
	}
	o.last, o.i = at, i
	return i
}

// place maps what events tell of where they stood.
func (o *asPasted) place(evs []Event) {
	at := lines{text: o.text}
	for i := range evs {
		ev := &evs[i]
		end := ev.EndOffset
		ev.Offset = o.origin(ev.Offset)
		if end > 0 {
			ev.EndOffset = o.origin(end-1) + 1
		}
		if o.spaced != nil {
			ev.Line, ev.LineEnd = o.nums[max(ev.Line-1, 0)], o.nums[max(ev.LineEnd-1, 0)]
		}
		for k := range ev.Rows {
			x := &ev.Rows[k]
			x.Start, x.End = o.origin(x.Start), o.origin(x.End-1)+1
		}
		for k := range ev.Pieces {
			p := &ev.Pieces[k]
			p.Offset = o.origin(p.Offset)
			p.Line, p.Col = at.at(p.Offset)
		}
		if ev.ErrOff > 0 || ev.Err != "" {
			ev.ErrOff = o.origin(ev.ErrOff)
		}
	}
}
