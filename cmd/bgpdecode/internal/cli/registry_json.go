package cli

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// registryJSON writes an answer as one object per line: tables when they are listed, otherwise entries.
func (a *app) registryJSON(q answer) error {
	if q.list {
		for _, t := range q.tables {
			if err := a.writeJSON(tableObject(t)); err != nil {
				return err
			}
		}
		return nil
	}
	hits := q.hits
	if q.word == "" {
		hits = nil
		for _, r := range q.tables[0].Rows {
			hits = append(hits, hit{table: q.tables[0], row: r, asked: r.First})
		}
	}
	for _, h := range hits {
		if err := a.writeJSON(entryObject(h)); err != nil {
			return err
		}
	}
	return nil
}

func tableObject(t *registry.Table) *object {
	return new(object).str("table", t.ID).str("title", t.Title).str("page", t.Page).
		str("updated", t.Updated).num("entries", uint64(len(t.Rows))).str("as_of", registry.AsOf)
}

func entryObject(h hit) *object {
	t, r := h.table, h.row
	o := new(object).str("table", t.ID).str("title", t.Title).str("value", t.ValueText(r)).
		num("first", r.First).num("last", r.Last).str("name", r.Name).str("symbol", symbolOf(t, r)).
		str("status", r.Status.String()).str("expires", r.Expiry).str("reference", r.Ref).
		str("procedure", t.Procedure(h.asked))
	extra := new(object)
	for i, name := range t.Extra {
		if i < len(r.Extra) {
			extra.str(strings.ReplaceAll(strings.ToLower(name), " ", "_"), r.Extra[i])
		}
	}
	o.obj("extra", extra)
	if r.First == r.Last {
		switch {
		case t == &registry.TablePathAttributes && r.First < 256:
			o.obj("attribute", attrObject(registry.Attr(uint8(r.First))))
		case t == &registry.TableCapabilities && r.First < 256:
			o.obj("capability", capObject(registry.Cap(uint8(r.First))))
		}
		var legacy []*object
		for _, l := range registry.LegacyUses(t.ID, r.First) {
			legacy = append(legacy, new(object).str("name", l.Name).str("origin", l.Origin).str("note", l.Note).str("certainty", l.Certainty))
		}
		o.objs("legacy", legacy)
	}
	return o.str("as_of", registry.AsOf)
}

func attrObject(r *registry.AttrRule) *object {
	if !r.Known {
		return new(object)
	}
	return new(object).str("class", r.Class.String()).num("flags", uint64(r.Flags)).str("length", r.Len.Both()).
		str("mandatory", r.Mandatory).str("malformed_ebgp", r.MalformedEBGP.String()).str("malformed_ibgp", r.MalformedIBGP.String()).
		str("flag_conflict", r.FlagConflict.String()).str("reference", r.Ref).str("malformed_reference", r.MalformedRef).
		str("note", r.Note).yes("low_certainty", r.LowCertainty)
}

func capObject(r *registry.CapRule) *object {
	if !r.Known {
		return new(object)
	}
	return new(object).str("length", r.LengthText()).str("wrong_length", r.WrongLength).str("reference", r.Ref).str("note", r.Note)
}
