package capture

import (
	"net/netip"
	"time"
)

// bgpPort is where BGP listens unless it was told otherwise.
const bgpPort = 179

// tcpTable follows the TCP connections of a capture, so many at most.
type tcpTable struct {
	e     *emitter
	opt   Options
	stats *Stats
	conns map[connKey]*conn
	// Those in which BGP was found and the others, the one that was used longest ago last.
	bgp, other connList
	dissector  dissector
	ending     []*conn // that wait to be told as ended, see fall
	past       past
	bmpRead    *bmpReader
	streams    int64    // of BMP so far
	held       int      // octets held for all connections
	spare      [][]byte // buffers that can be used again
}

type connKey struct{ a, b netip.AddrPort }

// conn is a TCP connection, the two ends in the order of their addresses.
type conn struct {
	key        connKey
	half       [2]half
	session    session
	fall       fall
	isBGP      bool
	isBMP      bool // and its BGP is inside of BMP
	reset      bool // by a segment with RST
	prev, next *conn
}

// half is one direction of a connection.
type half struct {
	framer framer
	bmp    *bmpStream // in its place, nil for none
	head   []byte     // of the stream, held back until sensed
	open   bool       // head may be the beginning of a BMP message
	sensed bool       // it is known whether there is BMP in it
	midway bool       // octets were lost before that
	looked int        // octets of head in which no BGP message begins
	watch  []byte     // the last octets, while it may turn out to be BMP after all
	row    int        // BGP messages that stand next to each other, up to the last one
	spans  *[pastSpans]stretch
	// nextSpan counts those, and differed the octets that came again with another content since the last message.
	nextSpan, differed int
	table              *tcpTable
	conn               *conn
	side               int
	started            bool
	joined             bool   // its beginning was not seen
	dead               bool   // there is no BGP in it
	fin                bool   // the end has been seen
	finSeq             uint32 // where
	isn                uint32
	want               uint32 // sequence number of the next octet
	acked              uint32 // highest number that the other side acknowledged
	hasAck             bool
	early              []early // segments behind a hole, in order
	stalled            int     // packets of the connection since early began to wait
	since              time.Time
	waiting            int // octets that early takes
	mine               int // octets that count as held
	index              int64
	offset             int64
	now                time.Time
}

const (
	earlyCost    = 64   // octets that an early segment costs besides its data
	maxEarly     = 1024 // segments that wait behind one hole
	patience     = time.Second
	longPatience = 30 * time.Second
	patientFor   = 8         // packets
	tooOld       = 16 << 20  // octets: no retransmission is that late
	searchFor    = 128 << 10 // octets without a header after which a stream is no BGP
)

func newTCPTable(e *emitter) *tcpTable {
	t := &tcpTable{e: e, opt: e.s.opt, stats: &e.s.stats, conns: map[connKey]*conn{}}
	t.dissector.frags.stats = t.stats
	return t
}

// packet takes a packet of a link layer; wire is its length on the wire.
func (t *tcpTable) packet(link uint32, b []byte, wire int) {
	t.dissector.now = t.e.now
	s, what := t.dissector.packet(link, b, wire)
	switch what {
	case gotTCP:
		t.segment(&s)
	case otherLink:
		t.stats.OtherLink++
		t.e.s.link = link
	case notTCP:
		t.stats.NotTCP++
	case fragment: // counted where they wait
	case badHeader:
		t.stats.BadHeader++
	}
}

func (t *tcpTable) segment(s *segment) {
	t.overdue()
	if s.lack > 0 {
		t.stats.Snapped++
	}
	key, side := connKey{s.src, s.dst}, 0
	if s.dst.Compare(s.src) < 0 {
		key, side = connKey{s.dst, s.src}, 1
	}
	c := t.conns[key]
	if c == nil {
		if s.flags&tcpSYN == 0 && len(s.data)+s.lack == 0 {
			return // nothing to remember
		}
		c = t.open(key)
	}
	t.touch(c)
	h, back := &c.half[side], &c.half[1-side]
	h.index, h.offset, h.now = t.e.index, t.e.offset, t.e.now
	if s.flags&tcpACK != 0 && s.flags&tcpRST == 0 && (!back.hasAck || int32(s.ack-back.acked) > 0) {
		back.acked, back.hasAck = s.ack, true
	}
	if s.flags&tcpSYN != 0 {
		t.syn(c, h, s)
	}
	if s.flags&tcpRST != 0 {
		t.rst(c, h, s.seq)
		return
	}
	h.data(s)
	for i := range c.half {
		c.half[i].check(t.e.now)
	}
	t.settle(c)
	if t.held > t.opt.MaxOctets {
		t.shrink(c)
	}
}

