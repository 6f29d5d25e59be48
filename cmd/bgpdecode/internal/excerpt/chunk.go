package excerpt

import (
	"sort"
	"strings"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"
)

// Chunk is a stretch of one input without the lines that cannot matter. Its text begins and ends with lines that belong
// to its neighbours, so that whatever begins in its own part is read with what stands around it.
type Chunk struct {
	Text     string
	Own, End int  // offsets in Text: its own part begins and ends there
	Whole    bool // Text is the whole input, and nothing was left out
	Wide     bool // the input is UTF-16: an offset in it counts other octets than those of Text

	places []place // in the order of the text
}

// place says where the text from at on stood in the input. Lines follow each other up to the next place.
type place struct {
	at     int   // in the text
	offset int64 // in the input, decompressed
	line   int64 // 1-based, of the line that begins at at
	row    int   // 1-based, the same line in the text
	wide   int64 // of UTF-16: where it stood in the input as that is; offset is where it stood as UTF-8
}

// Offset maps an offset of the text to the input.
func (c *Chunk) Offset(at int) int64 {
	p := c.placeAt(at)
	if c.Wide {
		return p.wide + wide.Octets(c.Text[p.at:at])
	}
	return p.offset + int64(at-p.at)
}

// Line maps the number of a line of the text, 1-based, to the input.
func (c *Chunk) Line(row int) int64 {
	i := sort.Search(len(c.places), func(i int) bool { return c.places[i].row > row })
	p := c.places[max(i-1, 0)]
	return p.line + int64(row-p.row)
}

func (c *Chunk) placeAt(at int) place {
	i := sort.Search(len(c.places), func(i int) bool { return c.places[i].at > at })
	return c.places[max(i-1, 0)]
}

// At maps an offset of the input, which is not UTF-16, to the text. It reports -1 when the chunk begins behind it.
func (c *Chunk) At(offset int64) int {
	i := sort.Search(len(c.places), func(i int) bool { return c.places[i].offset > offset })
	if i == 0 {
		return -1
	}
	p := c.places[i-1]
	return p.at + int(offset-p.offset)
}

// Parted reports whether the chunk has less than the whole text up to its end: lines of others before it, or lines left out.
func (c *Chunk) Parted() bool { return c.Own > 0 || len(c.places) > 1 || c.Offset(0) > 0 }

// Builder makes a chunk of texts that are known by their offsets in the input.
type Builder struct {
	text   strings.Builder
	places []place
}

// Add adds the text at an offset, unless one from there on, or from behind it, has been added. It returns the offset in
// the chunk of the last text.
func (b *Builder) Add(offset int64, text string) (at int) {
	if n := len(b.places); n == 0 || b.places[n-1].offset < offset {
		b.places = append(b.places, place{at: b.text.Len(), offset: offset})
		b.text.WriteString(text)
	}
	return b.places[len(b.places)-1].at
}

// Chunk returns the chunk, nil when nothing was added. Its lines have no numbers.
func (b *Builder) Chunk() *Chunk {
	if len(b.places) == 0 {
		return nil
	}
	return &Chunk{Text: b.text.String(), places: b.places}
}
