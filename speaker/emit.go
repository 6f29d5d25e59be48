package speaker

import "time"

// emit tells of something that happened to a connection. It needs the peer's lock, which keeps the order.
func (p *Peer) emit(c *conn, e Event) {
	s := p.speaker
	if s.o.OnEvent == nil {
		return
	}
	p.event = e
	p.event.Peer = p
	if c != nil {
		p.event.Conn = c.info
	}
	s.tell(&p.event)
}

// tell calls OnEvent, one at a time.
func (s *Speaker) tell(e *Event) {
	if s.o.OnEvent == nil {
		return
	}
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	s.telling.Lock()
	defer s.telling.Unlock()
	// Messages have the time at which they were read, and wait here for their turn.
	if e.Time.Before(s.told) {
		e.Time = s.told
	}
	s.told = e.Time
	s.o.OnEvent(e)
}

// trace calls a function that sees steps, as tell does.
func (s *Speaker) trace(f func()) {
	s.telling.Lock()
	defer s.telling.Unlock()
	f()
}
