package codec

// DecodeGuess is GuessContext, and Decode with the context that was chosen, with as few passes over the octets as they
// take. Where a second reading survives, other is called with its tree first, which is valid during the call; it may be nil.
func (dc *Decoder) DecodeGuess(p Piece, b []byte, k Known, other func(*Tree)) (*Tree, Guess) {
	g := guess(p, b, k)
	theirs, done := 0, false
	if g.OtherOK && other != nil {
		t := dc.Decode(p, b, g.Other)
		theirs, done = penalty(t.Findings), !dc.d.unsure
		other(t)
	}
	if !g.weighable() {
		return dc.Decode(p, b, g.Ctx), g
	}
	if !done {
		theirs = dc.points(p, b, g.Ctx, true)
	}
	t := dc.Decode(p, b, g.Ctx)
	mine := penalty(t.Findings)
	if dc.d.unsure {
		mine = dc.points(p, b, g.Ctx, false)
		t = dc.Decode(p, b, g.Ctx)
	}
	g.weigh(mine, theirs)
	return t, g
}

// weighable reports whether the AS width was decided here, so that the other one is worth a look.
func (g *Guess) weighable() bool { return g.Ctx.WidthUnknown && g.ASWidth.How != HowNone }

// weigh keeps how much worse the other width reads.
func (g *Guess) weigh(mine, theirs int) { g.ASWidth.Margin, g.ASWidth.Weighed = theirs-mine, true }

// points gives the penalty of the octets read in a context, or with the other AS width, as if the width were sure.
func (dc *Decoder) points(p Piece, b []byte, ctx Context, other bool) int {
	ctx.WidthUnknown, ctx.AS4 = false, ctx.AS4 != other
	return penalty(dc.Check(p, b, ctx))
}
