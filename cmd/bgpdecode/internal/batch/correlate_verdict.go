package batch

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/bgpdecode/bgpdecode/explain"
)

// judged is a verdict for one who reads both logs: devices have their names in it, where a verdict on one line says "this
// router" and "the peer".
type judged struct {
	summary string
	first   string    // who must do what first
	sides   [2]string // what each side should do: the sender, the receiver
	others  string    // what somebody else should do
}

// judge words the verdict on the view of a story whose role is given.
func (s *story) judge(v *explain.Verdict, role string) (j judged) {
	own, other := s.sent, s.received
	if role == roleNames[roleReceiver] {
		own, other = other, own
	}
	if own.role == roleWire {
		return judged{summary: v.Summary}
	}
	mine, theirs, vendor := own.dev.title(), "the peer", ""
	if other.role != roleWire {
		theirs = other.dev.title()
		if vendor = other.dev.vendor; vendor != "" {
			vendor = " (" + vendor + ")"
		}
	}
	names := strings.NewReplacer("this router", mine, "This router", capital(mine), "the peer", theirs, "The peer", capital(theirs))
	if rest, ok := strings.CutPrefix(v.Summary, "The peer "); ok {
		j.summary = capital(theirs) + vendor + " " + names.Replace(rest)
	} else {
		j.summary = names.Replace(v.Summary)
	}
	if v.Fault == explain.FaultNone {
		return j
	}
	for i, a := range v.Actions {
		who, what := names.Replace(a.Who), names.Replace(a.Do)
		if i == 0 {
			if j.first = what; who != "" {
				j.first = who + ": " + what
			}
		}
		to := &j.others
		switch {
		case strings.HasPrefix(a.Who, "sender"):
			to = &j.sides[0]
		case strings.HasPrefix(a.Who, "receiver"):
			to = &j.sides[1]
		case who != "":
			what = who + ": " + what
		}
		if *to != "" {
			*to += "; "
		}
		*to += what
	}
	return j
}

// title names a device in a sentence: by its host name, or else by the file that it wrote.
func (d *device) title() string {
	if !d.hostless {
		return d.name
	}
	return "the router of " + path.Base(filepath.ToSlash(d.source))
}

// vendorOf gives the name of a vendor without what explains it.
func vendorOf(s string) string {
	s, _, _ = strings.Cut(s, " (")
	s, _, _ = strings.Cut(s, ",")
	return s
}
