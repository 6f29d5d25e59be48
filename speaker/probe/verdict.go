package probe

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// Verdict says how an outcome compares with what an RFC asks for.
type Verdict uint8

// The verdicts.
const (
	Unknown   Verdict = iota // not played, or not to be seen
	Right                    // what is asked for
	OtherData                // the right NOTIFICATION, with other Data
	OtherCode                // the session was reset, as it should, with another code or none
	Wrong
)

// String gives the verdict in a word.
func (v Verdict) String() string {
	return [...]string{"unknown", "right", "other-data", "other-code", "wrong", "", "", ""}[v&7]
}

// Score counts verdicts.
type Score struct{ Right, OtherData, OtherCode, Wrong, Unknown, NotPlayed int }

// Percent is how much of what is known is as asked for, from 0 to 100: other Data counts in full, another code half. It reports
// false where nothing is known.
func (s *Score) Percent() (percent int, ok bool) {
	all := s.Right + s.OtherData + s.OtherCode + s.Wrong
	if all == 0 {
		return 0, false
	}
	return (200*(s.Right+s.OtherData) + 100*s.OtherCode + all) / (2 * all), true
}

func (s *Score) add(v Verdict, o Outcome) {
	switch {
	case o == NotPlayed:
		s.NotPlayed++
	case v == Unknown:
		s.Unknown++
	case v == Right:
		s.Right++
	case v == OtherData:
		s.OtherData++
	case v == OtherCode:
		s.OtherCode++
	default:
		s.Wrong++
	}
}

// judge compares an outcome with what is asked for. step is the step at fault; passed says that the attribute at fault was seen
// behind the target.
func judge(w *fault.Want, c *Cell, step *fault.Step, passed bool) Verdict {
	asked := func(a registry.Action) bool { return w.Action == a || slices.Contains(w.Also, a) }
	yes := func(ok bool) Verdict {
		if ok {
			return Right
		}
		return Wrong
	}
	switch c.Outcome {
	case NotPlayed:
		return Unknown
	case Reset, Closed:
		return [...]Verdict{inject.Right: Right, inject.OtherData: OtherData, inject.OtherCode: OtherCode, inject.Wrong: Wrong}[inject.Judge(w, step, c.Reaction)&3]
	case Withdrawn:
		return yes(asked(registry.ActionTreatAsWithdraw))
	case Discarded:
		return yes(asked(registry.ActionAttributeDiscard) || asked(registry.ActionNone))
	case Accepted:
		return yes(asked(registry.ActionNone) || asked(registry.ActionAttributeDiscard) && !passed)
	case Kept:
		if inject.Judge(w, step, inject.Reaction{}) == inject.Right {
			return Unknown
		}
	}
	return Wrong
}
