package oracle

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// Difference is one class of what the codec and the other side do not see alike.
type Difference struct {
	Kind  string // "accepts", "refuses": the other side does; "value", "octets", ...: what differs of what both read
	Topic string // "attribute 8", "attribute 14 ipv4-vpn", "capability 64", "OPEN"
	What  string // a finding of ours, the other side's words, the path of a value
}

// List holds the differences that are explained and counts those that are seen.
type List struct {
	file string
	want map[Difference]int // line
	seen map[Difference]int
	ex   map[Difference]string
}

// ReadList reads a list: on each line kind, topics (separated by commas), what, the RFC that decides, and the explanation,
// with "|" between them. "#" begins a comment. Every class that a line names has to be seen: a topic that is never seen
// with what the line says is as wrong as one that is seen and not listed.
func ReadList(file string) (*List, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	l := &List{file: file, want: map[Difference]int{}, seen: map[Difference]int{}, ex: map[Difference]string{}}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		if len(f) != 5 || slices.Contains(f, "") {
			return nil, fmt.Errorf("%s:%d: want kind | topics | what | RFC | explanation", file, n)
		}
		for topic := range strings.SplitSeq(f[1], ",") {
			d := Difference{f[0], strings.TrimSpace(topic), f[2]}
			if l.want[d] != 0 {
				return nil, fmt.Errorf("%s:%d: %+v is there already, in line %d", file, n, d, l.want[d])
			}
			l.want[d] = n
		}
	}
	return l, nil
}

// Saw notes a difference; example tells somebody how to see it again.
func (l *List) Saw(d Difference, example string) {
	if l.seen[d]++; l.ex[d] == "" {
		l.ex[d] = example
	}
}

// Complaints gives a line for each difference that was seen and is not listed, and for each that is listed and was not seen.
func (l *List) Complaints() (out []string) {
	for d, n := range l.seen {
		if l.want[d] == 0 {
			out = append(out, fmt.Sprintf("not explained in %s (%d times):\n%s | %s | %s\n\t%s", l.file, n, d.Kind, d.Topic, d.What, l.ex[d]))
		}
	}
	for d, line := range l.want {
		if l.seen[d] == 0 {
			out = append(out, fmt.Sprintf("%s:%d: not seen any more: %s | %s | %s", l.file, line, d.Kind, d.Topic, d.What))
		}
	}
	slices.Sort(out)
	return out
}

// Classes counts the classes that were seen.
func (l *List) Classes() int { return len(l.seen) }