func (t *tcpTable) open(key connKey) *conn {
	for len(t.conns) >= t.opt.MaxStreams {
		old := t.other.last
		if old == nil {
			old = t.bgp.last
		}
		t.stats.Evicted++
		t.close(old)
	}
	c := &conn{key: key}
	for i := range c.half {
		h := &c.half[i]
		h.table, h.conn, h.side = t, c, i
		h.framer.out = h.message
	}
	t.conns[key] = c
	t.other.push(c)
	return c
}

// touch makes c the one used last.
func (t *tcpTable) touch(c *conn) {
	l := t.list(c)
	l.remove(c)
	l.push(c)
}

func (t *tcpTable) list(c *conn) *connList {
	if c.isBGP {
		return &t.bgp
	}
	return &t.other
}

// close hands out what is left of a connection and forgets it.
func (t *tcpTable) close(c *conn) {
	for i := range c.half {
		c.half[i].flush()
	}
	t.tell(c)
	t.list(c).remove(c)
	delete(t.conns, c.key)
}

// flush is the end of the capture.
func (t *tcpTable) flush() {
	for _, l := range [...]*connList{&t.other, &t.bgp} {
		for l.last != nil && !t.e.done {
			t.close(l.last)
		}
	}
	if t.bmpRead != nil {
		t.stats.OverSessions = t.bmpRead.sessions.forgotten
	}
}

// shrink keeps the held octets of all connections within their limit.
func (t *tcpTable) shrink(c *conn) {
	for t.held > t.opt.MaxOctets {
		old := t.other.last
		if old == nil || old == c {
			old = t.bgp.last
		}
		if old == nil || old == c {
			for i := range c.half {
				t.stats.OverOctets += int64(c.half[i].mine)
				c.half[i].flush()
			}
			return
		}
		t.stats.OverOctets += int64(old.half[0].mine + old.half[1].mine)
		t.stats.Evicted++
		t.close(old)
	}
}

func (t *tcpTable) syn(c *conn, h *half, s *segment) {
	again := h.started && h.isn == s.seq && !h.joined && !c.reset
	if !again {
		if h.started || c.reset { // another connection of the same ports
			for i := range c.half {
				c.half[i].flush()
			}
			t.tell(c)
			for i := range c.half {
				c.half[i].restart()
			}
			c.session.end()
			c.reset, c.isBMP, c.fall = false, false, fall{}
		}
		h.started, h.isn, h.want = true, s.seq, s.seq+1
		h.framer.inStep, h.framer.trust = true, h.onPort()
		if s.flags&tcpACK == 0 {
			t.state(c, h, StateConnect, "tcp-syn")
		}
	}
	s.seq++
}

// rst ends a connection. Should data go on behind it, it was none that the receiver believed.
func (t *tcpTable) rst(c *conn, h *half, seq uint32) {
	d := int32(seq - h.want)
	if c.reset || h.started && (d < -tooOld || d > tooOld) {
		return
	}
	for i := range c.half {
		c.half[i].flush()
	}
	c.reset = true // also where the flush has handed out a message
	t.state(c, h, StateIdle, "tcp-reset")
	if !h.started {
		d = 0
	}
	t.ends(c, h, "tcp-reset", int(d))
}

// state hands out what the connection did, when that is wanted.
func (t *tcpTable) state(c *conn, h *half, to FSMState, by string) {
	if !t.opt.Connections || c.isBMP || !c.isBGP && c.key.a.Port() != bgpPort && c.key.b.Port() != bgpPort {
		return
	}
	r := h.record(RecordState)
	r.State = &StateChange{New: to, By: by}
	t.e.emit()
}

// record is a fresh record with the place of the last packet of h, which is not the packet being read where what
// is left of a connection is handed out.
func (h *half) record(kind RecordKind) *Record {
	r := h.table.e.fresh(kind)
	r.Index, r.Offset, r.Time = h.index, h.offset, h.now
	r.Src, r.Dst = h.ends()
	return r
}

func (h *half) ends() (src, dst netip.AddrPort) {
	if h.side == 0 {
		return h.conn.key.a, h.conn.key.b
	}
	return h.conn.key.b, h.conn.key.a
}

// data takes the octets of a segment.
func (h *half) data(s *segment) {
	t, n := h.table, len(s.data)+s.lack
	if n > 0 {
		if !h.started {
			h.started, h.joined, h.want = true, true, s.seq
		}
		e := early{s.seq, s.data, s.lack, h.index, h.offset, h.now}
		if old := int32(h.want - e.seq); old > tooOld {
			h.rewind(e.seq)
		}
		if !h.trim(&e) {
			t.stats.Duplicate += int64(n)
		} else if e.seq == h.want {
			h.deliver(e)
			h.drain()
		} else {
			h.keep(e)
		}
	}
	if s.flags&tcpFIN != 0 && !h.started {
		h.started, h.joined, h.want = true, true, s.seq
	}
	if s.flags&tcpFIN != 0 && !h.fin {
		h.fin, h.finSeq = true, s.seq+uint32(n)
		t.ends(h.conn, h, "tcp-fin", 0)
	}
	if h.fin && h.want == h.finSeq {
		h.want++ // once
		h.over()
		t.state(h.conn, h, StateIdle, "tcp-fin")
	}
}

