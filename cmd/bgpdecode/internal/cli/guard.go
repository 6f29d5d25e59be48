package cli

import (
	"context"
	"errors"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// guardFlags are those of every command that disturbs a router on purpose.
type guardFlags struct {
	own                bool
	messages, sessions float64
}

func (g *guardFlags) register(f *pflag.FlagSet) {
	f.Float64Var(&g.messages, "message-rate", inject.DefaultMessages, "most messages to send in a second")
	f.Float64Var(&g.sessions, "session-rate", inject.DefaultSessions, "most sessions to begin in a second")
	f.BoolVar(&g.own, "i-own-this-router", false, "send faults to a target outside loopback, private, link-local and documentation addresses, or to a name")
}

// limiter checks the rates and makes what keeps them.
func (g *guardFlags) limiter() (*inject.Limiter, error) {
	switch {
	case !(g.messages > 0 && g.messages <= inject.MostMessages):
		return nil, usagef("--message-rate takes more than 0, and %g at most", float64(inject.MostMessages))
	case !(g.sessions > 0 && g.sessions <= inject.MostSessions):
		return nil, usagef("--session-rate takes more than 0, and %g at most", float64(inject.MostSessions))
	}
	return inject.NewLimiter(g.messages, g.sessions), nil
}

// target reads a target and looks its name up. One that is refused, or none, is a matter of usage.
func (g *guardFlags) target(ctx context.Context, text string, port uint16) (inject.Target, error) {
	t, err := inject.ParseTarget(ctx, text, port, g.own, nil)
	var unknown interface{ Timeout() bool } // a name that could not be looked up
	if err != nil && !errors.As(err, &unknown) {
		return t, usageError{err}
	}
	return t, err
}
