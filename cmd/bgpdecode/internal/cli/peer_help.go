package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec"
)

// peerGroups are the flags that are no settings of a peer, by what they are about.
var peerGroups = [...]struct {
	title string
	names []string
}{
	{"Who and when", []string{"config", "listen", "accept", "until", "count", "check"}},
	{"Captures and metrics", []string{"write", "rotate-size", "rotate-time", "sync", "proxy", "metrics", "metrics-public"}},
	{"Faults and scripts", []string{"inject", "dry-run", "format", "connect-time", "message-rate", "session-rate", "i-own-this-router"}},
	{"Output", []string{"verbose", "quiet", "all", "json", "fields", "no-verdict", "width", "color"}},
}

// usage writes the usage with its flags in groups: there are many.
func (o *peerOptions) usage(c *cobra.Command) error {
	w := c.OutOrStderr()
	fmt.Fprintf(w, "Usage:\n  bgpdecode %s\n\nExamples:\n%s\n", strings.TrimSpace(c.Use+" [flags]"), c.Example)
	shown := map[string]bool{}
	group := func(title string, names []string) {
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		set.SortFlags = false
		for _, n := range names {
			if f := c.Flags().Lookup(n); f != nil && !shown[n] {
				set.AddFlag(f)
				shown[n] = true
			}
		}
		if set.HasFlags() {
			fmt.Fprintf(w, "\n%s:\n%s", title, set.FlagUsages())
		}
	}
	group(peerGroups[0].title, peerGroups[0].names)
	for g := range peer.Groups {
		var names []string
		for _, s := range peer.All() {
			if s.Group == g {
				names = append(names, s.Key)
			}
		}
		group(g.Title(), names)
	}
	for _, g := range peerGroups[1:] {
		group(g.title, g.names)
	}
	var rest []string
	c.Flags().VisitAll(func(f *pflag.Flag) { rest = append(rest, f.Name) })
	group("Others", rest)
	return nil
}

// complete offers values to the shell.
func (o *peerOptions) complete(c *cobra.Command) {
	fixed := func(name string, words []string) {
		c.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	for _, s := range peer.All() {
		switch {
		case s.Only != "" || s.Files:
		case s.Key == "family":
			c.RegisterFlagCompletionFunc(s.Key, completeFamilies)
		case s.Arg == "":
			fixed(s.Key, []string{"yes", "no"})
		default:
			fixed(s.Key, s.Words)
		}
	}
	fixed("until", []string{"established", "notification", "eor"})
	fixed("color", ui.ColorModes())
	for _, name := range []string{"listen", "accept", "count", "width"} {
		fixed(name, nil)
	}
	c.ValidArgsFunction = cobra.NoFileCompletions
}

// completeFamilies completes the last word of a list.
func completeFamilies(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
	before := prefix[:strings.LastIndexByte(prefix, ',')+1]
	var words []string
	for _, f := range codec.KnownFamilies() {
		words = append(words, before+f.String())
	}
	return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
