package inject

import (
	"fmt"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
)

// quietTime is how long a session must stay after a fault that does not end it: a speaker that resets does so at once.
const quietTime = 2 * time.Second

// checkFault refuses what is no fault of the catalogue.
func checkFault(id string) error {
	if _, ok := fault.Find(id); ok {
		return nil
	}
	if like := fault.Similar(id); len(like) > 0 {
		return fmt.Errorf("there is no fault %s: %s?", shown(id), strings.Join(like, ", "))
	}
	return fmt.Errorf("there is no fault %s", shown(id))
}

// ForFault is the script that sends a fault and expects what RFC 7606 asks for, or with strict RFC 4271.
func ForFault(f *fault.Fault, strict bool) *Script {
	e := Step{Line: 2, Col: 1, Text: "expect rfc7606", Kind: Expect,
		Expect: Expectation{Thing: ByRFC, Within: DefaultWithin, Time: quietTime, Strict: strict}}
	if strict {
		e.Text = "expect rfc4271"
	}
	return &Script{Name: f.ID, Steps: []Step{{Line: 1, Col: 1, Text: "inject " + f.ID, Kind: Inject, Fault: f.ID}, e}}
}

// faults counts the steps that send a fault.
func (s *Script) faults() (n int) {
	for i := range s.Steps {
		if s.Steps[i].Fault != "" || s.Steps[i].Send.Fault != "" {
			n++
		}
	}
	return n
}

// remember takes note of a fault that is sent.
func (p *player) remember(f *fault.Fault, steps []fault.Step) {
	p.sent, p.sentStep = f, new(fault.Step)
	for i := range steps {
		if steps[i].Faulty {
			p.sentStep = &steps[i]
		}
	}
}

// damage puts a fault into an UPDATE.
func damage(list [][]byte, id string, p fault.Params) (*fault.Step, error) {
	f, ok := fault.Find(id)
	switch {
	case !ok:
		return nil, checkFault(id)
	case len(list) != 1:
		return nil, fmt.Errorf("%s is put into one UPDATE, and the routes make %d", id, len(list))
	}
	u, ok := codec.ParseUpdate(list[0])
	if !ok {
		return nil, fmt.Errorf("%s cannot be put into this message", id)
	}
	s, err := f.Apply(u, p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	return &s, nil
}
