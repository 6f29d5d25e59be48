package batch

import (
	"errors"
	"fmt"
	"io"

	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// mostWithin is how many archives may be in each other.
const mostWithin = 3

var errWithin = errors.New("more archives in each other than are unpacked")

// members reads the files of an archive one after another, each as an input of its own. Its name is that of the archive, "!",
// and the name in the archive.
func (r *reader) members(in *input, src *capture.Source) error {
	if in.within >= mostWithin {
		return errWithin
	}
	for m, err := range src.Members() {
		if r.p.soft.Err() != nil || r.p.ctx.Err() != nil {
			return nil
		}
		if err != nil {
			err = r.send(&job{input: in, err: fmt.Errorf("%q: %w", in.name, err)})
		} else {
			err = r.member(in, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// member reads a file of an archive. The error is that of a run that ends.
func (r *reader) member(of *input, m *capture.Member) error {
	in := &input{name: of.name + "!" + m.Name, found: true, regular: !m.Changed.IsZero(), size: max(m.Size, 0), changed: m.Changed,
		shares: of.shares, within: of.within + 1}
	in.zone = r.p.opt.zone(in.name)
	err := r.source(in, plainSource{m, io.NopCloser(nil), r.p.soft.Done()})
	if err == nil || r.p.ctx.Err() != nil || r.p.soft.Err() != nil {
		return r.p.ctx.Err()
	}
	return r.send(&job{input: in, err: fmt.Errorf("cannot read %q: %w", in.name, reason(err))})
}
