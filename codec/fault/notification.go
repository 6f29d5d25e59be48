package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fillNotification has NOTIFICATIONs that are wrong or odd. Whatever they are, the session ends and none is sent in return
// (RFC 4271 section 6.4).
func fillNotification(l *list) {
	const body = codec.HeaderLen
	row := func(id, title string, find codec.FindingID, ref string, at, n int, code registry.ErrorCode, sub uint8, data ...byte) {
		w := quiet(reset, "the session ends; no NOTIFICATION answers a NOTIFICATION (RFC 4271 §6.4)")
		l.message(Fault{ID: id, Title: title, Phase: Established, Refs: []string{ref, "RFC 4271 §6.4"}, Finding: find}, w, func(*Params) ([]Step, error) {
			return sent(codec.AppendNotification(nil, uint8(code), sub, data, 0), at, n)
		})
	}
	const cease = registry.ErrCease
	row("code_99", "a NOTIFICATION with error code 99", codec.FindCodeUnknown, "RFC 4271 §4.5", body, 1, 99, 1)
	row("code_0", "a NOTIFICATION with error code 0", codec.FindCodeUnknown, "RFC 4271 §4.5", body, 1, 0, 0)
	row("subcode_99", "an UPDATE Message Error with subcode 99", codec.FindSubcodeUnknown, "RFC 4271 §4.5", body+1, 1, registry.ErrUpdate, 99)
	row("cease_99", "a Cease with subcode 99", codec.FindSubcodeUnknown, "RFC 4486 §3", body+1, 1, cease, 99)
	row("data_missing", "Bad Message Length without its Data", codec.FindDataMissing, "RFC 4271 §6.1", body, 2, registry.ErrMessageHeader, 2)
	row("data_attribute_cut", "Attribute Flags Error with half an attribute", codec.FindDataShort, "RFC 4271 §6.3", body+2, 1, registry.ErrUpdate, 4, 0xe0, 7, 8, 0, 3)
	row("data_opaque", "Attribute Length Error with Data that is no attribute", codec.FindNone, "RFC 4271 §6.3", body+2, 1, registry.ErrUpdate, 5, 1, 2)
	row("communication_length", "a shutdown communication whose length is too long", codec.FindCommLength, "RFC 9003 §2", body+2, 1, cease, 2, 200, 'o', 'f', 'f')
	row("communication_utf8", "a shutdown communication that is no UTF-8", codec.FindCommUTF8, "RFC 9003 §2", body+3, 1, cease, 2, 2, 0xff, 0xfe)
	row("communication_nul", "a shutdown communication with a NUL", codec.FindCommNUL, "RFC 9003 §2", body+4, 1, cease, 4, 3, 'a', 0, 'b')
	row("hard_reset_empty", "a Hard Reset without a code and a subcode inside", codec.FindDataMissing, "RFC 8538 §3", body, 2, cease, 9)
	row("hard_reset_inner", "a Hard Reset with code 99 inside", codec.FindHardResetInner, "RFC 8538 §3", body+2, 1, cease, 9, 99, 1)
	row("max_prefix_data", "Maximum Number of Prefixes with Data of 3 octets", codec.FindPrefixLimitLen, "RFC 4486 §4", body+2, 3, cease, 1, 0, 1, 1)
	for sub, id := range [...]string{
		0: "cease_0", 1: "cease_max_prefixes", 2: "cease_shutdown", 3: "cease_deconfigured", 4: "cease_reset", 5: "cease_rejected",
		6: "cease_configuration", 7: "cease_collision", 8: "cease_resources", 9: "", 10: "cease_bfd_down",
	} {
		if id != "" {
			row("legal_"+id, "a Cease: "+registry.SubcodeName(uint8(cease), uint8(sub)), codec.FindNone, "RFC 4486 §3", body, 2, cease, uint8(sub))
		}
	}
	row("legal_cease_hard_reset", "a Hard Reset that encloses an Administrative Reset", codec.FindNone, "RFC 8538 §3", body, 2, cease, 9, uint8(cease), 4)
	row("legal_hold_timer", "a NOTIFICATION: Hold Timer Expired", codec.FindNone, "RFC 4271 §6.5", body, 2, registry.ErrHoldTimer, 0)
	row("legal_send_hold_timer", "a NOTIFICATION: Send Hold Timer Expired", codec.FindNone, "RFC 9687 §3", body, 2, registry.ErrSendHoldTimer, 0)
}
