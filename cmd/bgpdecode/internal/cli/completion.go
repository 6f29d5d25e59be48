package cli

import "github.com/spf13/cobra"

// completion adds cobra's completion command, and makes a shell that it does not know an error.
func completion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Short = "Print the completion script for a shell"
		c.Example = examples(
			"bgpdecode completion bash",
			"bgpdecode completion zsh",
		)
		c.Args = cobra.NoArgs
		c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	}
}
