package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

// untyped tells whether the constants of a space are plain numbers.
func untyped(space string) bool { return strings.HasSuffix(space, "Subcode") }

// writeSymbols writes the constants of symbols.csv, and the short names of AFI and SAFI.
func writeSymbols(raw map[string]*bytes.Buffer, dir fs.FS) error {
	recs, err := source.ReadCSV(dir, "symbols.csv", []string{"space", "value", "go", "symbol"})
	if err != nil {
		return err
	}
	b := file(raw, "consts_gen.go")
	symbols := map[string][]string{}
	for i, r := range recs {
		if i == 0 || recs[i-1][0] != r[0] {
			if i > 0 {
				fmt.Fprintf(b, ")\n\n")
			}
			fmt.Fprintf(b, "// %s values.\nconst (\n", r[0])
		}
		typ := r[0]
		if untyped(typ) {
			typ = "uint8"
		}
		fmt.Fprintf(b, "%s %s = %s\n", r[2], typ, r[1])
		if r[3] != "" {
			symbols[r[0]] = append(symbols[r[0]], fmt.Sprintf("{%s, %q},\n", r[1], r[3]))
		}
	}
	fmt.Fprintf(b, ")\n\n")
	for _, space := range [...]string{"AFI", "SAFI"} {
		fmt.Fprintf(b, "var %sSymbols = [...]symbol{\n%s}\n\n", strings.ToLower(space), strings.Join(symbols[space], ""))
	}
	return nil
}

var classConst = map[string]string{
	"": "ClassUnknown", "well-known-mandatory": "ClassWellKnownMandatory", "well-known-discretionary": "ClassWellKnownDiscretionary",
	"optional-transitive": "ClassOptionalTransitive", "optional-nontransitive": "ClassOptionalNonTransitive",
}

var actionConst = map[string]string{
	"": "ActionNone", "attribute-discard": "ActionAttributeDiscard", "treat-as-withdraw": "ActionTreatAsWithdraw",
	"afi-safi-disable": "ActionAFISAFIDisable", "session-reset": "ActionSessionReset",
}

var attrColumns = []string{"code", "go", "symbol", "class", "flags", "length", "malformed_ibgp", "malformed_ebgp", "flag_conflict",
	"certainty", "mandatory", "reference", "malformed_reference", "note"}

// writeAttributes writes the constants and rules of attributes.csv. Rule 0 stands for every unknown code.
func writeAttributes(raw map[string]*bytes.Buffer, dir fs.FS) error {
	recs, err := source.ReadCSV(dir, "attributes.csv", attrColumns)
	if err != nil {
		return err
	}
	b := file(raw, "attr_gen.go")
	writeConsts(b, "AttrCode", "Attr", recs)
	if err := writeIndex(b, "attrIndex", recs); err != nil {
		return fmt.Errorf("attributes.csv: %w", err)
	}
	fmt.Fprintf(b, "var attrRules = [...]AttrRule{\n{Len: LengthRule{Step: 1}},\n")
	for _, r := range recs {
		length, err := lengthRule(r[5])
		if err != nil {
			return fmt.Errorf("attributes.csv: %s: %w", r[0], err)
		}
		class, ok := classConst[r[3]]
		if !ok {
			return fmt.Errorf("attributes.csv: %s: class %q", r[0], r[3])
		}
		fmt.Fprintf(b, "{Code: %s, Symbol: %q, Len: %s", r[0], r[2], length)
		if r[3] != "" {
			fmt.Fprintf(b, ", Known: true, Class: %s, Flags: %s", class, r[4])
		}
		for i, name := range [...]string{"MalformedIBGP", "MalformedEBGP", "FlagConflict"} {
			act, ok := actionConst[r[6+i]]
			if !ok {
				return fmt.Errorf("attributes.csv: %s: action %q", r[0], r[6+i])
			}
			if r[6+i] != "" {
				fmt.Fprintf(b, ", %s: %s", name, act)
			}
		}
		switch r[9] {
		case "":
		case "low":
			fmt.Fprintf(b, ", LowCertainty: true, FlagConflictLow: true")
		case "flag-low":
			fmt.Fprintf(b, ", FlagConflictLow: true")
		default:
			return fmt.Errorf("attributes.csv: %s: certainty %q", r[0], r[9])
		}
		writeText(b, []string{"Mandatory", "Ref", "MalformedRef", "Note"}, r[10:])
		fmt.Fprintf(b, "},\n")
	}
	fmt.Fprintf(b, "}\n")
	return nil
}

