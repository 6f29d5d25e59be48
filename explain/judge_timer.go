package explain

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
)

// holdExpired: 4/0 can be judged where what went over the wire is known: the hold time that both OPENs agree on (RFC 4271 section
// 4.2), and when R was last heard.
func (j *job) holdExpired() bool {
	s, sok := j.open(true)
	r, rok := j.open(false)
	if !sok || !rok {
		return false
	}
	a, aok := s.val(codec.FieldHoldTime)
	b, bok := r.val(codec.FieldHoldTime)
	if !aok || !bok {
		return false
	}
	hold := min(a, b)
	if hold == 0 {
		j.clean = true
		j.ref("RFC 4271 §4.2", "RFC 4271 §4.4")
		j.atSender("Upgrade {S}: with a hold time of 0 it must not run a hold timer")
		return j.say(ClaimContradicted, FaultSender, High, "{S} let a hold timer expire, although the two OPENs agree on a hold time of 0, which means none, so {S} is wrong")
	}
	silent := j.ev.SilentMS
	if silent <= 0 {
		return false
	}
	told, agreed := seconds(silent), "the agreed hold time is "+itoa(hold)+" s"
	if uint64(silent)+timerSlack < hold*1000 {
		j.ref("RFC 4271 §6.5")
		j.clean = true
		j.cause("The timer of {S} is wrong, or its clock leapt")
		j.cause("What {R} sent last did not reach BGP at {S}: it read too slowly, or TCP still waited for something lost")
		j.atSender("Look at {S}'s CPU load and at its clock (virtual machines that were paused or moved); upgrade it")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} let its hold timer expire although a message of {R} was seen "+told+" before, and "+agreed)
	}
	e := j.entry()
	f, conf, side := e.fault()
	return j.acting(side, ClaimConfirmed, f, conf, "The complaint is right: nothing was seen of {R} for "+told+", and "+agreed)
}

// timerSlack is how much too early a timer may be, in ms: they are coarse.
const timerSlack = 1000

// seconds writes milliseconds as seconds, with a digit behind the point below 100 s.
func seconds(ms int) string {
	if ms >= 100_000 {
		return strconv.Itoa(ms/1000) + " s"
	}
	return strconv.FormatFloat(float64(ms/100)/10, 'f', -1, 64) + " s"
}
