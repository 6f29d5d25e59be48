package fsm

// row is a rule: in a state, on these events, if the condition holds, do this and go there. Of several rows for an event the
// first whose condition holds counts.
type row struct {
	on   []EventKind
	when cond
	do   []op
	next State
	ref  string // where it is written
}

// tables holds the rows of each state.
var tables = [Established + 1][]row{
	Idle:        idleRows,
	Connect:     connectRows,
	Active:      activeRows,
	OpenSent:    openSentRows,
	OpenConfirm: openConfirmRows,
	Established: establishedRows,
}

// cond is a condition of a row.
type cond uint8

const (
	always        cond = iota
	delayOpen          // DelayOpen is set
	delaying           // the DelayOpenTimer runs: the connection is there, our OPEN is not sent
	notWithout         // SendNOTIFICATIONwithoutOPEN is set
	delayNotify        // both of the last two
	delayingLost       // the DelayOpenTimer runs, and collision detection wants this connection to go
	damped             // DampPeerOscillations and AllowAutomaticStart are set, the IdleHoldTimer runs or has just expired
	dampedPassive      // the same, and started with PassiveTcpEstablishment
	backingOff         // the IdleHoldTimer runs
	passive            // started with PassiveTcpEstablishment
	lost               // this connection goes, by collision detection
	other              // the OPEN came on another connection, and this one stays
	collides           // CollisionDetectEstablishedState is set
	collidesLost       // the same, and this connection goes
	foreign            // the OPEN came on another connection
	graceful           // RFC 4724: the peer offered Graceful Restart with a family
	conds
)

func (m *machine) holds(c cond) bool {
	conf := &m.s.Config
	switch c {
	case delayOpen:
		return conf.DelayOpen
	case delaying:
		return m.was.Has(DelayOpenTimer)
	case notWithout:
		return conf.SendNOTIFICATIONwithoutOPEN
	case delayNotify:
		return m.holds(delaying) && m.holds(notWithout)
	case delayingLost:
		return m.holds(delaying) && m.holds(lost)
	case dampedPassive:
		return m.holds(damped) && m.holds(passive)
	case damped:
		return conf.DampPeerOscillations && conf.AllowAutomaticStart && m.holds(backingOff)
	case backingOff:
		return m.was.Has(IdleHoldTimer)
	case passive:
		return m.s.Passive
	case lost:
		return m.e.Collision == CollisionLost
	case other:
		return m.e.Collision == CollisionWon
	case collides:
		return conf.CollisionDetectEstablishedState
	case collidesLost:
		return m.holds(collides) && m.holds(lost)
	case foreign:
		return m.e.Collision != CollisionNone
	case graceful:
		return m.s.Retain >= RetainRestart
	}
	return true
}