// deliver gives the framer the octets that are next.
func (h *half) deliver(e early) {
	h.want += uint32(e.len())
	h.index, h.offset, h.now = e.index, e.offset, e.now
	h.stalled, h.since = 0, time.Time{}
	t := h.table
	if h.dead {
		t.stats.NotBGP += int64(len(e.data))
		return
	}
	f := &h.framer
	if !h.sensed && h.bmp == nil {
		h.sensed = h.conn.isBGP && !h.conn.isBMP
	}
	switch {
	case h.bmp != nil:
		h.bmp.feed(e.data)
	case h.watches(e.data):
	case h.sensed:
		if f.buf == nil && h.conn.isBGP && len(t.spare) > 0 {
			f.buf = t.spare[len(t.spare)-1]
			t.spare = t.spare[:len(t.spare)-1]
		}
		f.feed(e.data)
	default:
		f.feed(h.sense(e.data))
	}
	h.remember(e.seq, e.data)
	h.lost(e.lack)
	if f.count == 0 && !h.conn.isBGP && !h.onPort() {
		h.dead = f.passed > searchFor || f.passed > 0 && !h.joined && !h.midway
		if h.dead {
			t.stats.NotBGP += int64(f.passed + len(f.buf) + len(h.head))
			f.buf, h.head = f.buf[:0], nil
		}
	}
	h.account()
}

// lost tells the framer of a hole.
func (h *half) lost(n int) {
	if n <= 0 {
		return
	}
	if h.conn.isBGP {
		h.table.stats.LostOctets += int64(n)
	}
	if h.bmp != nil {
		h.bmp.hole(n)
		return
	}
	h.unhold()
	h.framer.hole(n)
	if h.framer.count == 0 && !h.conn.isBGP {
		h.sensed, h.midway = false, true
	}
}

// unhold gives the framer what sense holds back.
func (h *half) unhold() {
	if b := h.head; len(b) > 0 {
		h.head = nil
		h.framer.feed(b)
	}
}

// over says that nothing follows.
func (h *half) over() {
	if h.bmp != nil {
		h.bmp.end()
	} else {
		h.unhold()
		h.framer.end()
	}
	h.account()
}

func (h *half) onPort() bool {
	return h.conn.key.a.Port() == bgpPort || h.conn.key.b.Port() == bgpPort
}

// restart forgets the stream, for another one with the same ports.
func (h *half) restart() {
	*h = half{table: h.table, conn: h.conn, side: h.side, index: h.index, offset: h.offset, now: h.now}
	h.framer.out = h.message
}

// account counts what is held, and gives back a buffer that is empty.
func (h *half) account() {
	t, f := h.table, &h.framer
	n := cap(f.buf)
	if len(f.buf) == 0 && f.buf != nil {
		if len(t.spare) < 16 {
			t.spare = append(t.spare, f.buf)
		}
		f.buf, n = nil, 0
	}
	n += h.waiting + cap(h.head)
	if h.bmp != nil {
		n += cap(h.bmp.buf)
	}
	t.held += n - h.mine
	h.mine = n
}

// message hands out a message of this direction.
func (h *half) message(f *framer, msg []byte, lost int) bool {
	t, c := h.table, h.conn
	if !c.isBGP {
		t.list(c).remove(c)
		c.isBGP = true
		t.bgp.push(c)
		t.stats.Streams++
	}
	r := h.record(RecordMessage)
	r.Joined = h.joined && f.count == 1
	r.Missing, r.Passed, r.Differed = f.missing, f.passed, h.differed
	h.differed = 0
	if h.row++; f.missing+f.passed > 0 {
		h.row = 1
	} else if h.row >= leastRow {
		h.watch = nil
	}
	c.reset = false
	c.fall.message(h, msg)
	c.session.message(h.side, msg)
	c.session.apply(r, h.side, len(msg)+lost)
	f.long = c.session.extended(h.side)
	c.half[1-h.side].framer.long = c.session.extended(1 - h.side)
	r.Octets, r.Lost, r.Known.Base.Cut = msg, max(lost, 0), lost > 0
	return t.e.emit()
}

// connList is a list of connections.
type connList struct{ first, last *conn }

func (l *connList) push(c *conn) {
	c.prev, c.next = nil, l.first
	if l.first != nil {
		l.first.prev = c
	}
	if l.first = c; l.last == nil {
		l.last = c
	}
}

func (l *connList) remove(c *conn) {
	if c.prev != nil {
		c.prev.next = c.next
	} else if l.first == c {
		l.first = c.next
	}
	if c.next != nil {
		c.next.prev = c.prev
	} else if l.last == c {
		l.last = c.prev
	}
	c.prev, c.next = nil, nil
}
