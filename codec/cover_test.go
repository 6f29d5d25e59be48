package codec

import (
	"strings"
	"testing"
)

// TestEveryFinding: each kind of finding is raised by a vector, so that each has a case that says when.
func TestEveryFinding(t *testing.T) {
	var dc Decoder
	seen := map[FindingID]bool{}
	for _, v := range vectors(t) {
		for _, f := range dc.Check(v.piece, v.octets, v.ctx) {
			seen[f.ID] = true
		}
	}
	ids := map[string]bool{}
	for id := FindingID(1); int(id) < Findings(); id++ {
		k := FindingInfo(id)
		if !seen[id] {
			t.Errorf("no vector raises %s", k.ID)
		}
		if ids[k.ID] || k.ID == "" || k.ID != strings.ToLower(k.ID) || strings.ContainsAny(k.ID, " _") {
			t.Errorf("bad or repeated id %q", k.ID)
		}
		ids[k.ID] = true
		if k.Text == "" || strings.HasSuffix(k.Text, ".") {
			t.Errorf("%s: text %q", k.ID, k.Text)
		}
		if (k.Subcode != 0) && k.Code == 0 {
			t.Errorf("%s: a subcode without a code", k.ID)
		}
	}
}

// TestEveryField: each field stands in the tree of a vector.
func TestEveryField(t *testing.T) {
	var dc Decoder
	seen := map[FieldID]bool{}
	for _, v := range vectors(t) {
		for _, n := range dc.Decode(v.piece, v.octets, v.ctx).Nodes {
			seen[n.Field] = true
		}
	}
	for f := FieldID(0); int(f) < Fields(); f++ {
		if !seen[f] {
			t.Errorf("no vector has the field %d %q", f, FieldInfo(f).Name)
		}
	}
}

// TestFindingTexts: every placeholder of every text is filled in.
func TestFindingTexts(t *testing.T) {
	var dc Decoder
	for _, v := range vectors(t) {
		tree := dc.Decode(v.piece, v.octets, v.ctx)
		for i := range tree.Findings {
			s := string(tree.AppendFindingText(nil, &tree.Findings[i]))
			if strings.ContainsAny(s, "{}") || strings.Contains(s, "  ") || s == "" {
				t.Errorf("%s:%d: %q", v.file, v.line, s)
			}
		}
	}
}
