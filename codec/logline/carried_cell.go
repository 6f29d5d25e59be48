package logline

import "strings"

// cells are those of a row of a table with commas, semicolons or tabs between them.
type cells struct {
	of   [32]cell
	n    int
	sep  byte // 0 before the first one has ended
	open bool // the end of the last one stands on another line
}

type cell struct {
	at, end int // without the quotes
	quoted  bool
}

// cellCarried takes the message out of a row of a table: the cell wanted, or for -1 the longest quoted one that is no time. The
// others tell time and host.
func cellCarried(text string, start, end, want int, o Options) (c Carried, ok bool) {
	t := text[start:end]
	if strings.IndexByte(t, '"') < 0 {
		return c, false
	}
	var r cells
	if !r.split(t) {
		return c, false
	}
	best := want
	if best < 0 || best >= r.n {
		best = r.message(t)
	}
	if best < 0 || r.n == 1 && (r.open || r.sep == 0 && !strings.Contains(t, " ")) {
		return c, false
	}
	c.Source = Source{Kind: SourceCell}
	c.Open, c.Cell, c.Cells = r.open, best, r.n
	c.Source.tag(string(rune('0' + r.n)))
	c.Start, c.End = start, end
	message := t[r.of[best].at:r.of[best].end]
	packet := onlyHex(message)
	for i, x := range r.of[:r.n] {
		if i != best {
			c.beside(t[x.at:x.end], packet, o)
		}
	}
	c.unquote(message, start+r.of[best].at)
	return c, true
}

// split finds the cells of a row. It fails where a quote stands within a cell, or something else than the separator behind one.
func (r *cells) split(t string) bool {
	for i := 0; i <= len(t) && r.n < len(r.of); r.n++ {
		x := &r.of[r.n]
		if i < len(t) && t[i] == '"' {
			*x = cell{i + 1, quoteEnd(t, i+1), true}
			if i = x.end + 1; i > len(t) {
				r.open = true
				continue
			}
		} else {
			x.at = i
			for ; i < len(t) && !r.separates(t[i]); i++ {
				if t[i] == '"' {
					return false
				}
			}
			x.end = i
		}
		if i < len(t) {
			if !r.separates(t[i]) {
				return false
			}
			r.sep = t[i]
		}
		i++
	}
	return true
}

// separates reports whether an octet stands between two cells.
func (r *cells) separates(c byte) bool {
	return c == r.sep && c != 0 || r.sep == 0 && (c == ',' || c == ';' || c == '\t')
}

// quoteEnd returns the place of the quote that ends a cell's text, from t[i] on: doubled ones stand for one. It is len(t) when
// there is none.
func quoteEnd(t string, i int) int {
	for ; i < len(t); i++ {
		if t[i] == '"' {
			if i+1 == len(t) || t[i+1] != '"' {
				return i
			}
			i++
		}
	}
	return len(t)
}

// message chooses the cell that is the message: one that is open, or else the longest quoted one that is no time; -1 for none.
func (r *cells) message(t string) int {
	if r.open {
		return r.n - 1
	}
	best := -1
	for i, x := range r.of[:r.n] {
		if !x.quoted || best >= 0 && x.end-x.at <= r.of[best].end-r.of[best].at {
			continue
		}
		if k, _ := parseStamp(t[x.at:x.end]); k == 0 {
			best = i
		}
	}
	return best
}

// beside takes what a cell beside the message tells. With the octets of a packet it is read otherwise.
func (c *Carried) beside(cell string, packet bool, o Options) {
	if packet && c.packetCell(cell) {
		return
	}
	if k, st := parseStamp(cell); k > 0 && k >= len(cell)-1 && c.Time.IsZero() {
		c.Time, c.TimeText = st.complete(o)
		c.YearAssumed = st.assumesYear()
	} else if c.Host == "" && hostCell(cell) {
		c.Host, c.Source.Host = cell, cell
	}
}

// onlyHex reports whether a cell is the octets of a message and nothing else, as tshark -T fields prints them.
func onlyHex(cell string) bool {
	for i := range len(cell) {
		if !isHex(cell[i]) {
			return false
		}
	}
	return len(cell) >= 2*minMessage
}

// packetCell takes a cell beside the octets of a packet that would be read otherwise: the time is seconds since 1970, and an
// address is that of an end of the connection, not the host that logged it. It reports whether the cell is one of these.
func (c *Carried) packetCell(cell string) bool {
	if isIP(cell) {
		if c.Source.Host == "" {
			c.Source.Host = cell
		}
		return true
	}
	at, ok := epochTime(cell)
	if !ok || strings.IndexByte(cell, '.') < 0 || !c.Time.IsZero() {
		return false
	}
	c.Time, c.TimeText = at, cell
	return true
}

// Next gives the part of an open cell that stands on the line text[start:end].
func (c *Carried) Next(text string, start, end int) Carried {
	n := *c
	n.Start, n.End, n.Segs = start, end, nil
	t := text[start:end]
	for i := 0; i < len(t); i++ {
		if t[i] != '"' {
			continue
		}
		if i+1 < len(t) && t[i+1] == '"' {
			i++
			continue
		}
		t, n.Open = t[:i], false
	}
	n.unquote(t, start)
	return n
}

// Column gives another cell of the row.
func (c *Carried) Column(text string, cell int, o Options) (Carried, bool) {
	return cellCarried(text, c.Start, c.End, cell, o)
}

// unquote takes doubled quotes as one.
func (c *Carried) unquote(t string, src int) {
	c.Until = src + len(t)
	if !strings.Contains(t, `""`) {
		c.Text, c.Segs = t, []Seg{{0, src}}
		return
	}
	var b strings.Builder
	for i := 0; i < len(t); {
		k := strings.Index(t[i:], `""`)
		if k < 0 {
			k = len(t) - i - 1
		}
		c.Segs = append(c.Segs, Seg{b.Len(), src + i})
		b.WriteString(t[i : i+k+1])
		i += k + 2
		if i > len(t) {
			break
		}
	}
	c.Text = b.String()
}

// hostCell reports whether a cell may be a host's name: a word with letters or an address.
func hostCell(s string) bool {
	if len(s) < 2 || len(s) > 253 || isLevel(strings.ToLower(s)) || noHost(s) {
		return false
	}
	letters, marks := false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters = true
		case c == '.' || c == '-' || c == '_' || c == ':':
			marks = true
		case c >= '0' && c <= '9':
			marks = true
		default:
			return false
		}
	}
	return letters && marks || strings.Count(s, ".") == 3
}
