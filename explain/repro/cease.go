package repro

import (
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// mostRoutes is the most that are announced to pass a limit.
const mostRoutes = 256

// cease plans a Cease: by configuration, or by somebody at the target.
func (p *Plan) cease(e *Event, n *notification) *Plan {
	switch n.sub {
	case 0, 1:
		if n.sub == 0 {
			return p.missing("a reason: subcode 0 of Cease tells none")
		}
		return p.prefixLimit(e, n)
	case 2, 3, 4, 6, 10:
		p.Means, p.Notes = Operator, nil
		p.note("Somebody, or something, at the target ends the session on purpose: there is nothing to send")
		p.Target = append(p.Target, [...]string{2: "shut the session down", 3: "remove the peer", 4: "reset the session", 6: "change the peer's configuration",
			10: "let BFD lose the peer (RFC 9384)"}[n.sub])
		return p
	case 5:
		p.Means = Configuration
		p.line("reach opensent")
		p.line("send OPEN")
		p.Target = append(p.Target, "a peer that it does not want: administratively down, or not configured")
		return p
	case 7:
		return p.missing("two connections at a time: a script has one (bgpdecode peer --listen and a target that connects have two)")
	case 8:
		return p.missing("what exhausted the resources of the target")
	}
	return p.missing("what made the target end the session")
}

// prefixLimit announces more routes than the target takes.
func (p *Plan) prefixLimit(e *Event, n *notification) *Plan {
	p.Means = Configuration
	limit, known := val(e, n, codec.FieldLimit)
	family := codec.IPv4Unicast
	afi, ok1 := val(e, n, codec.FieldAFI)
	safi, ok2 := val(e, n, codec.FieldSAFI)
	if f := (codec.Family{AFI: registry.AFI(afi), SAFI: registry.SAFI(safi)}); ok1 && ok2 && f == (codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}) {
		family = f
	} else if ok1 && ok2 && f != codec.IPv4Unicast {
		p.note("The limit was of " + f.String() + "; this announces IPv4 routes, for which the target needs the limit")
	}
	switch {
	case !known:
		limit = 1
		p.note("The dump does not tell the limit")
	case limit == 0 || limit >= mostRoutes:
		p.note("The limit in the dump is " + strconv.FormatUint(limit, 10) + "; in the lab 1 will do")
		limit = 1
	}
	p.Families = []codec.Family{family}
	p.Target = append(p.Target, "a limit of "+strconv.FormatUint(limit, 10)+" "+family.String()+" prefixes for us that closes the session")
	p.line("reach established")
	for i := range int(limit) + 2 { // FRR looks at the limit when one more comes
		x := limitRoute(family, i)
		line := "announce " + x.String()
		if p.Ctx.Peer != codec.PeerIBGP {
			line += " as-path \"" + strconv.FormatUint(uint64(p.Open.AS), 10) + "\""
		}
		p.line(line)
	}
	return p
}

// limitRoute gives documentation prefixes (RFC 5737, RFC 3849), one behind the other.
func limitRoute(f codec.Family, i int) netip.Prefix {
	if f == codec.IPv4Unicast {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}), 32)
	}
	return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 0, 0, byte(i >> 8), byte(i)}), 64)
}
