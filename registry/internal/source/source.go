// Package source reads the project's own source tables (registry/iana/*.csv, one normalised layout) and knows how IANA
// writes values and names. It serves the generator and the reader of official XML; the programs never link it.
package source

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Table is one source table with its line of index.csv.
type Table struct {
	ID       string   // file name without ".csv"
	Go       string   // Go variable, without the "Table" prefix
	Title    string   // IANA's title
	Page     string   // IANA page, "" for a table that only RFCs keep
	Registry string   // id of the registry element in that page's XML
	Kind     Kind     // how values are written
	Width    int      // bits of the field, 0 if unknown
	AsOf     string   // date the page carries
	Elements []string // children of a record in the XML
	Headings []string // IANA's column headings
	Columns  []string // extra columns after the five common ones
	Rows     []Row
}

// Row is one line of a table.
type Row struct {
	Value, Name, Status, Expiry, Reference string
	First, Last                            uint64
	Extra                                  []string // by Table.Columns
}

// CommonColumns stand first in every source table.
var CommonColumns = []string{"value", "name", "status", "expiry", "reference"}

var indexColumns = []string{"id", "go", "title", "page", "registry", "kind", "width", "as_of", "rows", "elements", "headings"}

// Load reads index.csv and every table it names from dir.
func Load(dir fs.FS) ([]*Table, error) {
	recs, err := ReadCSV(dir, "index.csv", indexColumns)
	if err != nil {
		return nil, err
	}
	var out []*Table
	for _, r := range recs {
		t := &Table{ID: r[0], Go: r[1], Title: r[2], Page: r[3], Registry: r[4], Kind: Kind(r[5]), AsOf: r[7]}
		if r[6] != "" {
			if t.Width, err = strconv.Atoi(r[6]); err != nil {
				return nil, fmt.Errorf("index.csv: %s: width: %w", t.ID, err)
			}
		}
		t.Elements, t.Headings = strings.Fields(r[9]), strings.Split(r[10], "|")
		if err := t.load(dir); err != nil {
			return nil, err
		}
		if n, _ := strconv.Atoi(r[8]); n != len(t.Rows) {
			return nil, fmt.Errorf("index.csv: %s: says %s rows, the file has %d", t.ID, r[8], len(t.Rows))
		}
		out = append(out, t)
	}
	return out, nil
}

// ReadCSV reads a file whose header must begin with want, and gives the records without the header. With want nil the
// header is the first record.
func ReadCSV(dir fs.FS, name string, want []string) ([][]string, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	recs, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if want == nil {
		return recs, nil
	}
	if len(recs) == 0 || len(recs[0]) < len(want) || !slices.Equal(recs[0][:len(want)], want) {
		return nil, fmt.Errorf("%s: header must begin %s", name, strings.Join(want, ","))
	}
	return recs[1:], nil
}

func (t *Table) load(dir fs.FS) error {
	name := t.ID + ".csv"
	recs, err := ReadCSV(dir, name, nil)
	if err != nil {
		return err
	}
	n := len(CommonColumns)
	if len(recs) == 0 || len(recs[0]) < n || !slices.Equal(recs[0][:n], CommonColumns) {
		return fmt.Errorf("%s: header must begin %s", name, strings.Join(CommonColumns, ","))
	}
	t.Columns = recs[0][n:]
	for i, r := range recs[1:] {
		row := Row{Value: r[0], Name: r[1], Status: r[2], Expiry: r[3], Reference: r[4], Extra: r[n:]}
		if row.First, row.Last, err = ParseValue(t.Kind, row.Value); err != nil {
			return fmt.Errorf("%s: line %d: %w", name, i+2, err)
		}
		if row.Name == "" || !knownStatus(row.Status) {
			return fmt.Errorf("%s: line %d: name %q, status %q", name, i+2, row.Name, row.Status)
		}
		t.Rows = append(t.Rows, row)
	}
	return nil
}

func knownStatus(s string) bool {
	switch s {
	case Assigned, Deprecated, Temporary, Reserved, Unassigned, Experimental:
		return true
	}
	return false
}
