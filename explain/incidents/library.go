package incidents

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

//go:embed *.txt
var files embed.FS

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

	rules []rule
}

// Mitigation is what helps on one platform; "any" is all of them.
type Mitigation struct{ Platform, Do string }

// library is what the files hold. They are read when somebody asks for the first time.
var library = sync.OnceValue(func() *index {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("incidents: " + err.Error()) // they are part of the program
	}
	ix := new(index)
	for _, e := range entries {
		text, err := files.ReadFile(e.Name())
		if err != nil {
			panic("incidents: " + err.Error())
		}
		in, err := parse(strings.TrimSuffix(e.Name(), ".txt"), string(text))
		if err != nil {
			panic("incidents: " + err.Error()) // a test reads them all
		}
		ix.all = append(ix.all, in)
	}
	slices.SortStableFunc(ix.all, func(a, b *Incident) int { return strings.Compare(a.Date, b.Date) })
	for _, in := range ix.all {
		for i := range in.rules {
			ix.add(in, &in.rules[i])
		}
	}
	return ix
})

// All gives the incidents, oldest first. They are shared: callers must not change them.
func All() []*Incident { return library().all }

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
