package peer

import (
	"fmt"
	"os"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

// Sources is where settings get what they name. The zero value knows no environment.
type Sources struct {
	Env  func(string) string // looks up an environment variable; nil: none is set
	sets map[string]*routes.Set
}

// checkRoute reports what is wrong with a route to announce.
func checkRoute(line string) error { return new(routes.Set).Parse(line) }

// announced reads the routes to announce. A file that several peers name is read once.
func (s *Settings) announced(from *Sources) ([]*routes.Set, error) {
	var list []*routes.Set
	if len(s.routes) > 0 {
		set := new(routes.Set)
		for _, line := range s.routes {
			if err := set.Parse(line); err != nil {
				return nil, fmt.Errorf("announce: %w", err)
			}
		}
		list = append(list, set)
	}
	for _, name := range s.files {
		set, err := from.routes(name)
		if err != nil {
			return nil, fmt.Errorf("announce-file: %w", err)
		}
		list = append(list, set)
	}
	return list, nil
}

// routes reads a file of routes.
func (from *Sources) routes(name string) (*routes.Set, error) {
	if set := from.sets[name]; set != nil {
		return set, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	set := new(routes.Set)
	if err := set.ReadText(f, name); err != nil {
		return nil, err
	}
	if from.sets == nil {
		from.sets = map[string]*routes.Set{}
	}
	from.sets[name] = set
	return set, nil
}

// uncarried notes families of routes that the session will not carry.
func uncarried(list []*routes.Set, families []codec.Family) (notes []string) {
	if len(families) == 0 {
		families = []codec.Family{codec.IPv4Unicast}
	}
	var missing []codec.Family
	for _, set := range list {
		for _, f := range set.Families() {
			if !slices.Contains(families, f) {
				missing = appendNew(missing, f)
			}
		}
	}
	for _, f := range missing {
		notes = append(notes, "routes of "+f.String()+" will not be announced: it is not among the families")
	}
	return notes
}
