package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// openFaults adds faults of an OPEN; what RFC 7606 does not speak about is the same for both wants.
func (l *list) open(id, title string, w Want, find codec.FindingID, refs []string, build func(*Params) ([]Step, error)) *Fault {
	return l.add(Fault{
		ID: id, Title: title, Phase: InOpen, Refs: refs, Want4271: w, Want7606: w, Finding: find,
		build: func(_ *Fault, p *Params) ([]Step, error) { return build(p) },
	})
}

// fillOpen has the faults of an OPEN (RFC 4271 section 6.2).
func fillOpen(l *list) {
	l.open("version", "the OPEN offers version 3", note(registry.ErrOpen, registry.SubUnsupportedVersion, DataVersion), codec.FindVersion,
		[]string{"RFC 4271 §6.2"}, func(p *Params) ([]Step, error) { return changed(p, codec.HeaderLen, 3) })
}

// changed is the sound OPEN with other octets from an offset on.
func changed(p *Params, at int, v ...byte) ([]Step, error) {
	o := p.Open()
	m, err := o.Append(nil)
	if err != nil {
		return nil, err
	}
	copy(m[at:], v)
	return sent(m, at, len(v))
}
