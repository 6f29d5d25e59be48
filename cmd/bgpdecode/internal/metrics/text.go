package metrics

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// family is all series of one name.
type family struct {
	name, help string
	kind       string   // "counter" or "gauge"
	labels     []string // names, sorted
	series     []series
}

// series is one value with those of the labels.
type series struct {
	labels []string
	value  float64
}

// add adds a series; values are in the order of the family's labels.
func (f *family) add(v float64, labels ...string) {
	f.series = append(f.series, series{labels, v})
}

// appendText appends families in the text format, sorted by name, and their series by labels. Families without
// series are left out.
func appendText(dst []byte, all []family) []byte {
	slices.SortFunc(all, func(a, b family) int { return strings.Compare(a.name, b.name) })
	for i := range all {
		f := &all[i]
		if len(f.series) == 0 {
			continue
		}
		slices.SortFunc(f.series, func(a, b series) int { return slices.Compare(a.labels, b.labels) })
		dst = append(append(append(append(dst, "# HELP "...), f.name...), ' '), escaped(f.help, false)...)
		dst = append(append(append(append(dst, "\n# TYPE "...), f.name...), ' '), f.kind...)
		dst = append(dst, '\n')
		for _, s := range f.series {
			dst = f.appendSeries(dst, s)
		}
	}
	return dst
}

func (f *family) appendSeries(dst []byte, s series) []byte {
	dst = append(dst, f.name...)
	for i, name := range f.labels {
		sep := byte(',')
		if i == 0 {
			sep = '{'
		}
		dst = append(append(append(dst, sep), name...), `="`...)
		dst = append(append(dst, escaped(s.labels[i], true)...), '"')
	}
	if len(f.labels) > 0 {
		dst = append(dst, '}')
	}
	return append(appendValue(append(dst, ' '), s.value), '\n')
}

// escaped gives a text with its backslashes, newlines and, in a label, quotes escaped.
func escaped(s string, label bool) string {
	if !strings.ContainsAny(s, "\\\n\"") {
		return s
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), "\n", `\n`)
	if label {
		s = strings.ReplaceAll(s, `"`, `\"`)
	}
	return s
}

func appendValue(dst []byte, v float64) []byte {
	switch {
	case math.IsInf(v, 1):
		return append(dst, "+Inf"...)
	case math.IsNaN(v):
		return append(dst, "NaN"...)
	}
	return strconv.AppendFloat(dst, v, 'g', -1, 64)
}
