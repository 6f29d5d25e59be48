package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// helpCommand is cobra's, but for an unknown topic, which is an error here.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|TOPIC]",
		Short: "Help about a command or a topic",
		Long:  "Shows the help of the program, of a command, or of a topic such as exit-codes.",
		Example: examples(
			"bgpdecode help registry",
			"bgpdecode help exit-codes",
		),
		ValidArgsFunction: func(c *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
			var words []string
			for _, sub := range c.Root().Commands() {
				if len(args) == 0 && !sub.Hidden && strings.HasPrefix(sub.Name(), prefix) {
					words = append(words, sub.Name()+"\t"+sub.Short)
				}
			}
			return words, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			target, rest, err := c.Root().Find(args)
			if err != nil || target == nil || len(rest) > 0 {
				return usagef("no help topic %q", strings.Join(args, " "))
			}
			target.InitDefaultHelpFlag()
			target.InitDefaultVersionFlag()
			return target.Help()
		},
	}
}

// examples lays out command lines for help.
func examples(lines ...string) string { return "  " + strings.Join(lines, "\n  ") }
