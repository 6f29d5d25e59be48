package explain

import (
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestFaultsOfIncidents: the faults that name an incident name one of the library, and those that are made like it look like it:
// the UPDATE, or a NOTIFICATION with its attribute.
func TestFaultsOfIncidents(t *testing.T) {
	p := fault.Defaults()
	named := map[string]bool{}
	for _, f := range fault.All() {
		if f.Incident == "" {
			continue
		}
		named[f.Incident] = true
		if got := incidents.Find(f.Incident); len(got) != 1 || got[0].ID != f.Incident {
			t.Errorf("%s names %s, which is not in the library", f.ID, f.Incident)
			continue
		}
		if f.Group != "incident" {
			continue
		}
		params := p
		if fits, err := f.Needs.Fit(p); err == nil {
			params = fits
		}
		steps, err := f.Steps(params)
		if err != nil {
			t.Errorf("%s: %v", f.ID, err)
			continue
		}
		msg := steps[len(steps)-1].Octets
		if !looks(msg, params.Context, f.Incident) && !looks(answer(msg, f.Attr, f.Want4271), params.Context, f.Incident) {
			t.Errorf("%s does not look like %s: %x", f.ID, f.Incident, msg[:min(len(msg), 80)])
		}
	}
	if len(named) < 10 {
		t.Errorf("only %d incidents have a fault", len(named))
	}
}

// answer is a NOTIFICATION about an attribute of an UPDATE, with that as its Data.
func answer(msg []byte, code registry.AttrCode, w fault.Want) []byte {
	u, _ := codec.ParseUpdate(msg)
	for a := range codec.Attrs(u.Attrs) {
		if a.Code == code {
			data := u.Attrs[a.Offset : a.Offset+a.HeaderLen+len(a.Value)]
			sub := w.Sub
			if w.Code == 0 {
				sub = registry.SubAttributeFlags
			}
			n := append(codec.AppendHeader(nil, codec.HeaderLen+2+len(data), registry.MsgNotification), byte(registry.ErrUpdate), sub)
			return append(n, data...)
		}
	}
	return nil
}

func looks(msg []byte, ctx codec.Context, id string) bool {
	var dc codec.Decoder
	return slices.ContainsFunc(incidents.Match(dc.Decode(codec.PieceMessage, msg, ctx)), func(in *incidents.Incident) bool { return in.ID == id })
}
