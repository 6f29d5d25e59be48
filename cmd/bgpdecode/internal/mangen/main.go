// Command mangen writes the manual pages of bgpdecode, one per command, into a folder. It is a program of its own
// because what makes the pages must not be linked into bgpdecode. It is never shipped.
//
//	mangen DIR
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra/doc"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/cli"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/version"
	"github.com/bgpdecode/bgpdecode/registry"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: mangen DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "mangen:", err)
		os.Exit(1)
	}
}

// write makes the pages. Their date is that of the commit, or of the registry, never that of the day.
func write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	date, err := time.Parse(time.RFC3339, version.Get().Time)
	if err != nil {
		if date, err = time.Parse(time.DateOnly, registry.AsOf); err != nil {
			return err
		}
	}
	root := cli.NewCommand()
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Date: &date, Source: "bgpdecode", Manual: "bgpdecode manual"}, dir)
}
