// Command coldbase links cobra and does nothing: the yardstick that `make
// bench-cold` measures a cold paste against. It is never shipped.
package main

import (
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{
		Use:  "coldbase",
		Args: cobra.ArbitraryArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := os.Stdout.WriteString("\n")
			return err
		},
	}
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}
