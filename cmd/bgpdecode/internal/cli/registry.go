package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/registry"
)

func (a *app) registryCommand() *cobra.Command {
	var asJSON bool
	var width int
	c := &cobra.Command{
		Use:   "registry [TABLE] [WORD|NUMBER]",
		Short: "List, search and show the tables of code points",
		Long: `Shows IANA's tables of BGP code points, with what IANA has not: legal lengths, what RFC 7606 makes of a malformed
attribute, short symbols, and legacy and vendor uses of a number. Nothing is fetched: the tables are part of the
program, and their date is shown.

  no argument        lists the tables
  TABLE              shows a table; a part of its name or title will do
  TABLE NUMBER       shows one entry in full; decimal or 0x hexadecimal
  TABLE WORD         searches names and references in a table
  WORD or NUMBER     searches all tables`,
		Example: examples(
			"bgpdecode registry",
			"bgpdecode registry path-attributes 35",
			"bgpdecode registry capability-codes",
			"bgpdecode registry error-subcodes-cease shutdown",
			"bgpdecode registry 'graceful restart'",
			"bgpdecode registry --json path-attributes 40",
		),
		RunE: func(_ *cobra.Command, args []string) error {
			q, err := ask(a.shownTexts(args))
			if err != nil {
				return err
			}
			if asJSON {
				return a.registryJSON(q)
			}
			if err := checkWidth(width); err != nil {
				return err
			}
			return a.registryText(q, a.s.Width(width))
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			for _, t := range registry.Tables() {
				if len(args) == 0 && strings.HasPrefix(t.ID, prefix) {
					ids = append(ids, t.ID+"\t"+t.Title)
				}
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object per table or entry and line")
	c.Flags().IntVar(&width, "width", 0, "columns to write in (default: those of the terminal, else 80)")
	return c
}

// answer is what a question to the registry gave.
type answer struct {
	tables []*registry.Table // the tables that were asked for; all of them when there is no word
	word   string            // what to look for in them, "" for everything
	hits   []hit             // entries that match, with word
	list   bool              // list the tables, not what is in them
}

// hit is an entry of a table.
type hit struct {
	table *registry.Table
	row   registry.Row
	asked uint64 // the number that was asked for
	exact bool   // asked for by number: asked is set
}

// ask answers a question: which table the first words name, and what of it is wanted.
func ask(args []string) (answer, error) {
	words := strings.Fields(strings.Join(args, " "))
	if len(words) == 0 {
		return answer{tables: registry.Tables(), list: true}, nil
	}
	whole := strings.Join(words, " ")
	if _, number := parseNumber(whole); !number {
		switch t := tablesFor(whole); {
		case len(t) == 1:
			return answer{tables: t}, nil
		case len(t) > 1:
			return answer{tables: t, list: true, hits: searchAll(registry.Tables(), whole, false)}, nil
		}
	}
	// As many words as name a table, the rest is what to look for in it.
	for n := len(words) - 1; n > 0; n-- {
		if _, number := parseNumber(words[0]); n == 1 && number {
			break
		}
		t := tablesFor(strings.Join(words[:n], " "))
		if len(t) == 0 {
			continue
		}
		word := strings.Join(words[n:], " ")
		if hits := searchAll(t, word, true); len(hits) > 0 {
			return answer{tables: t, word: word, hits: hits}, nil
		}
		if len(t) == 1 {
			return answer{}, nothingf("no entry %q in %s (%s)", word, t[0].ID, t[0].Title)
		}
	}
	if hits := searchAll(registry.Tables(), whole, false); len(hits) > 0 {
		return answer{tables: registry.Tables(), word: whole, hits: hits}, nil
	}
	return answer{}, nothingf("no table and no entry matches %q%s", whole, nearNames(words[0]))
}

// tableCalled gives the table that people mean by an everyday word, or nil.
func tableCalled(word string) *registry.Table {
	switch strings.TrimSuffix(strings.ToLower(word), "s") {
	case "attribute", "attr", "path attribute":
		return &registry.TablePathAttributes
	case "capability", "capabilitie", "cap":
		return &registry.TableCapabilities
	case "message", "message type":
		return &registry.TableMessageTypes
	case "notification", "error", "error code":
		return &registry.TableErrorCodes
	case "afi":
		return &registry.TableAFI
	case "safi":
		return &registry.TableSAFI
	case "community", "communitie":
		return &registry.TableWellKnownCommunities
	case "parameter", "optional parameter":
		return &registry.TableOptionalParameterTypes
	}
	return nil
}

// tablesFor gives the tables that a word names: an everyday word, an id, the end of an id, or a part of id or title.
func tablesFor(word string) []*registry.Table {
	if t := tableCalled(word); t != nil {
		return []*registry.Table{t}
	}
	found := registry.FindTables(word)
	if len(found) < 2 {
		if len(found) == 0 && strings.Contains(word, " ") {
			return tablesFor(strings.ReplaceAll(word, " ", "-"))
		}
		return found
	}
	dashed := strings.ToLower(strings.ReplaceAll(word, " ", "-"))
	for _, t := range found {
		if strings.HasSuffix(t.ID, "-"+dashed) || strings.EqualFold(t.Title, word) {
			return []*registry.Table{t}
		}
	}
	return found
}

// searchAll gives the entries that match a number, a value as the table prints it, or a word. Without all, entries that
// are free or reserved are left out where the word is a number.
func searchAll(tables []*registry.Table, word string, all bool) []hit {
	var hits []hit
	for _, t := range tables {
		hits = append(hits, search(t, word, all)...)
	}
	return hits
}

func search(t *registry.Table, word string, all bool) []hit {
	for _, r := range t.Rows {
		if r.Label != "" && strings.EqualFold(r.Label, word) {
			return []hit{{table: t, row: r, asked: r.First, exact: true}}
		}
	}
	if n, ok := parseNumber(word); ok {
		if t.Kind == registry.KindLetter || t.Kind == registry.KindBin && !all {
			return nil
		}
		r, ok := t.Lookup(n)
		if !ok || !all && (r.Status == registry.StatusUnassigned || r.Status == registry.StatusReserved || r.Status == registry.StatusExperimental) {
			return nil
		}
		return []hit{{table: t, row: r, asked: n, exact: true}}
	}
	var hits []hit
	low := strings.ToLower(word)
	for _, r := range t.Rows {
		if matches(t, r, low) {
			hits = append(hits, hit{table: t, row: r, asked: r.First})
		}
	}
	return hits
}

// matches reports whether an entry has a lower-case word in its name, symbol, references or legacy names. Underscores,
// dashes and blanks are the same: people write AS_PATH, as-path and "as path".
func matches(t *registry.Table, r registry.Row, word string) bool {
	for _, text := range [...]string{r.Name, symbolOf(t, r), r.Ref} {
		if plain(text, word) {
			return true
		}
	}
	if r.First == r.Last {
		for _, l := range registry.LegacyUses(t.ID, r.First) {
			if plain(l.Name, word) {
				return true
			}
		}
	}
	return false
}

func plain(text, word string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, word) || strings.Contains(unite(text), unite(word))
}

func unite(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' {
			return ' '
		}
		return r
	}, s)
}

