package report_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// ofIncidents are files of the corpus that show an incident: the dumps in them are those of the incident itself.
var ofIncidents = map[string][]string{
	"dumps/seeds/frr-elided.txt": {"as-path-twice-2017"},
	"dumps/frr/frr.log":          {"as-path-twice-2017", "attribute-255-2019"},
	"dumps/junose/junose.log":    {"as4-path-confed-2009"},
}

// looksLike gives the ids of the incidents that a text shows, sorted.
func looksLike(t *testing.T, s *schemas, text string) (ids []string) {
	t.Helper()
	for _, r := range reports(t, text) {
		for _, in := range r.Explanation.Incidents {
			if !slices.Contains(ids, in.ID) {
				ids = append(ids, in.ID)
			}
		}
		if len(r.Explanation.Incidents) > 0 {
			line := report.AppendJSON(nil, r, report.JSONOptions{})
			s.check(t, line)
			if want := `"incident":"` + r.Explanation.Incidents[0].ID + `"`; !strings.Contains(string(line), want) {
				t.Errorf("%s is not in %s", want, line)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

func TestIncidentsMatchTheirSamplesOnly(t *testing.T) {
	s := strict(t)
	dir := filepath.Join("..", "..", "testdata")
	for _, in := range incidents.All() {
		text, err := os.ReadFile(filepath.Join(dir, "incidents", in.ID+".txt"))
		if err != nil {
			t.Errorf("%s has no sample: %v", in.ID, err)
			continue
		}
		if got := looksLike(t, s, string(text)); !slices.Equal(got, []string{in.ID}) {
			t.Errorf("the sample of %s looks like %v", in.ID, got)
		}
	}
	files := 0
	for _, corpus := range []string{"dumps", "logs"} {
		err := filepath.WalkDir(filepath.Join(dir, corpus), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, ".jsonl") || strings.HasSuffix(path, ".timeline") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			name, _ := filepath.Rel(dir, path)
			name = filepath.ToSlash(name)
			if got := looksLike(t, s, string(text)); !slices.Equal(got, ofIncidents[name]) {
				t.Errorf("%s looks like %v, want %v", name, got, ofIncidents[name])
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 50 {
		t.Errorf("only %d files of the corpus were read", files)
	}
}
