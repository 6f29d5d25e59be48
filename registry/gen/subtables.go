package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

// writeSubtables writes the array from extended community type to the table of its sub-types: IANA's own pointers
// (column subtable) and those of ext-community-subtables.csv.
func writeSubtables(raw map[string]*bytes.Buffer, tables []*source.Table, overlay fs.FS) error {
	var at [256]string
	for _, t := range tables {
		col := slices.Index(t.Columns, "subtable")
		if col < 0 {
			continue
		}
		for _, r := range t.Rows {
			if r.Extra[col] == "" {
				continue
			}
			i := slices.IndexFunc(tables, func(t *source.Table) bool { return strings.EqualFold(t.Title, r.Extra[col]) })
			if i < 0 || r.First != r.Last || r.First > 255 {
				return fmt.Errorf("%s: %s: sub-types in %q: no such table", t.ID, r.Value, r.Extra[col])
			}
			at[r.First] = tables[i].Go
		}
	}
	recs, err := source.ReadCSV(overlay, "ext-community-subtables.csv", []string{"type", "table"})
	if err != nil {
		return err
	}
	for _, r := range recs {
		v, _, err := source.ParseValue(source.Hex, r[0])
		i := slices.IndexFunc(tables, func(t *source.Table) bool { return t.ID == r[1] })
		if err != nil || i < 0 || v > 255 {
			return fmt.Errorf("ext-community-subtables.csv: %s: no table %q, or bad type", r[0], r[1])
		}
		at[v] = tables[i].Go
	}
	b := file(raw, "subtables_gen.go")
	fmt.Fprintf(b, "var extCommSubtypes = [256]*Table{\n")
	for v, name := range at {
		if name != "" {
			fmt.Fprintf(b, "0x%02x: &Table%s,\n", v, name)
		}
	}
	fmt.Fprintf(b, "}\n")
	return nil
}
