package explain

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

func TestLookup(t *testing.T) {
	for _, tc := range []struct {
		query string
		want  []string // beginnings of the titles, in order
	}{
		{"3/4", []string{"3/4"}},
		{" 3 / 4 ", []string{"3/4"}},
		{"(3,4)", []string{"3/4"}},
		{"3-4", []string{"3/4"}},
		{"3 4", []string{"3/4"}},
		{"code 3 subcode 4", []string{"3/4"}},
		{"NOTIFICATION 6/2", []string{"6/2"}},
		{"cease/9", []string{"6/9"}},
		{"Cease/Hard Reset", []string{"6/9"}},
		{"open/bad peer as", []string{"2/2"}},
		{"0x030b", []string{"3/11"}},
		{"0305", []string{"3/5"}},
		{"03 05", []string{"3/5"}},
		{"773", []string{"3/5"}},
		{"310", []string{"3/10"}},
		{"40", []string{"4/0", "attribute 40", "capability 40", "40 read as hexadecimal is 64"}},
		{"35", []string{"3/5", "attribute 35", "capability 35", "35 read as hexadecimal is 53"}},
		{"2", []string{"2 ", "attribute 2", "capability 2", "message 2"}},
		{"error peer AS", []string{"2/2"}},
		{"ERROR-PEER-AS", []string{"2/2"}},
		{"peer deleted", []string{"6/3"}},
		{"BFD session down", []string{"6/9"}},
		{"abnormal AS-Path", []string{"3/11"}},
		{"attribute length wrong", []string{"3/5"}},
		{"hold timer", []string{"4/0", "8/0"}},
		{"attribute 40", []string{"attribute 40"}},
		{"attr 0x10", []string{"attribute 16"}},
		{"attribute 99", []string{"attribute 99"}},
		{"capability 65", []string{"capability 65"}},
		{"cap 250", []string{"capability 250"}},
		{"message 5", []string{"message 5"}},
		{"message 128", []string{"message 128"}},
		{"origin 3", []string{"origin 3"}},
		{"segment 1", []string{"segment 1"}},
		{"AS 23456", []string{"AS 23456"}},
		{"as64500", []string{"AS 64500"}},
		{"afi 25", []string{"afi 25"}},
		{"role 3", []string{"role 3"}},
		{"code 6", []string{"6 "}},
		{"OTC", []string{"attribute 35"}},
		{"prefix_sid", []string{"attribute 40"}},
		{"add path", []string{"capability 69"}},
		{"6/77", []string{"6/77"}},
		{"200/1", []string{"200/1"}},
		{"6.9", []string{"6/9"}},
		{"(3.11)", []string{"3/11"}},
		{"NO_EXPORT", []string{"community 65535:65281 NO_EXPORT"}},
		{"no-advertise", []string{"community 65535:65282"}},
		{"65535:65281", []string{"community 65535:65281 NO_EXPORT"}},
		{"0xFFFFFF01", []string{"community 65535:65281 NO_EXPORT"}},
		{"4294967041", []string{"community 65535:65281 NO_EXPORT"}},
		{"community 65535:666", []string{"community 65535:666 BLACKHOLE"}},
		{"64500:7", []string{"community 64500:7"}},
		{"AS_TRANS", []string{"AS 23456"}},
		{"interface-down", []string{"reason interface-down"}},
		{"interface down", []string{"reason interface-down"}},
		{"reason bfd-down", []string{"reason bfd-down"}},
		{"0", []string{"0 as a last error", "attribute 0", "capability 0"}},
	} {
		ts, err := Lookup(tc.query)
		if err != nil {
			t.Errorf("%q: %v", tc.query, err)
			continue
		}
		var titles []string
		for _, topic := range ts {
			titles = append(titles, topic.Title)
		}
		for i, w := range tc.want {
			if i >= len(titles) || !strings.HasPrefix(titles[i]+" ", w) {
				t.Errorf("%q: %q, want %q", tc.query, titles, tc.want)
				break
			}
		}
		if len(titles) != len(tc.want) {
			t.Errorf("%q: %d topics %q, want %d", tc.query, len(titles), titles, len(tc.want))
		}
	}
}

func TestLookupFindsNothing(t *testing.T) {
	for _, q := range []string{"", " ", "/", "3/", "/4", "3/999", "300/1", "attribute 300", "nosuchthing", "65536:1", "1:", "6.", "200.1", "1.2.3", "reason x", "99999999999", "\x00\x1b", "0x"} {
		if ts, err := Lookup(q); !errors.Is(err, ErrNoTopic) {
			t.Errorf("%q: %d topics, %v", q, len(ts), err)
		}
	}
}

// TestLookupByName: every name of the registry leads to its own number.
func TestLookupByName(t *testing.T) {
	for code := range 256 {
		for sub := range 256 {
			name := registry.SubcodeName(uint8(code), uint8(sub))
			if name == "" || name == "Unspecific" || name == "Deprecated" {
				continue
			}
			ts, _ := Lookup(name)
			if !slices.ContainsFunc(ts, func(x Topic) bool { return x.Title == itoa(code)+"/"+itoa(sub)+" "+name }) {
				t.Errorf("%q does not lead to %d/%d", name, code, sub)
			}
		}
	}
	for n := range 256 {
		for _, k := range []struct {
			kind  string
			table *registry.Table
		}{{"attribute", &registry.TablePathAttributes}, {"capability", &registry.TableCapabilities}} {
			name := k.table.Name(uint64(n))
			if name == "" || name == "Deprecated" {
				continue
			}
			ts, _ := Lookup(name)
			if !slices.ContainsFunc(ts, func(x Topic) bool { return strings.HasPrefix(x.Title, k.kind+" "+itoa(n)) }) {
				t.Errorf("%q does not lead to %s %d", name, k.kind, n)
			}
		}
	}
}

// TestEveryReasonHasATopic: each reason of the texts can be asked for, and its topic shows no placeholder.
func TestEveryReasonHasATopic(t *testing.T) {
	for head := range kbEntries(t) {
		f := strings.Fields(head)
		if len(f) != 2 || f[0] != "reason" {
			continue
		}
		ts, err := Lookup(head)
		if err != nil || len(ts) != 1 || ts[0].Title != head || len(ts[0].Sections) < 2 {
			t.Errorf("%q: %+v %v", head, ts, err)
			continue
		}
		for _, s := range ts[0].Sections {
			for _, l := range s.Lines {
				if strings.ContainsAny(l, "{}[]") {
					t.Errorf("%q: %q", head, l)
				}
			}
		}
	}
}

func TestReservedAttribute(t *testing.T) {
	ts, _ := Lookup("attribute 0")
	if len(ts) != 1 || strings.Contains(strings.Join(ts[0].Sections[0].Lines, " "), "Partial") {
		t.Errorf("%+v", ts)
	}
}

func TestTopicsAreWhole(t *testing.T) {
	for _, q := range []string{"3/4", "attribute 7", "capability 69", "message 2", "origin 0", "code 7"} {
		ts, err := Lookup(q)
		if err != nil || len(ts) != 1 || len(ts[0].Refs) == 0 || len(ts[0].Sections) < 2 {
			t.Errorf("%q: %+v %v", q, ts, err)
			continue
		}
		for _, r := range ts[0].Refs {
			if strings.ContainsAny(r, "[]") {
				t.Errorf("%q: reference %q", q, r)
			}
		}
	}
}

func BenchmarkLookupWords(b *testing.B) {
	for b.Loop() {
		if _, err := Lookup("error peer AS"); err != nil {
			b.Fatal(err)
		}
	}
}
