package explain

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// anotherFault: what S complains about is sound, but the same attribute has a fault that S does not name. The
// complaint is wrong as it stands, and still R sent an attribute that has to be refused.
func (j *job) anotherFault() {
	if j.ex.Verdict.Claim != ClaimContradicted || j.code != int(registry.ErrUpdate) || j.a.bare || j.a.short() || j.cut() || j.t == nil {
		return
	}
	f := j.attrFinding(func(f *codec.Finding) bool {
		return f.Severity == codec.SeverityError && f.Note.Code == registry.ErrUpdate && f.Note.Subcode != 0 && int(f.Note.Subcode) != j.sub
	})
	if f == nil {
		return
	}
	j.anew()
	j.other = true
	j.by(f)
	j.atReceiver("Find out what makes {R} send this attribute, and stop or correct it")
	j.atSender("Report to the vendor of {S} that its NOTIFICATION names another fault than the one that is there")
	j.acting(SideBoth, ClaimContradicted, FaultReceiver, Medium, "{S} names the wrong fault, but the attribute that {R} sent is faulty: "+j.text(f)+
		", which is "+pair(int(f.Note.Code), int(f.Note.Subcode)))
}
