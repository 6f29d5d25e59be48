package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// Value gives what the codec reads in a piece as the JSON contract has it: maps, lists, and json.Number for numbers.
func Value(dc *codec.Decoder, p codec.Piece, b []byte, ctx codec.Context) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(tree.AppendValue(nil, dc.Decode(p, b, ctx))))
	d.UseNumber()
	var out map[string]any
	err := d.Decode(&out)
	return out, err
}

// Compare calls diff for each path at which ours does not say what theirs does. Keys that only ours has are left out, lists
// must be of one length; what is neither a map nor a list is compared as text. A list's elements share one path: "as[]".
func Compare(ours, theirs any, diff func(path, ours, theirs string)) { compare("", ours, theirs, diff) }

func compare(path string, ours, theirs any, diff func(path, ours, theirs string)) {
	switch t := theirs.(type) {
	case map[string]any:
		o, ok := ours.(map[string]any)
		if !ok {
			diff(path, text(ours), text(theirs))
			return
		}
		for _, k := range slices.Sorted(maps.Keys(t)) {
			compare(strings.TrimPrefix(path+"."+k, "."), o[k], t[k], diff)
		}
	case []any:
		o, ok := ours.([]any)
		if !ok || len(o) != len(t) {
			diff(path, text(ours), text(theirs))
			return
		}
		for i := range t {
			compare(path+"[]", o[i], t[i], diff)
		}
	default:
		if a, b := text(ours), text(theirs); a != b {
			diff(path, a, b)
		}
	}
}

func text(v any) string {
	if v == nil {
		return "nothing"
	}
	return fmt.Sprint(v)
}
