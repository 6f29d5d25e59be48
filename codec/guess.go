package codec

import "github.com/bgpdecode/bgpdecode/registry"

// How says how something that the octets do not carry was decided.
type How uint8

// The ways, in the words of the JSON contract.
const (
	HowNone       How = iota // nothing in the message depends on it
	HowNegotiated            // both OPENs were seen
	HowFlag                  // the user said so
	HowEvidence              // the octets show it
	HowDefault               // nothing decides
)

// String returns the contract's word, "" for HowNone.
func (h How) String() string {
	return [...]string{"", "negotiated", "flag", "evidence", "default", "", "", ""}[h&7]
}

// Choice is one decision of a Guess.
type Choice struct {
	How        How
	Why        string // the evidence, a phrase
	Confidence string // "certain", "high", "medium", "low"
	Margin     int    // penalty points by which the other reading is worse
	Weighed    bool   // of an AS width: Margin is known, which it is not where the width was given
}

// Known is what the caller already knows of the session.
type Known struct {
	ASWidth    int // 2 or 4 octets, 0 when unknown
	ASWidthHow How
	AddPath    FamilySet
	AddPathHow How    // HowNone: unknown
	Why        string // the evidence for both in words; "" says that they are given
	// Rebuilt says that somebody wrote the message anew after it had come (a route of BMP, RFC 7854 section 5), perhaps otherwise
	// than the session had agreed: routes that read soundly only the other way are read so.
	Rebuilt bool
	Base    Context
}

// why says what decided something that is known.
func (k *Known) why() string {
	if k.Why != "" {
		return k.Why
	}
	return "given"
}

// Guess is the context chosen for a message.
type Guess struct {
	Ctx     Context
	ASWidth Choice
	AddPath Choice
	// Other is a second context whose reading survives as well; OtherOK says that there is one.
	Other   Context
	OtherOK bool
}

// GuessContext decides AS width and ADD-PATH for one piece by evidence: what the session agreed, what the user
// said, then what the octets show (RFC 6793, RFC 7911): the AS numbers by a fixed order of evidence, the path
// identifiers by the oddities of the routes with and without them. A tie is reported, never hidden.
func GuessContext(dc *Decoder, p Piece, b []byte, k Known) Guess {
	g := guess(p, b, k)
	if g.weighable() {
		g.weigh(dc.points(p, b, g.Ctx, false), dc.points(p, b, g.Ctx, true))
	}
	return g
}

// guess is GuessContext without the margin of the AS width.
func guess(p Piece, b []byte, k Known) Guess {
	g := Guess{Ctx: k.Base}
	var e evidence
	e.piece(p, b, k.Base.Cut)
	guessAddPath(&e, k, &g)
	guessWidth(k, &e, &g)
	return g
}

// penalty weighs findings: what a wrong context produces weighs most.
func penalty(fs []Finding) int {
	n := 0
	for i := range fs {
		switch fs[i].Severity {
		case SeverityError:
			n += 20
		case SeverityWarning:
			n += 3
		}
		if fs[i].ID == FindPathASZero {
			n += 20
		}
	}
	return n
}

// evidence is what a walk over the attributes of a piece gives for the AS width.
type evidence struct {
	aggregator int    // length of a well-formed AGGREGATOR, 0 if none
	as4        bool   // AS4_PATH or AS4_AGGREGATOR is there
	path       []byte // the AS_PATH value, as far as it is there
	hasPath    bool
	pathCut    bool // part of it is missing
	complaint  bool // the AGGREGATOR's length is what a NOTIFICATION complains about
	routes     [4]routeList
	lists      int
	depth      int // of NOTIFICATIONs in NOTIFICATIONs
}

func (e *evidence) attrs(b []byte, cut bool) {
	for a := range Attrs(b) {
		e.attr(a, cut)
	}
}

func (e *evidence) attr(a Attr, cut bool) {
	short := len(a.Value) < a.Length
	switch a.Code {
	case registry.AttrAggregator:
		if !short && (a.Length == 6 || a.Length == 8) && e.aggregator == 0 {
			e.aggregator = a.Length
		}
	case registry.AttrAS4Path, registry.AttrAS4Aggregator:
		e.as4 = true
	case registry.AttrASPath:
		if !e.hasPath {
			e.hasPath, e.path, e.pathCut = true, a.Value, short
		}
	case registry.AttrMPReach, registry.AttrMPUnreach:
		e.mp(a)
	}
}

