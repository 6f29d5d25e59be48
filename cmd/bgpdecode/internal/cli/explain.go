package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
)

func (a *app) explainCommand() *cobra.Command {
	var asJSON bool
	var width int
	c := &cobra.Command{
		Use:   "explain QUERY...",
		Short: "Say what a code, a name or a number means, and what to do about it",
		Long: `Says what a NOTIFICATION code and subcode, a path attribute, a capability or another number of BGP means, what usually
causes it, and what each side can do. A number alone may have several meanings; all are shown.`,
		Example: examples(
			"bgpdecode explain 3/4",
			"bgpdecode explain cease/9",
			"bgpdecode explain 0x030b",
			"bgpdecode explain error peer AS",
			"bgpdecode explain attribute 40",
			"bgpdecode explain capability 65",
			"bgpdecode explain 35",
			"bgpdecode explain --json 6/2",
		),
		RunE: func(_ *cobra.Command, args []string) error {
			query := strings.TrimSpace(strings.Join(a.shownTexts(args), " "))
			if query == "" {
				return usagef("explain what? For example: bgpdecode explain 3/4")
			}
			topics, err := explain.Lookup(query)
			if errors.Is(err, explain.ErrNoTopic) || err == nil && len(topics) == 0 {
				return nothingf("nothing known as %q%s", query, nearNames(query))
			}
			if err != nil {
				return err
			}
			if asJSON {
				return a.topicsJSON(topics)
			}
			if err := checkWidth(width); err != nil {
				return err
			}
			return a.topicsText(query, topics, a.s.Width(width))
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object per meaning and line")
	c.Flags().IntVar(&width, "width", 0, "columns to write in (default: those of the terminal, else 80)")
	return c
}

func (a *app) topicsText(query string, topics []explain.Topic, width int) error {
	p := &page{w: a.out, paint: a.s.OutPaint(ui.ColorAuto), width: width}
	if len(topics) > 1 {
		p.para("", 0, query+" has "+count(len(topics), "meaning")+":")
		p.line("")
	}
	for i, t := range topics {
		if i > 0 {
			p.line("")
		}
		p.heading(t.Title)
		for _, s := range t.Sections {
			indent := 2
			if s.Title != "" {
				p.line("")
				p.line(p.paint.Wrap(tree.Key, s.Title))
			}
			for _, l := range s.Lines {
				if s.Title != "" && len(s.Lines) > 1 {
					l = "- " + l
				}
				p.item(indent, l)
			}
		}
		if len(t.Refs) > 0 {
			p.line("")
			p.para("See", 5, strings.Join(t.Refs, ", "))
		}
	}
	return a.out.err
}

// item writes one line of a section, wrapped; what follows the first line of a numbered item is indented with it.
func (p *page) item(indent int, text string) {
	hang := 0
	if i := strings.IndexByte(text, ' '); i > 0 && i < 4 && (text[i-1] == '.' || text[i-1] == '-') {
		hang = i + 1
	}
	for i, l := range wrap(text, max(p.width-indent-hang, 20)) {
		lead := indent
		if i > 0 {
			lead += hang
		}
		p.line(strings.Repeat(" ", lead) + l)
	}
}

func (a *app) topicsJSON(topics []explain.Topic) error {
	for _, t := range topics {
		var sections []*object
		for _, s := range t.Sections {
			sections = append(sections, new(object).str("title", s.Title).strs("lines", s.Lines))
		}
		o := new(object).str("kind", t.Kind).str("title", t.Title).objs("sections", sections).strs("refs", t.Refs)
		if err := a.writeJSON(o); err != nil {
			return err
		}
	}
	return nil
}
