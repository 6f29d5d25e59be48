package explain

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// maxFaults bounds Explanation.Faults: more of them say nothing.
const maxFaults = 64

// faults names the faults of the catalogue that may have led to the NOTIFICATION or, for another message, those in whose
// octets the decoder finds the same.
func (j *job) faults() []*fault.Fault {
	var out []*fault.Fault
	switch {
	case j.code > 0 && !j.noSub && j.code <= 255:
		var data []byte
		if j.t != nil && j.data >= 0 {
			data = j.t.Octets(j.data)
		}
		out = fault.Candidates(registry.ErrorCode(j.code), uint8(j.sub), data)
	case j.t != nil && j.code <= 0:
		for i := range j.t.Findings {
			f := &j.t.Findings[i]
			if f.Severity != codec.SeverityError && f.Note.Code == 0 {
				continue
			}
			for _, c := range fault.ForFinding(f, fault.AttrOf(j.t, f)) {
				if !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
			if len(out) >= maxFaults {
				break
			}
		}
	}
	return out[:min(len(out), maxFaults)]
}
