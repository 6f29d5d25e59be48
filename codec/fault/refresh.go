package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fillRefresh has the faults of ROUTE-REFRESH (RFC 2918, RFC 7313, RFC 5291).
func fillRefresh(l *list) {
	row := func(id, title string, w Want, find codec.FindingID, ref string, needs Needs, at, n int, body ...byte) {
		l.message(Fault{ID: id, Title: title, Phase: Established, Needs: needs, Refs: []string{ref}, Finding: find}, w, func(*Params) ([]Step, error) {
			m := codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgRouteRefresh)
			return sent(append(m, body...), at, n)
		})
	}
	const body, subtype = codec.HeaderLen, codec.HeaderLen + 2
	plain, enhanced := Needs{Refresh: With}, Needs{Refresh: With, Enhanced: With}
	length := note(registry.ErrMessageHeader, registry.SubBadMessageLength, DataLength)
	bounds := note(registry.ErrRouteRefresh, registry.SubInvalidMessageLength, DataMessage)
	ignored := func(why string) Want { return quiet(nothing, why) }
	row("short", "a ROUTE-REFRESH of 22 octets", length, codec.FindRefreshShort, "RFC 2918 §3", plain, body, 0, 0, 1, 0)
	row("empty", "a ROUTE-REFRESH without a body", length, codec.FindRefreshShort, "RFC 2918 §3", plain, body, 0)
	row("borr_short", "a BoRR of 22 octets", bounds, codec.FindRefreshLength, "RFC 7313 §5", enhanced, body, 0, 0, 1, codec.RefreshBoRR)
	row("borr_long", "a BoRR of 24 octets", bounds, codec.FindRefreshLength, "RFC 7313 §5", enhanced, body, 0, 0, 1, codec.RefreshBoRR, 1, 0)
	row("eorr_long", "an EoRR of 31 octets", bounds, codec.FindRefreshLength, "RFC 7313 §5", enhanced, body, 0, 0, 1, codec.RefreshEoRR, 1, 1, 2, 3, 4, 5, 6, 7, 8)
	row("subtype_3", "a ROUTE-REFRESH of subtype 3", ignored("RFC 7313 §5: it is ignored"), codec.FindRefreshSubtype, "RFC 7313 §5", enhanced, subtype, 1, 0, 1, 3, 1)
	row("subtype_255", "a ROUTE-REFRESH of subtype 255", ignored("RFC 7313 §5: it is ignored"), codec.FindRefreshSubtype, "RFC 7313 §5", enhanced, subtype, 1, 0, 1, 255, 1)
	row("family", "a ROUTE-REFRESH for a family that was not agreed", ignored("RFC 2918 §4: it is ignored"), codec.FindNone, "RFC 2918 §4", plain, body, 2, 0x3f, 0xff, 0, 1)
	row("orf_overrun", "the entries of a route filter run past the message", ignored("RFC 5291 does not say"), codec.FindRefreshORF, "RFC 5291 §4", plain,
		body+6, 2, 0, 1, 0, 1, 1, 64, 0, 99, 0)
	row("orf_entry", "a route filter with a prefix of 64 bits", ignored("RFC 5291 does not say"), codec.FindORFEntry, "RFC 5291 §4", plain,
		body+15, 1, 0, 1, 0, 1, 1, 64, 0, 8, 0, 0, 0, 0, 1, 0, 0, 64)
	row("legal", "a ROUTE-REFRESH for IPv4 unicast", ignored("it is legal: the routes are sent again"), codec.FindNone, "RFC 2918 §4", plain, body, 4, 0, 1, 0, 1)
	row("eorr_alone", "an EoRR without a BoRR", ignored("RFC 7313 §4: it is ignored"), codec.FindNone, "RFC 7313 §4", enhanced, subtype, 1, 0, 1, codec.RefreshEoRR, 1)
}
