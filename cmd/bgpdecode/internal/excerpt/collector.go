package excerpt

import (
	"sort"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"
)

// collector puts lines together to chunks.
type collector struct {
	size, around int // octets of a chunk's own part, and of what it has from its neighbours
	emit         func(*Chunk) error

	text   []byte
	rows   int // lines in text
	places []place
	own    int
	fresh  int   // where the last line begins with which a record may begin
	cut    int   // where the own part of the chunk ends, -1 while that is open
	after  int64 // offset in the input behind the last line
	wide   bool  // the input is UTF-16
}

func newCollector(size int, emit func(*Chunk) error) *collector {
	return &collector{size: size, around: min(size/12, 32<<10), emit: emit, cut: -1}
}

// add takes a line, which stood at offset, and at wide in an input of UTF-16. fresh says that a record may begin with it. cut says that the line's end is
// not its own.
func (c *collector) add(t []byte, offset, wide, line int64, fresh, cut bool) error {
	if c.cut < 0 && (len(c.text)-c.own >= 4*c.size || fresh && len(c.text)-c.own >= c.size) {
		c.cut = len(c.text)
	}
	if c.cut >= 0 && len(c.text) >= c.cut+c.around {
		if err := c.flush(); err != nil {
			return err
		}
	}
	if len(c.places) == 0 || c.after != offset {
		if len(c.text) > 0 {
			// What stood between is left out: nothing may reach over it.
			c.text = append(c.text, '\n')
			c.rows++
		}
		c.places = append(c.places, place{at: len(c.text), offset: offset, wide: wide, line: line, row: c.rows + 1})
	}
	if fresh {
		c.fresh = len(c.text)
	}
	c.text = append(c.text, t...)
	c.after = offset + int64(len(t))
	if cut {
		c.text = append(c.text, '\n')
		c.after = -1
	}
	c.rows++
	return nil
}

// flush hands out the chunk up to the cut and keeps what the next one needs of it.
func (c *collector) flush() error {
	end := c.cut
	if end < 0 {
		end = len(c.text)
	}
	if end == c.own {
		return nil
	}
	ch := &Chunk{Text: string(c.text), Own: c.own, End: end, places: append([]place(nil), c.places...), Wide: c.wide}
	c.keep(max(0, end-c.around), end)
	return c.emit(ch)
}

// keep drops the text before from, or rather before the line that begins there or next; the next own part begins at own.
func (c *collector) keep(from, own int) {
	for from > 0 && from < own && c.text[from-1] != '\n' {
		from++
	}
	row := 1
	for _, b := range c.text[:from] {
		if b == '\n' {
			row++
		}
	}
	i := sort.Search(len(c.places), func(i int) bool { return c.places[i].at > from })
	p := c.places[max(i-1, 0)]
	p.offset, p.line = p.offset+int64(from-p.at), p.line+int64(row-p.row)
	if c.wide {
		p.wide += wide.Octets(c.text[p.at:from])
	}
	p.at, p.row = from, row
	kept := append([]place{p}, c.places[max(i, 1):]...)
	for k := range kept {
		kept[k].at -= from
		kept[k].row -= row - 1
	}
	if len(kept) > 1 && kept[1].at == 0 {
		kept = kept[1:]
	}
	c.places = kept
	c.text = append(c.text[:0], c.text[from:]...)
	c.rows -= row - 1
	c.own, c.cut, c.fresh = own-from, -1, c.fresh-from
}

// pause hands out all lines, or those before the last record.
func (c *collector) pause(all bool) error {
	if c.cut >= 0 {
		if err := c.flush(); err != nil {
			return err
		}
	}
	if !all {
		if c.fresh <= c.own {
			return nil
		}
		c.cut = c.fresh
	}
	return c.flush()
}

// finish hands out what is left.
func (c *collector) finish() error {
	if c.cut >= 0 {
		if err := c.flush(); err != nil {
			return err
		}
	}
	return c.flush()
}
