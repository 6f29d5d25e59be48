package diff

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

var update = flag.Bool("update", false, "rewrite the expected reports")

func compareDir(t *testing.T, dir string) (string, Result) {
	t.Helper()
	tables, err := source.Load(os.DirFS("testdata/source"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := ReadPages(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	res, err := Compare(&out, tables, Loose{{"sample-subcodes", "name"}: true}, pages)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), res
}

func TestSameEdition(t *testing.T) {
	out, res := compareDir(t, "testdata/same")
	want := "4 tables compared, 0 differences\nno XML for the pages other\n"
	if out != want || res != (Result{Tables: 4}) {
		t.Errorf("%+v\n%s", res, out)
	}
}

func TestNewerEdition(t *testing.T) {
	out, res := compareDir(t, "testdata/newer")
	golden := filepath.Join("testdata", "newer.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if out != string(want) {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	if res.Tables != 3 || res.Changes == 0 {
		t.Errorf("%+v", res)
	}
}

func TestReadPagesErrors(t *testing.T) {
	const open = `<registry xmlns="http://www.iana.org/assignments" id="p">`
	tests := []struct{ name, xml, want string }{
		{"cut off", open + "\n<title>x", "p.xml: line 2"},
		{"crossed", open + "\n\n<a></b>", "p.xml: line 3"},
		{"empty", "", "no element"},
		{"text", "hello", "p.xml"},
		{"html", "<html><body/></html>", "not an IANA page"},
		{"other namespace", `<registry id="p"/>`, "not an IANA page"},
		{"two roots", open + "</registry>" + open + "</registry>", "not an IANA page"},
		{"no id", `<registry xmlns="http://www.iana.org/assignments"/>`, "no id"},
		{"charset", `<?xml version="1.0" encoding="koi8-r"?>` + open + "</registry>", "not UTF-8"},
		{"deep", open + strings.Repeat("<registry>", 1000), "too deep"},
		{"entity", open + "<title>&lol;</title></registry>", "line 1"},
	}
	for _, tt := range tests {
		_, err := ReadPages(fstest.MapFS{"p.xml": {Data: []byte(tt.xml)}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
	if _, err := ReadPages(fstest.MapFS{"readme.txt": {Data: []byte("x")}}); err == nil {
		t.Error("a folder without XML: want an error")
	}
	page := &fstest.MapFile{Data: []byte(open + "</registry>")}
	if _, err := ReadPages(fstest.MapFS{"a.xml": page, "b/p.xml": page}); err == nil || !strings.Contains(err.Error(), "a.xml") {
		t.Errorf("the same page twice: %v", err)
	}
	if _, err := ReadPages(os.DirFS("testdata/no-such-folder")); err == nil {
		t.Error("no folder: want an error")
	}
}

func TestReference(t *testing.T) {
	tests := map[string]string{
		`<xref type="rfc" data="rfc4271"/>`:                                                        "[RFC4271]",
		`<xref type="rfc" data="rfc9552" section="5.3.1"/>`:                                        "[RFC9552, Section 5.3.1]",
		`<xref type="rfc" data="rfc9552" appendix="A"/>`:                                           "[RFC9552, Appendix A]",
		`<xref type="draft" data="draft-a-b-01"/>`:                                                 "[draft-a-b-01]",
		`<xref type="draft" data="RFC-ietf-idr-nhc-07"/>`:                                          "[RFC-ietf-idr-nhc-07]",
		`<xref type="rfc-errata" data="4493"/>`:                                                    "[RFC Errata 4493]",
		`<xref type="rfc" data="rfc9350">RFC9350, Sections 6.4 and 7.4</xref>`:                     "[RFC9350, Sections 6.4 and 7.4]",
		`<xref type="rfc-errata" data="1">1, 2</xref>`:                                             "[RFC Errata 1, 2]",
		`<xref type="registry" data="mrt"/>`:                                                       "[IANA registry mrt]",
		`<xref type="note" data="1"/>`:                                                             "[1]",
		`<xref type="uri" data="https://example.net/" lastupdated="2020-01-01"/>`:                  "[https://example.net/] (2020-01-01)",
		`<xref type="person" data="Eric_Rosen"/>`:                                                  "[Eric_Rosen]",
		`<xref type="uri" data="https://example.net/"/>`:                                           "[https://example.net/]",
		`<xref type="text">Free  text,` + "\n" + `1996.</xref>`:                                    "[Free text, 1996.]",
		`<reference><xref type="rfc" data="rfc1"/> and <xref type="rfc" data="rfc2"/></reference>`: "[RFC1] and [RFC2]",
	}
	for in, want := range tests {
		root, err := parse(strings.NewReader(`<registry xmlns="` + namespace + `"><record>` + in + `</record></registry>`))
		if err != nil {
			t.Fatal(err)
		}
		if got := references(root.all("record")[0]); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// TestRoundTrip writes the project's own tables as IANA would and expects no difference.
func TestRoundTrip(t *testing.T) {
	tables, err := source.Load(os.DirFS("../iana"))
	if err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{}
	for _, x := range tables {
		if x.Page == "" {
			continue
		}
		name := x.Page + "/" + x.Page + ".xml"
		if dir[name] == nil {
			dir[name] = &fstest.MapFile{Data: []byte(`<registry xmlns="` + namespace + `" id="` + x.Page + `">`)}
		}
		dir[name].Data = append(dir[name].Data, writeXML(x)...)
	}
	for _, f := range dir {
		f.Data = append(f.Data, "</registry>"...)
	}
	pages, err := ReadPages(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	res, err := Compare(&out, tables, nil, pages)
	if err != nil || res != (Result{Tables: 151}) {
		t.Errorf("%+v, %v\n%s", res, err, out.String())
	}
}

func writeXML(x *source.Table) []byte {
	var b bytes.Buffer
	cell := func(el, s string) {
		if s != "" {
			fmt.Fprintf(&b, "<%s>", el)
			xml.EscapeText(&b, []byte(s))
			fmt.Fprintf(&b, "</%s>", el)
		}
	}
	fmt.Fprintf(&b, "<registry id=%q>", x.Registry)
	cell("title", x.Title)
	elements := map[string]bool{}
	var name string
	for _, e := range x.Elements {
		elements[e] = true
	}
	for _, e := range naming {
		if name == "" && elements[e] {
			name = e
		}
	}
	for _, r := range x.Rows {
		c := cells(x, r)
		fmt.Fprintf(&b, "<record date=%q>", c["date"])
		if elements["decimal_space"] {
			cell("decimal_space", r.Value)
		} else {
			cell("value", r.Value)
		}
		cell(name, officialName(r, c))
		for el, cols := range elementColumns {
			for _, col := range cols {
				if _, ok := c[col]; ok && el != name {
					cell(el, c[col])
					break
				}
			}
		}
		if r.Reference != "" {
			b.WriteString("<reference>")
			xml.EscapeText(&b, []byte(r.Reference))
			b.WriteString("</reference>")
		}
		b.WriteString("</record>")
	}
	b.WriteString("</registry>")
	return b.Bytes()
}

// officialName puts status, dates and pointers back into the name, as IANA writes them.
func officialName(r source.Row, c map[string]string) string {
	s := r.Name
	if c["subtable"] != "" {
		s += ` (Sub-Types are defined in the "` + c["subtable"] + `" registry)`
	}
	switch note := c["status_note"]; {
	case r.Status == source.Temporary:
		s += " (TEMPORARY - registered " + c["registered"]
		if c["extended"] != "" {
			s += ", extension registered " + c["extended"]
		}
		s += ", expires " + r.Expiry + ")"
	case note == "deprecated" || note == "historic" || note == "obsolete":
		s += " (" + note + ")"
	case note != "":
		s += " (" + note + ")"
	case r.Status == source.Deprecated && r.Name != "Deprecated":
		s += " (deprecated)"
	}
	return s
}

// FuzzReadPage checks that no input panics, and that reading the same input twice gives the same.
func FuzzReadPage(f *testing.F) {
	for _, name := range []string{"testdata/same/sample.xml", "testdata/newer/nested/sample.XML"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	tables, err := source.Load(os.DirFS("testdata/source"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ReadPage("x.xml", bytes.NewReader(b))
		if err != nil {
			return
		}
		var one, two bytes.Buffer
		if _, err := Compare(&one, tables, nil, []*Page{p}); err != nil {
			t.Fatal(err)
		}
		if _, err := Compare(&two, tables, nil, []*Page{p}); err != nil || one.String() != two.String() {
			t.Errorf("two runs differ: %v", err)
		}
	})
}
