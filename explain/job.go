package explain

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/kb"
	"github.com/bgpdecode/bgpdecode/registry"
)

// job is the judging of one NOTIFICATION: what is known, and what has been found so far.
type job struct {
	t         *codec.Tree // nil when only words are known
	ev        Evidence    // without what stands in numbers and in opens: reading those is noted
	numbers   struct{ local, peer uint32 }
	opens     opens
	kind      codec.PeerKind // that the AS numbers show
	code, sub int            // of the NOTIFICATION judged: the inner one of a Hard Reset
	noSub     bool           // the octets end in front of the subcode, or the words do not give it; sub is then 0
	hard      bool
	data      int32   // node of the Data, -1 when there is none
	a         accused // the attribute complained about
	ex        *Explanation
	peer      string                          // what is put for {peer}: nothing but in a headline
	own       struct{ sender, receiver bool } // sides for which a rule gave actions
	// clean says that the attribute is legal, so that RFC 4271 asks for nothing; due is the finding that asks.
	clean bool
	due   *codec.Finding
	other bool // the attribute is faulty, but not as the NOTIFICATION says
}

// opens are the OPENs of the two sides: those of the NOTIFICATION's sender and receiver where it is known which is which, and
// both, in any order.
type opens struct {
	sender, receiver *codec.Tree
	both             [2]*codec.Tree
}

// jobs are those whose storage the next one may use.
var jobs = sync.Pool{New: func() any { return new(job) }}

// done forgets what the job was about.
func (j *job) done() {
	*j = job{}
	jobs.Put(j)
}

// begin makes an empty job one about a tree and evidence.
func (j *job) begin(t *codec.Tree, ev Evidence) {
	j.t, j.ev, j.data, j.ex = t, ev, -1, newExplanation()
	j.code, j.sub, j.hard = ev.Code, ev.Subcode, ev.HardReset
	j.numbers.local, j.numbers.peer = ev.LocalAS, ev.PeerAS
	j.setOpens(&ev)
	j.kind = kindOf(&ev)
	j.ev.LocalAS, j.ev.PeerAS, j.ev.LocalOpen, j.ev.PeerOpen, j.ev.SenderOpen, j.ev.ReceiverOpen = 0, 0, nil, nil, nil, nil
	if t != nil && len(t.Nodes) > 0 {
		j.fromTree()
	}
	if j.sub < 0 {
		_, known := kb.Find(itoa(j.code)+"/-", "")
		j.noSub = known && j.data < 0 && ev.Offender == nil && ev.Reason == ""
		j.sub = 0
	}
	if j.is(registry.ErrCease, 9) {
		j.hard = false // nothing known is enclosed
	}
	j.accuse()
}

// fromTree takes code, subcode and Data from the octets.
func (j *job) fromTree() {
	n := j.t.Find(0, codec.FieldNotification)
	if n < 0 {
		if j.code == int(registry.ErrUpdate) && j.t.Find(0, codec.FieldAttr) >= 0 {
			j.data = 0 // the UPDATE complained about instead of a NOTIFICATION
		}
		return
	}
	for depth := 0; depth < 4; depth++ {
		c := wholeChild(j.t, n, codec.FieldCode)
		if c < 0 {
			return
		}
		j.code, j.sub = int(j.t.Nodes[c].Val), -1
		if s := wholeChild(j.t, n, codec.FieldSubcode); s >= 0 {
			j.sub = int(j.t.Nodes[s].Val & 0xff)
		}
		j.data = j.t.Child(n, codec.FieldData)
		if j.data >= 0 && j.t.Nodes[j.data].Len == 0 {
			j.data = -1
		}
		if j.code != int(registry.ErrCease) || j.sub != 9 || j.data < 0 {
			return
		}
		n = j.t.Child(j.data, codec.FieldHardReset)
		if n < 0 {
			return
		}
		j.hard = true
	}
}

// is reports whether the NOTIFICATION judged is code/sub.
func (j *job) is(code registry.ErrorCode, sub int) bool { return j.code == int(code) && j.sub == sub }

// field gives the first node with field f in the Data, -1 if none.
func (j *job) field(f codec.FieldID) int32 {
	if j.data < 0 {
		return -1
	}
	return j.t.Find(j.data, f)
}

// whole gives node n, or -1 when octets of its number are missing: every number that is read goes through here.
func whole(t *codec.Tree, n int32) int32 {
	if n < 0 || t.Partial(n) {
		return -1
	}
	return n
}

// wholeChild gives the first child of n with field f, -1 when it is not there or not whole.
func wholeChild(t *codec.Tree, n int32, f codec.FieldID) int32 { return whole(t, t.Child(n, f)) }

