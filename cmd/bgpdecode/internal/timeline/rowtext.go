package timeline

import (
	"fmt"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// words says what a row tells, and how it is to look.
func (r *Row) words() (string, tree.Role) {
	if r.Text != "" {
		return r.Text, tree.Good
	}
	switch r.What {
	case logline.StepTransition:
		role := tree.Value
		switch r.To {
		case "Established":
			role = tree.Good
		case "Idle", "Clearing":
			if r.From == "Established" {
				role = tree.Bad
			}
		}
		from := r.From
		if from == "" {
			from = "?"
		}
		return from + " → " + r.To + because(r.Cause), role
	case logline.StepMessage:
		return r.messageWords()
	case logline.StepDialing:
		return "opens a connection" + to(r), tree.Plain
	case logline.StepConnected:
		return "connected" + to(r) + openedBy(r.Conn), tree.Plain
	case logline.StepDialFailed:
		return "the connection could not be opened" + because(r.Cause), tree.Warn
	case logline.StepClosed:
		return r.closedWords() + because(r.Cause), tree.Plain
	case logline.StepRejected:
		return "connection is to be refused" + because(r.Cause), tree.Warn
	case logline.StepCollision:
		s := "collision"
		if r.Other != "" {
			s += " with " + r.Other
		}
		return s + because(r.Cause), tree.Warn
	case logline.StepResolved:
		return "collision decided: the " + r.Cause + " connection stays", tree.Plain
	case logline.StepIgnored:
		return typeName(r.Type) + " ignored: of an unknown connection", tree.Warn
	case logline.StepUndelivered:
		return typeName(r.Type) + " could not be sent" + because(r.Cause), tree.Warn
	case logline.StepActed:
		return r.actedWords() + ": to " + r.To, tree.Warn
	case logline.StepStarted:
		s := "state machine started"
		if r.Local != "" {
			s += " on " + r.Local
		}
		return s, tree.Plain
	case logline.StepStopped:
		return "session stopped" + because(r.Cause), tree.Plain
	}
	return r.Cause, tree.Dim
}

func (r *Row) closedWords() string {
	switch {
	case r.Wire:
		return "connection closed by " + r.closer()
	case r.Direction == logline.DirSent:
		return "this side closes the connection"
	case r.Direction == logline.DirReceived:
		return "the peer closed the connection"
	}
	return "connection ended"
}

// actedWords says what moved the state machine, and in which state.
func (r *Row) actedWords() string {
	s := r.Cause
	switch {
	case r.Type > 0 && r.Cause != "":
		s += " " + typeName(r.Type)
	case r.Type > 0:
		s = "acts on the " + typeName(r.Type)
	}
	if r.State != "" {
		s += " in " + r.State
	}
	return s
}

// messageWords says what a message carried.
func (r *Row) messageWords() (string, tree.Role) {
	switch {
	case r.Traffic && r.total() > 1:
		return r.trafficWords(), tree.Dim
	case r.Type == 3:
		s := "NOTIFICATION " + codeText(r.Code, r.Sub)
		if r.Attempted {
			s += ", not delivered"
		}
		return s, tree.Bad
	case r.Type == 1 && r.Open != nil:
		return "OPEN" + r.Open.words(), tree.Plain
	case r.Type == 4:
		return typeName(r.Type), tree.Dim
	}
	return typeName(r.Type), tree.Plain
}

// words writes " AS 64512, hold 90 s, id 192.0.2.1".
func (o *Open) words() string {
	var parts []string
	if o.Version >= 0 && o.Version != 4 {
		parts = append(parts, fmt.Sprintf("version %d", o.Version))
	}
	if o.AS != 0 {
		parts = append(parts, fmt.Sprintf("AS %d", o.AS))
	}
	if o.HoldTime >= 0 {
		parts = append(parts, fmt.Sprintf("hold %d s", o.HoldTime))
	}
	if o.ID != "" {
		parts = append(parts, "id "+o.ID)
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, ", ")
}

// total is the number of messages of a row of traffic.
func (r *Row) total() (n int) {
	for _, end := range r.Count {
		for _, k := range end {
			n += k
		}
	}
	return n
}

// trafficWords counts what an established session exchanged.
func (r *Row) trafficWords() string {
	var parts []string
	for _, t := range [...]int{4, 2, 5} {
		sent, got := r.Count[0][t], r.Count[1][t]
		if sent+got == 0 {
			continue
		}
		var way []string
		if sent > 0 {
			way = append(way, fmt.Sprintf("%d →", sent))
		}
		if got > 0 {
			way = append(way, fmt.Sprintf("%d ←", got))
		}
		parts = append(parts, typeName(t)+" "+strings.Join(way, ", "))
	}
	s := strings.Join(parts, "; ")
	if d := r.Until.Sub(r.Time); d > 0 {
		s += ", within " + short(d)
	}
	return s
}

func to(r *Row) string {
	peer := first(r.PeerAddr, r.Peer)
	switch {
	case r.Local != "" && peer != "":
		return " " + r.Local + " — " + peer
	case peer != "" && r.What == logline.StepDialing:
		return " to " + peer
	}
	return ""
}

func openedBy(c *conn) string {
	if c == nil {
		return ""
	}
	s := ""
	switch c.opener {
	case logline.OpenerLocal:
		s = ", opened by this side"
	case logline.OpenerPeer:
		s = ", opened by the peer"
	}
	return s
}

// arrow shows the way of a message.
func (r *Row) arrow() string {
	if r.What != logline.StepMessage || r.Traffic && r.total() > 1 {
		return "·"
	}
	switch r.Direction {
	case logline.DirSent:
		return "→"
	case logline.DirReceived:
		return "←"
	}
	return "·"
}

// sign is what two rows have in common that are alike.
func (r *Row) sign() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d %d %d %d %t %s>%s", r.What, r.Direction, r.Type, r.Code, r.Sub, r.Traffic, r.From, r.To)
	return b.String()
}
