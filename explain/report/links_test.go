package report_test

import (
	"encoding/json"
	"net/netip"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// TestLinksAndEnds: an event can be tied to several others at once, each only once and never to itself, and says between
// which addresses it went.
func TestLinksAndEnds(t *testing.T) {
	ev := event(codec.PieceNotification, []byte{4, 0})
	ev.Index, ev.SameAs, ev.Links = 4, -1, []dump.Link{{Rel: "offender", To: 2}}
	want := []report.Link{{Rel: "offender", ID: "x3"}, {Rel: "other-side", ID: "x10"}, {Rel: "answer", ID: "x7"}, {Rel: "answer", ID: "x8"}}
	given := append([]report.Link{{Rel: "offender", ID: report.ID("x", 2)}, {Rel: "other-side", ID: "x5"}, {Rel: "", ID: "x1"}, {Rel: "answer"}}, want[1:]...)
	r := build(ev, report.Options{IDPrefix: "x", Links: given,
		Src: netip.MustParseAddrPort("[fe80::1%a\"b]:179"), Dst: netip.MustParseAddrPort("192.0.2.1:40000")})
	if !slices.Equal(r.Links, want) {
		t.Errorf("links %v, want %v", r.Links, want)
	}
	b := report.AppendJSON(nil, r, report.JSONOptions{})
	strict(t).check(t, b)
	var got struct {
		Links   []struct{ Rel, ID string }
		Session struct{ Src, Dst string }
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Links) != len(want) || got.Links[1].Rel != "other-side" || got.Links[1].ID != "x10" {
		t.Errorf("links in %s", b)
	}
	if got.Session.Src != "[fe80::1%a\"b]:179" || got.Session.Dst != "192.0.2.1:40000" {
		t.Errorf("session in %s", b)
	}
}
