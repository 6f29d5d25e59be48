package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fillState has messages that come when they may not (RFC 4271 section 8.2.2, RFC 6608).
func fillState(l *list) {
	fillUnexpected(l)
	fillEnds(l)
	fillLegal(l)
}

// fillUnexpected has messages of types that do not fit the state: subcodes 1 to 3 of code 5 (RFC 6608 section 4).
func fillUnexpected(l *list) {
	keepalive := func(*Params) ([]byte, error) { return codec.AppendKeepalive(nil), nil }
	update := func(p *Params) ([]byte, error) {
		u := Carrier(p, Needs{})
		return u.Append(nil, codec.MaxLen)
	}
	open := func(p *Params) ([]byte, error) { return soundOpen(p, func(*codec.Open) {}) }
	refresh := func(*Params) ([]byte, error) {
		return codec.AppendRouteRefresh(nil, codec.IPv4Unicast, codec.RefreshRequest), nil
	}
	subs := [...]uint8{
		InsteadOfOpen: registry.SubUnexpectedInOpenSent, OpenConfirm: registry.SubUnexpectedInOpenConfirm, Established: registry.SubUnexpectedInEstablished,
	}
	wrong := func(id, title string, phase Phase, msg func(*Params) ([]byte, error)) *Fault {
		w := note(registry.ErrFSM, subs[phase], DataMsgType)
		w.Or, w.Why = []uint8{0}, "before RFC 6608 it had subcode 0 and no Data"
		return l.message(Fault{ID: id, Title: title, Phase: phase, Refs: []string{"RFC 6608 §4", "RFC 4271 §6.6"}}, w, func(p *Params) ([]Step, error) {
			m, err := msg(p)
			return []Step{{Octets: m, Faulty: true, At: typeAt, Len: 1}}, err
		})
	}
	wrong("keepalive_in_opensent", "a KEEPALIVE instead of the OPEN", InsteadOfOpen, keepalive)
	wrong("update_in_opensent", "an UPDATE instead of the OPEN", InsteadOfOpen, update)
	wrong("refresh_in_opensent", "a ROUTE-REFRESH instead of the OPEN", InsteadOfOpen, refresh)
	wrong("update_in_openconfirm", "an UPDATE instead of the first KEEPALIVE", OpenConfirm, update)
	wrong("refresh_in_openconfirm", "a ROUTE-REFRESH instead of the first KEEPALIVE", OpenConfirm, refresh)
	again := wrong("open_in_openconfirm", "a second OPEN instead of the first KEEPALIVE", OpenConfirm, open)
	again.Want4271.Why = "RFC 4271 §8.2.2 resolves a collision here: 6/7 is seen too"
	again.Want7606.Why = again.Want4271.Why
	wrong("open_in_established", "a second OPEN when the session is up", Established, open)
}

// fillEnds has connections that end without a fault.
func fillEnds(l *list) {
	ends := func(id, title string, phase Phase, steps func(*Params) ([]Step, error)) {
		l.message(Fault{ID: id, Title: title, Phase: phase, Refs: []string{"RFC 4271 §8.2.2"}}, quiet(reset, "nobody is there to be told"), steps)
	}
	notification := func(*Params) ([]Step, error) {
		m := codec.AppendNotification(nil, uint8(registry.ErrCease), 2, nil, 0)
		return []Step{{Octets: m, Faulty: true, At: typeAt, Len: 1}}, nil
	}
	closing := func(*Params) ([]Step, error) { return []Step{{Do: Close, Faulty: true}}, nil }
	ends("notification_in_opensent", "a NOTIFICATION instead of the OPEN", InsteadOfOpen, notification)
	ends("notification_in_openconfirm", "a NOTIFICATION instead of the first KEEPALIVE", OpenConfirm, notification)
	ends("close_in_opensent", "the connection is closed before the OPEN", BeforeOpen, closing)
	ends("close_in_openconfirm", "the connection is closed instead of the first KEEPALIVE", OpenConfirm, closing)
	ends("close_in_established", "the connection is closed without a NOTIFICATION", Established, closing)
}

// fillLegal has what looks odd and is legal (RFC 4271 section 4.4).
func fillLegal(l *list) {
	legal := func(id, title string, steps func(*Params) ([]Step, error)) {
		l.message(Fault{ID: id, Title: title, Phase: Established, Refs: []string{"RFC 4271 §4.4"}}, quiet(nothing, "it is legal"), steps)
	}
	legal("legal_keepalives", "100 KEEPALIVEs at once", func(*Params) ([]Step, error) {
		var m []byte
		for range 100 {
			m = codec.AppendKeepalive(m)
		}
		return sent(m, 0, 0)
	})
	legal("legal_octets", "a KEEPALIVE, octet by octet", func(*Params) ([]Step, error) {
		var out []Step
		m := codec.AppendKeepalive(nil)
		for i := range m {
			out = append(out, Step{Octets: m[i : i+1], Faulty: i == len(m)-1})
		}
		return out, nil
	})
}
