package fault_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// played is a fault with the step that is wrong.
func played(t *testing.T, f *fault.Fault) (fault.Step, fault.Params) {
	t.Helper()
	p := f.Params()
	steps, err := f.Steps(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		if s.Faulty {
			return s, p
		}
	}
	t.Fatal("no step is at fault")
	return fault.Step{}, p
}

// each runs a test for each fault.
func each(t *testing.T, run func(*testing.T, *fault.Fault)) {
	for _, f := range fault.All() {
		t.Run(f.ID, func(t *testing.T) { run(t, f) })
	}
}

// unsure are faults that only the session makes ones; the decoder does not see it and says what would follow.
var unsure = map[string]string{
	"header.type_capability":  "legal where it was agreed",
	"header.type_old_refresh": "legal where it was agreed",
	"open.role_unknown":       "ignored by who has no role",
}

// combined are faults that cost more than what is found at their place: something else in the UPDATE decides.
var combined = map[string]bool{"update.two_errors": true, "update.error_without_routes": true}

// The decoder finds each fault, where it is, with the action and the NOTIFICATION that the RFCs ask for.
func TestDecoderFindsFaults(t *testing.T) {
	each(t, func(t *testing.T, f *fault.Fault) {
		s, p := played(t, f)
		if s.Do != fault.Send {
			return
		}
		findings := new(codec.Decoder).Check(codec.PieceMessage, s.Octets[s.Message:], p.Context)
		at := s.At - s.Message
		hit := find(findings, f.Finding, at)
		if f.Finding != codec.FindNone && hit == nil {
			t.Fatalf("no finding %s at %d: %s\n%x", codec.FindingInfo(f.Finding).ID, at, said(findings), s.Octets)
		}
		if f.Group == "notification" {
			return // it ends the session whatever is found, and nothing is answered
		}
		_, worst := codec.Worst(findings)
		if f.Finding == codec.FindNone {
			if n := first4271(findings); n != nil || worst != registry.ActionNone {
				t.Errorf("there is nothing wrong with these octets: %s\n%x", said(findings), s.Octets)
			}
			return
		}
		if w := f.Want7606; unsure[f.ID] != "" && worst == registry.ActionNone {
			// its NOTIFICATION is judged all the same
		} else if worst != w.Action && !slices.Contains(w.Also, worst) || hit.Action != worst && !combined[f.ID] {
			t.Errorf("action %v, of all findings %v, want %v %v: %s", hit.Action, worst, w.Action, w.Also, said(findings))
		}
		judgeNote(t, f, &s, findings)
	})
}

// judgeNote compares the NOTIFICATION of the first finding that has one with the one that RFC 4271 wants.
func judgeNote(t *testing.T, f *fault.Fault, s *fault.Step, findings []codec.Finding) {
	t.Helper()
	got := first4271(findings)
	if got == nil {
		got = &codec.Notification{}
	}
	w := &f.Want4271
	if got.Code != w.Code || got.Subcode != w.Sub {
		t.Fatalf("NOTIFICATION %d/%d, want %d/%d: %s", got.Code, got.Subcode, w.Code, w.Sub, said(findings))
	}
	if data, exact := w.Octets(s); exact && !bytes.Equal(got.Data, data) {
		t.Errorf("Data %x, want %x", got.Data, data)
	}
}

// first4271 is the NOTIFICATION that a receiver without RFC 7606 answers with: that of the first error.
func first4271(fs []codec.Finding) *codec.Notification {
	for i := range fs {
		if f := &fs[i]; f.Note.Code != 0 {
			return &f.Note
		}
	}
	return nil
}

// find gives the finding of a kind that covers an octet.
func find(fs []codec.Finding, id codec.FindingID, at int) *codec.Finding {
	for i := range fs {
		if f := &fs[i]; f.ID == id && (f.Off <= at && at < f.Off+f.Len || f.Off == at) {
			return f
		}
	}
	return nil
}

// said lists findings.
func said(fs []codec.Finding) string {
	var b []byte
	for i := range fs {
		f := &fs[i]
		b = append(b, f.Info().ID...)
		b = append(b, '@')
		b = append(b, []byte(itoa(f.Off))...)
		b = append(b, '+')
		b = append(b, []byte(itoa(f.Len))...)
		b = append(b, " "+f.Action.String()+" "+itoa(int(f.Note.Code))+"/"+itoa(int(f.Note.Subcode))+"; "...)
	}
	return string(b)
}
