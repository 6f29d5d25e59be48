package repro

import (
	"bytes"
	"errors"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// MostTries bounds the messages that Shrink tries without a target.
const MostTries = 4000

// ErrSound says that the decoder finds no error in a message, so that it cannot tell what matters in it.
var ErrSound = errors.New("the message has no error that could be kept")

// ErrShrink says that a message cannot be made smaller because its own lengths contradict each other.
var ErrShrink = errors.New("the UPDATE does not part into routes and attributes")

// Shrink finds a smaller UPDATE for which same still holds, by leaving out routes, attributes and octets of attributes (delta
// debugging, halves first). same is asked most times; it gives an error to end the search. Shrink gives the smallest message that it
// found, and how often it asked.
func Shrink(msg []byte, same func([]byte) (bool, error), most int) (small []byte, tries int, err error) {
	if same == nil {
		return nil, 0, ErrSound
	}
	s := shrinker{same: same, left: most, best: msg}
	u, ok := codec.ParseUpdate(msg)
	if !ok {
		return nil, 0, ErrShrink
	}
	f := formOf(u)
	for changed := true; changed && s.going(); {
		changed = false
		for i := range f.lists {
			changed = s.list(&f, i) || changed
		}
		changed = s.values(&f) || changed
	}
	return s.best, most - s.left, s.err
}

// form is an UPDATE in pieces that can be left out.
type form struct {
	lists [3][][]byte // withdrawn routes, attributes, routes
}

// formOf parts an UPDATE. Routes that do not part stay one piece.
func formOf(u codec.Update) (f form) {
	f.lists[0] = prefixes(u.Withdrawn)
	for _, a := range parts(u.Attrs) {
		f.lists[1] = append(f.lists[1], a.tlv)
	}
	n := 0
	for _, a := range f.lists[1] {
		n += len(a)
	}
	if n < len(u.Attrs) {
		f.lists[1] = append(f.lists[1], u.Attrs[n:])
	}
	f.lists[2] = prefixes(u.NLRI)
	return f
}

// prefixes parts a list of IPv4 routes.
func prefixes(b []byte) (out [][]byte) {
	for rest := b; len(rest) > 0; {
		n := 1 + (int(rest[0])+7)/8
		if n > len(rest) || rest[0] > 32 {
			return [][]byte{b}
		}
		out = append(out, rest[:n:n])
		rest = rest[n:]
	}
	return out
}

func (f *form) message() []byte {
	u := codec.Update{Withdrawn: bytes.Join(f.lists[0], nil), Attrs: bytes.Join(f.lists[1], nil), NLRI: bytes.Join(f.lists[2], nil)}
	return u.AppendFaulty(nil, &codec.Lies{})
}

// shrinker asks, and remembers the best answer.
type shrinker struct {
	same func([]byte) (bool, error)
	left int
	best []byte
	err  error
}

// going reports whether more may be asked.
func (s *shrinker) going() bool { return s.left > 0 && s.err == nil }

// try asks about a message.
func (s *shrinker) try(msg []byte) bool {
	if !s.going() || len(msg) >= len(s.best) {
		return false
	}
	s.left--
	ok, err := s.same(msg)
	if err != nil {
		s.err = err
		return false
	}
	if ok {
		s.best = msg
	}
	return ok
}

// list leaves out elements of a list: halves, quarters, and at last single ones.
func (s *shrinker) list(f *form, i int) (changed bool) {
	for size := max(len(f.lists[i])/2, 1); len(f.lists[i]) > 0; size /= 2 {
		for from := 0; from < len(f.lists[i]) && s.going(); {
			to := min(from+size, len(f.lists[i]))
			less := *f
			less.lists[i] = slices.Concat(f.lists[i][:from], f.lists[i][to:])
			if s.try(less.message()) {
				*f, changed = less, true
				continue
			}
			from = to
		}
		if size <= 1 {
			break
		}
	}
	return changed
}

// values makes the values of attributes shorter; a length that lies keeps its lie.
func (s *shrinker) values(f *form) (changed bool) {
	for i := range f.lists[1] {
		a, ok := codec.ParseAttr(f.lists[1][i])
		if !ok || len(a.Value) < 2 {
			continue
		}
		surplus := a.Length - len(a.Value)
		value := a.Value
		for size := len(value) / 2; size >= 1; size /= 2 {
			for from := 0; from+size <= len(value) && s.going(); {
				less := slices.Concat(value[:from], value[from+size:])
				next := *f
				next.lists[1] = slices.Clone(f.lists[1])
				next.lists[1][i] = codec.AppendFaultyAttr(nil, a.Flags, a.Code, len(less)+surplus, less)
				if s.try(next.message()) {
					*f, value, changed = next, less, true
					continue
				}
				from += size
			}
		}
	}
	return changed
}

// SameFinding gives a question for Shrink that needs no target: whether the decoder finds the same error first, none that was
// not there before, and RFC 7606 asks for the same. It is nil for a message without an error.
func SameFinding(dc *codec.Decoder, msg []byte, ctx codec.Context) func([]byte) (bool, error) {
	type kind struct {
		id   codec.FindingID
		attr uint8
		code registry.ErrorCode
		sub  uint8
	}
	var first kind
	known := map[codec.FindingID]bool{}
	errorsIn := func(b []byte) (list []kind, worst codec.Action) {
		found := dc.Check(codec.PieceMessage, b, ctx)
		for i := range found {
			if f := &found[i]; f.Severity == codec.SeverityError {
				list = append(list, kind{f.ID, f.Attr, f.Note.Code, f.Note.Subcode})
			}
		}
		_, worst = codec.Worst(found)
		return list, worst
	}
	before, action := errorsIn(msg)
	for i, k := range before {
		if i == 0 {
			first = k
		}
		known[k.id] = true
	}
	if first.id == codec.FindNone {
		return nil
	}
	return func(b []byte) (bool, error) {
		list, worst := errorsIn(b)
		if len(list) == 0 || list[0] != first || worst != action {
			return false, nil
		}
		for _, k := range list {
			if !known[k.id] {
				return false, nil
			}
		}
		return true, nil
	}
}

// Replace puts another UPDATE in the place of the one at fault.
func (p *Plan) Replace(msg []byte) {
	for i := range p.Steps {
		if p.Steps[i].Octets != nil && &p.Steps[i].Octets[0] == &p.Update[0] {
			rest := p.Steps[i+1:]
			note := p.Steps[i].Note
			p.Steps = p.Steps[:i:i]
			p.sendRaw(note, msg)
			p.Steps = append(p.Steps, rest...)
			break
		}
	}
	p.Update = msg
}
