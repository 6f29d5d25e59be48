package logline

import "time"

// Style is one vendor's way to print BGP events.
type Style struct {
	Name    string   // recogniser id, the file stem of its samples
	Vendor  string   // who writes such lines, for people
	Anchors []string // lower-case literals of 5 to 16 octets without line breaks; one of them must stand in the record
	Rows    string   // also offer the record with '\n' between its lines, where this, which has no blanks, stands in it; "": never

	// Scan reads one event. The cursor stands behind an anchor; see the package comment.
	Scan func(c *Cursor, ev *Event) bool
	// Link gets all events when the text has been read. It may tie those of its own style together (a message told in
	// several records, an event whose outcome a later record tells) and drop some; the order stays.
	Link func(evs []Event) []Event
	// Before and Behind say which octets, in lower case, must stand next to the anchor "notification", blanks aside, for Scan
	// to have a chance; "" is any. Most styles have this anchor, so that it is worth not to ask them all.
	Before, Behind string
	// Most is the greatest score, with Weight, that an event of the style can have; 0: not known. A style is not asked where
	// another one has as much already.
	Most int

	// Shared says that lines of several daemons are read: each event has the style of its daemon, and none has this Name.
	Shared bool

	// Weight is added to the score of each event: negative for styles that should lose against any other.
	Weight int
}

// Options say how to complete what lines leave open.
type Options struct {
	Now time.Time // stamps without a year take the newest year that is not after Now; zero: they stay incomplete
	// AllStates keeps sessions that came up; without it they are told only after an event of the same peer.
	AllStates bool
	// Transitions adds lines that are no trouble by themselves and tell the course of a session: changes of state,
	// connections that open and close, messages sent and received. They come as KindState events with Step set.
	Transitions bool

	// DateOrder is that of dates such as 01/02/2026, whose numbers do not tell it.
	DateOrder DateOrder

	slow bool // for tests: take no short ways

	Location *time.Location // zone of stamps that have none; nil: they stay incomplete
}

// DateOrder says what stands first in a date of numbers that ends in its year, or whose year has two digits.
type DateOrder uint8

// The orders.
const (
	// OrderUnknown leaves dates that may be read in two ways without a time; the text is kept.
	OrderUnknown DateOrder = iota
	// OrderDayFirst reads 01/02/2026 as the first of February.
	OrderDayFirst
	// OrderMonthFirst reads it as the second of January.
	OrderMonthFirst
	// OrderYearFirst reads 26/11/22 as the 22nd of November of 2026, where the other two read its last number as the year 2022. It
	// says nothing of years of four digits.
	OrderYearFirst
)

// Styles returns all styles in priority order: on equal scores the earlier one wins.
func Styles() []*Style { return styleList }

// styleList is in priority order. Styles that share words stand from the more to the less particular one.
var styleList = []*Style{
	bgpdecodeJSON(),
	exaJSON(),
	risLive(),
	bgpkitJSON(),
	bgpkitPSV(),
	gobgpRIB(),
	bgpfixJSON(),
	bgpdumpM(),
	ericssonSEOS(),
	quaggaAS4(),
	arista(),
	arubaCX(),
	fortiOS(),
	ciscoASA(),
	ciscoIOSXR(),
	ciscoNXOS(),
	ciscoMsgdump(),
	ciscoIOS(),
	junos(),
	frr(),
	quagga(),
	dellFTOS(),
	huaweiVRP(),
	maghemitePretty(),
	maghemiteBunyan(),
	junosE(),
	bird(),
	openBGPD(),
	ciliumGobgp(),
	gobgpJSON(),
	gobgpText(),
	gobgpConsole(),
	exaBGP(),
	nokiaSROS(),
	nokiaSRLinux(),
	comware(),
	mikrotik(),
	mikrotikLog(),
	avayaBay(),
	awsVPN(),
	brocadeNetIron(),
	contrail(),
	cloudflareBGP(),
	coreBGP(),
	dellOS10(),
	dLink(),
	freeRtr(),
	libBGP(),
	libreNMS(),
	metalLB(),
	openDaylight(),
	panosDCBGP(),
	panosSystem(),
	rustTracing(),
	tcpdumpV(),
	tsharkV(),
	yaBGP(),
	tcpAuth(),
	maxPfx(),
	frrShow(),
	lastReset(),
	debugFalls(),
	falls(),
	refused(),
	snmp(),
	generic(),
}
