package peer

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestReadFile(t *testing.T) {
	const text = "\ufeff# two peers\r\nas = 64500 # ours\r\n\r\nlisten=[::1]:1790\n" +
		"shutdown-text = \"  see # 7 \" # why\n[192.0.2.1]\n  passive\n\tpeer-as\t=\t64496\nannounce = 198.51.100.0/24#1\nannounce = 0.0.0.0/0\n" +
		"[2001:db8::1] # v6\nrole-strict # not = yes\n[ b ]\n"
	f, err := ReadFile(strings.NewReader(text), "x.conf")
	if err != nil {
		t.Fatal(err)
	}
	want := &File{
		Entries: []Entry{{"as", "64500", 2}, {"listen", "[::1]:1790", 4}, {"shutdown-text", "  see # 7 ", 5}},
		Sections: []Section{
			{"192.0.2.1", 6, []Entry{{"passive", "yes", 7}, {"peer-as", "64496", 8}, {"announce", "198.51.100.0/24#1", 9}, {"announce", "0.0.0.0/0", 10}}},
			{"2001:db8::1", 11, []Entry{{"role-strict", "yes", 12}}},
			{"b", 13, nil},
		},
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("got %+v\nwant %+v", f, want)
	}
}

func TestReadFileErrors(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"no equals sign", "as 64500\n", `x.conf:1: "as 64500" is no setting`},
		{"no key", "\n = 3\n", "x.conf:2: "},
		{"no value", "as =\n", "x.conf:1: as has no value"},
		{"comment for a value", "as = # later\n", "x.conf:1: as has no value"},
		{"open quotes", "as = 1\nshutdown-text = \"oops\n", "x.conf:2: the quotes of shutdown-text"},
		{"text behind quotes", "shutdown-text = \"oops\" no\n", "x.conf:1: the quotes of shutdown-text"},
		{"open section", "[192.0.2.1\n", "x.conf:1: a section is"},
		{"empty section", "[]\n", "x.conf:1: a section is"},
		{"text behind section", "[a] b\n", "x.conf:1: a section is"},
		{"section again", "[a]\n[b]\n[a]\n", "x.conf:3: [a] stands in line 1 already"},
		{"not UTF-8", "as = \xff\n", "x.conf:1: this is not UTF-8"},
		{"value too long", "as = " + strings.Repeat("1", mostValue+1), "x.conf:1: the value of as has more"},
		{"file too long", strings.Repeat("#\n", mostFile), "x.conf:1: the file has more"},
	} {
		_, err := ReadFile(strings.NewReader(tc.text), "x.conf")
		var at *LineError
		if err == nil || !strings.HasPrefix(err.Error(), tc.want) || !errors.As(err, &at) {
			t.Errorf("%s: %v, want %s", tc.name, err, tc.want)
		}
	}
	if _, err := ReadFile(failing{}, "x.conf"); !errors.Is(err, errFailing) {
		t.Errorf("error of the reader: %v", err)
	}
}

var errFailing = errors.New("no such luck")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errFailing }

func FuzzReadFile(f *testing.F) {
	f.Add("as = 1\n[a]\npassive\nx=\"y\" # z\n")
	f.Add("[")
	f.Add("= #")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ReadFile(strings.NewReader(text), "f")
		if err != nil {
			return
		}
		lines := strings.Count(text, "\n") + 1
		check := func(e Entry) {
			if e.Key == "" || e.Value == "" && !strings.Contains(text, `""`) || e.Line < 1 || e.Line > lines || strings.ContainsAny(e.Key+e.Value, "\n") {
				t.Errorf("%q gives %+v", text, e)
			}
		}
		for _, e := range got.Entries {
			check(e)
		}
		for _, s := range got.Sections {
			if s.Name == "" {
				t.Errorf("%q gives a section without a name", text)
			}
			for _, e := range s.Entries {
				check(e)
			}
		}
	})
}