// mp collects the routes of a multiprotocol attribute.
func (e *evidence) mp(a Attr) {
	v := a.Value
	if len(v) < 3 {
		return
	}
	f := Family{registry.AFI(v[0])<<8 | registry.AFI(v[1]), registry.SAFI(v[2])}
	v = v[3:]
	if a.Code == registry.AttrMPReach {
		if len(v) < 2 || int(v[0])+2 > len(v) {
			return
		}
		v = v[int(v[0])+2:]
	}
	e.addRoutes(f, v, len(a.Value) < a.Length)
}

// update collects from the body of an UPDATE.
func (e *evidence) update(b []byte, cut bool) {
	if len(b) < 2 {
		return
	}
	w := int(b[0])<<8 | int(b[1])
	if 4+w > len(b) {
		return
	}
	n := int(b[2+w])<<8 | int(b[3+w])
	rest := b[4+w:]
	e.addRoutes(IPv4Unicast, b[2:2+w], false)
	if n < len(rest) {
		e.addRoutes(IPv4Unicast, rest[n:], cut)
	}
	e.attrs(rest[:min(n, len(rest))], cut && n > len(rest))
}

// notification collects from error code, subcode and Data.
func (e *evidence) notification(b []byte, cut bool) {
	if e.depth++; len(b) < 3 || e.depth > maxDepth {
		return
	}
	code, sub, data := registry.ErrorCode(b[0]), b[1], b[2:]
	if code == registry.ErrCease && sub == 9 {
		e.notification(data, cut)
		return
	}
	if code != registry.ErrUpdate {
		return
	}
	form, attr := attrData(sub, data, cut)
	e.complaint = sub == 5
	switch form {
	case formMessage:
		e.piece(PieceMessage, data, cut)
	case formUpdate:
		e.update(data, cut)
	case formAttr, formOther, formSurplus, formShort, formList:
		e.attrs(data, cut)
	case formNoFlags:
		n := min(int(data[1]), len(data)-2)
		e.attr(Attr{Code: attr, Length: int(data[1]), HeaderLen: 2, Value: data[2 : 2+n]}, cut)
	case formValue:
		e.attr(Attr{Code: attr, Length: len(data), Value: data}, cut)
	}
}

func (e *evidence) piece(p Piece, b []byte, cut bool) {
	switch p {
	case PieceMessage:
		h, ok := ParseHeader(b)
		if !ok {
			return
		}
		cut = cut || h.Length > len(b)
		body := b[HeaderLen:min(len(b), h.Length)]
		switch h.Type {
		case registry.MsgUpdate:
			e.update(body, cut)
		case registry.MsgNotification:
			e.notification(body, cut)
		}
	case PieceUpdate:
		e.update(b, cut)
	case PieceNotification:
		e.notification(b, cut)
	case PieceAttributes:
		e.attrs(b, cut)
	case PieceASPath:
		e.hasPath, e.path, e.pathCut = true, b, cut
	}
}

// guessWidth decides the AS width. The order of the evidence is that of its strength.
func guessWidth(k Known, e *evidence, g *Guess) {
	relevant := e.aggregator != 0 || e.as4 || e.hasPath
	if k.ASWidth != 0 {
		g.Ctx.AS4, g.Ctx.WidthUnknown = k.ASWidth == 4, false
		if relevant {
			g.ASWidth = Choice{How: k.ASWidthHow, Confidence: "certain", Why: k.why()}
			if k.ASWidthHow == HowNegotiated {
				g.ASWidth.Why = "both OPENs were seen"
			}
		}
		return
	}
	g.Ctx.WidthUnknown = true
	g.Ctx.AS4 = true
	if !relevant {
		return
	}
	w, c, tie := e.width()
	g.Ctx.AS4, g.ASWidth = w == 4, c
	if tie {
		g.Other, g.OtherOK = g.Ctx, true
		g.Other.AS4 = !g.Ctx.AS4
	}
}

func evident(confidence, why string) Choice {
	return Choice{How: HowEvidence, Confidence: confidence, Why: why}
}

// width weighs the evidence; tie says that both readings survive.
func (e *evidence) width() (w int, c Choice, tie bool) {
	if e.aggregator != 0 {
		conf, why := "high", "AGGREGATOR has 8 octets"
		if e.complaint {
			conf = "medium" // its length may be the very complaint
		}
		w = 4
		if e.aggregator == 6 {
			w, why = 2, "AGGREGATOR has 6 octets"
		}
		return w, evident(conf, why), false
	}
	if e.as4 && !e.hasPath {
		return 2, evident("high", "AS4_PATH or AS4_AGGREGATOR is only sent where AS numbers have 2 octets"), false
	}
	if e.pathCut {
		return cutPathWidth(e.path)
	}
	w, c, tie = pathWidth(e.path)
	if e.as4 && (c.How == HowDefault || c.Confidence != "high") {
		return 2, evident("high", "AS4_PATH or AS4_AGGREGATOR is only sent where AS numbers have 2 octets"), false
	}
	return w, c, tie
}

