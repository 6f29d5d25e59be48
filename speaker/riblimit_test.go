package speaker

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// A peer whose routes take too much memory loses its session, and its routes are gone.
func TestRIBOctets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, nil, usual(64501)...)
		l.s.o.Limits.RIBOctets = 24 << 10
		refused := make(chan bool)
		go func() {
			defer close(refused)
			for i := range 100 { // each with 400 octets of attributes of its own
				p := codec.PathAttributes{ASPath: []codec.PathSegment{{Type: 2, AS: []uint32{64501, uint32(i + 1)}}}, NextHop: l.p.Config().Remote,
					Communities: make([]uint32, 100)}
				u := codec.Update{Attrs: p.Append(nil, codec.Context{AS4: true}), NLRI: []byte{24, 10, 0, byte(i)}}
				msg, err := u.Append(nil, codec.MaxLen)
				if err != nil {
					t.Error(err)
				}
				if _, err := r.c.Write(msg); err != nil {
					return
				}
			}
		}()
		r.want("NOTIFICATION 6/8 ")
		r.wantEnd()
		r.c.Close()
		<-refused
		time.Sleep(time.Hour)
		l.wantState(fsm.Idle)
		if got := routesOf(l.p); len(got) > 0 {
			t.Errorf("routes %v", got)
		}
		l.end()
	})
}
