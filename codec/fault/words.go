package fault

import (
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Pair is the NOTIFICATION in short: "3/6", "" where none is due.
func (w *Want) Pair() string {
	if w.Code == 0 {
		return ""
	}
	return strconv.Itoa(int(w.Code)) + "/" + strconv.Itoa(int(w.Sub))
}

// String is the reaction in short: "3/6" where the session is reset with a NOTIFICATION, else the action.
func (w *Want) String() string {
	if w.Code == 0 {
		return w.Action.String()
	}
	return w.Pair()
}

// Text is the reaction in words: "session reset with NOTIFICATION 3/6 (Invalid ORIGIN Attribute), Data: the attribute; or ...".
func (w *Want) Text() string {
	s := [...]string{nothing: "no error", discard: "attribute discard", withdraw: "treat-as-withdraw", registry.ActionAFISAFIDisable: "the family is disabled",
		reset: "session reset"}[w.Action]
	if w.Code != 0 {
		s += " with NOTIFICATION " + w.Pair()
		if name := registry.SubcodeName(uint8(w.Code), w.Sub); name != "" {
			s += " (" + name + ")"
		}
		s += ", Data: " + w.Data.String()
	} else if w.Action == reset {
		s += " without a NOTIFICATION"
	}
	var also []string
	for _, sub := range w.Or {
		also = append(also, strconv.Itoa(int(w.Code))+"/"+strconv.Itoa(int(sub)))
	}
	for _, a := range w.Also {
		also = append(also, (&Want{Action: a}).Text())
	}
	if len(also) > 0 {
		s += "; also " + strings.Join(also, ", ")
	}
	if w.Why != "" {
		s += " (" + w.Why + ")"
	}
	return s
}

// List says what is needed, a few words each; it is empty where any session will do.
func (n *Needs) List() []string {
	var out []string
	if f := n.family(); f != codec.IPv4Unicast {
		out = append(out, f.String())
	}
	switch n.Peer {
	case codec.PeerEBGP:
		out = append(out, "an external session")
	case codec.PeerIBGP:
		out = append(out, "an internal session")
	case codec.PeerConfed:
		out = append(out, "a session inside a confederation")
	}
	for _, x := range [...]struct {
		f             Feature
		with, without string
	}{
		{n.AS4, "4-octet AS numbers", "2-octet AS numbers"},
		{n.ExtMsg, "Extended Message", "no Extended Message"},
		{n.AddPath, "ADD-PATH", "no ADD-PATH"},
		{n.Refresh, "route refresh", "no route refresh"},
		{n.Enhanced, "enhanced route refresh", "no enhanced route refresh"},
		{n.Role, "a receiver with a BGP Role", "a receiver without a BGP Role"},
	} {
		switch x.f {
		case With:
			out = append(out, x.with)
		case Without:
			out = append(out, x.without)
		}
	}
	return out
}

// String returns "send", "wait" or "close".
func (d Do) String() string { return [...]string{"send", "wait", "close", ""}[d&3] }
