package report

import (
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The bits of an attribute's flags octet (RFC 4271 section 4.3).
const (
	flagPartial  = 0x20
	flagExtended = 0x10
	flagsClass   = 0xc0 // Optional and Transitive
)

// accused writes what the words tell of the attribute that they complain about, and whether that can be wrong.
func (p *page) accused() {
	if text := p.r.accusedText(); text != "" {
		p.line("Attribute", tree.Value, text)
	}
}

func (r *Report) accusedText() string {
	o := r.Event.Offender
	if !r.complains() || o.AttrCode <= 0 || o.AttrCode > 255 || o.AttrFlags < 0 && o.AttrLen < 0 {
		return ""
	}
	rule := registry.Attr(uint8(o.AttrCode))
	s := registry.AttrCode(o.AttrCode).String()
	if number := strconv.Itoa(o.AttrCode); !strings.HasSuffix(s, number) { // without a name it is all number
		s += " (" + number + ")"
	}
	sep := " with "
	if o.AttrFlags >= 0 {
		s += sep + "flags " + flagsText(o.AttrFlags)
		sep = " and "
	}
	if o.AttrLen >= 0 {
		s += sep + "length " + strconv.Itoa(o.AttrLen)
	}
	switch {
	case o.AttrFlags == 0 && o.AttrLen == 0:
		return s + ": the device has no attribute to show, it is missing" // no attribute has flags 0x00
	case !rule.Known:
		return s + ": no rule for it is known"
	}
	return s + ": " + accusedVerdict(rule, o.AttrFlags, o.AttrLen)
}

// accusedVerdict judges flags and length, -1 when not known, in one clause.
func accusedVerdict(rule *registry.AttrRule, flags, length int) string {
	s := ""
	switch {
	case flags < 0:
	case flags&flagsClass != int(rule.Flags)&flagsClass:
		s = "it must have flags " + flagsText(int(rule.Flags))
	case flags&flagPartial != 0 && rule.Flags&flagsClass != flagsClass:
		s = "only an optional transitive attribute may be partial"
	case flags&flagExtended == 0 && length > 255:
		s = "a length over 255 needs the flag for an extended length (0x10)"
	}
	if length >= 0 && !rule.LengthOK(length, true) && !rule.LengthOK(length, false) {
		if s != "" {
			s += ", and "
		}
		s += "its length must be " + rule.LengthText(true)
	}
	switch {
	case s != "":
		return s
	case flags < 0:
		return "this length is legal"
	case length < 0:
		return "these flags are legal"
	}
	return "flags and length are legal, so the fault is in the value or in what surrounds it"
}

func flagsText(flags int) string {
	s := strconv.FormatInt(int64(flags), 16)
	if len(s) < 2 {
		s = "0" + s
	}
	return "0x" + s
}

// links names the events that this one answers or is answered by.
func (p *page) links() {
	for _, l := range p.r.Links {
		switch l.Rel {
		case "offender":
			p.line("About", tree.Value, l.ID+", the message that this one complains of")
		case "answer":
			p.line("Answer", tree.Value, l.ID+", the "+registry.MsgNotification.String()+" that was sent for it")
		}
	}
}
