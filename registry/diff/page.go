package diff

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

// Page is one official page.
type Page struct {
	ID      string // "bgp-parameters"
	Updated string // date the page carries, may be empty
	File    string // where it was read from
	tables  []*table
}

// table is one registry element that has records of its own, or could have.
type table struct {
	id, title string
	records   []*element
}

// ReadPage reads one XML page; name is used in errors.
func ReadPage(name string, r io.Reader) (*Page, error) {
	root, err := parse(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	p := &Page{ID: root.attribute("id"), Updated: root.child("updated"), File: name}
	if p.ID == "" {
		return nil, fmt.Errorf("%s: not an IANA page: the root element has no id", name)
	}
	p.collect(root)
	return p, nil
}

// collect lists the registries below e, depth first.
func (p *Page) collect(e *element) {
	if recs := e.all("record"); len(recs) > 0 || e.attribute("id") != p.ID {
		p.tables = append(p.tables, &table{e.attribute("id"), e.child("title"), recs})
	}
	for _, c := range e.all("registry") {
		p.collect(c)
	}
}

func (p *Page) find(id string) *table {
	for _, t := range p.tables {
		if t.id == id {
			return t
		}
	}
	return nil
}

// ReadPages reads every *.xml file below dir.
func ReadPages(dir fs.FS) ([]*Page, error) {
	var out []*Page
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(path.Ext(name), ".xml") {
			return err
		}
		f, err := dir.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		p, err := ReadPage(name, f)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(out, func(q *Page) bool { return q.ID == p.ID }); i >= 0 {
			return fmt.Errorf("%s: page %s was already read from %s", name, p.ID, out[i].File)
		}
		out = append(out, p)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("no .xml file in the folder")
	}
	return out, err
}

// row is a record in the normalised layout. extra holds only columns the XML can fill.
type row struct {
	first, last uint64
	cell        map[string]string // by column name: name, status, expiry, reference ...
}

// elementColumns tells in which column of a source table an element of a record ends up; the first that exists counts.
var elementColumns = map[string][]string{
	"controller": {"change_controller"}, "registration": {"registration_date"}, "hex": {"hex"}, "shortname": {"short_name"},
	"data-plane": {"data_plane"}, "allowed": {"allowed_in_generic_metric"}, "note": {"assignment_notes"},
	"lad": {"label_advertisement_discipline"}, "notes": {"notes_registration_date"}, "ipv6": {"ipv6_name", "ipv6_extension_header"},
	"signature": {"signature_algorithm"}, "description": {"description", "protocol"}, "space": {"value_binary"},
}

// naming lists the elements that name a record, most telling first.
var naming = [...]string{"name", "code", "description", "attribute", "type", "ipv4", "digest"}

// normalise turns a record into the layout of t.
func normalise(t *source.Table, rec *element) (row, error) {
	value := rec.child("value")
	if value == "" {
		value = rec.child("decimal_space")
	}
	r := row{cell: map[string]string{}}
	var err error
	if r.first, r.last, err = source.ParseValue(t.Kind, value); err != nil {
		return r, err
	}
	n := source.SplitName(nameOf(rec))
	if n.Text == "" {
		return r, fmt.Errorf("value %s has no name", value)
	}
	r.cell["name"], r.cell["status"], r.cell["expiry"] = n.Text, n.Status, n.Expiry
	r.cell["reference"] = source.Clean(references(rec))
	optional := map[string]string{"registered": n.Registered, "extended": n.Extended, "subtable": n.Subtable,
		"status_note": n.Note, "date": rec.attribute("date")}
	for _, col := range t.Columns {
		if v, ok := optional[col]; ok {
			r.cell[col] = v
		}
	}
	for el, cols := range elementColumns {
		for _, col := range cols {
			if slices.Contains(t.Columns, col) {
				r.cell[col] = source.Clean(rec.child(el))
				break
			}
		}
	}
	return r, nil
}

// nameOf gives the first naming element that is not empty.
func nameOf(rec *element) string {
	for _, el := range naming {
		if s := rec.child(el); s != "" {
			return s
		}
	}
	return ""
}

// references joins a record's references; they are direct children or stand in a reference element.
func references(rec *element) string {
	var b strings.Builder
	for _, k := range rec.kids {
		c, ok := k.(*element)
		switch {
		case !ok:
		case c.name == "xref":
			b.WriteString(c.reference())
		case c.name == "reference":
			b.WriteString(c.text())
		}
	}
	return b.String()
}
