package cli

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// The exit codes, one table for all commands.
const (
	ExitDone        = 0   // what was asked for was done
	ExitFailed      = 1   // it could not run, read or write
	ExitUsage       = 2   // the command line makes no sense
	ExitNothing     = 3   // nothing recognisable in the input, or nothing known by that name
	ExitImperfect   = 4   // decoded with errors or in part, under --strict
	ExitUnmet       = 5   // what was waited for did not happen in time
	ExitEnded       = 6   // a BGP session was ended by a NOTIFICATION or was lost, and that was not asked for
	ExitInterrupted = 130 // Ctrl-C
)

// exitCodes is what people are told.
var exitCodes = [...]struct {
	code int
	text string
}{
	{ExitDone, "done; findings in what was decoded do not count as failure"},
	{ExitFailed, "could not run, read or write: no such file, input too large, no clipboard"},
	{ExitUsage, "wrong usage: unknown flag, wrong value, flags that exclude each other"},
	{ExitNothing, "nothing recognisable in the paste; no such code, name or table"},
	{ExitImperfect, "with --strict: decoded, but there are error findings or a part could not be decoded"},
	{ExitUnmet, "what was waited for or expected did not happen (peer --until, --inject, probe, repro --run)"},
	{ExitEnded, "peer: a session was ended by a NOTIFICATION or was lost, and that was not asked for"},
	{ExitInterrupted, "interrupted (Ctrl-C)"},
}

// exitCode maps an error to an exit code. It is the only place that does.
func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return ExitDone // who reads a pipe may have read enough
	case errors.Is(err, ui.ErrInterrupted):
		return ExitInterrupted
	case errors.Is(err, errImperfect):
		return ExitImperfect
	case errors.Is(err, peer.ErrUnmet):
		return ExitUnmet
	case errors.Is(err, peer.ErrEnded):
		return ExitEnded
	case errors.As(err, &usage):
		return ExitUsage
	case isNothing(err):
		return ExitNothing
	}
	return ExitFailed
}

// quiet reports whether an error is told by its exit code alone.
func quiet(err error) bool { return errors.Is(err, ui.ErrInterrupted) || errors.Is(err, syscall.EPIPE) }

// usageError is an error of the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// nothingError says that the input has nothing of what was looked for.
type nothingError struct{ error }

func (e nothingError) Unwrap() error { return e.error }

func nothingf(format string, args ...any) error { return nothingError{fmt.Errorf(format, args...)} }

func isNothing(err error) bool {
	var n nothingError
	return errors.As(err, &n)
}

// errImperfect is what --strict makes of results that are not perfect.
var errImperfect = errors.New("there are error findings, or a part could not be decoded")

// exitCodesText is the table for help.
func exitCodesText() string {
	var b strings.Builder
	b.WriteString("Exit codes, the same for all commands:\n\n")
	for _, e := range exitCodes {
		fmt.Fprintf(&b, "  %3d  %s\n", e.code, e.text)
	}
	b.WriteString("\nResults go to standard output, everything else to standard error, so a code\nother than 0 comes with a line there that says why (130 does not).")
	return b.String()
}

func exitCodesTopic() *cobra.Command {
	return &cobra.Command{Use: "exit-codes", Short: "What the exit codes mean", Long: exitCodesText()}
}
