package cli

import (
	"errors"
	"fmt"
	"net"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/metrics"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/version"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// peerMetrics is what peer tells Prometheus.
type peerMetrics struct {
	addr   string
	public bool
	write  *peerWrite
	proxy  *peerProxy
}

func (x *peerMetrics) register(f *pflag.FlagSet) {
	f.StringVar(&x.addr, "metrics", "", "serve counts for Prometheus at this `ADDR:PORT`, such as 127.0.0.1:9179, under /metrics")
	f.BoolVar(&x.public, "metrics-public", false, "let --metrics listen at addresses that others can reach; nothing protects it there")
}

func (x *peerMetrics) open(_ *app, w *peerWork) (func(*speaker.Event), func() error, error) {
	switch {
	case x.addr == "" && x.public:
		return nil, nil, usagef("--metrics-public goes with --metrics")
	case x.addr == "":
		return nil, nil, nil
	}
	c := metrics.New(metrics.Options{Version: version.Get().Version, Wire: x.proxy.wire(), Captures: x.write.octets(), Proxy: x.proxy.octets()})
	for _, p := range w.peers {
		c.Configured(p, p.Name())
	}
	s, err := metrics.Listen(x.addr, x.public, c.AppendText)
	var failed *net.OpError
	switch {
	case errors.Is(err, metrics.ErrPublic):
		return nil, nil, usagef("--metrics %w; --metrics-public says that this is meant", err)
	case errors.As(err, &failed):
		return nil, nil, fmt.Errorf("--metrics: %w", err)
	case err != nil:
		return nil, nil, usagef("--metrics: %w", err)
	}
	w.note("metrics at http://" + s.Addr().String() + "/metrics")
	return c.Event, s.Close, nil
}
