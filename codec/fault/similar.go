package fault

import (
	"cmp"
	"slices"
	"strings"
)

// Similar returns IDs that somebody may have meant by id, the likeliest first, at most five.
func Similar(id string) []string {
	id = strings.ToLower(strings.NewReplacer("-", "_", " ", ".").Replace(id))
	id = id[:min(len(id), 64)]
	type near struct {
		id string
		d  int
	}
	var found []near
	for _, f := range All() {
		d := distance(id, f.ID)
		_, kind, _ := strings.Cut(f.ID, ".")
		if id != "" && (kind == id || f.Group == id) {
			d = 0
		} else if len(id) >= 4 && strings.Contains(f.ID, id) {
			d = 1
		}
		if d <= 2+len(id)/4 {
			found = append(found, near{f.ID, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.d, b.d) })
	var out []string
	for _, n := range found[:min(len(found), 5)] {
		out = append(out, n.id)
	}
	return out
}

// distance is the number of letters to put in, take out or change that makes one of the other (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
