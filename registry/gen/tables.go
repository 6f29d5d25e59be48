package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

var statusConst = map[string]string{
	source.Assigned: "StatusAssigned", source.Deprecated: "StatusDeprecated", source.Temporary: "StatusTemporary",
	source.Reserved: "StatusReserved", source.Unassigned: "StatusUnassigned", source.Experimental: "StatusExperimental",
}

var kindConst = map[source.Kind]string{
	source.Dec: "KindDec", source.Hex: "KindHex", source.Bit: "KindBit", source.Bin: "KindBin", source.Letter: "KindLetter",
}

// rule is one line of registration-ranges.csv.
type rule struct{ first, last, procedure string }

// writeTables writes one file of tables per IANA page, and the list of all.
func writeTables(raw map[string]*bytes.Buffer, tables []*source.Table, dir fs.FS) error {
	rules, err := loadRules(dir, tables)
	if err != nil {
		return err
	}
	day, err := fs.ReadFile(dir, "SNAPSHOT")
	if err != nil {
		return err
	}
	list := file(raw, "tables_gen.go")
	fmt.Fprintf(list, "// AsOf is the day of the snapshot of IANA's pages that the tables were made from.\nconst AsOf = %q\n\n", strings.TrimSpace(string(day)))
	fmt.Fprintf(list, "var allTables = [...]*Table{\n")
	for _, t := range tables {
		if kindConst[t.Kind] == "" {
			return fmt.Errorf("%s: kind %q", t.ID, t.Kind)
		}
		page := t.Page
		if page == "" {
			page = "rfc"
		}
		name := "tables_" + strings.ReplaceAll(page, "-", "_") + "_gen.go"
		writeTable(file(raw, name), t, rules[t.ID])
		fmt.Fprintf(list, "&Table%s,\n", t.Go)
	}
	fmt.Fprintf(list, "}\n")
	return nil
}

func writeTable(b *bytes.Buffer, t *source.Table, rules []rule) {
	rows := slices.Clone(t.Rows)
	slices.SortStableFunc(rows, func(x, y source.Row) int {
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.Last, y.Last))
	})
	fmt.Fprintf(b, "// Table%s is %q (%s).\nvar Table%s = Table{\n", t.Go, t.Title, t.ID, t.Go)
	fmt.Fprintf(b, "ID: %q, Title: %q, Page: %q, Registry: %q,\n", t.ID, t.Title, t.Page, t.Registry)
	fmt.Fprintf(b, "Kind: %s, Width: %d, Updated: %q,", kindConst[t.Kind], t.Width, t.AsOf)
	if overlaps(rows) {
		fmt.Fprintf(b, " overlap: true,")
	}
	if len(t.Columns) > 0 {
		fmt.Fprintf(b, "\nExtra: %#v,", t.Columns)
	}
	fmt.Fprintf(b, "\nRows: []Row{\n")
	for _, r := range rows {
		writeRow(b, t, r)
	}
	fmt.Fprintf(b, "},\n")
	if len(rules) > 0 {
		fmt.Fprintf(b, "Rules: []Rule{\n")
		for _, r := range rules {
			fmt.Fprintf(b, "{%s, %s, %q},\n", r.first, r.last, r.procedure)
		}
		fmt.Fprintf(b, "},\n")
	}
	fmt.Fprintf(b, "}\n\n")
}

func writeRow(b *bytes.Buffer, t *source.Table, r source.Row) {
	fmt.Fprintf(b, "{First: %s, Last: %s,", number(t.Kind, r.First), number(t.Kind, r.Last))
	if t.Kind == source.Bin || t.Kind == source.Letter {
		fmt.Fprintf(b, " Label: %q,", r.Value)
	}
	fmt.Fprintf(b, " Name: %q, Status: %s", r.Name, statusConst[r.Status])
	if r.Expiry != "" {
		fmt.Fprintf(b, ", Expiry: %q", r.Expiry)
	}
	if r.Reference != "" {
		fmt.Fprintf(b, ", Ref: %q", r.Reference)
	}
	extra := r.Extra
	for len(extra) > 0 && extra[len(extra)-1] == "" {
		extra = extra[:len(extra)-1]
	}
	if len(extra) > 0 {
		fmt.Fprintf(b, ", Extra: %#v", extra)
	}
	fmt.Fprintf(b, "},\n")
}

func number(k source.Kind, v uint64) string {
	if k == source.Hex {
		return fmt.Sprintf("%#x", v)
	}
	return fmt.Sprint(v)
}

// overlaps tells whether rows, sorted, hold some value twice.
func overlaps(rows []source.Row) bool {
	for i := 1; i < len(rows); i++ {
		if rows[i].First <= rows[i-1].Last {
			return true
		}
	}
	return false
}

func loadRules(dir fs.FS, tables []*source.Table) (map[string][]rule, error) {
	recs, err := source.ReadCSV(dir, "registration-ranges.csv", []string{"table", "page", "registry", "value", "hex", "rule"})
	if err != nil {
		return nil, err
	}
	kinds := map[string]source.Kind{"": source.Dec}
	for _, t := range tables {
		kinds[t.ID] = t.Kind
	}
	out := map[string][]rule{}
	for _, r := range recs {
		k, ok := kinds[r[0]]
		if !ok {
			return nil, fmt.Errorf("registration-ranges.csv: no table %q", r[0])
		}
		if r[0] == "" {
			continue // the registry has no rows of its own
		}
		if r[3] == "*" {
			out[r[0]] = append(out[r[0]], rule{"0", "1<<64 - 1", r[5]})
			continue
		}
		for _, part := range strings.Split(r[3], ",") {
			first, last, err := source.ParseValue(k, part)
			if err != nil {
				return nil, fmt.Errorf("registration-ranges.csv: %s: %w", r[0], err)
			}
			out[r[0]] = append(out[r[0]], rule{number(k, first), number(k, last), r[5]})
		}
	}
	return out, nil
}