// wholeVal gives the number of the first node with field f below n, n included; not ok when it is not there or not whole.
func wholeVal(t *codec.Tree, n int32, f codec.FieldID) (uint64, bool) {
	if n = whole(t, t.Find(n, f)); n < 0 {
		return 0, false
	}
	return t.Nodes[n].Val, true
}

// value gives the number of the first node with field f in the Data and takes the node as evidence; not ok when it is
// not there or not whole.
func (j *job) value(f codec.FieldID) (uint64, bool) {
	n := j.field(f)
	if n < 0 || whole(j.t, n) < 0 {
		return 0, false
	}
	j.see(n)
	return j.t.Nodes[n].Val, true
}

// found gives the first finding of one of the kinds inside the Data, nil if none.
func (j *job) found(ids ...codec.FindingID) *codec.Finding {
	if j.data < 0 {
		return nil
	}
	nd := &j.t.Nodes[j.data]
	for i := range j.t.Findings {
		f := &j.t.Findings[i]
		if f.Off >= int(nd.Off) && f.Off <= int(nd.Off)+int(nd.Len) && slices.Contains(ids, f.ID) {
			return f
		}
	}
	return nil
}

// cut reports whether octets of the Data are missing: from the text, or because the NOTIFICATION was full.
func (j *job) cut() bool {
	if j.ev.Truncated {
		return true
	}
	if j.t == nil {
		return false
	}
	if j.t.Ctx.Cut {
		return true
	}
	for i := range j.t.Findings {
		if j.t.Findings[i].ID == codec.FindTruncated {
			return true
		}
	}
	h, ok := codec.ParseHeader(j.t.Bytes)
	return ok && h.Type == registry.MsgNotification && h.Length == codec.MaxLen
}

// noData reports whether the Data is known to be empty.
func (j *job) noData() bool { return j.data < 0 && j.ev.DataKnown && !j.ev.Truncated }

// rule's vocabulary: a rule says its verdict with these.

func (j *job) say(c Claim, f Fault, conf Confidence, summary string) bool {
	v := &j.ex.Verdict
	v.Claim, v.Fault, v.Confidence, v.Side = c, f, conf, sideOf(f)
	v.Summary = j.sentence(summary)
	return true
}

// acting is say for a verdict whose side does not follow from its fault.
func (j *job) acting(s Side, c Claim, f Fault, conf Confidence, summary string) bool {
	j.say(c, f, conf, summary)
	j.ex.Verdict.Side = s
	return true
}

// side overrides the side that follows from the fault.
func (j *job) side(s Side) { j.ex.Verdict.Side = s }

func sideOf(f Fault) Side {
	switch f {
	case FaultSender:
		return SideSender
	case FaultReceiver:
		return SideReceiver
	case FaultThirdParty, FaultConfiguration, FaultNetwork:
		return SideBoth
	}
	return SideUnknown
}

func (j *job) cause(text string) {
	v := &j.ex.Verdict
	if text = j.expand(text); !slices.Contains(v.Causes, text) {
		v.Causes = append(v.Causes, text)
	}
}

func (j *job) atSender(do string) {
	j.own.sender = true
	j.act("sender", do)
}

func (j *job) atReceiver(do string) {
	j.own.receiver = true
	j.act("receiver", do)
}

func (j *job) act(role, do string) {
	v := &j.ex.Verdict
	a := Action{Who: j.who(role == "sender"), Do: j.expand(do)}
	if !slices.Contains(v.Actions, a) {
		v.Actions = append(v.Actions, a)
	}
}

// who names a side of the NOTIFICATION and says who that is here, when the direction is known.
func (j *job) who(sender bool) string {
	switch name := j.name(sender); {
	case sender && name == thisRouter:
		return "sender (" + thisRouter + ")"
	case sender && name == thePeer:
		return "sender (" + thePeer + ")"
	case sender:
		return "sender"
	case name == thisRouter:
		return "receiver (" + thisRouter + ")"
	case name == thePeer:
		return "receiver (" + thePeer + ")"
	}
	return "receiver"
}

func (j *job) note(text string) {
	if text = j.expand(text); !slices.Contains(j.ex.Notes, text) {
		j.ex.Notes = append(j.ex.Notes, text)
	}
}

func (j *job) ref(refs ...string) {
	v := &j.ex.Verdict
	for _, r := range refs {
		for one := range strings.SplitSeq(r, ", ") {
			if one != "" && !slices.Contains(v.Refs, one) {
				v.Refs = append(v.Refs, one)
			}
		}
	}
}

// see takes a node as evidence.
func (j *job) see(n int32) {
	if n >= 0 && !slices.Contains(j.ex.Evidence, n) {
		j.ex.Evidence = append(j.ex.Evidence, n)
	}
}

