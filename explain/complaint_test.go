package explain

import (
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestComplaint: who saw the message that a NOTIFICATION answers knows more than its Data tell.
func TestComplaint(t *testing.T) {
	const reset, withdraw = registry.ActionSessionReset, registry.ActionTreatAsWithdraw
	for _, c := range []struct {
		name      string
		code, sub byte
		data      []byte
		complaint *Complaint
		claim     Claim
		fault     Fault
		says      string
		action    registry.Action
	}{
		{"length that some types allow", 1, 2, []byte{0, 22},
			&Complaint{Type: registry.MsgUpdate, Code: 1, Subcode: 2, Text: "Length 22 is not legal for UPDATE", Action: reset},
			ClaimConfirmed, FaultReceiver, "an UPDATE of the peer: Length 22", 0},
		{"the same without it", 1, 2, []byte{0, 22}, nil, ClaimNotShown, FaultUnknown, "", 0},
		{"lengths that contradict each other", 3, 1, nil,
			&Complaint{Type: registry.MsgUpdate, Code: 3, Subcode: 1, Text: "the lengths do not fit", Action: reset},
			ClaimConfirmed, FaultReceiver, "the lengths do not fit", reset},
		{"closed over what RFC 7606 tolerates", 3, 1, nil,
			&Complaint{Type: registry.MsgUpdate, Code: 3, Subcode: 1, Text: "x", Action: withdraw},
			ClaimConfirmed, FaultReceiver, "x", withdraw},
		{"a length that ends a session by RFC 7606, too", 3, 5, nil,
			&Complaint{Type: registry.MsgUpdate, Code: 3, Subcode: 5, Text: "x", Action: reset}, ClaimConfirmed, FaultReceiver, "x", reset},
		{"a length that it tolerates", 3, 5, nil,
			&Complaint{Type: registry.MsgUpdate, Code: 3, Subcode: 5, Text: "x", Action: withdraw}, ClaimConfirmed, FaultReceiver, "x", withdraw},
		{"another error than it complains of", 3, 1, nil,
			&Complaint{Type: registry.MsgUpdate, Code: 3, Subcode: 9, Text: "x", Action: reset}, ClaimNone, FaultReceiver, "", withdraw},
		{"our configuration", 2, 2, []byte{0, 0, 0xfe, 0x4b},
			&Complaint{Type: registry.MsgOpen, Refused: "the peer is in AS 65099, configured is AS 65010", State: "OpenSent"},
			ClaimConfirmed, FaultConfiguration, "configured is AS 65010", 0},
		{"a second OPEN", 5, 3, []byte{1}, &Complaint{Type: registry.MsgOpen, State: "Established"},
			ClaimConfirmed, FaultReceiver, "an OPEN in state Established", 0},
		{"an UPDATE has its place there", 5, 3, []byte{2}, &Complaint{Type: registry.MsgUpdate, State: "Established"},
			ClaimNotShown, FaultUnknown, "", 0},
		{"another message than the Data name", 5, 1, []byte{2}, &Complaint{Type: registry.MsgKeepalive, State: "OpenSent"},
			ClaimNotShown, FaultUnknown, "", 0},
	} {
		msg := codec.AppendNotification(nil, c.code, c.sub, c.data, codec.HeaderLen+2+len(c.data))
		tree := new(codec.Decoder).Decode(codec.PieceMessage, msg, codec.Context{})
		x := Explain(tree, Evidence{Code: int(c.code), Subcode: int(c.sub), Direction: "sent", DataKnown: true, Complaint: c.complaint})
		v := x.Verdict
		if c.claim == ClaimConfirmed && (v.Claim != c.claim || v.Fault != c.fault || v.Confidence != High) || c.claim != ClaimConfirmed && v.Claim == ClaimConfirmed {
			t.Errorf("%s: %v, %v, %v: %s", c.name, v.Claim, v.Fault, v.Confidence, v.Summary)
		}
		if !strings.Contains(v.Summary, c.says) {
			t.Errorf("%s: %q does not say %q", c.name, v.Summary, c.says)
		}
		upgrade := slices.ContainsFunc(v.Actions, func(a Action) bool { return strings.Contains(a.Do, "RFC 7606") })
		if c.sub == 5 && upgrade != (c.action == withdraw) {
			t.Errorf("%s: told to use RFC 7606: %v", c.name, upgrade)
		}
		if c.code == 3 && c.complaint != nil && c.claim == ClaimConfirmed && x.RFC.RFC7606.Action != c.action {
			t.Errorf("%s: RFC 7606 %v", c.name, x.RFC.RFC7606.Action)
		}
	}
}
