package fsm

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// condNames and opNames are the words of TABLE.md.
var condNames = [conds]string{
	always: "", delayOpen: "DelayOpen", delaying: "DelayOpenTimer runs", notWithout: "SendNOTIFICATIONwithoutOPEN",
	delayNotify: "DelayOpenTimer runs, SendNOTIFICATIONwithoutOPEN", delayingLost: "DelayOpenTimer runs, collision lost",
	damped: "IdleHoldTimer ran", dampedPassive: "IdleHoldTimer ran, passive", backingOff: "IdleHoldTimer runs", passive: "passive",
	lost: "collision lost", other: "collision won", collides: "CollisionDetectEstablishedState",
	collidesLost: "CollisionDetectEstablishedState, collision lost", foreign: "OPEN of another connection", graceful: "Graceful Restart",
}

var opNames = [...]string{
	opIgnore: "ignore", opLate: "ignore: the timer does not run", opStart: "end pauses", opNoPause: "stay down if told to", opBackOff: "wait for IdleHoldTimer",
	opInit: "initialize", opZeroCounter: "counter 0", opCount: "counter + 1, damp", opRetry: "start ConnectRetryTimer", opNoRetry: "stop ConnectRetryTimer",
	opDelay: "start DelayOpenTimer", opNoDelay: "stop DelayOpenTimer", opDial: "dial", opListen: "listen", opAccept: "process TCP", opReject: "refuse TCP",
	opTrack: "track second connection", opOpen: "send OPEN", opKeepalive: "send KEEPALIVE", opLargeHold: "HoldTimer large", opNegotiate: "HoldTimer, KeepaliveTimer by negotiation",
	opHoldTimer: "restart HoldTimer", opKeepaliveTimer: "restart KeepaliveTimer", opSendHoldTimer: "restart SendHoldTimer", opUp: "session is up",
	opUpdate: "process UPDATE", opRefresh: "process ROUTE-REFRESH", opRoutes: "delete or keep routes", opClose: "close", opDrop: "drop",
	noteCause: "NOTIFICATION of the event", noteHold: "NOTIFICATION 4/0", noteFSM: "NOTIFICATION 5/x", noteCollision: "NOTIFICATION 6/7", noteSendHold: "NOTIFICATION 8/0",
}

const tableHead = `# The finite state machine, cell by cell

Written by ` + "`go test ./speaker/fsm -update`" + ` from the rows in table.go and table_connected.go. Of several lines for an event the first one counts whose
condition holds. "drop": stop ConnectRetryTimer and all timers of the connection, release resources, close TCP. "damp": start the IdleHoldTimer
if DampPeerOscillations is set. 5/x is 5/1, 5/2, 5/3 with the message's type as Data, 5/0 where no message is to blame (RFC 6608). Routes are deleted, or
kept as RFC 4724 and RFC 8538 have it. "-" is ROUTE-REFRESH, which has no number.

`

// TestTable keeps TABLE.md true: the table as a reader would check it against the RFC.
func TestTable(t *testing.T) {
	var b strings.Builder
	b.WriteString(tableHead)
	for s := Idle; s <= Established; s++ {
		fmt.Fprintf(&b, "## %s\n\n| # | event | condition | actions | next | where |\n|---|---|---|---|---|---|\n", s)
		for k := EventKind(1); k < events; k++ {
			number := fmt.Sprint(int(k))
			if k == RouteRefreshMsg {
				number = "-"
			}
			for _, r := range tables[s] {
				for _, on := range r.on {
					if on == k {
						fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", number, k, condNames[r.when], doText(r.do), r.next, r.ref)
					}
				}
			}
		}
		b.WriteByte('\n')
	}
	got := strings.TrimSuffix(b.String(), "\n")
	if *update {
		if err := os.WriteFile("TABLE.md", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have, err := os.ReadFile("TABLE.md"); err != nil || string(have) != got {
		t.Errorf("TABLE.md is not what the rows say (%v): run with -update", err)
	}
}

func doText(ops []op) string {
	var words []string
	for _, o := range ops {
		words = append(words, opNames[o])
	}
	return strings.Join(words, ", ")
}
