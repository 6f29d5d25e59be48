package batch

import (
	"fmt"
	"slices"
	"strings"
)

// places are how far inputs have been written out.
type places struct {
	last  string // of the input that is read alone
	share map[string]int64
}

func (p *places) note(j *job) {
	switch {
	case j.input.Name == "" || j.note != "" || j.err != nil:
	case j.input.shares:
		if p.share == nil {
			p.share = map[string]int64{}
		}
		p.share[j.input.Name] = j.where
	default:
		p.last = fmt.Sprintf("%s, octet %d", j.input.Name, j.where)
	}
}

// mostPlaces is how many inputs are told one by one.
const mostPlaces = 8

// String tells the places, "" when there are none.
func (p *places) String() string {
	if len(p.share) == 0 {
		return p.last
	}
	var all []string
	var names []string
	for name := range p.share {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if len(all) == mostPlaces {
			all = append(all, fmt.Sprintf("and so on in %d more", len(p.share)-mostPlaces))
			break
		}
		all = append(all, fmt.Sprintf("%s, octet %d", name, p.share[name]))
	}
	return strings.Join(all, "; ")
}
