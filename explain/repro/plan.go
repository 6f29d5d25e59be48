package repro

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Means says by what an event is reproduced.
type Means uint8

// The means.
const (
	NotEnough     Means = iota // the dump does not say what to send: Plan.Missing does
	Messages                   // octets that the dump holds, or that follow from it
	Configuration              // sound messages, and settings of the target that do not suit them
	Timing                     // silence
	Operator                   // what somebody does at the target: there is nothing to send
	Nothing                    // there is nothing to reproduce
)

// String returns "not-enough", "messages", "configuration", "timing", "operator" or "nothing".
func (m Means) String() string {
	return [...]string{"not-enough", "messages", "configuration", "timing", "operator", "nothing", "", ""}[m&7]
}

// Event is what is known of the event. The zero value of each field but Code and Sub means "unknown".
type Event struct {
	Tree      *codec.Tree // nil when only words are known
	Code, Sub int         // of the NOTIFICATION, from the words where there are no octets; -1 for none
	Truncated bool        // octets are missing
	// Direction is "sent" or "received", as the device that logged it sees it.
	Direction string
	LocalAS   uint32      // of the device that logged it
	PeerAS    uint32      //
	Local     *codec.Open // OPEN of the device that logged it, nil when not seen
	Peer      *codec.Open // OPEN of its peer, nil when not seen
	PeerKind  codec.PeerKind
	// Offender is the message that the NOTIFICATION answers, where it was seen.
	Offender []byte
}

// Options are what the caller decides.
type Options struct {
	AS       uint32 // ours; 0: that of the dump, else DefaultAS
	TargetAS uint32 // of the target; 0: that of the dump, else any
}

// DefaultAS is our AS number where the dump does not say one (RFC 5398).
const DefaultAS = 64496

// Plan is how an event is reproduced.
type Plan struct {
	Means Means
	What  string // the event in a few words: "NOTIFICATION 3/4"
	// Open is our OPEN; its families stand in Families.
	Open     codec.Open
	Families []codec.Family
	Ctx      codec.Context // of the session that the OPEN asks for
	Steps    []Step
	// Update is the message at fault where it is an UPDATE: what may be made smaller. It is the Octets of a step.
	Update []byte

	Want Want
	// Reconstruction says that octets follow from the dump and from what is known, and are not in it as they stand.
	Reconstruction bool
	Notes          []string // what else to know, each a sentence
	Missing        []string // what the dump lacks
	Target         []string // how the target must be configured
	TargetAS       uint32   // 0: any
}

// Step is a line of the script.
type Step struct {
	Line   string // as package speaker/inject reads it
	Note   string // what it is, a comment
	Octets []byte // the message that it sends, nil for none
}

// Want is what must come for the event to be reproduced.
type Want struct {
	// Up says that the session must stay: nothing is wrong with what is sent.
	Up        bool
	Code, Sub int    // of the NOTIFICATION; Code 0 for none
	Data      []byte // its Data in the dump; HasData says that it is all there
	HasData   bool
	// Action is what RFC 7606 asks of a receiver: with less than a session reset, a target that keeps the session is right.
	Action registry.Action
}

// sendRaw adds a message as octets.
func (p *Plan) sendRaw(note string, msg []byte) {
	const perLine = 48
	var b strings.Builder
	b.WriteString("send raw")
	for rest := msg; len(rest) > 0; {
		n := min(perLine, len(rest))
		if len(msg) > perLine {
			b.WriteString(" \\\n ")
		}
		b.WriteString(" " + hex.EncodeToString(rest[:n]))
		rest = rest[n:]
	}
	p.Steps = append(p.Steps, Step{Line: b.String(), Note: note, Octets: msg})
}

func (p *Plan) line(text string) { p.Steps = append(p.Steps, Step{Line: text}) }

// note adds sentences.
func (p *Plan) note(text ...string) { p.Notes = append(p.Notes, text...) }

// reconstructed notes that something was not in the dump.
func (p *Plan) reconstructed(what string) {
	p.Reconstruction = true
	p.note("A reconstruction: " + what)
}

// missing says that the dump is not enough.
func (p *Plan) missing(text ...string) *Plan {
	p.Means, p.Steps, p.Update, p.Notes = NotEnough, nil, nil, nil
	p.Missing = append(p.Missing, text...)
	return p
}

// Playable reports whether there is a script.
func (p *Plan) Playable() bool { return len(p.Steps) > 0 }

// OpenLine is the line of the script about our OPEN.
func (p *Plan) OpenLine() string {
	o := &p.Open
	b := "open as=" + strconv.FormatUint(uint64(o.AS), 10) + " hold=" + strconv.Itoa(int(o.HoldTime))
	if o.ID.IsValid() && o.ID != (netip.Addr{}) {
		b += " id=" + o.ID.String()
	}
	if o.Version != 0 && o.Version != 4 {
		b += " version=" + strconv.Itoa(int(o.Version))
	}
	b += " families="
	for i, f := range p.Families {
		if i > 0 {
			b += ","
		}
		b += f.String()
	}
	if len(p.Families) == 0 {
		b += "none"
	}
	for _, c := range o.Capabilities {
		b += " cap=" + capWord(c)
	}
	if len(o.Capabilities) == 0 {
		b += " cap=none"
	}
	return b
}

// capWord is a capability as scripts spell it.
func capWord(c codec.Capability) string {
	switch {
	case c.Code == registry.CapAS4 && c.Value == nil:
		return "as4"
	case c.Code == registry.CapRouteRefresh && len(c.Value) == 0:
		return "refresh"
	case c.Code == registry.CapExtendedMessage && len(c.Value) == 0:
		return "extended-message"
	}
	return strconv.Itoa(int(c.Code)) + ":" + hex.EncodeToString(c.Value)
}

// Line is the last line of the script: what is expected.
func (w *Want) Line() string {
	if w.Up {
		return "expect established 3s"
	}
	if w.Code == 0 {
		return ""
	}
	return "expect NOTIFICATION " + strconv.Itoa(w.Code) + "/" + strconv.Itoa(w.Sub) + " within 5s"
}

// Script is the plan as a script, with its explanations as comments. It is "" where there is nothing to play.
func (p *Plan) Script() string {
	if !p.Playable() {
		return ""
	}
	var b strings.Builder
	comment := func(text string) {
		for _, l := range wrap(text, 108) {
			b.WriteString("# " + l + "\n")
		}
	}
	comment("Reproduces " + p.What + ".")
	for _, n := range p.Notes {
		comment(n + ".")
	}
	for _, m := range p.Missing {
		comment("Missing: " + m + ".")
	}
	for _, t := range p.Target {
		comment("At the target: " + t + ".")
	}
	b.WriteString(p.OpenLine() + "\n")
	for _, s := range p.Steps {
		if s.Note != "" {
			comment(s.Note)
		}
		b.WriteString(s.Line + "\n")
	}
	if w := &p.Want; w.HasData && len(w.Data) > 0 && len(w.Data) <= 64 {
		comment("The Data in the dump: " + hex.EncodeToString(w.Data))
	}
	if l := p.Want.Line(); l != "" {
		b.WriteString(l + "\n")
	}
	return b.String()
}

// wrap breaks a text at blanks.
func wrap(text string, width int) (lines []string) {
	line := ""
	for _, w := range strings.Fields(text) {
		if line != "" && len(line)+1+len(w) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return append(lines, line)
}
