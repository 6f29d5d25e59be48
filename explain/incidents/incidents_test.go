package incidents

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
)

func TestEveryIncidentIsWhole(t *testing.T) {
	findings := map[string]bool{}
	for id := range codec.Findings() {
		findings[codec.FindingInfo(codec.FindingID(id)).ID] = true
	}
	cve := regexp.MustCompile(`^CVE-\d{4}-\d{4,}$`)
	before := ""
	for _, in := range All() {
		if in.Title == "" || in.What == "" || len(in.Match) == 0 || len(in.Reset) == 0 || len(in.Mitigation) == 0 || len(in.Refs) == 0 {
			t.Errorf("%s lacks something", in.ID)
		}
		for _, day := range append([]string{in.Date}, in.Seen...) {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				t.Errorf("%s: %v", in.ID, err)
			}
		}
		if in.Date < before {
			t.Errorf("%s stands behind a newer one", in.ID)
		}
		before = in.Date
		if !strings.HasSuffix(in.ID, in.Date[:4]) && !strings.HasSuffix(in.ID, "-2009") {
			t.Errorf("%s: the id ends with the year", in.ID)
		}
		for _, c := range in.CVE {
			if !cve.MatchString(c) {
				t.Errorf("%s: %q", in.ID, c)
			}
		}
		web := false
		for _, r := range in.Refs {
			web = web || strings.HasPrefix(r, "http")
			if !strings.HasPrefix(r, "http") && !strings.HasPrefix(r, "RFC ") {
				t.Errorf("%s: %q is no source", in.ID, r)
			}
		}
		if !web {
			t.Errorf("%s has no page as source", in.ID)
		}
		for _, m := range in.Match {
			r, err := parseRule(m)
			if err != nil {
				t.Errorf("%s: %v", in.ID, err)
			}
			for _, c := range r.conds {
				if c.kind == condFinding && !findings[c.word] {
					t.Errorf("%s: there is no finding %q", in.ID, c.word)
				}
			}
		}
	}
}

func TestRulesThatMakeNoSense(t *testing.T) {
	for _, text := range []string{
		"", "update", "attribute", "attribute 256", "attribute 1; attribute 2", "length > 4", "attribute 2; length 4", "attribute 2; length > x",
		"attribute 2; notification 3", "attribute 2; notification x/1", "attribute 2; prefix 10.0.0.0", "attribute 2; value xyz",
		"attribute 2; flags 1c0", "notification 3/4; data", "notification 3/4; data 1", "data 01; notification 3/4", "attribute 2; hops x > 1", "attribute 2; hops 1", "attribute 2; what",
	} {
		if r, err := parseRule(text); err == nil {
			t.Errorf("%q is taken: %+v", text, r)
		}
	}
	for _, text := range []string{"title", "nothing: x", "mitigation: do this"} {
		if _, err := parse("x", text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestConditions(t *testing.T) {
	const update = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x33\x02\x00\x00\x00\x18" +
		"\x40\x01\x01\x00\x40\x02\x0a\x02\x02\x00\x00\xfb\xf4\x00\x00\xfb\xf5\x40\x03\x04\xc0\x00\x02\x01\x18\xc6\x33\x64"
	var dc codec.Decoder
	tree := dc.Decode(codec.PieceMessage, []byte(update), codec.Context{AS4: true})
	if len(tree.Findings) > 0 {
		t.Fatal(tree.Findings)
	}
	for text, want := range map[string]bool{
		"attribute 2": true, "attribute 4": false, "attribute *": true, "update; attribute 1": true, "attribute 1; notification 3/*": false,
		"attribute 2; length = 10": true, "attribute 2; length > 10": false, "attribute 2; length >= 10": true, "attribute 2; length < 11": true,
		"attribute 2; path = 2": true, "attribute 2; path > 2": false, "attribute 2; hops 64500 = 1": true, "attribute 2; hops 64502 > 0": false,
		"attribute 2; segment 2": true, "attribute 2; segment 3": false, "attribute 2; flags 40": true, "attribute 2; flags 80": false,
		"attribute 2; value 02 02": true, "attribute 2; value 02 03": false, "attribute 1; value zero": true, "attribute 2; value zero": false,
		"attribute 2; counted-twice": false, "attribute 2; prefix 198.51.100.0/24": true, "attribute 2; prefix 198.51.100.0/25": false,
		"attribute 2; message = 51": true, "attribute 2; message = 53": false, "attribute 2; finding attribute-length": false,
	} {
		r, err := parseRule(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		got := false
		v := view{t: tree, code: -1, sub: -1}
		v.message()
		for n := range tree.Nodes {
			if tree.Nodes[n].Field == codec.FieldAttr && v.attribute(int32(n)) && (r.attr == anyAttr || r.attr == int(v.attr.code)) {
				got = got || v.fits(&r)
			}
		}
		if got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestEveryFileIsListed: a file that is not in the list would be known to nobody.
func TestEveryFileIsListed(t *testing.T) {
	files, err := filepath.Glob("*.txt")
	if err != nil || len(files) != len(texts) {
		t.Errorf("%d files, %d in the list (%v)", len(files), len(texts), err)
	}
	n := 0
	for _, in := range All() {
		n += len(in.Match)
	}
	if ix := rules(); len(ix.all) != n || n >= mostRules {
		t.Errorf("%d fingerprints are listed, there are %d", len(ix.all), n)
	}
}

func TestFind(t *testing.T) {
	for word, want := range map[string]string{
		"otc-1024-2025": "otc-1024-2025", "CVE-2017-16227": "as-path-twice-2017", "attribute 99": "attribute-99-2010", "DISCO": "attribute-255-2019",
	} {
		if got := Find(word); len(got) != 1 || got[0].ID != want {
			t.Errorf("%q: %v", word, got)
		}
	}
	if got := Find("nothing of this name"); got != nil {
		t.Error(got)
	}
}