// maxGuilty bounds the spans that are marked: more than that highlights nothing any more.
const maxGuilty = 64

// convict marks octets as guilty, with the node that covers them.
func (j *job) convict(off, n int) {
	if j.t == nil || n <= 0 || len(j.ex.Guilty) >= maxGuilty {
		return
	}
	n = min(n, len(j.t.Bytes)-off)
	if off < 0 || n <= 0 {
		return
	}
	s := Span{off, n}
	if !slices.Contains(j.ex.Guilty, s) {
		j.ex.Guilty = append(j.ex.Guilty, s)
	}
	j.see(j.t.At(off, n))
}

// convictNode marks the octets of a node as guilty.
func (j *job) convictNode(n int32) {
	if n >= 0 {
		j.convict(int(j.t.Nodes[n].Off), int(j.t.Nodes[n].Len))
	}
}

// by takes a finding as the reason: its octets are guilty, its NOTIFICATION is what RFC 4271 wants.
func (j *job) by(f *codec.Finding) {
	j.convict(f.Off, f.Len)
	j.ref(f.Info().Ref)
	if j.due == nil && f.Note.Code != 0 {
		j.due = f
	}
}

// text gives the sentence of a finding without its capital.
func (j *job) text(f *codec.Finding) string {
	var buf [256]byte
	return string(j.t.AppendFindingText(buf[:0], f))
}

// What the two sides are called when the direction is known.
const (
	thisRouter = "this router"
	thePeer    = "the peer"
)

// name says who the sender or the receiver of the NOTIFICATION is here, "" when the direction is unknown.
func (j *job) name(sender bool) string {
	switch j.ev.Direction {
	case "sent":
		if sender {
			return thisRouter
		}
		return thePeer
	case "received":
		if sender {
			return thePeer
		}
		return thisRouter
	}
	return ""
}

// vendor gives the maker of the logging device for a summary: what stands before further makers and remarks. It is ""
// when it is not known, not a plain name, or a choice ("x; also y").
func (j *job) vendor() string {
	v := j.ev.Vendor
	if i := strings.IndexAny(v, "(,"); i >= 0 {
		v = v[:i]
	}
	v = strings.TrimSpace(v)
	if len(v) > 40 {
		return ""
	}
	for _, c := range v {
		if c < ' ' || c > '~' || strings.ContainsRune(";{}", c) {
			return ""
		}
	}
	return v
}

// expand puts the two sides in place of {S} and {R} and capitalises the start.
func (j *job) expand(s string) string {
	if strings.IndexByte(s, '{') < 0 {
		return opening(s)
	}
	var buf [512]byte
	b := buf[:0]
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			break
		}
		b = append(b, s[:i]...)
		switch s = s[i:]; {
		case strings.HasPrefix(s, "{S}"):
			b, s = append(b, j.nameOr(true)...), s[3:]
		case strings.HasPrefix(s, "{R}"):
			b, s = append(b, j.nameOr(false)...), s[3:]
		default:
			b, s = append(b, '{'), s[1:]
		}
	}
	if b = append(b, s...); len(b) > 0 && lower(b[0]) && !bytes.HasPrefix(b, nextHopSelf) {
		b[0] -= 'a' - 'A'
	}
	return string(b)
}

// nextHopSelf is a word of configurations, which does not begin a sentence with a capital.
var nextHopSelf = []byte("next-hop-self")

func lower(c byte) bool { return c >= 'a' && c <= 'z' }

