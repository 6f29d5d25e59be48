package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The actions, in few letters for the rows.
const (
	nothing  = registry.ActionNone
	discard  = registry.ActionAttributeDiscard
	withdraw = registry.ActionTreatAsWithdraw
	reset    = registry.ActionSessionReset
)

// note is the reset of the session with a NOTIFICATION.
func note(code registry.ErrorCode, sub uint8, data DataKind) Want {
	return Want{Action: reset, Code: code, Sub: sub, Data: data}
}

// upd is the reset of the session with an UPDATE Message Error.
func upd(sub uint8, data DataKind) Want { return note(registry.ErrUpdate, sub, data) }

// quiet is a reaction without a NOTIFICATION.
func quiet(a registry.Action, why string) Want { return Want{Action: a, Why: why} }

// softer is what RFC 7606 makes of w: the same where it keeps the reset.
func softer(w Want, a registry.Action) Want {
	if a == reset {
		return w
	}
	return Want{Action: a}
}

// or adds actions that the RFCs allow too, and why.
func (w Want) or(why string, also ...registry.Action) Want {
	w.Also, w.Why = also, why
	return w
}

// The Optional and Transitive bits.
const (
	ot = codec.FlagOptional | codec.FlagTransitive
	on = codec.FlagOptional
	wk = codec.FlagTransitive
)
