package capture

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Offer is what one side's OPEN says about the messages that follow.
type Offer struct {
	AS          uint32 // from capability 65 where it is there, else the My Autonomous System field
	HoldTime    uint16
	ID          netip.Addr
	AS4         bool            // RFC 6793
	ExtMsg      bool            // RFC 8654
	AddPathSend codec.FamilySet // families it wants to send path identifiers for (RFC 7911)
	AddPathRecv codec.FamilySet // ... and is able to receive them for
	LabelStacks codec.FamilySet // families it takes more than one label for (RFC 8277)
}

// ParseOpen reads a whole OPEN message, from its marker. It reports false for octets that are no OPEN or not
// all of one: what an OPEN does not say can only be told from all of it.
func ParseOpen(msg []byte) (Offer, bool) {
	o, ok := codec.ParseOpen(msg)
	if !ok {
		return Offer{}, false
	}
	return OfferOf(&o), true
}

// ParseOpenBody reads a whole OPEN without its header. It reports false for one that is not all there.
func ParseOpenBody(body []byte) (Offer, bool) {
	o, ok := codec.ParseOpenBody(body)
	if !ok {
		return Offer{}, false
	}
	return OfferOf(&o), true
}

// OfferOf takes from an OPEN what it says about the messages that follow.
func OfferOf(open *codec.Open) Offer {
	o := Offer{AS: open.AS, HoldTime: open.HoldTime, ID: open.ID, LabelStacks: codec.LabelStacks(open.Capabilities)}
	for i := range open.Capabilities {
		switch c := &open.Capabilities[i]; c.Code {
		case registry.CapAS4:
			o.AS4 = o.AS4 || len(c.Value) == 4
		case registry.CapExtendedMessage:
			o.ExtMsg = true
		case registry.CapAddPath:
			list, _ := codec.ParseAddPath(c.Value)
			for _, a := range list {
				if a.Mode == codec.AddPathReceive || a.Mode == codec.AddPathBoth {
					o.AddPathRecv = o.AddPathRecv.With(a.Family)
				}
				if a.Mode == codec.AddPathSend || a.Mode == codec.AddPathBoth {
					o.AddPathSend = o.AddPathSend.With(a.Family)
				}
			}
		}
	}
	return o
}

// Phrases of WidthWhy and AddPathWhy.
const (
	whyBoth      = "both OPENs were seen"
	whyOneNoAS4  = "one side's OPEN does not offer 4-octet AS numbers (capability 65)"
	whyOneNoPath = "one side's OPEN rules out path identifiers (capability 69)"
)

// Negotiate gives what the OPENs of a session prove for the messages that go from the one side to the other. A
// nil Offer is an OPEN that was not seen: the other one alone proves what it does not offer. The second and
// third results say what proved the AS width and ADD-PATH.
func Negotiate(from, to *Offer) (k codec.Known, widthWhy, addPathWhy string) {
	if from != nil && to != nil {
		k.Base.MultiLabel, k.Base.LabelsKnown = from.LabelStacks&to.LabelStacks, true
	} else if from != nil && from.LabelStacks == 0 || to != nil && to.LabelStacks == 0 {
		k.Base.LabelsKnown = true
	}
	if to != nil { // each side says what it takes
		k.Base.ExtMsg, k.Base.NoExtMsg = to.ExtMsg, !to.ExtMsg
	}
	switch {
	case from != nil && to != nil:
		k.ASWidth, k.ASWidthHow, widthWhy = 2, codec.HowNegotiated, whyBoth
		if from.AS4 && to.AS4 {
			k.ASWidth = 4
		}
		k.AddPath, k.AddPathHow, addPathWhy = from.AddPathSend&to.AddPathRecv, codec.HowNegotiated, whyBoth
		if from.AS != 0 && from.AS == to.AS {
			k.Base.Peer = codec.PeerIBGP
		}
		return
	case from != nil && !from.AS4, to != nil && !to.AS4:
		k.ASWidth, k.ASWidthHow, widthWhy = 2, codec.HowEvidence, whyOneNoAS4
	}
	if from != nil && from.AddPathSend == 0 || to != nil && to.AddPathRecv == 0 {
		k.AddPathHow, addPathWhy = codec.HowEvidence, whyOneNoPath
	}
	return
}

// family reads AFI and SAFI in three octets.
func family(c *cursor) codec.Family {
	afi := registry.AFI(c.u16())
	return codec.Family{AFI: afi, SAFI: registry.SAFI(c.u8())}
}

// session is what was seen of one session: the OPEN of each side, and with BMP the ends of its connection.
type session struct {
	offer [2]Offer
	seen  [2]bool
	ends  [2]netip.AddrPort
	table string // the name of the VRF or table, BMP
}

// message takes note of a message that side (0 or 1) sent. A second OPEN of a side begins a new session.
func (s *session) message(side int, msg []byte) {
	if len(msg) < codec.HeaderLen || registry.MessageType(msg[18]) != registry.MsgOpen {
		return
	}
	o, ok := ParseOpen(msg)
	if s.seen[side] {
		s.seen = [2]bool{}
	}
	s.offer[side], s.seen[side] = o, ok
}

// extended reports whether the other side of one offered to take messages of more than 4096 octets.
func (s *session) extended(side int) bool { return s.seen[1-side] && s.offer[1-side].ExtMsg }

// end forgets the session.
func (s *session) end() { s.seen = [2]bool{} }

// of returns the offer of a side, nil when its OPEN was not seen.
func (s *session) of(side int) *Offer {
	if !s.seen[side] {
		return nil
	}
	return &s.offer[side]
}

// apply puts into r what is known for a message of side, of length octets.
func (s *session) apply(r *Record, side, length int) {
	from, to := s.of(side), s.of(1-side)
	r.Known, r.WidthWhy, r.AddPathWhy = Negotiate(from, to)
	if from != nil {
		r.SrcAS = from.AS
	}
	if to != nil {
		r.DstAS = to.AS
	}
	if length > codec.MaxLen && to == nil {
		r.Known.Base.ExtMsg = true // nothing says that it was not agreed, and it was sent
	}
}
