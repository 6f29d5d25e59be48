// Command diffcmd tells what a folder of official IANA XML pages adds, changes or removes against registry/iana:
//
//	go run ./registry/diffcmd [-source registry] [-check] XMLDIR
//
// It only reports. It exits with 1 when something cannot be read, and with -check also when there are differences.
package main

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/bgpdecode/bgpdecode/registry/diff"
	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("registry-diff", flag.ContinueOnError)
	flags.SetOutput(errs)
	dir := flags.String("source", "registry", "folder with the source tables iana/ and overlay/")
	check := flags.Bool("check", false, "exit with 1 when there are differences")
	flags.Usage = func() {
		fmt.Fprintln(errs, "usage: registry-diff [-source DIR] [-check] XMLDIR\nReads the .xml pages of IANA in XMLDIR and its subfolders.")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return 1
	}
	if flags.NArg() != 1 || flags.Arg(0) == "" {
		flags.Usage()
		return 1
	}
	if _, err := os.Stat(flags.Arg(0)); err != nil {
		fmt.Fprintln(errs, "registry-diff:", err)
		return 1
	}
	res, err := compare(out, os.DirFS(*dir), os.DirFS(flags.Arg(0)))
	if err != nil {
		fmt.Fprintln(errs, "registry-diff:", err)
		return 1
	}
	if *check && res.Changes > 0 {
		return 1
	}
	return 0
}

func compare(out io.Writer, dir, xml fs.FS) (diff.Result, error) {
	iana, err := fs.Sub(dir, "iana")
	if err != nil {
		return diff.Result{}, err
	}
	tables, err := source.Load(iana)
	if err != nil {
		return diff.Result{}, err
	}
	recs, err := source.ReadCSV(dir, "overlay/shortened.csv", []string{"table", "column"})
	if err != nil {
		return diff.Result{}, err
	}
	loose := diff.Loose{}
	for _, r := range recs {
		loose[[2]string{r[0], r[1]}] = true
	}
	pages, err := diff.ReadPages(xml)
	if err != nil {
		return diff.Result{}, err
	}
	return diff.Compare(out, tables, loose, pages)
}
