package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// app is one run of the program.
type app struct {
	s   *ui.Streams
	out *output // s.Out, buffered
	err *output // s.Err

	texts   []string    // arguments that begin with a dash and are text all the same, see hideTexts
	topic   string      // the command whose help a usage error points to, "" for the root
	started bool        // a command began its work: errors are no longer about usage
	pasting atomic.Bool // the terminal is in raw mode: a signal must not end the program at once
}

// Run runs the program with its arguments, without its name, and gives the exit code. A signal to interrupt makes it
// return although the work may still go on: the process is meant to end then.
func Run(args []string, s *ui.Streams) int {
	a := newApp(s)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- a.execute(ctx, args) }()
	select {
	case err := <-done:
		return a.finish(err)
	case <-ctx.Done():
		if a.pasting.Load() {
			<-done // gives the terminal back first
		}
		return ExitInterrupted
	}
}

// NewCommand gives the tree of commands, for manual pages. It reads nothing and writes to nowhere.
func NewCommand() *cobra.Command {
	return newApp(&ui.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}).command()
}

func newApp(s *ui.Streams) *app {
	return &app{s: s, out: newOutput(s.Out), err: newOutput(s.Err)}
}

func (a *app) execute(ctx context.Context, args []string) error {
	root := a.command()
	root.SetArgs(a.hideTexts(args))
	err := root.ExecuteContext(ctx)
	if err != nil && !a.started {
		err = usageError{err}
	}
	return err
}

// command builds the tree of commands.
func (a *app) command() *cobra.Command {
	root := a.rootCommand()
	root.SetIn(a.s.In)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.PersistentPreRun = func(*cobra.Command, []string) { a.started = true }
	root.AddCommand(a.batchCommand(), a.peerCommand(), a.encodeCommand(), a.explainCommand(), a.incidentsCommand(), a.faultsCommand(), a.reproCommand(), a.probeCommand(), a.registryCommand(), a.schemaCommand(), a.versionCommand(), exitCodesTopic())
	root.SetHelpCommand(a.helpCommand())
	completion(root)
	return root
}

// finish tells the person about an error, if there is anything to tell, and gives the exit code.
func (a *app) finish(err error) int {
	// The first failure to write wins: what follows from it is of no interest.
	if werr := a.out.flush(); werr != nil {
		err = werr
	}
	code := exitCode(err)
	if code != ExitDone && !quiet(err) {
		a.complain(err)
	}
	if a.err.flush() != nil && code == ExitDone {
		code = ExitFailed
	}
	return code
}

// complain writes an error to Err. Errors may quote arguments and file names, so nothing passes unescaped.
func (a *app) complain(err error) {
	a.say(err.Error())
	var usage usageError
	if !errors.As(err, &usage) {
		return
	}
	if text := err.Error(); strings.HasPrefix(text, "unknown flag") || strings.HasPrefix(text, "unknown shorthand") || strings.HasPrefix(text, "bad flag") {
		a.say("text that begins with a dash wants \"--\" before it; \"" + strings.TrimSpace("bgpdecode help "+a.topic) + "\" lists the flags")
		return
	}
	if a.topic != "" {
		a.say("\"bgpdecode " + a.topic + " --help\" shows how to use it")
		return
	}
	a.say("\"bgpdecode help\" shows how to use it")
}

// say writes a line to Err.
func (a *app) say(line string) {
	paint := a.s.ErrPaint(ui.ColorAuto)
	text := strings.TrimRight(safetext.String(line, safetext.Options{Newline: true}), "\n")
	io.WriteString(a.err, paint.Wrap(tree.Dim, "bgpdecode:")+" "+text+"\n")
}
