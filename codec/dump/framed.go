package dump

import (
	"strconv"
	"strings"
)

// Lists, tables, web pages, "cat -n", "docker compose logs" and "kubectl logs --prefix" put the same in front of each line and
// behind it. What takes several lines is read as if nothing stood there.

// leastFramed is how many lines in a row it takes to tell a frame.
const leastFramed = 3

// frame is what stands around a line.
type frame struct {
	front, back int    // octets
	number      int    // of the line, -1 for none
	ahead, far  string // what stands in front and behind, without the number
}

// framed returns the stretches whose lines have the same frame, and where the frames stand.
func framed(text string) (runs, cuts []span) {
	var last frame
	lines, first, run := 0, 0, span{}
	done := func() {
		if lines >= leastFramed {
			runs = append(runs, run)
		} else {
			cuts = cuts[:first]
		}
		lines, first = 0, len(cuts)
	}
	for at := 0; at < len(text); {
		end := len(text)
		if k := strings.IndexByte(text[at:], '\n'); k >= 0 {
			end = at + k
		}
		t := strings.TrimSuffix(text[at:end], "\r")
		f := frameOf(t)
		switch {
		case f.front+f.back == 0:
			if emptyLine(text[at:min(end+1, len(text))]) == 0 {
				done()
			}
			at = end + 1
			continue
		case lines > 0 && !f.follows(last):
			done()
		}
		if lines == 0 {
			run.start = at
		}
		if f.front > 0 {
			cuts = append(cuts, span{at, at + f.front})
		}
		if f.back > 0 {
			cuts = append(cuts, span{at + len(t) - f.back, at + len(t)})
		}
		run.end, last = end, f
		lines++
		at = end + 1
	}
	done()
	return runs, cuts
}

// follows reports whether a line has the same frame as the one in front of it.
func (f *frame) follows(last frame) bool {
	if f.number >= 0 && f.number != last.number+1 || f.number < 0 && last.number >= 0 {
		return false
	}
	return f.ahead == last.ahead && f.far == last.far
}

// frameOf looks for what may stand around a line.
func frameOf(t string) frame {
	f := frame{number: -1}
	k := blanks(t)
	if k == len(t) {
		return f
	}
	from := 0
	if d := digits(t[k:]); d > 0 && d < 7 {
		if n := numberEnd(t[k+d:]); n > 0 {
			f.number, _ = strconv.Atoi(t[k : k+d])
			f.front, from = k+d+n, k+d
		}
	} else if n := sourceEnd(t); n > 0 {
		f.front = n
	}
	if n := frontAt(t); f.front == 0 && n > 0 {
		if n := backAt(t[n:]); n > 2 && strings.EqualFold(t[len(t)-n:][:3], "<br") {
			f.back, f.far = n, t[len(t)-n:] // what it ends may begin like that by itself
			return f
		}
		f.front = n
	}
	for f.front < len(t) {
		n := tagOrTick(t[f.front:])
		if n == 0 {
			break
		}
		f.front += n
	}
	for {
		n := backAt(t[f.front : len(t)-f.back])
		if n == 0 {
			break
		}
		f.back += n
	}
	if f.front+f.back == 0 {
		return f // as most lines
	}
	if rest := t[f.front : len(t)-f.back]; strings.Contains(rest, "<td") || strings.HasSuffix(t, " |") && strings.Contains(rest, " | ") {
		return frame{number: -1} // a row with several cells, which tell times and hosts
	}
	f.ahead, f.far = strings.Trim(t[from:f.front], " \t"), t[len(t)-f.back:]
	return f
}

// numberEnd returns the length of what stands behind the number of a line.
func numberEnd(t string) int {
	for _, s := range [...]string{"\t", " | ", "| ", ": ", ". ", ") "} {
		if strings.HasPrefix(t, s) {
			return len(s)
		}
	}
	return 0
}

// sourceEnd returns the length of the name of a container that a line comes from: "bgp-1  | ", "[pod/speaker-x7/frr] ".
func sourceEnd(t string) int {
	if t[0] == '[' {
		if k := strings.Index(t[:min(len(t), 200)], "] "); k > 0 && strings.Contains(t[:k], "/") && !strings.ContainsAny(t[:k], " :") {
			return k + 2
		}
		return 0
	}
	k := 0
	for k < len(t) && k < 64 && (isLetter(t[k]) || digit(t[k]) || k > 0 && strings.IndexByte("-_.", t[k]) >= 0) {
		k++
	}
	if k == 0 || k == len(t) || t[k] != ' ' {
		return 0
	}
	n := k + blanks(t[k:])
	if !strings.HasPrefix(t[n:], "|") {
		return 0
	}
	if n++; n < len(t) && t[n] == ' ' {
		n++
	}
	return n
}

// frontAt returns the length of what a list or a table has at the start of a line.
func frontAt(t string) int {
	k := blanks(t)
	if strings.IndexByte("-*|", t[k]) < 0 {
		return 0
	}
	switch {
	case len(t) == k+1:
		return k + 1
	case t[k+1] == ' ':
		return k + 2
	}
	return 0
}

// tagOrTick returns the length of a tag or a backtick at the start of t.
func tagOrTick(t string) int {
	k := blanks(t)
	switch rest := t[k:]; {
	case rest == "":
	case rest[0] == '`' && !strings.HasPrefix(rest, "``"):
		return k + 1
	case rest[0] == '<':
		if n := frameTag(rest, false); n > 0 {
			return k + n
		}
	}
	return 0
}

// backAt returns the length of one part of a frame at the end of t.
func backAt(t string) int {
	switch {
	case strings.HasSuffix(t, " |"):
		return 2
	case strings.HasSuffix(t, "`") && !strings.HasSuffix(t, "``"):
		return 1
	case strings.HasSuffix(t, ">"):
		if k := strings.LastIndexByte(t, '<'); k >= 0 && len(t)-k < 16 && frameTag(t[k:], true) == len(t)-k {
			return len(t) - k
		}
	}
	return 0
}

// frameTag returns the length of a tag at the start of t that begins or ends a line of a web page.
func frameTag(t string, closes bool) int {
	k := 1
	if closes && strings.HasPrefix(t, "</") {
		k = 2
	}
	n := k
	for n < len(t) && isLetter(t[n]) {
		n++
	}
	switch name := strings.ToLower(t[k:n]); {
	case closes && k == 1 && name != "br":
		return 0
	case !closes && name == "br":
		return 0
	default:
		switch name {
		case "br", "p", "tr", "td", "th", "li", "div", "span", "code", "pre", "font", "tt", "b":
		default:
			return 0
		}
	}
	e := strings.IndexByte(t[n:min(len(t), n+256)], '>')
	if e < 0 || e > 0 && t[n] != ' ' && t[n] != '/' {
		return 0
	}
	return n + e + 1
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// blanks returns how many blanks t begins with.
func blanks(t string) int {
	k := 0
	for k < len(t) && (t[k] == ' ' || t[k] == '\t') {
		k++
	}
	return k
}

// digits returns how many digits t begins with.
func digits(t string) int {
	k := 0
	for k < len(t) && digit(t[k]) {
		k++
	}
	return k
}
