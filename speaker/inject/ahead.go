package inject

import (
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// ahead says how far the handshake may go by itself before step i: OpenSent when the script wants to send the OPEN, OpenConfirm when
// it keeps the KEEPALIVE behind that in its hands. opened says that the script has sent the OPEN itself.
func (s *Script) ahead(i int, opened bool) State {
	for ; i < len(s.Steps); i++ {
		st := &s.Steps[i]
		switch st.Kind {
		case Reach:
			return st.Reach
		case Inject:
			return reachOf(st.Fault)
		case Silence:
			return OpenConfirm
		case Expect:
			if st.Expect.Thing == SomeState {
				return Established
			}
		case Send:
			return st.Send.wants(opened)
		}
	}
	return Established
}

// wants is the state in which a message is sent, where the script does not say.
func (m *Message) wants(opened bool) State {
	switch {
	case m.Type == registry.MsgOpen && !opened:
		return OpenSent
	case m.Type == registry.MsgOpen:
		return OpenConfirm
	case m.Type == registry.MsgUpdate || m.Type == registry.MsgRouteRefresh:
		return Established
	case opened: // KEEPALIVE, NOTIFICATION, octets: the script has the handshake in its hands
		return OpenConfirm
	}
	return Established
}

// reachOf is the state that a fault is sent in.
func reachOf(id string) State {
	f, ok := fault.Find(id)
	if !ok {
		return Established
	}
	switch f.Phase {
	case fault.BeforeOpen, fault.InsteadOfOpen, fault.InOpen:
		return OpenSent
	case fault.OpenConfirm:
		return OpenConfirm
	}
	return Established
}