// opening gives a text with a capital at its start.
func opening(s string) string {
	if s != "" && lower(s[0]) && !strings.HasPrefix(s, string(nextHopSelf)) {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// sentence expands a summary: there the two sides are named in full at first, the logging device with its maker.
func (j *job) sentence(s string) string {
	s = j.inFull(s, "{S}", true)
	s = j.inFull(s, "{R}", false)
	return j.expand(s)
}

// inFull names a side in full where it stands first. What a maker in parentheses or a clause would part from its noun is left short.
func (j *job) inFull(s, side string, sender bool) string {
	i := strings.Index(s, side)
	if i < 0 {
		return s
	}
	name, after := j.fullName(sender), s[i+len(side):]
	if strings.HasPrefix(after, "'s") && (strings.HasSuffix(name, ")") || j.name(sender) == "") {
		name = j.nameOr(sender)
	}
	return s[:i] + name + after
}

func (j *job) fullName(sender bool) string {
	switch n := j.name(sender); {
	case n == "" && sender:
		return "the box that sent the NOTIFICATION"
	case n == "":
		return "the box that received it"
	case n == thisRouter && j.vendor() != "":
		return n + " (" + j.vendor() + ")"
	default:
		return n
	}
}

func (j *job) nameOr(sender bool) string {
	if n := j.name(sender); n != "" {
		return n
	}
	if sender {
		return "the sender"
	}
	return "the receiver"
}

// open gives the OPEN of the sender or the receiver of the NOTIFICATION, not ok when it was not seen.
func (j *job) open(sender bool) (openView, bool) {
	j.ex.reads.Opens = true
	if sender {
		return viewOpen(j.opens.sender)
	}
	return viewOpen(j.opens.receiver)
}

// setOpens sorts the OPENs that are known by who sent the NOTIFICATION.
func (j *job) setOpens(ev *Evidence) {
	o := &j.opens
	o.both = [2]*codec.Tree{ev.LocalOpen, ev.PeerOpen}
	switch ev.Direction {
	case "sent":
		o.sender, o.receiver = ev.LocalOpen, ev.PeerOpen
	case "received":
		o.sender, o.receiver = ev.PeerOpen, ev.LocalOpen
	default:
		o.sender, o.receiver = ev.SenderOpen, ev.ReceiverOpen
		if o.sender != nil || o.receiver != nil {
			o.both = [2]*codec.Tree{o.sender, o.receiver}
		}
	}
}

// peerKind gives what is known of the session's kind; different AS numbers make it external.
func (j *job) peerKind() codec.PeerKind {
	if j.ev.PeerKind != codec.PeerUnknown {
		return j.ev.PeerKind
	}
	if j.t != nil && j.t.Ctx.Peer != codec.PeerUnknown {
		return j.t.Ctx.Peer
	}
	return j.kind
}

// kindOf gives the kind of a session that its AS numbers show.
func kindOf(ev *Evidence) codec.PeerKind {
	switch {
	case ev.LocalAS == 0 || ev.PeerAS == 0:
		return codec.PeerUnknown
	case ev.LocalAS == ev.PeerAS:
		return codec.PeerIBGP
	}
	return codec.PeerEBGP
}

// receiverAS gives the AS number of the receiver of the NOTIFICATION as the log has it, 0 if unknown.
func (j *job) receiverAS() uint32 {
	j.ex.reads.AS = true
	switch j.ev.Direction {
	case "sent":
		return j.numbers.peer
	case "received":
		return j.numbers.local
	}
	return 0
}

// width gives the octets of an AS number on the session when that is known for sure, else 0.
func (j *job) width() int {
	j.ex.reads.Opens = true
	a, aok := viewOpen(j.opens.both[0])
	b, bok := viewOpen(j.opens.both[1])
	if aok && bok {
		if a.has(registry.CapAS4) && b.has(registry.CapAS4) {
			return 4
		}
		return 2
	}
	if j.t != nil && !j.t.Ctx.WidthUnknown && (j.ev.ASWidth.How == codec.HowNegotiated || j.ev.ASWidth.How == codec.HowFlag) {
		if j.t.Ctx.AS4 {
			return 4
		}
		return 2
	}
	return 0
}

// pair says "3/4 (NAME)", with the registry's name, or the legacy one for a deprecated subcode.
func pair(code, sub int) string {
	s := strconv.Itoa(code) + "/" + strconv.Itoa(sub)
	if n := pairName(code, sub); n != "" {
		s += " (" + n + ")"
	}
	return s
}

// pairName gives the name of a subcode, or that of the code where the subcode has none of its own.
func pairName(code, sub int) string {
	if code < 0 || code > 255 || sub < 0 || sub > 255 {
		return ""
	}
	t := registry.SubcodeTable(uint8(code))
	if t != nil && t.Status(uint64(sub)) == registry.StatusDeprecated {
		if l := registry.LegacyUses(t.ID, uint64(sub)); len(l) > 0 {
			return "deprecated, was " + l[0].Name
		}
		return "deprecated"
	}
	n := registry.SubcodeName(uint8(code), uint8(sub))
	if n == "" || n == "Unspecific" {
		if sub != 0 && t != nil {
			return ""
		}
		n = registry.TableErrorCodes.Name(uint64(code))
	}
	return n
}

// attrName gives the registry's name of an attribute.
func attrName(code uint8) string { return registry.AttrCode(code).String() }

// count says "1 octet" or "3 octets".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return itoa(n) + " " + what + "s"
}

// are says "1 octet is" or "3 octets are".
func are(n int, what string) string {
	if n == 1 {
		return count(n, what) + " is"
	}
	return count(n, what) + " are"
}

func itoa[T ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64](n T) string {
	return strconv.FormatUint(uint64(n), 10)
}

func hex2(v uint8) string {
	const digits = "0123456789abcdef"
	return "0x" + string([]byte{digits[v>>4], digits[v&15]})
}
