package peer

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

// Sources is where settings get what they name. The zero value knows no environment.
type Sources struct {
	Env  func(string) string // looks up an environment variable; nil: none is set
	sets map[string]*routes.Set
}

// checkRoute reports what is wrong with a route to announce.
func checkRoute(line string) error { return new(routes.Set).Parse(line) }

// announced reads the routes to announce. A file that several peers name is read once. Notes tell what was left out.
func (s *Settings) announced(cfg *speaker.PeerConfig, from *Sources) (notes []string, err error) {
	if len(s.routes) > 0 {
		set := new(routes.Set)
		for _, line := range s.routes {
			if err := set.Parse(line); err != nil {
				return nil, fmt.Errorf("announce: %w", err)
			}
		}
		cfg.Announce = append(cfg.Announce, set)
	}
	for _, name := range s.files {
		set, _, err := from.read(name, "", func(set *routes.Set, f *os.File) (string, error) { return "", set.ReadText(f, name) })
		if err != nil {
			return nil, fmt.Errorf("announce-file: %w", err)
		}
		cfg.Announce = append(cfg.Announce, set)
	}
	for _, name := range s.mrt {
		set, note, err := from.read(name, fmt.Sprint(s.fromMRT), func(set *routes.Set, f *os.File) (string, error) {
			st, err := set.ReadCapture(f, name, s.fromMRT)
			if err == nil && set.Len() == 0 {
				err = fmt.Errorf("%s holds no routes to announce", name)
			}
			return leftOut(name, &st), err
		})
		if err != nil {
			return nil, fmt.Errorf("announce-mrt: %w", err)
		}
		if note != "" {
			notes = append(notes, note)
		}
		cfg.Announce = append(cfg.Announce, set)
	}
	return notes, nil
}

// leftOut says what of a capture cannot be announced, "" when all can.
func leftOut(name string, st *routes.CaptureStats) string {
	s := ""
	for _, part := range [...]struct {
		n    int
		what string
	}{{st.Malformed, "malformed UPDATEs or attributes"}, {st.Damaged, "damaged places"}, {st.Others, "UPDATEs of families that cannot be announced"},
		{st.RIBOut, "UPDATEs of an Adj-RIB-Out"}} {
		if part.n > 0 {
			s += ", " + strconv.Itoa(part.n) + " " + part.what
		}
	}
	if s == "" {
		return ""
	}
	return name + ": " + strconv.Itoa(st.Routes) + " routes are announced; left out" + strings.Replace(s, ",", ":", 1)
}

// read reads a file of routes once for each way in which it is read. The note is given the first time only.
func (from *Sources) read(name, how string, into func(*routes.Set, *os.File) (string, error)) (*routes.Set, string, error) {
	key := how + "\x00" + name
	if set := from.sets[key]; set != nil {
		return set, "", nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	set := new(routes.Set)
	note, err := into(set, f)
	if err != nil {
		return nil, "", err
	}
	if from.sets == nil {
		from.sets = map[string]*routes.Set{}
	}
	from.sets[key] = set
	return set, note, nil
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
