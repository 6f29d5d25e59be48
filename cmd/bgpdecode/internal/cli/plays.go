package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/trial"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// plays plays scripts one after another, and writes what they came to.
type plays struct {
	a       *app
	format  string // text, json or junit
	verbose int
	dryRun  bool
	texts   *trial.Texts
	cases   []trial.Case
	done    int
	unmet   int   // scripts with an expectation that was not met
	first   error // why the first one could not be played
	broken  int
	buf     []byte
}

func newPlays(a *app, format string, verbose int, color ui.ColorMode, width int) *plays {
	p := &plays{a: a, format: format, verbose: verbose}
	var style tree.Style
	if format == "text" {
		style = a.s.OutPaint(color).Style()
	}
	p.texts = injectTexts(style, width)
	return p
}

// injectTexts is how messages are shown.
func injectTexts(style tree.Style, width int) *trial.Texts {
	gist := peer.Gists()
	var dec codec.Decoder
	return &trial.Texts{
		Brief: func(m *inject.Event) string {
			return gist(&speaker.Event{Kind: speaker.Message, Sent: m.Sent, Octets: m.Octets, Ctx: m.Ctx, Known: m.Known()})
		},
		Full: func(m *inject.Event) string {
			var b bytes.Buffer
			t := dec.Decode(codec.PieceMessage, m.Octets, m.Ctx)
			_ = tree.Text(&b, t, tree.Options{Style: style, Width: width}) // a buffer takes everything
			return b.String()
		},
	}
}

// errUnmet says that scripts did not end as they expect.
type errUnmet struct{ text string }

func (e errUnmet) Error() string        { return e.text }
func (e errUnmet) Is(target error) bool { return target == peer.ErrUnmet }

// play plays a script, or says what it would do. Its error ends the run.
func (p *plays) play(ctx context.Context, s *inject.Script, o *inject.Options) error {
	if p.dryRun {
		plan, err := s.Plan(o)
		if err != nil {
			return usageError{err}
		}
		return p.write(trial.AppendPlan(p.buf[:0], s.Name, o.Target.String(), plan, p.texts))
	}
	if ctx.Err() != nil {
		return ui.ErrInterrupted
	}
	r := inject.Run(ctx, s, o)
	p.done++
	switch {
	case r.Failure != nil:
		p.unmet++
	case r.Err != nil:
		if p.broken++; p.first == nil {
			p.first = r.Err
		}
	}
	var err error
	switch p.format {
	case "json":
		err = p.write(append(trial.AppendJSON(p.buf[:0], fmt.Sprintf("x%d", p.done), r, p.texts), '\n'))
	case "junit":
		p.cases = append(p.cases, trial.CaseOf(r, p.texts))
	default:
		err = p.write(trial.AppendText(p.buf[:0], r, p.texts, p.verbose))
	}
	if err == nil && ctx.Err() != nil {
		err = ui.ErrInterrupted
	}
	return err
}

func (p *plays) write(b []byte) error {
	p.buf = b
	if _, err := p.a.out.Write(b); err != nil {
		return err
	}
	return p.a.out.flush()
}

// end writes what is left, and gives the error of the whole.
func (p *plays) end(err error) error {
	if p.format == "junit" && !p.dryRun {
		if e := p.write(trial.AppendJUnit(p.buf[:0], p.cases)); e != nil && err == nil {
			err = e
		}
	}
	var needs *inject.NeedsError
	switch {
	case err != nil:
		return err
	case p.broken > 0 && p.unmet == 0 && p.done == 1 && errors.As(p.first, &needs):
		return usageError{p.first}
	case p.broken > 0:
		return fmt.Errorf("%d of %d could not be played: %w", p.broken, p.done, p.first)
	case p.unmet > 0:
		return errUnmet{fmt.Sprintf("%d of %d did not end as expected", p.unmet, p.done)}
	}
	return nil
}
