package peer

import (
	"fmt"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// Goal says when a run is over. The zero value is never reached.
type Goal struct {
	Established  bool          // all peers were Established at the same time
	Notification bool          // a NOTIFICATION went or came
	EndOfRIB     bool          // all peers sent the End-of-RIB markers of all families that were agreed
	After        time.Duration // so long after the start; with one of the above the time that it may take
	Count        int64         // so many messages went or came
}

// Condition reports whether the goal is something that has to happen, so that time can run out before it.
func (g *Goal) Condition() bool { return g.Established || g.Notification || g.EndOfRIB || g.Count > 0 }

// Parse reads the words of --until: established, notification, eor, a duration, or one of these and a duration.
func (g *Goal) Parse(text string) error {
	words := 0
	for word := range strings.SplitSeq(text, ",") {
		word = strings.ToLower(strings.TrimSpace(word))
		switch word {
		case "established":
			g.Established = true
		case "notification":
			g.Notification = true
		case "eor":
			g.EndOfRIB = true
		default:
			d, err := time.ParseDuration(word)
			if err != nil || d <= 0 {
				return fmt.Errorf("%q is not established, notification, eor or a time such as 30s", clipped(word))
			}
			if g.After != 0 {
				return fmt.Errorf("there are two times, %s and %s", g.After, d)
			}
			g.After = d
			continue
		}
		if words++; words > 1 {
			return fmt.Errorf("%q has two conditions; take one, and a time if it shall not take longer", clipped(text))
		}
	}
	return nil
}

// String names the condition, for people; "" when there is none.
func (g *Goal) String() string {
	var parts []string
	switch {
	case g.Established:
		parts = append(parts, "an Established session with every peer")
	case g.Notification:
		parts = append(parts, "a NOTIFICATION")
	case g.EndOfRIB:
		parts = append(parts, "the End-of-RIB of every family and peer")
	}
	if g.Count > 0 {
		parts = append(parts, fmt.Sprintf("%d messages", g.Count))
	}
	return strings.Join(parts, " or ")
}

// check looks whether the goal is reached.
func (t *Teller) check(ev *speaker.Event, y *Tally) {
	g := &t.opt.Goal
	if t.reached || t.asked != "" || !g.Condition() {
		return
	}
	met := g.Count > 0 && t.count >= g.Count || g.Notification && y.notified
	state := ev.Kind == speaker.StateChange
	if g.Established && y.up != 0 && state {
		met = met || t.all(func(y *Tally) bool { return y.up != 0 })
	}
	if g.EndOfRIB && y.up != 0 && (state || ev.Kind == speaker.EndOfRIB) {
		met = met || t.all((*Tally).complete)
	}
	if met {
		t.reached = true
		if t.opt.Reached != nil {
			t.opt.Reached()
		}
	}
}

// all reports whether something holds for every peer that is configured, of which there is one at least.
func (t *Teller) all(holds func(*Tally) bool) bool {
	n := 0
	for _, y := range t.peers {
		if y.peer == nil {
			continue
		}
		if n++; !holds(y) {
			return false
		}
	}
	return n > 0
}
