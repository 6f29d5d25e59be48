package routes

import (
	"errors"
	"fmt"
	"io"
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// CaptureOptions choose routes of a capture. The zero value takes all, with the session's own next hop.
type CaptureOptions struct {
	// Peer and PeerAS take only what this peer said; the zero values stand for every peer.
	Peer   netip.Addr
	PeerAS uint32
	// KeepNextHop sends the next hops of the capture; without it, the next hop is the session's own address.
	KeepNextHop bool
	// Most ends the reading when there are so many routes; 0 stands for no limit.
	Most int
}

// CaptureStats say what was read.
type CaptureStats struct {
	Updates   int // UPDATEs that were taken, an entry of a table counts as one
	Routes    int // routes that were added to the set
	Malformed int // UPDATEs and attributes that cannot be read; their routes are left out
	Damaged   int // places of the file that could not be read
	Others    int // routes of families that cannot be announced, as UPDATEs
	RIBOut    int // UPDATEs of an Adj-RIB-Out of BMP: what the router makes of the routes of its other peers
}

// ErrNoCapture says that an input is none of the formats of package capture.
var ErrNoCapture = errors.New("this is no MRT file, nor another capture that can be read")

// ReadCapture adds the routes of a capture, compressed or not: MRT (TABLE_DUMP, TABLE_DUMP_V2, BGP4MP), but pcap, pcapng
// and BMP as well. UPDATEs are followed to the end, so that what remains is the table at that time; of several peers, what
// was said last of a prefix counts, and in a table dump the first entry of a prefix. Both directions of a session are read, also
// where MRT marks one as the recorder's own (RFC 6396 section 4.4.3); of BMP, only what the router has received.
//
// Attributes that only neighbours may see are left out: optional non-transitive ones that have no meaning here. Unknown
// transitive ones get the Partial bit (RFC 4271 section 5).
func (s *Set) ReadCapture(in io.Reader, name string, opt CaptureOptions) (CaptureStats, error) {
	src, err := capture.Open(in, capture.Options{})
	if err != nil {
		return CaptureStats{}, fmt.Errorf("%s: %w", name, err)
	}
	defer src.Close()
	if src.Kind == capture.KindUnknown || src.Kind.Archive() {
		return CaptureStats{}, fmt.Errorf("%s: %w", name, ErrNoCapture)
	}
	c := captureReader{opt: opt, rib: rib.New()}
	for r, err := range src.Records() {
		if err != nil {
			c.stats.Damaged++
			continue
		}
		if r.Kind == capture.RecordMessage && c.wants(r) {
			c.message(r)
		}
		if opt.Most > 0 && c.count >= opt.Most {
			break
		}
	}
	c.addTo(s)
	return c.stats, nil
}

// captureReader builds the table.
type captureReader struct {
	opt   CaptureOptions
	rib   *rib.RIB
	count int
	stats CaptureStats
	dec   codec.Decoder
	attrs []byte

	index int64      // of the table entry before
	first netip.Addr // whose it was
}

func (c *captureReader) wants(r *capture.Record) bool {
	switch {
	case len(r.Octets) < codec.HeaderLen || registry.MessageType(r.Octets[18]) != registry.MsgUpdate:
		return false
	case r.Source == capture.KindBMP && r.Dir == capture.DirSent:
		c.stats.RIBOut++
		return false
	case c.opt.Peer.IsValid() && r.Src.Addr().Unmap() != c.opt.Peer.Unmap(), c.opt.PeerAS != 0 && r.SrcAS != c.opt.PeerAS:
		return false
	case !r.Synthesised:
		return true
	case r.Index == c.index && !(r.Known.AddPath != 0 && r.Src.Addr() == c.first):
		return false // another peer's path to the same prefix
	}
	c.index, c.first = r.Index, r.Src.Addr()
	return true
}

// message applies an UPDATE to the table.
func (c *captureReader) message(r *capture.Record) {
	u, ok := codec.ParseUpdate(r.Octets)
	if !ok || r.Lost > 0 {
		c.stats.Malformed++
		return
	}
	ctx := codec.GuessContext(&c.dec, codec.PieceMessage, r.Octets, r.Known).Ctx
	if _, worst := codec.Worst(c.dec.Check(codec.PieceMessage, r.Octets, ctx)); worst > registry.ActionAttributeDiscard && !r.Synthesised {
		c.stats.Malformed++
		c.count -= c.rib.Withdraw(&u, ctx).Withdrawn
		return
	}
	if !ctx.AS4 && len(u.Attrs) > 0 {
		if u.Attrs, ok = c.widen(u.Attrs, ctx); !ok {
			c.stats.Malformed++
			return
		}
	}
	c.stats.Updates++
	d := c.rib.Apply(&u, ctx)
	c.count += d.Added - d.Withdrawn
	if _, eor := u.EndOfRIB(); d == (rib.Change{}) && !eor {
		c.stats.Others++
	}
}

// widen gives attributes with 4-octet AS numbers.
func (c *captureReader) widen(b []byte, ctx codec.Context) ([]byte, bool) {
	attrs, ok := codec.ParsePathAttributes(b, ctx)
	if !ok {
		return nil, false
	}
	c.attrs = c.attrs[:0]
	for a := range codec.Attrs(b) {
		if a.Code == registry.AttrMPReach || a.Code == registry.AttrMPUnreach {
			c.attrs = codec.AppendAttr(c.attrs, a.Flags, a.Code, a.Value)
		}
	}
	c.attrs = attrs.Append(c.attrs, wide)
	return c.attrs, true
}

// addTo moves the table into a set.
func (c *captureReader) addTo(s *Set) {
	for _, f := range codec.KnownFamilies() {
		groups := map[*byte]*group{} // by the octets that a set of attributes has in the table
		for r := range c.rib.Routes(f) {
			if c.opt.Most > 0 && c.stats.Routes >= c.opt.Most {
				return
			}
			var id *byte
			if len(r.Attrs) > 0 {
				id = &r.Attrs[0]
			}
			g, ok := groups[id]
			if !ok {
				g = c.group(s, &r)
				groups[id] = g
			}
			if g == nil {
				continue
			}
			g.nlri = codec.AppendNLRI(g.nlri, r.Prefix, r.ID, true)
			g.count++
			s.count++
			c.stats.Routes++
		}
	}
}

// group finds the group of a set of attributes; nil for one that cannot be read.
func (c *captureReader) group(s *Set, r *rib.Route) *group {
	attrs, ok := codec.ParsePathAttributes(r.Attrs, wide)
	if !ok {
		c.stats.Malformed++
		return nil
	}
	var nextHop netip.Addr
	if c.opt.KeepNextHop {
		nextHop = nextHopOf(r, &attrs)
	}
	attrs.NextHop = netip.Addr{}
	other := attrs.Other[:0]
	for _, a := range attrs.Other {
		if a.Flags&codec.FlagTransitive != 0 {
			a.Flags |= codec.FlagPartial & (a.Flags >> 2) // of optional ones
			other = append(other, a)
		}
	}
	attrs.Other = other
	return s.group(r.Family, nextHop, attrs.Append(nil, wide))
}

// nextHopOf gives the next hop of a route: of two addresses, the global one.
func nextHopOf(r *rib.Route, attrs *codec.PathAttributes) netip.Addr {
	if a, ok := codec.ParseAttr(r.Attrs); ok && a.Code == registry.AttrMPReach {
		if m, ok := codec.ParseMPReach(a.Value); ok {
			switch len(m.NextHop) {
			case 4, 16:
				return addrOf(m.NextHop)
			case 32:
				return addrOf(m.NextHop[:16])
			}
		}
	}
	return attrs.NextHop
}
