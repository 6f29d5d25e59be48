package explain

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/explain/kb"
	"github.com/bgpdecode/bgpdecode/registry"
)

// entry is a text of explain/kb; the zero value has no lines.
type entry struct {
	kb.Entry
	ok bool
}

func (e entry) one(word string) string {
	if !e.ok {
		return ""
	}
	return e.One(word)
}

func (e entry) all(word string) []string {
	if !e.ok {
		return nil
	}
	return e.All(word)
}

// advice gives what an entry wants a side to do. Where the attribute complained about is known, the lines for that
// attribute, or those for all others, take the place of the general ones.
func (j *job) advice(e entry, side string) []string {
	if j.a.ok {
		for _, word := range [...]string{side + " " + itoa(int(j.a.code)), side + " else"} {
			if all := e.all(word); len(all) > 0 {
				return all
			}
		}
	}
	return e.all(side)
}

// fault gives the default verdict of an entry, before any octets are judged.
func (e entry) fault() (Fault, Confidence, Side) {
	w := strings.Fields(e.one("fault"))
	if len(w) != 3 {
		return FaultUnknown, Low, SideUnknown
	}
	return Fault(indexOf(faultWords[:], w[0])), Confidence(indexOf(confidenceWords[:], w[1])), Side(indexOf(sideWords[:], w[2]))
}

// rfc7606 gives the action and the reference of the line "7606".
func (e entry) rfc7606() (registry.Action, string, bool) {
	what, ref, _ := strings.Cut(e.one("7606"), "; ")
	for a := registry.ActionNone; a <= registry.ActionSessionReset; a++ {
		if what != "" && a.String() == what {
			return a, ref, true
		}
	}
	return registry.ActionNone, "", false
}

func indexOf(words []string, w string) uint8 {
	for i := range words {
		if words[i] == w {
			return uint8(i)
		}
	}
	return 0
}

// keys gives the keys under which a code and subcode may stand, most specific first.
func keys(code, sub int) [2]string {
	c := itoa(code) + "/"
	return [2]string{c + itoa(max(sub, 0)), c + "*"}
}

// entry gives the text for the code and subcode judged: the vendor's own meaning where it applies.
func (j *job) entry() entry {
	if j.code < 0 {
		return entry{}
	}
	if j.noSub {
		e, ok := kb.Find(itoa(j.code)+"/-", "")
		return entry{e, ok}
	}
	for _, key := range keys(j.code, j.sub) {
		if v := j.variantOf(key); v != "" {
			e, ok := kb.Find(key, v)
			return entry{e, ok}
		}
		if e, ok := kb.Find(key, ""); ok {
			return entry{e, ok}
		}
	}
	return entry{}
}

// variant gives the vendor whose own meaning of the code applies, "" for the standard one.
func (j *job) variant() string {
	if j.noSub {
		return ""
	}
	for _, key := range keys(j.code, j.sub) {
		if v := j.variantOf(key); v != "" {
			return v
		}
	}
	return ""
}

func (j *job) variantOf(key string) string {
	if j.ev.Style == "" && j.ev.Vendor == "" {
		return ""
	}
	for _, v := range kb.Variants(key) {
		if !j.made(v) {
			continue
		}
		e, _ := kb.Find(key, v)
		switch e.One("applies") {
		case "any":
			return v
		case "words":
			if j.t == nil {
				return v
			}
		default:
			if j.ev.Direction != "received" {
				return v
			}
		}
	}
	return ""
}

// made reports whether the logging device is of this make.
func (j *job) made(vendor string) bool {
	return j.ev.Style == vendor || strings.HasPrefix(j.ev.Style, vendor+"-") || strings.Contains(strings.ToLower(j.vendor()), vendor)
}
