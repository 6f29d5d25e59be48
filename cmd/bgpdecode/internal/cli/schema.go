package cli

import (
	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/explain/report"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of the --json output",
		Long:    "Prints the JSON Schema (2020-12) that every line of --json output keeps to. Keys are added, never renamed;\nthe key \"v\" of each object is the version of the schema.",
		Example: examples("bgpdecode schema"),
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(report.Schema())
			return err
		},
	}
}
