package batch

import (
	"sort"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"
)

// chunk is a stretch of one input without the lines that cannot matter. Its text begins and ends with lines that belong
// to its neighbours, so that whatever begins in its own part, [own, end), is read with what stands around it.
type chunk struct {
	text     string
	own, end int // offsets in text
	places   []place
	whole    bool // the text is the whole input, and nothing was left out
	wide     bool // the input is UTF-16: an offset in it counts other octets than those of the text
}

// place says where the text from at on stood in the input. Lines follow each other up to the next place.
type place struct {
	at     int   // in the text
	offset int64 // in the input, decompressed
	line   int64 // 1-based, of the line that begins at at
	row    int   // 1-based, the same line in the text
	wide   int64 // of UTF-16: where it stood in the input as that is; offset is where it stood as UTF-8
}

// offset maps an offset of the text to the input.
func (c *chunk) offset(at int) int64 {
	p := c.placeAt(at)
	if c.wide {
		return p.wide + wide.Octets(c.text[p.at:at])
	}
	return p.offset + int64(at-p.at)
}

// line maps the number of a line of the text, 1-based, to the input.
func (c *chunk) line(row int) int64 {
	i := sort.Search(len(c.places), func(i int) bool { return c.places[i].row > row })
	p := c.places[max(i-1, 0)]
	return p.line + int64(row-p.row)
}

func (c *chunk) placeAt(at int) place {
	i := sort.Search(len(c.places), func(i int) bool { return c.places[i].at > at })
	return c.places[max(i-1, 0)]
}

// collector puts lines together to chunks.
type collector struct {
	size, around int // octets of a chunk's own part, and of what it has from its neighbours
	emit         func(*chunk) error

	text   []byte
	rows   int // lines in text
	places []place
	own    int
	fresh  int   // where the last line begins with which a record may begin
	cut    int   // where the own part of the chunk ends, -1 while that is open
	after  int64 // offset in the input behind the last line
	wide   bool  // the input is UTF-16
}

func newCollector(size int, emit func(*chunk) error) *collector {
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
	ch := &chunk{text: string(c.text), own: c.own, end: end, places: append([]place(nil), c.places...), wide: c.wide}
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
