package cli

import (
	"bytes"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

func (a *app) faultsCommand() *cobra.Command {
	var asJSON bool
	var width int
	c := &cobra.Command{
		Use:   "faults [ID|GLOB|WORD...]",
		Short: "List and show the named faults that can be sent to a router",
		Long: `Lists the catalogue of named faults: each way to make a BGP speaker complain, when it is sent, and what RFC 4271 and RFC 7606 ask
of the receiver: a NOTIFICATION (3/6) or another reaction. "bgpdecode peer TARGET --inject ID" sends one, a script puts it into
an UPDATE of its own, and an explanation names those that lead to the same.

An argument is an ID, a pattern (origin.*), or a word of the ID or the title. One fault is shown with all that is known of it
and the decoded octets. Faults marked with ! are publicly known to crash speakers that are in use.`,
		Example: examples(
			"bgpdecode faults",
			"bgpdecode faults origin.value",
			"bgpdecode faults 'as_path.*'",
			"bgpdecode faults --json hold",
		),
		RunE: func(_ *cobra.Command, args []string) error {
			args = a.shownTexts(args)
			list, err := chosenFaults(args)
			if err != nil {
				return err
			}
			if asJSON {
				for _, f := range list {
					if _, err := a.out.Write(append(report.AppendFault(nil, f), '\n')); err != nil {
						return err
					}
				}
				return nil
			}
			if err := checkWidth(width); err != nil {
				return err
			}
			p := &page{w: a.out, paint: a.s.OutPaint(ui.ColorAuto), width: a.s.Width(width)}
			if len(list) == 1 && len(args) > 0 {
				p.fault(list[0], p.paint.Style())
			} else {
				p.faults(list)
			}
			return a.out.err
		},
		ValidArgsFunction: func(_ *cobra.Command, _ []string, prefix string) (ids []string, _ cobra.ShellCompDirective) {
			for _, f := range fault.All() {
				if strings.HasPrefix(f.ID, prefix) {
					ids = append(ids, f.ID+"\t"+f.Title)
				}
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object per fault and line")
	c.Flags().IntVar(&width, "width", 0, "columns to write in (default: those of the terminal, else 80)")
	return c
}

// chosenFaults gives the faults that one of the arguments names, all without arguments.
func chosenFaults(args []string) (list []*fault.Fault, err error) {
	if len(args) == 0 {
		return fault.All(), nil
	}
	for _, f := range fault.All() {
		for _, arg := range args {
			ok, err := names(arg, f)
			if err != nil {
				return nil, usagef("%q is no pattern", arg)
			}
			if ok {
				list = append(list, f)
				break
			}
		}
	}
	if len(list) == 0 {
		if like := fault.Similar(args[0]); len(like) > 0 {
			return nil, nothingf("no fault is known as %q; near to it: %s", args[0], strings.Join(like, ", "))
		}
		return nil, nothingf("no fault is known as %q; \"bgpdecode faults\" lists them", args[0])
	}
	return list, nil
}

// names reports whether an argument means a fault: by its ID, by a pattern, or by a word. A word that is an ID means nothing
// else.
func names(arg string, f *fault.Fault) (bool, error) {
	arg = strings.ToLower(arg)
	if _, ok := fault.Find(arg); ok {
		return f.ID == arg, nil
	}
	if strings.ContainsAny(arg, `*?[\`) {
		return path.Match(arg, f.ID)
	}
	return strings.Contains(f.ID, arg) || strings.Contains(strings.ToLower(f.Title), arg), nil
}

// faults writes a line for each fault, two where a line has no room for its title.
func (p *page) faults(list []*fault.Fault) {
	const least = 30
	id := len("ID")
	for _, f := range list {
		id = max(id, len(f.ID))
	}
	row := func(mark, name, when, w4271, w7606, title string) {
		head := fmt.Sprintf("%1s %-*s  %-7s  %-8s  %-8s  ", mark, id, name, when, w4271, w7606)
		if p.width-len(head) >= least {
			for i, l := range wrap(title, p.width-len(head)) {
				if i > 0 {
					head = strings.Repeat(" ", len(head))
				}
				p.line(head + l)
			}
			return
		}
		p.line(head)
		p.para("", 4, title)
	}
	row("", "ID", "when", "RFC 4271", "RFC 7606", "what")
	dangerous := 0
	for _, f := range list {
		mark := ""
		if f.Dangerous {
			mark = "!"
			dangerous++
		}
		row(mark, f.ID, when(f.Phase), brief(&f.Want4271), brief(&f.Want7606), f.Title)
	}
	p.line("")
	p.para("", 0, fmt.Sprintf("%s, %d of them dangerous (!). \"bgpdecode faults ID\" shows one.", many(len(list)), dangerous))
}

// when is a phase in a column.
func when(p fault.Phase) string {
	switch p {
	case fault.BeforeOpen, fault.InsteadOfOpen:
		return "no OPEN"
	case fault.InOpen:
		return "OPEN"
	case fault.OpenConfirm:
		return "confirm"
	}
	return "up"
}

func many(n int) string {
	if n == 1 {
		return "1 fault"
	}
	return strconv.Itoa(n) + " faults"
}

// brief is a reaction in a column: "3/6", "discard", "-" for none.
func brief(w *fault.Want) string {
	switch s := w.String(); s {
	case "none":
		return "-"
	case "attribute-discard":
		return "discard"
	case "treat-as-withdraw":
		return "withdraw"
	case "session-reset":
		return "closed" // without a NOTIFICATION
	default:
		return s
	}
}

// fault writes all that is known of one.
func (p *page) fault(f *fault.Fault, style tree.Style) {
	p.heading(f.ID + ": " + f.Title)
	p.para("When", 12, f.Phase.String())
	if needs := f.Needs.List(); len(needs) > 0 {
		p.para("Needs", 12, strings.Join(needs, ", "))
	}
	p.para("RFC 4271", 12, f.Want4271.Text())
	p.para("RFC 7606", 12, f.Want7606.Text())
	p.para("See", 12, strings.Join(f.Refs, ", "))
	if f.Finding != codec.FindNone {
		p.para("Finding", 12, codec.FindingInfo(f.Finding).ID)
	}
	if f.Incident != "" {
		p.para("Incident", 12, f.Incident+" (bgpdecode incidents "+f.Incident+")")
	}
	if f.Dangerous {
		p.para("Dangerous", 12, "it is publicly known to have crashed speakers, or taken down sessions of many networks")
	}
	if f.InUpdate() {
		p.para("In scripts", 12, "announce PREFIX fault="+f.ID)
	}
	params := f.Params()
	steps, err := f.Steps(params)
	if err != nil {
		p.para("Octets", 12, err.Error())
		return
	}
	for i := range steps {
		p.line("")
		p.step(&steps[i], params.Context, style)
	}
}

// step writes a step of a fault, its message decoded.
func (p *page) step(s *fault.Step, ctx codec.Context, style tree.Style) {
	switch {
	case s.Do == fault.Wait:
		p.line(fmt.Sprintf("Nothing is sent for %s.", s.Wait))
		return
	case s.Do == fault.Close:
		p.line("The connection is closed.")
		return
	case s.Faulty && s.Len > 0:
		p.line(fmt.Sprintf("Sent, with documentation addresses; what is wrong begins at octet %d:", s.At))
	default:
		p.line("Sent:")
	}
	t := new(codec.Decoder).Decode(codec.PieceMessage, s.Octets, ctx)
	var b bytes.Buffer
	_ = tree.Hex(&b, t, tree.Options{Style: style, Width: p.width, Guilty: []tree.Span{{Off: s.At, Len: s.Len}}}) // a buffer takes everything
	p.line(strings.TrimRight(b.String(), "\n"))
}
