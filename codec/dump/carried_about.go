package dump

import (
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// about is whose lines a region is read for. In a part of a large text those are the sources of the lines that want it: what
// others carried near by has nothing to do with them, and to put that together makes events of lines that are strangers.
type about struct {
	all     bool // of anybody
	slow    bool // read each line to see whose it is
	kinds   [logline.SourceBreaks + 1]bool
	heads   names // in each line with a head
	records names // in each record of JSON
}

// names are of hosts or programs, of which one has to stand in a line; none: any line.
type names struct {
	list []string
	any  bool
}

// mostNames is how many hosts or programs a region is read for one by one.
const mostNames = 4

func (w *names) add(name string) {
	switch {
	case w.any || slices.Contains(w.list, name):
	case name == "" || len(w.list) == mostNames:
		w.any = true
	default:
		w.list = append(w.list, name)
	}
}

func (w *names) in(t string) bool {
	for _, name := range w.list {
		if strings.Contains(t, name) {
			return true
		}
	}
	return w.any
}

// seeds finds out whose lines the region around the first seeds is about.
func (a *about) seeds(r *reader, seeds []int) {
	*a = about{all: !r.opt.Partial, slow: r.opt.slow, heads: names{list: a.heads.list[:0]}, records: names{list: a.records.list[:0]}}
	if a.all || a.slow {
		return
	}
	var store [2]logline.Carried
	text, last := r.text, seeds[0]
	for _, at := range seeds {
		if at > last+2*carriedGap {
			return
		}
		last = at
		start := strings.LastIndexByte(text[:at], '\n') + 1
		end := len(text)
		if k := strings.IndexByte(text[at:], '\n'); k >= 0 {
			end = at + k
		}
		got := logline.AppendCarried(store[:0], text, start, end, logline.Options{})
		for i := range got {
			a.take(&got[i])
		}
	}
}

// take adds the source of a line.
func (a *about) take(c *logline.Carried) {
	a.kinds[c.Source.Kind] = true
	switch c.Source.Kind {
	case logline.SourceHead:
		if c.Source.Host == "" {
			a.heads.add(c.Tag)
		} else {
			a.heads.add(c.Source.Host)
		}
	case logline.SourceJSON:
		a.records.add(c.Source.Host)
	}
}

// others reports whether a line is none of those that the region is about, by what a line of each kind must have. Lines in
// which a record or a cell of several lines begins are nobody's, for they may go on to those that are wanted.
func (a *about) others(t string) bool {
	if a.all || a.slow || a.kinds[logline.SourceHead] && a.heads.in(t) {
		return false
	}
	body := strings.TrimLeft(t, " \t")
	if body == "" {
		return true
	}
	switch body[0] {
	case '{', '[':
		if len(body) <= 2 || a.kinds[logline.SourceJSON] && a.records.in(t) {
			return false
		}
	case '"':
		if a.kinds[logline.SourceJSON] && a.records.in(t) {
			return false
		}
	}
	if n := strings.Count(t, `"`); n%2 == 1 || n > 0 && a.kinds[logline.SourceCell] {
		return false
	}
	return !(a.kinds[logline.SourceBreaks] && strings.IndexByte(t, '<') >= 0 ||
		a.kinds[logline.SourceNumbered] && logline.MayBeNumbered(t))
}
