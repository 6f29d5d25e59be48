package explain_test

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestAnotherFault: a complaint that names the wrong fault does not make the attribute legal.
func TestAnotherFault(t *testing.T) {
	for _, tc := range []struct {
		name    string
		sub     uint8
		attr    []byte
		fault   explain.Fault
		sub4271 int // 0: nothing is due
		summary string
		ref7606 string
	}{
		{"flags are right, the value is not", 4, []byte{0x40, 1, 1, 7}, explain.FaultReceiver, 6, "names the wrong fault", "RFC 7606 §3c"},
		{"the value is right, the flags are not", 6, []byte{0x80, 1, 1, 0}, explain.FaultReceiver, 4, "flags 0x80", "RFC 7606 §3c"},
		{"the length is right, the flags are not", 5, []byte{0xc0, 1, 1, 0}, explain.FaultReceiver, 4, "3/4 (Attribute Flags Error)", "RFC 7606 §3c"},
		{"another attribute, whose flags are wrong", 6, []byte{0x80, 5, 4, 0, 0, 0, 100}, explain.FaultReceiver, 4, "LOCAL_PREF has flags 0x80", "RFC 7606 §3c"},
		{"nothing is wrong", 6, []byte{0x40, 1, 1, 0}, explain.FaultSender, 0, "ORIGIN 0 is legal", ""},
		{"Partial is legal", 4, []byte{0xe0, 8, 4, 0, 1, 0, 2}, explain.FaultSender, 0, "Partial", ""},
	} {
		msg := codec.AppendNotification(nil, 3, tc.sub, tc.attr, 0)
		var d codec.Decoder
		ex := explain.Explain(d.Decode(codec.PieceMessage, msg, codec.Context{AS4: true}), explain.Evidence{})
		v, r := ex.Verdict, ex.RFC
		if v.Claim != explain.ClaimContradicted || v.Fault != tc.fault || !strings.Contains(v.Summary, tc.summary) {
			t.Errorf("%s: %+v", tc.name, v)
		}
		if r.RFC4271.Subcode != tc.sub4271 || (r.RFC4271.Action == "session-reset") != (tc.sub4271 != 0) || tc.sub4271 != 0 && (string(r.RFC4271.Data) != string(tc.attr) || r.RFC7606.Action != registry.ActionTreatAsWithdraw) {
			t.Errorf("%s: %+v", tc.name, r)
		}
		if tc.sub4271 == 4 && r.RFC7606.Ref != tc.ref7606 {
			t.Errorf("%s: %+v", tc.name, r.RFC7606)
		}
	}
}
