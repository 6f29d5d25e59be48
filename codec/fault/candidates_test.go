package fault_test

import (
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// From the NOTIFICATION that a fault leads to, the fault is found again.
func TestCandidates(t *testing.T) {
	each(t, func(t *testing.T, f *fault.Fault) {
		w := &f.Want4271
		if w.Code == 0 {
			return
		}
		s, _ := played(t, f)
		data, _ := w.Octets(&s)
		subs := []uint8{w.Sub}
		if w.Data == fault.DataAttr {
			subs = append(subs, w.Or...)
		}
		for _, sub := range subs {
			if got := fault.Candidates(w.Code, sub, data); !slices.Contains(got, f) {
				t.Errorf("%d/%d %x: not among %d candidates", w.Code, sub, data, len(got))
			}
		}
	})
}

// What a NOTIFICATION can be about is told apart by its Data.
func TestCandidatesAreFew(t *testing.T) {
	for _, tc := range []struct {
		code, sub uint8
		data      string
		has       []string
		not       []string
		most      int
	}{
		{3, 4, "\xe0\x07\x08\x00\x03\x02\xed\x5b\xdc\x3f\x01", []string{"aggregator.legal_partial"}, []string{"aggregator.flags_none", "origin.flags_none", "incident.flags_low"}, 1},
		{3, 4, "\xc0\x01\x01\x00", []string{"origin.flags_transitive"}, []string{"origin.flags_none"}, 2},
		{3, 5, "\x40\x03\x03\x0a\x00\x00", []string{"next_hop.length_short"}, []string{"next_hop.length_zero", "next_hop.truncated"}, 4},
		{3, 9, "\xe0\xff\x20" + string(make([]byte, 32)), []string{"incident.attribute_255"}, []string{"incident.attribute_99"}, 3},
		{3, 3, "\x03", []string{"next_hop.missing"}, []string{"origin.missing"}, 3},
		{1, 2, "\x00\x16", []string{"header.update_22", "refresh.short"}, []string{"header.keepalive_20"}, 5},
		{1, 3, "\x63", []string{"header.type_255"}, nil, 8},
		{2, 1, "\x00\x04", []string{"open.version"}, []string{"open.as_zero"}, 5},
		{3, 4, "", nil, []string{"origin.flags_none"}, 0},
		{6, 2, "", nil, nil, 0},
	} {
		var got []string
		for _, f := range fault.Candidates(registry.ErrorCode(tc.code), tc.sub, []byte(tc.data)) {
			got = append(got, f.ID)
		}
		if len(got) > tc.most {
			t.Errorf("%d/%d %x: %d candidates: %v", tc.code, tc.sub, tc.data, len(got), got)
		}
		for _, id := range tc.has {
			if !slices.Contains(got, id) {
				t.Errorf("%d/%d %x: %s is not among %v", tc.code, tc.sub, tc.data, id, got)
			}
		}
		for _, id := range tc.not {
			if slices.Contains(got, id) {
				t.Errorf("%d/%d %x: %s is among %v", tc.code, tc.sub, tc.data, id, got)
			}
		}
	}
}

// The finding that the decoder has at the place of a fault leads back to it.
func TestForFinding(t *testing.T) {
	each(t, func(t *testing.T, f *fault.Fault) {
		if f.Finding == codec.FindNone {
			return
		}
		s, p := played(t, f)
		tree := new(codec.Decoder).Decode(codec.PieceMessage, s.Octets[s.Message:], p.Context)
		hit := find(tree.Findings, f.Finding, s.At-s.Message)
		if hit == nil {
			t.Fatal("not found: TestDecoderFindsFaults tells more")
		}
		if got := fault.ForFinding(hit, fault.AttrOf(tree, hit)); !slices.Contains(got, f) {
			t.Errorf("%s: not among the %d faults of this finding", codec.FindingInfo(hit.ID).ID, len(got))
		}
	})
}
