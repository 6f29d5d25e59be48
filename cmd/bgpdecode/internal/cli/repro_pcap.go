package cli

import (
	"errors"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/explain/repro"
	"github.com/bgpdecode/bgpdecode/registry"
)

// pcapKind gives the format of a file by its name, 0 for none.
func pcapKind(name string) capture.Kind {
	switch {
	case strings.HasSuffix(name, ".pcapng"):
		return capture.KindPcapng
	case strings.HasSuffix(name, ".pcap"):
		return capture.KindPcap
	}
	return 0
}

// The ends of an exchange that never was: documentation addresses.
var (
	ourEnd   = netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, 1}), 50179)
	theirEnd = netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, 2}), 179)
)

// exchanged is a message of the exchange.
type exchanged struct {
	sent    bool
	octets  []byte
	comment string
}

// exchange is what would go over the wire if the target reacted as expected.
func exchange(p *repro.Plan) ([]exchanged, error) {
	ours := p.Open
	ours.Capabilities = nil
	for _, f := range p.Families {
		ours.Capabilities = append(ours.Capabilities, codec.MultiprotocolCapability(f))
	}
	for _, c := range p.Open.Capabilities {
		if c.Code == registry.CapAS4 && c.Value == nil {
			c = codec.AS4Capability(ours.AS)
		}
		ours.Capabilities = append(ours.Capabilities, c)
	}
	theirs := codec.NewOpen(max(p.TargetAS, 1), ours.HoldTime, netip.AddrFrom4([4]byte{192, 0, 2, 2}))
	if p.TargetAS == 0 {
		theirs = codec.NewOpen(64511, ours.HoldTime, netip.AddrFrom4([4]byte{192, 0, 2, 2}))
	}
	for _, c := range ours.Capabilities {
		if c.Code == registry.CapAS4 {
			c = codec.AS4Capability(theirs.AS)
		}
		theirs.Capabilities = append(theirs.Capabilities, c)
	}
	sent, err := ours.Append(nil)
	if err != nil {
		return nil, err
	}
	answer, err := theirs.Append(nil)
	if err != nil {
		return nil, err
	}
	keepalive := codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive)
	out := []exchanged{{false, answer, "made up: the OPEN of the target"}}
	early := false // the script sends the OPEN, or something before it
	for _, s := range p.Steps {
		early = early || s.Line == "reach opensent"
	}
	if !early {
		out = append(out, exchanged{true, sent, ""}, exchanged{false, keepalive, ""}, exchanged{true, keepalive, ""})
	}
	for _, s := range p.Steps {
		if s.Octets != nil {
			out = append(out, exchanged{true, s.Octets, s.Note})
		} else if s.Line == "send OPEN" {
			out = append(out, exchanged{true, sent, ""})
		}
	}
	if w := &p.Want; !w.Up && w.Code != 0 {
		n := append(codec.AppendHeader(nil, codec.HeaderLen+2+len(w.Data), registry.MsgNotification), byte(w.Code), byte(w.Sub))
		out = append(out, exchanged{false, append(n, w.Data...), "expected: what the dump shows"})
	}
	return out, nil
}

// writeExchange writes the exchange as packets.
func writeExchange(name string, p *repro.Plan, inputs []input) (err error) {
	list, err := exchange(p)
	if err != nil {
		return err
	}
	if err := notAmong(name, inputs); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w, err := capture.NewWriter(pcapKind(name), f)
	if err != nil {
		return err
	}
	now := time.Unix(0, 0).UTC()
	if err := w.Begin(&capture.Beginning{Time: now, Src: ourEnd, Dst: theirEnd}); err != nil {
		return err
	}
	for _, m := range list {
		now = now.Add(time.Millisecond)
		src, dst := theirEnd, ourEnd
		if m.sent {
			src, dst = ourEnd, theirEnd
		}
		if err := w.Write(&capture.Message{Time: now, Src: src, Dst: dst, Octets: m.octets, Comment: m.comment}); err != nil {
			return err
		}
	}
	return w.End(&capture.Ending{Time: now.Add(time.Millisecond), Src: theirEnd, Dst: ourEnd})
}
