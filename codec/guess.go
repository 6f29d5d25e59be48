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
}

// Known is what the caller already knows of the session.
type Known struct {
	ASWidth    int // 2 or 4 octets, 0 when unknown
	ASWidthHow How
	AddPath    FamilySet
	AddPathHow How // HowNone: unknown
	Base       Context
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
// said, then what the octets show (RFC 6793, RFC 7911). The piece is decoded under the candidate contexts with
// the recorder off; fewer and milder findings win. A tie is reported, never hidden.
func GuessContext(dc *Decoder, p Piece, b []byte, k Known) Guess {
	g := Guess{Ctx: k.Base}
	guessAddPath(dc, p, b, k, &g)
	guessWidth(dc, p, b, k, &g)
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
		switch fs[i].ID {
		case FindPrefixHostBits, FindPrefixDefaultAgain:
			n += 6
		case FindPathASZero:
			n += 20
		}
	}
	return n
}

// evidence is what a walk over the attributes of a piece gives for the AS width.
type evidence struct {
	aggregator int    // length of a well-formed AGGREGATOR, 0 if none
	as4        bool   // AS4_PATH or AS4_AGGREGATOR is there
	path       []byte // the AS_PATH value
	hasPath    bool
	pathCut    bool // part of it is missing
	complaint  bool // the AGGREGATOR is what a NOTIFICATION complains about
	families   FamilySet
}

func (e *evidence) attrs(b []byte, cut bool) {
	for a := range Attrs(b) {
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
				e.hasPath, e.path, e.pathCut = true, a.Value, short && cut
			}
		case registry.AttrMPReach, registry.AttrMPUnreach:
			if len(a.Value) >= 3 {
				f := Family{registry.AFI(a.Value[0])<<8 | registry.AFI(a.Value[1]), registry.SAFI(a.Value[2])}
				e.families = e.families.With(f)
			}
		}
	}
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
	if w > 0 || n < len(rest) {
		e.families = e.families.With(IPv4Unicast)
	}
	cut = cut && n >= len(rest)
	e.attrs(rest[:min(n, len(rest))], cut)
}

// notification collects from error code, subcode and Data.
func (e *evidence) notification(b []byte, cut bool) {
	if len(b) < 3 {
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
	if h, ok := ParseHeader(data); ok && h.Type == registry.MsgUpdate {
		e.update(data[HeaderLen:min(len(data), h.Length)], cut)
		return
	}
	if valueOnly(sub, data) == registry.AttrASPath {
		e.hasPath, e.path = true, data
		return
	}
	e.complaint = true
	e.attrs(data, cut)
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
func guessWidth(dc *Decoder, p Piece, b []byte, k Known, g *Guess) {
	var e evidence
	e.piece(p, b, k.Base.Cut)
	relevant := e.aggregator != 0 || e.as4 || e.hasPath
	if k.ASWidth != 0 {
		g.Ctx.AS4, g.Ctx.WidthUnknown = k.ASWidth == 4, false
		if relevant {
			g.ASWidth = Choice{How: k.ASWidthHow, Confidence: "certain", Why: "given"}
			if k.ASWidthHow == HowNegotiated {
				g.ASWidth.Why = "both OPENs were seen"
			}
			g.ASWidth.Margin = widthMargin(dc, p, b, g.Ctx)
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
	g.ASWidth.Margin = widthMargin(dc, p, b, g.Ctx)
	if tie {
		g.Other, g.OtherOK = g.Ctx, true
		g.Other.AS4 = !g.Ctx.AS4
	}
}

// widthMargin is how much worse the other width reads.
func widthMargin(dc *Decoder, p Piece, b []byte, ctx Context) int {
	ctx.WidthUnknown = false
	mine := penalty(dc.Check(p, b, ctx))
	ctx.AS4 = !ctx.AS4
	return penalty(dc.Check(p, b, ctx)) - mine
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
	high, words := 0, 0
	for i := 2; i+4 <= len(v) && words < 255; i += 4 {
		h := uint32(v[i])<<8 | uint32(v[i+1])
		words++
		if h <= 9 || h >= 0xfa56 {
			high++
		}
	}
	if words > 0 && high == words && (words > 1 || v[2] == 0) {
		return 4, evident("medium", "in what is there every second 16-bit word looks like the high half of a 4-octet AS number"), false
	}
	if high*2 < words {
		return 2, evident("medium", "in what is there the 16-bit words look like 2-octet AS numbers"), false
	}
	return 4, unknown, true
}

// guessAddPath decides whether the NLRI carry path identifiers.
func guessAddPath(dc *Decoder, p Piece, b []byte, k Known, g *Guess) {
	var e evidence
	e.piece(p, b, k.Base.Cut)
	if k.AddPathHow != HowNone {
		g.Ctx.AddPath = k.AddPath
		if e.families != 0 {
			g.AddPath = Choice{How: k.AddPathHow, Confidence: "certain", Why: "given"}
			if k.AddPathHow == HowNegotiated {
				g.AddPath.Why = "both OPENs were seen"
			}
		}
		return
	}
	if e.families == 0 {
		return
	}
	ctx := g.Ctx
	ctx.WidthUnknown, ctx.AS4 = true, true
	plain := penalty(dc.Check(p, b, ctx))
	ctx.AddPath = e.families
	with := penalty(dc.Check(p, b, ctx))
	switch {
	case with < plain:
		g.Ctx.AddPath = e.families
		g.AddPath = evident(marginWord(plain-with), "the routes read soundly only with path identifiers")
		g.AddPath.Margin = plain - with
	case plain < with:
		g.AddPath = evident(marginWord(with-plain), "the routes read soundly only without path identifiers")
		g.AddPath.Margin = with - plain
	default:
		g.AddPath = Choice{How: HowDefault, Confidence: "low", Why: "nothing in the routes shows path identifiers"}
	}
}

func marginWord(n int) string {
	switch {
	case n >= 20:
		return "high"
	case n >= 6:
		return "medium"
	}
	return "low"
}
