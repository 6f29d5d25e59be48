package batch

import (
	"errors"
	"fmt"
	"io"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
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
			err = r.send(&job{input: in, err: fmt.Errorf("%q: %w", in.Name, err)})
		} else {
			err = r.member(in, src.Budget(), m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// member reads a file of an archive. The error is that of a run that ends.
func (r *reader) member(of *input, budget *capture.Budget, m *capture.Member) error {
	in := &input{shares: of.shares, within: of.within + 1, budget: budget, File: inputs.File{
		Name: of.Name + "!" + m.Name, Found: true, Regular: !m.Changed.IsZero(), Size: max(m.Size, 0), Changed: m.Changed}}
	in.zone = r.p.opt.zone(in.Name)
	err := r.source(in, inputs.Plain(r.p.soft, m, io.NopCloser(nil)))
	if err == nil || r.p.ctx.Err() != nil || r.p.soft.Err() != nil {
		return r.p.ctx.Err()
	}
	return r.send(&job{input: in, err: fmt.Errorf("cannot read %q: %w", in.Name, inputs.Reason(err))})
}