// symbolOf gives the short name of an attribute, a capability or an address family.
func symbolOf(t *registry.Table, r registry.Row) string {
	if r.First != r.Last {
		return ""
	}
	switch {
	case t == &registry.TablePathAttributes && r.First < 256:
		return registry.Attr(uint8(r.First)).Symbol
	case t == &registry.TableCapabilities && r.First < 256:
		return registry.Cap(uint8(r.First)).Symbol
	case t == &registry.TableAFI && r.First < 1<<16:
		return differs(registry.AFI(r.First).String(), r.Name)
	case t == &registry.TableSAFI && r.First < 256:
		return differs(registry.SAFI(r.First).String(), r.Name)
	}
	return ""
}

func differs(symbol, name string) string {
	if symbol == name || strings.HasPrefix(symbol, "AFI ") || strings.HasPrefix(symbol, "SAFI ") {
		return ""
	}
	return symbol
}

// parseNumber reads a decimal or 0x number.
func parseNumber(word string) (uint64, bool) {
	base := 10
	if rest, ok := strings.CutPrefix(strings.ToLower(word), "0x"); ok {
		word, base = rest, 16
	}
	n, err := strconv.ParseUint(word, base, 64)
	return n, err == nil
}

// nearNames gives tables and names that look like a word that matched nothing.
func nearNames(word string) string {
	var names []string
	for _, t := range registry.Tables() {
		for part := range strings.SplitSeq(t.ID, "-") {
			if nearest(word, []string{part}) != "" && len(names) < 5 {
				names = append(names, t.ID)
				break
			}
		}
		for _, r := range t.Rows {
			if len(names) < 5 && (nearest(word, []string{strings.ToLower(r.Name)}) != "" || nearest(word, []string{strings.ToLower(symbolOf(t, r))}) != "") {
				names = append(names, r.Name+" ("+t.ID+" "+t.ValueText(r)+")")
			}
		}
	}
	if len(names) == 0 {
		return "; \"bgpdecode registry\" lists the tables"
	}
	return ". Near it: " + strings.Join(names, ", ")
}
