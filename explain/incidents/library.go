package incidents

import (
	"strings"
	"sync"
)

// Incident is one entry of the library.
type Incident struct {
	ID         string // stable, kebab-case, with the year
	Title      string
	Date       string   // YYYY-MM-DD, when it was seen first
	Seen       []string // further days
	What       string
	CVE        []string
	Reset      []string // implementations that closed the session
	Mitigation []Mitigation
	Refs       []string // URLs and RFCs
	Match      []string // fingerprints as written
}

// Mitigation is what helps on one platform; "any" is all of them.
type Mitigation struct{ Platform, Do string }

// library are the incidents, oldest first: each file is read when somebody asks for what it says.
var library [len(texts)]struct {
	once sync.Once
	in   *Incident
}

// at reads the file at a place.
func at(i int) *Incident {
	e := &library[i]
	e.once.Do(func() {
		in, err := parse(texts[i].id, *texts[i].text)
		if err != nil {
			panic("incidents: " + err.Error()) // a test reads them all
		}
		e.in = in
	})
	return e.in
}

// All gives the incidents, oldest first. They are shared: callers must not change them.
func All() []*Incident {
	all := make([]*Incident, len(texts))
	for i := range all {
		all[i] = at(i)
	}
	return all
}

// Find gives the incidents that a word is about: an id, a CVE identifier, a number of an attribute ("attribute 40"), or a
// part of the title or the id.
func Find(word string) []*Incident {
	word = strings.ToLower(strings.TrimSpace(word))
	var out []*Incident
	for _, in := range All() {
		if in.ID == word {
			return []*Incident{in}
		}
		if word != "" && in.about(word) {
			out = append(out, in)
		}
	}
	return out
}

func (in *Incident) about(word string) bool {
	if strings.Contains(in.ID, word) || strings.Contains(strings.ToLower(in.Title), word) || strings.HasPrefix(in.Date, word) {
		return true
	}
	for _, c := range in.CVE {
		if strings.ToLower(c) == word {
			return true
		}
	}
	for _, m := range in.Match {
		for c := range strings.SplitSeq(m, "; ") {
			if c == word {
				return true
			}
		}
	}
	return false
}
