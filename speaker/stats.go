package speaker

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Stats counts what happened to a peer since it was added.
type Stats struct {
	State fsm.State
	// Established counts how often the session came up; Up is since when it is (zero: it is not).
	Established int
	Up          time.Time
	// Dials and Accepted count connections opened by us and by the peer, Collisions those closed by 6/7.
	Dials, Accepted, Collisions int
	// Received and Sent count messages, by type; index 0 holds those of unknown types.
	Received, Sent Counts
	// OctetsReceived and OctetsSent count whole messages.
	OctetsReceived, OctetsSent uint64
	// Announced and Withdrawn count the routes of the UPDATEs received.
	Announced, Withdrawn uint64
	// Prefixes are the routes held at this moment, by family; nil without a RIB or a limit.
	Prefixes map[codec.Family]int
	// Findings counts messages with errors, TreatedAsWithdrawn UPDATEs and Discarded attributes under RFC 7606.
	Findings, TreatedAsWithdrawn, Discarded uint64
	// Last is what ended the last connection that had got as far as OPEN; nil: nothing yet.
	Last *End
}

// Counts is a count for each message type; types over 5 count at 0.
type Counts [6]uint64

// Of returns the count of a message type.
func (c *Counts) Of(t registry.MessageType) uint64 { return c[typeIndex(t)] }

// Total is the sum of all.
func (c *Counts) Total() (n uint64) {
	for _, v := range c {
		n += v
	}
	return n
}

func typeIndex(t registry.MessageType) int {
	if int(t) < len(Counts{}) {
		return int(t)
	}
	return 0
}

// End says what ended a connection.
type End struct {
	Time time.Time
	// Conn is the connection's id.
	Conn uint64
	// State is the one that it was in.
	State fsm.State
	// Cause is the event of the state machine.
	Cause fsm.EventKind
	// Notification went or came; Code 0: none did.
	Notification codec.Notification
	// Sent says that the NOTIFICATION was ours.
	Sent bool
	// Err is the error of TCP, if that ended it.
	Err error
}
