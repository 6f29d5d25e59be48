package excerpt

// arrival is what was read ahead.
type arrival struct {
	n   int
	err error
}

// readAhead begins to read the next block behind the text that is in the buffer, while that is searched.
func (s *splitter) readAhead() {
	if !s.ahead {
		return
	}
	s.room(len(s.buf) + s.block)
	s.behind = len(s.buf)
	free, came := s.buf[s.behind:s.behind+s.block], make(chan arrival, 1)
	s.coming = came
	go func() {
		var a arrival
		for a.n < len(free) && a.err == nil {
			var n int
			n, a.err = s.r.Read(free[a.n:])
			a.n += n
		}
		came <- a
	}()
}

// arrived waits for what is being read ahead, and puts it behind the text. The buffer may be shorter than it was.
func (s *splitter) arrived() (int, error) {
	if s.coming == nil {
		return 0, nil
	}
	a := <-s.coming
	s.coming = nil
	at := len(s.buf)
	s.buf = s.buf[:at+a.n]
	if at < s.behind {
		copy(s.buf[at:], s.buf[s.behind:cap(s.buf)][:a.n])
	}
	s.n.Octets += int64(a.n)
	return a.n, a.err
}