// pathWidth decides from a complete AS_PATH.
func pathWidth(v []byte) (int, Choice, bool) {
	byDefault := func(why string) Choice { return Choice{How: HowDefault, Confidence: "low", Why: why} }
	if len(v) == 0 {
		return 4, byDefault("the AS_PATH is empty; 4 octets is what speakers use today"), false
	}
	ok2, ok4 := pathWalks(v, 2), pathWalks(v, 4)
	switch {
	case ok2 && !ok4:
		return 2, evident("high", "the segments end exactly only with 2-octet AS numbers"), false
	case ok4 && !ok2:
		return 4, evident("high", "the segments end exactly only with 4-octet AS numbers"), false
	case !ok2:
		return malformedWidth(v)
	}
	z2, _, t2 := scanPath(v, false)
	z4, odd4, _ := scanPath(v, true)
	switch {
	case z2 && !z4:
		return 4, evident("high", "read with 2 octets the path would contain AS 0"), false
	case odd4 && !z2:
		return 2, evident("medium", "read with 4 octets the path would contain AS numbers that are not assigned"), false
	case t2 && !z2:
		return 2, evident("medium", "read with 2 octets the path contains AS_TRANS (23456)"), false
	}
	return 4, byDefault("the path ends exactly with 2- and with 4-octet AS numbers"), true
}

// scanPath looks at the numbers of a path that walks.
func scanPath(v []byte, as4 bool) (zero, implausible, asTrans bool) {
	for s := range Segments(v, as4) {
		for i := range s.Count {
			as := s.ASN(i)
			zero = zero || as == 0
			implausible = implausible || !plausibleAS(as)
			asTrans = asTrans || as == registry.ASTrans
		}
	}
	return
}

// malformedWidth decides for a path that walks in neither width: the width that gets further with sound
// numbers, unless both get equally far.
func malformedWidth(v []byte) (int, Choice, bool) {
	n2, n4 := walked(v, false), walked(v, true)
	c := Choice{How: HowDefault, Confidence: "low", Why: "the AS_PATH is malformed with 2- and with 4-octet AS numbers"}
	switch {
	case n4 > n2:
		return 4, evident("medium", "malformed either way, but read with 4 octets more of the path is sound"), true
	case n2 > n4:
		return 2, evident("medium", "malformed either way, but read with 2 octets more of the path is sound"), true
	}
	if w, cc, _ := cutPathWidth(v); cc.How == HowEvidence {
		return w, cc, true
	}
	return 4, c, true
}

// walked counts the octets of sound segments at the start of v.
func walked(v []byte, as4 bool) int {
	n := 0
	for s := range Segments(v, as4) {
		for i := range s.Count {
			if !plausibleAS(s.ASN(i)) {
				return n
			}
		}
		n = s.Offset + 2 + len(s.Octets)
	}
	return n
}

// cutPathWidth decides from the start of an AS_PATH: with 4-octet numbers every second 16-bit word is a high
// half, which is small, or large for private numbers.
func cutPathWidth(v []byte) (int, Choice, bool) {
	unknown := Choice{How: HowDefault, Confidence: "low", Why: "too little of the AS_PATH is there to tell"}
	if len(v) < 6 {
		return 4, unknown, true
	}
	high, words, private := 0, 0, 0
	for i := 2; i+4 <= len(v) && words < 255; i += 4 {
		h, l := uint32(v[i])<<8|uint32(v[i+1]), uint32(v[i+2])<<8|uint32(v[i+3])
		words++
		if h <= 9 || h >= 0xfa56 {
			high++
		}
		if h >= 64512 && h < 65535 && l >= 64512 && l < 65535 {
			private++ // a pair of private 2-octet numbers looks the same
		}
	}
	if high == words && private*2 > words {
		return 4, unknown, true
	}
	if words > 0 && high == words && (words > 1 || v[2] == 0) {
		return 4, evident("medium", "in what is there every second 16-bit word looks like the high half of a 4-octet AS number"), false
	}
	if high*2 < words {
		return 2, evident("medium", "in what is there the 16-bit words look like 2-octet AS numbers"), false
	}
	return 4, unknown, true
}
