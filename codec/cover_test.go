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
	for f := range AllFields() {
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

// TestFindingNumbers: words agree with their numbers, in every text.
func TestFindingNumbers(t *testing.T) {
	tree := new(Decoder).Decode(PieceNotification, []byte{6, 2}, Context{})
	for id := FindingID(1); int(id) < Findings(); id++ {
		for a := range uint32(3) {
			for b := range uint32(3) {
				s := string(tree.AppendFindingText(nil, &Finding{ID: id, A: a, B: b, Attr: 2}))
				padded := " " + strings.NewReplacer(",", " ", ":", " ", ";", " ").Replace(s) + " "
				for _, bad := range []string{" 1 octets ", " 0 octet ", " 2 octet ", " 1 AS numbers ", " 1 are ", " 1 follow ", " 1 octet are ", " 1 octet follow "} {
					if strings.Contains(padded, bad) && !numberIsNot1[id] {
						t.Errorf("%s, a=%d b=%d: %q", FindingInfo(id).ID, a, b, s)
					}
				}
				if strings.ContainsAny(s, "{}") {
					t.Errorf("%s: %q", FindingInfo(id).ID, s)
				}
			}
		}
	}
	for _, c := range []struct {
		f    Finding
		want string
	}{
		{Finding{ID: FindTruncated, A: 4, B: 1}, "1 of 4 octets is here; the rest is missing from the input"},
		{Finding{ID: FindTruncated, A: 4, B: 2}, "2 of 4 octets are here; the rest is missing from the input"},
		{Finding{ID: FindAttrHeader, A: 1}, "1 octet is left, too few for an attribute"},
		{Finding{ID: FindAttrHeader, A: 2}, "2 octets are left, too few for an attribute"},
		{Finding{ID: FindSegmentOverrun, A: 1, B: 1, Attr: 2}, "AS_PATH has a segment of 1 AS number, only 1 octet is left for it"},
		{Finding{ID: FindTrailing, A: 1}, "1 octet follows the end of the message; it is not part of it"},
		{Finding{ID: FindTrailing, A: 3}, "3 octets follow the end of the message; they are not part of it"},
		{Finding{ID: FindCommLength, A: 5, B: 1}, "the length octet says 5, 1 octet follows"},
	} {
		if got := string(tree.AppendFindingText(nil, &c.f)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// numberIsNot1: whole segments of an AS_PATH have two octets at least, a message 19.
var numberIsNot1 = map[FindingID]bool{FindSegmentType: true, FindTruncated: true}

// TestFindingVariants: a finding's description fits its numbers, and keeps the id and severity of its kind.
func TestFindingVariants(t *testing.T) {
	for _, c := range []struct {
		f    Finding
		ref  string
		text string
	}{
		{Finding{ID: FindDataUndefined, A: 2, B: 2}, "RFC 4271 §6.2", "2/2"},
		{Finding{ID: FindDataUndefined, A: 3, B: 11}, "RFC 4271 §6.3", "3/11"},
		{Finding{ID: FindDataUndefined, A: 5, B: 0}, "RFC 4271 §6.6", "5/0"},
		{Finding{ID: FindLengthType, A: 20, B: 1}, "RFC 4271 §6.1", "OPEN"},
		{Finding{ID: FindLengthType, A: 20, B: 6}, "draft-ietf-idr-dynamic-cap", "22 to 4096"},
		{Finding{ID: FindLengthType, A: 20, B: 128}, "RFC 2918 §3", "at least 23"},
	} {
		k, table := c.f.Info(), FindingInfo(c.f.ID)
		text := string(new(Tree).AppendFindingText(nil, &c.f))
		if k.Ref != c.ref || !strings.Contains(text, c.text) {
			t.Errorf("%+v: %s, %q", c.f, k.Ref, text)
		}
		if k.ID != table.ID || k.Severity != table.Severity || k.Code != table.Code || k.Subcode != table.Subcode {
			t.Errorf("%+v: the variant differs from %s", *k, table.ID)
		}
	}
	if lo, hi := lengthsOf(msgCapability, true); lo != 22 || hi != 4096 {
		t.Errorf("type 6 has %d to %d octets, its text says 22 to 4096", lo, hi)
	}
	if lo, _ := lengthsOf(msgRouteRefreshOld, true); lo != 23 {
		t.Errorf("type 128 has at least %d octets, its text says 23", lo)
	}
}
