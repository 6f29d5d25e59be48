package explain_test

import (
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/explain"
)

// faulty is the message of a fault that is wrong, nil where none is.
func faulty(t *testing.T, f *fault.Fault) (*fault.Step, fault.Params) {
	p := f.Params()
	steps, err := f.Steps(p)
	if err != nil {
		t.Fatal(err)
	}
	for i := range steps {
		if steps[i].Faulty {
			return &steps[i], p
		}
	}
	t.Fatal("no step is at fault")
	return nil, p
}

// From the NOTIFICATION alone that RFC 4271 wants for a fault, the explanation names the fault; and so it does for the
// message that is wrong.
func TestExplanationsNameFaults(t *testing.T) {
	for _, f := range fault.All() {
		t.Run(f.ID, func(t *testing.T) {
			s, p := faulty(t, f)
			var dec codec.Decoder
			if w := &f.Want4271; w.Code != 0 {
				data, _ := w.Octets(s)
				n := codec.AppendNotification(nil, uint8(w.Code), w.Sub, data, 0)
				x := explain.Explain(dec.Decode(codec.PieceMessage, n, p.Context), explain.Evidence{Code: -1, Subcode: -1})
				if !slices.Contains(x.Faults, f) {
					t.Errorf("%d/%d %x: not among %d faults", w.Code, w.Sub, data, len(x.Faults))
				}
			}
			if s.Do != fault.Send || f.Finding == codec.FindNone || f.Group == "notification" || codec.FindingInfo(f.Finding).Severity != codec.SeverityError {
				return
			}
			x := explain.Explain(dec.Decode(codec.PieceMessage, s.Octets[s.Message:], p.Context), explain.Evidence{Code: -1, Subcode: -1})
			if !slices.Contains(x.Faults, f) {
				t.Errorf("the message: not among %d faults\n%x", len(x.Faults), s.Octets)
			}
		})
	}
}
