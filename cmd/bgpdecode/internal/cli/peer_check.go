package cli

import (
	"net/netip"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// peerCheck says what a run would do, and shows its OPENs.
func (a *app) peerCheck(o *peerOptions, set *peerSet) error {
	t := peer.NewTeller(a.out, o.tellerOptions(a, set, &peer.Run{}))
	if _, err := o.engine(a, set, nil, t); err != nil {
		return err
	}
	for _, text := range o.proxy.plan() {
		t.Plan(text)
	}
	list := set.list
	if len(o.accept) > 0 {
		list = append(list[:len(list):len(list)], set.any)
	}
	for _, l := range o.listen {
		t.Plan("listen on " + l)
	}
	for i := range list {
		c := &list[i]
		t.Plan(plan(c, len(o.listen) > 0))
		local := c.Local.Addr()
		if !local.IsValid() { // the address that the system will choose is not known; it may become the identifier
			local = netip.IPv4Unspecified()
		}
		open := c.Preview(local)
		msg, err := open.Append(nil)
		if err != nil {
			return usageError{err}
		}
		t.PlanOpen(msg, time.Now())
	}
	return nil
}

// plan says how a peer is spoken with.
func plan(c *speaker.PeerConfig, listening bool) string {
	who := c.Remote.String()
	switch {
	case !c.Remote.IsValid() && c.Interface != "":
		who = "the neighbour on " + c.Interface
	case !c.Remote.IsValid():
		who = "those who are accepted"
	}
	if c.Name != "" && c.Name != who {
		who = c.Name + " (" + who + ")"
	}
	port := c.RemotePort
	if port == 0 {
		port = speaker.Port
	}
	s := "connect to " + who + " port " + strconv.Itoa(int(port))
	switch {
	case c.Passive:
		s = "wait for " + who
	case listening && !c.NoListen:
		s += ", and wait for it"
	}
	if c.PeerAS != 0 {
		s += ", which must be AS " + strconv.FormatUint(uint64(c.PeerAS), 10)
	}
	if !c.RouterID.IsValid() && !c.Local.Addr().Is4() {
		s += "; our OPEN, but for the identifier, which is made from the local address:"
	} else {
		s += "; our OPEN:"
	}
	return s
}
