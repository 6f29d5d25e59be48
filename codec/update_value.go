package codec

import (
	"errors"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Update is an UPDATE message as its three parts (RFC 4271 section 4.3), each as octets: AppendNLRI makes routes,
// PathAttributes.Append, AppendMPReach and AppendMPUnreach attributes. RFC 7606 section 5.1 wants the multiprotocol
// attribute first, and one of NLRI, Withdrawn Routes and the multiprotocol attributes only.
type Update struct {
	Withdrawn []byte // IPv4 unicast routes
	Attrs     []byte
	NLRI      []byte // IPv4 unicast routes
}

// ErrUpdateLong says that an UPDATE would have more octets than its reader takes, or its fields can say.
var ErrUpdateLong = errors.New("the UPDATE would be longer than a message may be")

// ParseUpdate cuts a whole UPDATE message into its parts, which borrow msg. It reports false for octets that are no
// UPDATE, and for lengths that run past its end.
func ParseUpdate(msg []byte) (Update, bool) {
	h, ok := ParseHeader(msg)
	if !ok || h.Type != registry.MsgUpdate || h.Length > len(msg) {
		return Update{}, false
	}
	b := msg[HeaderLen:h.Length:h.Length]
	var u Update
	if u.Withdrawn, b, ok = cutLength(b); !ok {
		return Update{}, false
	}
	if u.Attrs, u.NLRI, ok = cutLength(b); !ok {
		return Update{}, false
	}
	return u, true
}

// cutLength takes a two-octet length and what it announces from b.
func cutLength(b []byte) (v, rest []byte, ok bool) {
	if len(b) < 2 {
		return nil, nil, false
	}
	n := 2 + int(be16(b))
	if n > len(b) {
		return nil, nil, false
	}
	return b[2:n:n], b[n:], true
}

// Len is the number of octets of the message.
func (u *Update) Len() int { return minUpdate + len(u.Withdrawn) + len(u.Attrs) + len(u.NLRI) }

// Append appends the whole message. It fails, and appends nothing, when that has more than max octets: 4096, or 65535
// towards those who take them (RFC 8654).
func (u *Update) Append(dst []byte, max int) ([]byte, error) {
	if u.Len() > min(max, MaxExtLen) {
		return dst, ErrUpdateLong
	}
	return u.AppendFaulty(dst, &Lies{}), nil
}

// Lies say what is wrong with a message that is built to test others. A nil field is true.
type Lies struct {
	Marker       *[MarkerLen]byte
	Length       *uint16
	Type         *registry.MessageType
	WithdrawnLen *uint16
	AttrsLen     *uint16
}

// AppendFaulty appends the message with lies in it. All octets of the three parts are written; where they are more than
// a length can say, its low 16 bits are.
func (u *Update) AppendFaulty(dst []byte, l *Lies) []byte {
	at := len(dst)
	dst = AppendHeader(dst, u.Len(), registry.MsgUpdate)
	dst = append(appendU16(dst, orTrue(l.WithdrawnLen, len(u.Withdrawn))), u.Withdrawn...)
	dst = append(appendU16(dst, orTrue(l.AttrsLen, len(u.Attrs))), u.Attrs...)
	dst = append(dst, u.NLRI...)
	l.header(dst[at:])
	return dst
}

// Apply puts the lies about the header into a message; those about an UPDATE are for AppendFaulty.
func (l *Lies) Apply(msg []byte) {
	if len(msg) >= HeaderLen {
		l.header(msg)
	}
}

func (l *Lies) header(msg []byte) {
	if l.Marker != nil {
		copy(msg, l.Marker[:])
	}
	if l.Length != nil {
		msg[16], msg[17] = byte(*l.Length>>8), byte(*l.Length)
	}
	if l.Type != nil {
		msg[18] = byte(*l.Type)
	}
}

func orTrue(lie *uint16, n int) uint16 {
	if lie != nil {
		return *lie
	}
	return uint16(n)
}

// AppendEndOfRIB appends the UPDATE that ends the first advertisement of a family (RFC 4724 section 2).
func AppendEndOfRIB(dst []byte, f Family) []byte {
	var u Update
	if f != IPv4Unicast {
		u.Attrs = AppendMPUnreach(make([]byte, 0, 6), f, nil)
	}
	return u.AppendFaulty(dst, &Lies{})
}

// EndOfRIB returns the family of an End-of-RIB; false for other messages.
func (u *Update) EndOfRIB() (Family, bool) {
	if len(u.Withdrawn) > 0 || len(u.NLRI) > 0 {
		return Family{}, false
	}
	if len(u.Attrs) == 0 {
		return IPv4Unicast, true
	}
	a, ok := ParseAttr(u.Attrs)
	if !ok || a.Code != registry.AttrMPUnreach || a.Length != 3 || a.HeaderLen+a.Length != len(u.Attrs) {
		return Family{}, false
	}
	return familyOctets(a.Value), true
}
