package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

func (a *app) incidentsCommand() *cobra.Command {
	var asJSON bool
	var width int
	c := &cobra.Command{
		Use:   "incidents [ID|CVE|WORD...]",
		Short: "List and show the known incidents that pastes are compared with",
		Long: `Shows the library of incidents that closed BGP sessions in many networks: what it was, by which octets it is told, which
implementations reset, what helps on which platform, and where that is written. What is decoded is compared with it; a paste
that looks like one of them says so.

Without argument it lists them all.`,
		Example: examples(
			"bgpdecode incidents",
			"bgpdecode incidents as-path-twice-2017",
			"bgpdecode incidents CVE-2019-5892",
			"bgpdecode incidents attribute 40",
			"bgpdecode incidents --json 2025",
		),
		RunE: func(_ *cobra.Command, args []string) error {
			word := strings.TrimSpace(strings.Join(a.shownTexts(args), " "))
			list := incidents.All()
			if word != "" {
				if list = incidents.Find(word); len(list) == 0 {
					return nothingf("no incident is known as %q; \"bgpdecode incidents\" lists them", word)
				}
			}
			if asJSON {
				for _, in := range list {
					if _, err := a.out.Write(append(report.AppendIncident(nil, in), '\n')); err != nil {
						return err
					}
				}
				return nil
			}
			if err := checkWidth(width); err != nil {
				return err
			}
			a.incidentsText(list, word == "", a.s.Width(width))
			return a.out.err
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, prefix string) (ids []string, _ cobra.ShellCompDirective) {
			for _, in := range incidents.All() {
				if len(args) == 0 && strings.HasPrefix(in.ID, prefix) {
					ids = append(ids, in.ID+"\t"+in.Title)
				}
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object per incident and line")
	c.Flags().IntVar(&width, "width", 0, "columns to write in (default: those of the terminal, else 80)")
	return c
}

// incidentsText writes a line for each incident, or all of each.
func (a *app) incidentsText(list []*incidents.Incident, brief bool, width int) {
	p := &page{w: a.out, paint: a.s.OutPaint(ui.ColorAuto), width: width}
	for i, in := range list {
		if brief {
			p.heading(in.Date + "  " + in.ID)
			p.item(12, in.Title)
			continue
		}
		if i > 0 {
			p.line("")
		}
		p.heading(in.ID + ": " + in.Title)
		p.para("Date", 12, strings.Join(append([]string{in.Date}, in.Seen...), ", again "))
		if len(in.CVE) > 0 {
			p.para("CVE", 12, strings.Join(in.CVE, ", "))
		}
		p.para("What", 12, in.What)
		p.para("Reset by", 12, strings.Join(in.Reset, "; "))
		p.line("")
		p.line(p.paint.Wrap(tree.Key, "What helps"))
		for _, m := range in.Mitigation {
			who := m.Platform
			if who == "any" {
				who = "All"
			}
			p.item(2, "- "+who+": "+m.Do)
		}
		p.line("")
		p.line(p.paint.Wrap(tree.Key, "Told by"))
		for _, m := range in.Match {
			p.item(2, "- "+m)
		}
		p.line("")
		p.line(p.paint.Wrap(tree.Key, "Sources"))
		for _, r := range in.Refs {
			p.line("  - " + r) // an address is not broken
		}
	}
}
