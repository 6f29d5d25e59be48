package batch

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// bmpIn makes a BMP message (version 3) around what follows the per-peer header of 10.9.8.7, AS 64610.
func bmpIn(typ byte, body ...byte) []byte {
	peer := make([]byte, 42)
	copy(peer[22:], []byte{10, 9, 8, 7, 0, 0, 0xfc, 0x62, 10, 9, 9, 9, 0x69, 0, 0, 0})
	b := binary.BigEndian.AppendUint32([]byte{3}, uint32(6+len(peer)+len(body)))
	return append(append(append(b, typ), peer...), body...)
}

// TestWireBMP: what a router tells a collector is read out of a capture: the messages are of its peers, one Peer Down with its
// NOTIFICATION is one event, and what is not read is counted by name.
func TestWireBMP(t *testing.T) {
	local := append(make([]byte, 12), 10, 9, 8, 1, 0, 179, 0xaa, 0xaa)
	opens := append(wireOpen(64611, 90, "10.9.8.1"), wireOpen(64610, 90, "10.9.8.7")...)
	four := bmpIn(0, 1, 2, 3)
	four[0] = 4
	stream := slices.Concat([]byte{3, 0, 0, 0, 16, 4, 0, 2, 0, 6, 'e', 'd', 'g', 'e', '-', '7'}, bmpIn(3, append(local, opens...)...),
		bmpIn(0, wireMessage(2, 0, 0, 0, 0)...), four, bmpIn(40, 1), bmpIn(2, append([]byte{3}, wireMessage(3, 6, 2)...)...), bmpIn(2, 4))
	const router, station = "10.0.5.1:51000", "10.0.5.2:1790"
	w := newWireSim()
	w.connect(router, station)
	for b := stream; len(b) > 0; {
		n := min(70, len(b))
		w.send(router, station, wireACK, b[:n])
		b = b[n:]
	}
	w.send(router, station, wireFIN|wireACK, nil)
	w.send(station, router, wireFIN|wireACK, nil)
	told, opt := "", testOptions()
	opt.Note = func(text string) { told += text + "\n" }
	out, res := run(t, string(w.b), opt)
	if strings.Count(told, "\n") != 1 || !strings.Contains(told, "1 BMP message of version 4 (draft-ietf-grow-bmp-tlv), not read: at octet ") {
		t.Errorf("told: %q", told)
	}
	if n := strings.Count(out, `"peer":"10.9.8.7"`); n != len(strings.Split(strings.TrimSpace(out), "\n")) || n != 7 {
		t.Errorf("%d events of the peer:\n%s", n, out)
	}
	if strings.Count(out, `"code":6,"code_name":"Cease","subcode":2`) != 1 || strings.Count(out, `"rel":"same-event"`) != 1 || strings.Contains(out, "10.0.5.") {
		t.Errorf("%s", out)
	}
	opt = testOptions()
	opt.Form = Summary(SummaryOptions{Width: 100})
	if sum, _ := run(t, string(w.b), opt); !strings.Contains(sum, "2 causes, 2 events") {
		t.Error(sum)
	}
	lines := strings.Join(res.Lines(), "\n")
	for _, s := range []string{"1 BMP message of version 4 (draft-ietf-grow-bmp-tlv), not read", "1 BMP message of type 40, not read"} {
		if !strings.Contains(lines, s) {
			t.Errorf("no %q in\n%s", s, lines)
		}
	}
	if !strings.Contains(lines, "version 4 (draft-ietf-grow-bmp-tlv), not read: at octet ") {
		t.Errorf("no offset in\n%s", lines)
	}
	if strings.Contains(lines, "unknown type") {
		t.Error(lines)
	}
}

// TestNothingRead: an input in which nothing is read says of what it is full.
func TestNothingRead(t *testing.T) {
	ospf := append([]byte{0x69, 0, 0, 0, 0, 11, 0, 0, 0, 0, 0, 4}, 1, 2, 3, 4)
	for text, want := range map[string]string{
		string(slices.Concat(ospf, ospf, ospf)): "3 MRT records OSPFv2, not read",
	} {
		opt := testOptions()
		var notes []string
		opt.Failed = func(err error) { t.Error(err) }
		opt.Note = func(s string) { notes = append(notes, s) }
		_, res := run(t, text, opt)
		if len(notes) != 1 || !strings.Contains(notes[0], want) || !slices.Contains(res.Lines(), want+": the first at octet 0") {
			t.Errorf("%q, %q", notes, res.Lines())
		}
	}
}