// writeCapabilities writes the constants and rules of capabilities.csv. Rule 0 stands for every unknown code.
func writeCapabilities(raw map[string]*bytes.Buffer, dir fs.FS) error {
	recs, err := source.ReadCSV(dir, "capabilities.csv", []string{"code", "go", "symbol", "length", "wrong_length", "reference", "note"})
	if err != nil {
		return err
	}
	b := file(raw, "cap_gen.go")
	writeConsts(b, "CapCode", "Cap", recs)
	if err := writeIndex(b, "capIndex", recs); err != nil {
		return fmt.Errorf("capabilities.csv: %w", err)
	}
	fmt.Fprintf(b, "var capRules = [...]CapRule{\n{Len: LengthRule{Step: 1}},\n")
	for _, r := range recs {
		length, err := lengthRule(r[3])
		if err != nil {
			return fmt.Errorf("capabilities.csv: %s: %w", r[0], err)
		}
		fmt.Fprintf(b, "{Code: %s, Known: true, Symbol: %q, Len: %s", r[0], r[2], length)
		writeText(b, []string{"WrongLength", "Ref", "Note"}, r[4:])
		fmt.Fprintf(b, "},\n")
	}
	fmt.Fprintf(b, "}\n")
	return nil
}

func writeConsts(b *bytes.Buffer, typ, prefix string, recs [][]string) {
	fmt.Fprintf(b, "// %s values.\nconst (\n", typ)
	for _, r := range recs {
		fmt.Fprintf(b, "%s%s %s = %s\n", prefix, r[1], typ, r[0])
	}
	fmt.Fprintf(b, ")\n\n")
}

// writeIndex writes the array from code to place in the list of rules.
func writeIndex(b *bytes.Buffer, name string, recs [][]string) error {
	fmt.Fprintf(b, "var %s = [256]uint8{\n", name)
	last := -1
	for i, r := range recs {
		code, err := strconv.ParseUint(r[0], 10, 8)
		if err != nil || int(code) <= last {
			return fmt.Errorf("code %q: want a number above %d", r[0], last)
		}
		last = int(code)
		fmt.Fprintf(b, "%s: %d,\n", r[0], i+1)
	}
	fmt.Fprintf(b, "}\n\n")
	return nil
}

func writeText(b *bytes.Buffer, fields, cells []string) {
	for i, f := range fields {
		if cells[i] != "" {
			fmt.Fprintf(b, ", %s: %q", f, cells[i])
		}
	}
}

// writeLegacy writes legacy.csv, sorted by table and value; lines of one value keep their order.
func writeLegacy(raw map[string]*bytes.Buffer, dir fs.FS) error {
	recs, err := source.ReadCSV(dir, "legacy.csv", []string{"table", "value", "name", "origin", "note", "certainty"})
	if err != nil {
		return err
	}
	values := make([]uint64, len(recs))
	order := make([]int, len(recs))
	for i, r := range recs {
		order[i] = i
		if values[i], err = strconv.ParseUint(r[1], 10, 64); err != nil {
			return fmt.Errorf("legacy.csv: %w", err)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(recs[i][0], recs[j][0]), cmp.Compare(values[i], values[j]))
	})
	b := file(raw, "legacy_gen.go")
	fmt.Fprintf(b, "var legacyUses = [...]Legacy{\n")
	for _, i := range order {
		r := recs[i]
		fmt.Fprintf(b, "{Table: %q, Value: %s, Name: %q", r[0], r[1], r[2])
		writeText(b, []string{"Origin", "Note", "Certainty"}, r[3:])
		fmt.Fprintf(b, "},\n")
	}
	fmt.Fprintf(b, "}\n")
	return nil
}

// writeMasks writes flag-masks.csv in its own order.
func writeMasks(raw map[string]*bytes.Buffer, dir fs.FS) error {
	recs, err := source.ReadCSV(dir, "flag-masks.csv", []string{"table", "flag", "mask", "width", "reference", "certainty"})
	if err != nil {
		return err
	}
	b := file(raw, "masks_gen.go")
	fmt.Fprintf(b, "var flagMasks = [...]FlagMask{\n")
	for _, r := range recs {
		fmt.Fprintf(b, "{Table: %q, Flag: %q, Mask: %s, Width: %s", r[0], r[1], r[2], r[3])
		writeText(b, []string{"Ref", "Certainty"}, r[4:])
		fmt.Fprintf(b, "},\n")
	}
	fmt.Fprintf(b, "}\n")
	return nil
}
