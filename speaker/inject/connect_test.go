package inject

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// TestConnectReason: what refused a connection is told, and not that there was no time left for the last attempt.
func TestConnectReason(t *testing.T) {
	refused := errors.New("connection refused")
	for _, first := range []error{refused, nil} { // nil: nothing answers from the beginning
		synctest.Test(t, func(t *testing.T) {
			attempts := 0
			o := &Options{Dial: func(ctx context.Context, _, _ netip.AddrPort, _ transport.Options) (net.Conn, error) {
				if attempts++; attempts == 1 && first != nil {
					return nil, first
				}
				<-ctx.Done()
				return nil, ctx.Err()
			}}
			p := &player{ctx: t.Context(), o: o}
			want := first
			if want == nil {
				want = context.DeadlineExceeded
			}
			var target *TargetError
			if err := p.connect(time.Now().Add(time.Minute)); !errors.As(err, &target) || !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		})
	}
}
