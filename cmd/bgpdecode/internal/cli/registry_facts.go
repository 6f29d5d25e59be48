package cli

import (
	"fmt"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// fact is one line about an entry: what, and its text.
type fact struct{ name, text string }

// facts gives what the tables and the overlays say of an entry, in the order to read it.
func facts(h hit) []fact {
	t, r := h.table, h.row
	var all []fact
	add := func(name, text string) {
		if text != "" {
			all = append(all, fact{name, text})
		}
	}
	add("table", t.Title+" ("+t.ID+")")
	if r.First != r.Last {
		add("range", t.ValueText(r))
	}
	add("symbol", symbolOf(t, r))
	status := r.Status.String()
	if r.Expiry != "" {
		status += ", expires " + r.Expiry
	}
	add("status", status)
	for i, name := range t.Extra {
		if i < len(r.Extra) {
			add(strings.ReplaceAll(strings.ToLower(name), "_", " "), r.Extra[i])
		}
	}
	add("reference", r.Ref)
	add("assigned by", t.Procedure(h.asked))
	switch {
	case t == &registry.TablePathAttributes && h.asked < 256:
		all = append(all, attrFacts(registry.Attr(uint8(h.asked)))...)
	case t == &registry.TableCapabilities && h.asked < 256:
		all = append(all, capFacts(registry.Cap(uint8(h.asked)))...)
	}
	return all
}

// attrFacts is what the RFCs say about a path attribute.
func attrFacts(r *registry.AttrRule) []fact {
	if !r.Known {
		return nil
	}
	all := []fact{
		{"class", fmt.Sprintf("%s (flags 0x%02x; the Partial bit is for those who pass it on)", r.Class, r.Flags)},
		{"length", r.Len.Both()},
	}
	if r.Class != registry.ClassOptionalTransitive {
		all[0].text = fmt.Sprintf("%s (flags 0x%02x)", r.Class, r.Flags)
	}
	malformed := r.MalformedEBGP.String()
	if r.MalformedIBGP != r.MalformedEBGP {
		malformed = r.MalformedEBGP.String() + " from an external peer, " + r.MalformedIBGP.String() + " from an internal one"
	}
	for _, f := range []fact{
		{"mandatory", r.Mandatory},
		{"if malformed", malformed + cited(r.MalformedRef)},
		{"if flags wrong", r.FlagConflict.String()},
		{"defined in", r.Ref},
		{"note", r.Note},
	} {
		if f.text != "" {
			all = append(all, f)
		}
	}
	if r.LowCertainty {
		all = append(all, fact{"certainty", "low: one source, or memory"})
	}
	return all
}

// capFacts is what the RFCs say about a capability.
func capFacts(r *registry.CapRule) []fact {
	if !r.Known {
		return nil
	}
	all := []fact{{"length", r.LengthText()}}
	for _, f := range []fact{{"wrong length", r.WrongLength}, {"defined in", r.Ref}, {"note", r.Note}} {
		if f.text != "" {
			all = append(all, f)
		}
	}
	return all
}

func cited(ref string) string {
	if ref == "" {
		return ""
	}
	return " (" + ref + ")"
}
