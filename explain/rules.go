package explain

import "github.com/bgpdecode/bgpdecode/registry"

// rule judges one code and subcode under one aspect. It reports whether it decides; the first that does ends the
// judging. sub anySub stands for every subcode.
type rule struct {
	name  string
	code  registry.ErrorCode
	sub   int
	judge func(*job) bool
}

const anySub = -1

// rules are tried in order. How to add one: write a function of job in the file of its code, say the verdict with
// say, cause, atSender, atReceiver and convict, and put it here before the rules that are less specific.
var rules = [...]rule{
	{"1/2 value", registry.ErrMessageHeader, 2, (*job).badLength},
	{"1/3 value", registry.ErrMessageHeader, 3, (*job).badType},

	{"2/1 version", registry.ErrOpen, 1, (*job).version},
	{"2/2 open contradicts itself", registry.ErrOpen, 2, (*job).openFault},
	{"2/2 as", registry.ErrOpen, 2, (*job).peerAS},
	{"2/3 identifier", registry.ErrOpen, 3, (*job).identifier},
	{"2/4 parameter", registry.ErrOpen, 4, (*job).parameter},
	{"2/6 hold time", registry.ErrOpen, 6, (*job).holdTime},
	{"2/7 capabilities named", registry.ErrOpen, 7, (*job).capabilitiesNamed},
	{"2/7 no family", registry.ErrOpen, 7, (*job).noFamily},
	{"2/8 no family", registry.ErrOpen, 8, (*job).noFamily},
	{"2/11 roles", registry.ErrOpen, 11, (*job).roles},
	{"2/x open", registry.ErrOpen, anySub, (*job).openFault},
	{"2/0 open is sound", registry.ErrOpen, 0, (*job).openSound},

	{"3/3 missing", registry.ErrUpdate, 3, (*job).missing},
	{"3/x no attribute", registry.ErrUpdate, anySub, (*job).noAttribute},
	{"3/4 no flags", registry.ErrUpdate, 4, (*job).noFlags},
	{"3/4 optional and transitive bits", registry.ErrUpdate, 4, (*job).flagsWrong},
	{"3/4 unknown attribute", registry.ErrUpdate, 4, (*job).flagsUnknown},
	{"3/4 length instead", registry.ErrUpdate, 4, (*job).lengthInstead},
	{"3/4 partial is legal", registry.ErrUpdate, 4, (*job).partialLegal},
	{"3/4 partial is tolerated", registry.ErrUpdate, 4, (*job).partialTolerated},
	{"3/4 low bits", registry.ErrUpdate, 4, (*job).lowBits},
	{"3/4 clean", registry.ErrUpdate, 4, (*job).flagsClean},
	{"3/1 list", registry.ErrUpdate, 1, (*job).list},
	{"3/2 well-known", registry.ErrUpdate, 2, (*job).wellKnown},
	{"3/x no length", registry.ErrUpdate, anySub, (*job).noLength},
	{"3/6 origin", registry.ErrUpdate, 6, (*job).origin},
	{"3/8 next hop", registry.ErrUpdate, 8, (*job).nextHop},
	{"3/10 routes", registry.ErrUpdate, 10, (*job).routes},
	{"3/11 no path", registry.ErrUpdate, 11, (*job).noPath},
	{"3/x length of a cut value", registry.ErrUpdate, anySub, (*job).cutValue},
	{"3/x path length counted twice", registry.ErrUpdate, anySub, (*job).countedTwice},
	{"3/x over-claimed length", registry.ErrUpdate, anySub, (*job).overClaimed},
	{"3/x width", registry.ErrUpdate, anySub, (*job).widthQuestion},
	{"3/x length", registry.ErrUpdate, anySub, (*job).lengthWrong},
	{"3/x path", registry.ErrUpdate, anySub, (*job).path},
	{"3/9 next hop and capability 5", registry.ErrUpdate, 9, (*job).extendedNextHop},
	{"3/x TLVs", registry.ErrUpdate, anySub, (*job).tlvsWrong},
	{"3/x value", registry.ErrUpdate, anySub, (*job).valueWrong},
	{"3/9 unknown attribute", registry.ErrUpdate, 9, (*job).unknownAttribute},
	{"3/x legal", registry.ErrUpdate, anySub, (*job).legal},

	{"4/0 timer", registry.ErrHoldTimer, 0, (*job).holdExpired},

	{"5/x message", registry.ErrFSM, anySub, (*job).unexpected},

	{"6/1 limit", registry.ErrCease, 1, (*job).prefixLimit},
	{"6/2 shutdown", registry.ErrCease, 2, (*job).communication},
	{"6/4 reset", registry.ErrCease, 4, (*job).communication},
	{"6/0 open", registry.ErrCease, 0, (*job).openProblem},
	{"6/5 open", registry.ErrCease, 5, (*job).openProblem},
	{"6/5 as", registry.ErrCease, 5, (*job).rejectedAS},
	{"6/9 nothing enclosed", registry.ErrCease, 9, (*job).emptyHardReset},
	{"6/7 collision", registry.ErrCease, 7, (*job).collision},

	{"7/1 refresh", registry.ErrRouteRefresh, 1, (*job).refresh},
}

// judge runs the rules; it reports whether one decided.
func (j *job) judge() bool {
	for i := range rules {
		r := &rules[i]
		if int(r.code) == j.code && (r.sub == anySub || r.sub == j.sub) && r.judge(j) {
			return true
		}
	}
	return false
}
