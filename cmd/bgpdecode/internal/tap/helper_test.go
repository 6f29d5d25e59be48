package tap

import (
	"bytes"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

var began = time.Date(2026, 11, 22, 10, 15, 0, 123456000, time.UTC)

// talk makes the events of one connection.
type talk struct {
	conn speaker.ConnInfo
	now  time.Time
	all  []*speaker.Event
}

func newTalk(id uint64, local, remote string, inbound bool) *talk {
	return &talk{now: began, conn: speaker.ConnInfo{ID: id, Local: netip.MustParseAddrPort(local), Remote: netip.MustParseAddrPort(remote), Inbound: inbound}}
}

func (k *talk) add(kind speaker.EventKind, set func(*speaker.Event)) {
	e := &speaker.Event{Time: k.now, Conn: k.conn, Kind: kind}
	if set != nil {
		set(e)
	}
	k.all = append(k.all, e)
	k.now = k.now.Add(250 * time.Millisecond)
}

func (k *talk) msg(sent bool, octets []byte) {
	k.add(speaker.Message, func(e *speaker.Event) { e.Sent, e.Octets = sent, octets })
}

func (k *talk) state(from, to fsm.State) {
	k.add(speaker.StateChange, func(e *speaker.Event) { e.From, e.To = from, to })
}

// establish gives a session its beginning; both sides have the capabilities.
func (k *talk) establish(ours, theirs []codec.Capability) {
	k.add(speaker.Opened, nil)
	k.state(fsm.Connect, fsm.OpenSent)
	k.msg(true, openOf(65001, ours))
	k.msg(false, openOf(4200000002, theirs))
	k.state(fsm.OpenSent, fsm.OpenConfirm)
	k.msg(true, keepalive())
	k.msg(false, keepalive())
	k.state(fsm.OpenConfirm, fsm.Established)
}

func openOf(as uint32, caps []codec.Capability) []byte {
	o := codec.NewOpen(as, 90, netip.AddrFrom4([4]byte{192, 0, 2, byte(as)}))
	o.Capabilities = caps
	b, err := o.Append(nil)
	if err != nil {
		panic(err)
	}
	return b
}

func keepalive() []byte { return codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive) }

func cease(text string) []byte {
	return codec.AppendNotification(nil, 6, 2, append([]byte{byte(len(text))}, text...), 0)
}

// update announces n routes of 10/8 with AS numbers of width octets, with path identifiers or without.
func update(n, width int, ids bool) []byte {
	path := []byte{2, 2, 0xfd, 0xe9, 0xfd, 0xea}
	if width == 4 {
		path = []byte{2, 2, 0, 0, 0xfd, 0xe9, 0xfa, 0x56, 0xea, 2}
	}
	attrs := codec.AppendAttr(nil, 0x40, registry.AttrOrigin, []byte{0})
	attrs = codec.AppendAttr(attrs, 0x40, registry.AttrASPath, path)
	attrs = codec.AppendAttr(attrs, 0x40, registry.AttrNextHop, []byte{192, 0, 2, 1})
	body := append([]byte{0, 0, byte(len(attrs) >> 8), byte(len(attrs))}, attrs...)
	for i := range n {
		if ids {
			body = append(body, 0, 0, 0, byte(i+1))
		}
		body = append(body, 24, 10, byte(i>>8), byte(i))
	}
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgUpdate), body...)
}

func as4(as uint32) []codec.Capability {
	return []codec.Capability{codec.MultiprotocolCapability(codec.IPv4Unicast), codec.AS4Capability(as)}
}

// jsonLines stands in for the command's JSON.
func jsonLines(dst []byte, e *speaker.Event) []byte {
	return fmt.Appendf(dst, "{\"v\":1,\"kind\":%q,\"octets\":%d}\n", e.Kind, len(e.Octets))
}

// read gives the records of a file, and fails for damage.
func read(t *testing.T, name string) []capture.Record {
	t.Helper()
	return readUpTo(t, name, false)
}

// readUpTo is read for a file whose last record may be cut.
func readUpTo(t *testing.T, name string, cut bool) (all []capture.Record) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	src, err := capture.Open(bytes.NewReader(b), capture.Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for rec, err := range src.Records() {
		if d, ok := err.(*capture.Damage); ok && cut && d.Ends {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		own := *rec
		own.Octets = bytes.Clone(rec.Octets)
		all = append(all, own)
	}
	if st := src.Stats(); !cut && st.Damaged+st.LostOctets+st.Duplicate+st.BadHeader > 0 {
		t.Errorf("%s: %+v", name, st)
	}
	return all
}

// messages keeps the messages of records.
func messages(all []capture.Record) (msgs []capture.Record) {
	for _, r := range all {
		if r.Kind == capture.RecordMessage {
			msgs = append(msgs, r)
		}
	}
	return msgs
}

// open opens a tap that must not complain.
func open(t *testing.T, o Options) *Tap {
	t.Helper()
	if o.Tell == nil {
		o.Tell = func(err error) { t.Errorf("told: %v", err) }
	}
	if o.Lines == nil {
		o.Lines = jsonLines
	}
	tap, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return tap
}

func files(t *testing.T, dir, suffix string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	// The first name has the time of the clock, those that follow the times of events: the number before the suffix counts.
	number := func(name string) string {
		name = strings.TrimSuffix(name, suffix)
		return name[strings.LastIndexByte(name, '-')+1:]
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(number(a), number(b)) })
	return all
}

// closedBy gives the event of a connection that ended.
func closedBy(who string, reset bool) (speaker.EventKind, func(*speaker.Event)) {
	return speaker.Closed, func(e *speaker.Event) {
		if e.Reset = reset; who == "peer" {
			e.Err = io.EOF
		}
	}
}

// byTime gives the events of several connections in the order of their times.
func byTime(talks ...*talk) (all []*speaker.Event) {
	for _, k := range talks {
		all = append(all, k.all...)
	}
	slices.SortStableFunc(all, func(a, b *speaker.Event) int { return a.Time.Compare(b.Time) })
	return all
}
