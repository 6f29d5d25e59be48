package explain

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/explain/kb"
	"github.com/bgpdecode/bgpdecode/registry"
)

// kbEntries reads the heads of all entries from the files themselves.
func kbEntries(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("kb/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	heads := map[string]bool{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range strings.Split(string(b), "\n") {
			if h, ok := strings.CutPrefix(l, "== "); ok {
				if heads[h] {
					t.Errorf("%s: %q stands twice", f, h)
				}
				heads[h] = true
			}
		}
	}
	return heads
}

func TestEveryEntryParses(t *testing.T) {
	words := map[string]bool{"fault": true, "applies": true, "aka": true, "data": true, "7606": true, "means": true,
		"cause": true, "sender": true, "receiver": true, "note": true, "ref": true, "title": true, "here": true, "there": true}
	for head := range kbEntries(t) {
		key, variant := head, ""
		if i := strings.LastIndex(head, " "); i > 0 && strings.Contains(head[:i], "/") {
			key, variant = head[:i], head[i+1:]
		} else if f := strings.Fields(head); len(f) == 3 { // "reason ID VARIANT"
			key, variant = f[0]+" "+f[1], f[2]
		}
		e, ok := kb.Find(key, variant)
		if !ok {
			t.Errorf("%q is not found", head)
			continue
		}
		for l := range e.Lines {
			word, about, special := strings.Cut(l.Word, " ")
			if special && ((word != "sender" && word != "receiver") || about != "else" && !assigned(about)) {
				t.Errorf("%s: %q is for no attribute", head, l.Word)
			}
			if !words[word] || l.Text == "" {
				t.Errorf("%s: line %q: %q", head, l.Word, l.Text)
			}
			rest := strings.NewReplacer("{S}", "", "{R}", "").Replace(l.Text)
			if strings.HasPrefix(key, "reason ") {
				rest = (&job{ev: Evidence{Alarm: &Alarm{}}}).filled(rest)
			}
			if strings.ContainsAny(rest, "{}\x00\x1b") || strings.HasSuffix(l.Text, ".") {
				t.Errorf("%s: %q", head, l.Text)
			}
		}
		if !strings.Contains(key, "/") || strings.HasPrefix(key, "procedure ") {
			continue
		}
		for _, w := range []string{"fault", "means", "cause", "sender", "receiver", "ref"} {
			if len(e.All(w)) == 0 {
				t.Errorf("%s has no line %q", head, w)
			}
		}
		f, c, s := entry{e, true}.fault()
		if got := f.String() + " " + c.String() + " " + s.String(); got != e.One("fault") || len(e.All("fault")) != 1 {
			t.Errorf("%s: fault %q reads as %q", head, e.One("fault"), got)
		}
		if e.One("7606") != "" {
			if _, ref, ok := (entry{e, true}).rfc7606(); !ok || !strings.HasPrefix(ref, "RFC ") {
				t.Errorf("%s: 7606 line %q", head, e.One("7606"))
			}
		}
	}
}

func TestEveryCodeHasAnEntry(t *testing.T) {
	for code := range 256 {
		if registry.TableErrorCodes.Name(uint64(code)) == "" {
			continue
		}
		if _, ok := kb.Find(itoa(code)+"/*", ""); !ok {
			t.Errorf("%d/* has no entry", code)
		}
		for sub := range 256 {
			if !registry.KnownSubcode(uint8(code), uint8(sub)) {
				continue
			}
			if _, ok := kb.Find(itoa(code)+"/"+itoa(sub), ""); !ok {
				t.Errorf("%s has no entry", pair(code, sub))
			}
		}
	}
}

// TestNamesAreNotRepeated: what the registry calls a code stands in the registry only.
func TestNamesAreNotRepeated(t *testing.T) {
	for head := range kbEntries(t) {
		key, _, _ := strings.Cut(head, " ")
		e, ok := kb.Find(key, "")
		if !ok {
			continue
		}
		for code := 1; code < 10; code++ {
			for sub := range 16 {
				name := registry.SubcodeName(uint8(code), uint8(sub))
				if !strings.Contains(name, " ") {
					continue
				}
				for l := range e.Lines {
					if strings.Contains(l.Text, name) || l.Word == "aka" && containsName(l.Text, name) {
						t.Errorf("%s: %q has the name %q", head, l.Text, name)
					}
				}
			}
		}
	}
}

func containsName(list, name string) bool {
	for one := range strings.SplitSeq(list, "; ") {
		if one == name {
			return true
		}
	}
	return false
}

func TestVariants(t *testing.T) {
	for _, tc := range []struct {
		name, style, vendor, direction string
		code, sub                      int
		octets                         bool
		want                           string
	}{
		{"a Huawei box", "huawei-vrp", "Huawei", "received", 6, 9, false, "huawei"},
		{"by the maker's name", "x", "HUAWEI", "", 6, 9, false, "huawei"},
		{"another maker", "cisco-ios", "Cisco", "sent", 6, 9, false, ""},
		{"OpenBGPD sent it", "openbgpd", "OpenBGPD", "sent", 6, 10, false, "openbgpd"},
		{"OpenBGPD received it from somebody", "openbgpd", "OpenBGPD", "received", 6, 10, false, ""},
		{"Dell's name for every Cease", "dell-ftos", "Dell", "received", 6, 1, false, "dell"},
		{"Dell with octets", "dell-ftos", "Dell", "received", 6, 1, true, ""},
		{"a style of the same beginning", "dellsomething", "", "sent", 6, 1, false, ""},
		{"a vendor that only mentions another", "frr", "FRRouting (also others; Quagga writes the same)", "sent", 6, 5, false, ""},
		{"any subcode", "freertr", "", "sent", 8, 3, false, "freertr"},
		{"old Quagga", "quagga-as4", "", "sent", 6, 5, false, "quagga"},
	} {
		ev := Evidence{Code: tc.code, Subcode: tc.sub, Style: tc.style, Vendor: tc.vendor, Direction: tc.direction}
		j := jobAbout(nil, ev)
		if tc.octets {
			j = jobAbout(notification(t, "06 01", false), ev)
		}
		if got := j.variant(); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

// assigned reports whether text is the number of a path attribute.
func assigned(text string) bool {
	n, err := strconv.ParseUint(text, 10, 8)
	return err == nil && registry.TablePathAttributes.Name(n) != ""
}

// TestAdvice: where the attribute complained about is known, the advice is for it.
func TestAdvice(t *testing.T) {
	e, ok := kb.Find("3/5", "")
	if !ok {
		t.Fatal("no text for 3/5")
	}
	for _, c := range []struct {
		a    accused
		want string
	}{{accused{}, "If it is"}, {accused{ok: true, code: 2}, "capability 65"}, {accused{ok: true, code: 5}, "Log the whole UPDATE"}} {
		j := &job{a: c.a}
		got := strings.Join(j.advice(entry{e, true}, "sender"), "; ")
		if !strings.Contains(got, c.want) || (c.a.ok && strings.Contains(got, "If it is")) {
			t.Errorf("attribute %d: %q, want %q", c.a.code, got, c.want)
		}
	}
}
