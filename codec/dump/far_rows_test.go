package dump

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// speaker writes syslog lines of one process.
type speaker struct {
	host, tag string
	seq       int
}

func (s *speaker) line(text string) string {
	s.seq++
	switch s.tag {
	case "":
		return fmt.Sprintf("Jul  9 08:51:32 %s %06d: Jul  9 08:51:32.605 CEST: %s", s.host, s.seq, text)
	case "5424":
		return fmt.Sprintf("<29>1 2026-07-09T08:51:32Z %s bgpd 9 - - %s", s.host, text)
	}
	return fmt.Sprintf("Jul  9 08:51:32 %s %s: %s", s.host, s.tag, text)
}

// rowsOf cuts octets into rows as loggers do, with a column in front or not.
func rowsOf(r *rand.Rand, b []byte) []string {
	per := [...]int{8, 16, 20}[r.IntN(3)]
	group := [...]int{1, 2, 4}[r.IntN(3)]
	col := r.IntN(6)
	var rows []string
	for i := 0; i < len(b); i += per {
		var s strings.Builder
		for k, o := range b[i:min(len(b), i+per)] {
			if k > 0 && k%group == 0 {
				s.WriteByte(' ')
			}
			fmt.Fprintf(&s, [...]string{"%02x", "%02X"}[per&1], o)
		}
		row := s.String()
		switch col {
		case 1:
			row = fmt.Sprintf("%04x: %s", i, row)
		case 2:
			row = fmt.Sprintf("0x%04x: %s", i, row)
		case 3:
			row = fmt.Sprintf("[%d] %s", i/per+1, row)
		case 4:
			row = fmt.Sprintf("(%d/%d) %s", i/per+1, (len(b)+per-1)/per, row)
		case 5:
			if len(b) > per && b[0] == 0xff { // without a colon, only what adds up tells an offset from octets
				row = fmt.Sprintf("%08x %s", i, row)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// update is a whole message that fits and is longer than a row.
func randomUpdate(r *rand.Rand) []byte {
	b := []byte{0, 0, 0, 0}
	for range 4 + r.IntN(60) {
		b = append(b, 24, byte(1+r.IntN(200)), byte(r.IntN(256)), byte(r.IntN(256)))
	}
	return append(codec.AppendHeader(nil, 19+len(b), 2), b...)
}

// noise are lines of others that may stand between rows.
func noise(r *rand.Rand) string {
	return [...]string{
		"Jul  9 08:51:32 web1 sshd[4242]: Accepted publickey for admin from 192.0.2.99 port 4242 ssh2",
		"Jul  9 08:51:32 web1 last message repeated 3 times",
		"Jul  9 08:51:33 sw7 %LINK-3-UPDOWN: Interface Gi0/12, changed state to up",
		"Jul  9 08:51:33 rtr77 bgpd[5]: %NOTIFICATION: received from neighbor 203.0.113.77 6/2 (Cease/Administrative Shutdown) 0 bytes ",
		"Jul  9 08:51:33 web2 kernel: deadbeef cafe 12",
		"<14>1 2026-07-09T08:51:32Z db1 app 7 - - count 1234",
		"",
	}[r.IntN(7)]
}

// TestFarRows: rows that stand in messages of their own come together, whatever stands between them.
func TestFarRows(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 3))
	for n := range 600 {
		type one struct {
			lines []string
			want  []byte
			peer  string
		}
		var all []one
		speakers := []*speaker{{host: "rtr1", tag: "bgpd[77]"}, {host: "rtr2", tag: "bgpd[77]"}, {host: "rtr1", tag: "bgpd[78]"}, {host: "edge-3"}, {host: "edge-4", tag: "5424"}}
		r.Shuffle(len(speakers), func(i, j int) { speakers[i], speakers[j] = speakers[j], speakers[i] })
		for k := range 1 + r.IntN(3) {
			s := speakers[k]
			x := one{peer: fmt.Sprintf("198.51.100.%d", 1+r.IntN(254))}
			var head string
			octets := randomUpdate(r)
			x.want = octets
			if r.IntN(2) == 0 {
				head = "%BGP-6-MSGDUMP_LIMIT: unsupported or mal-formatted message received from " + x.peer + ": "
			} else {
				f := fact{code: 3, sub: uint8(1 + r.IntN(10)), data: octets[19 : 19+min(len(octets)-19, 9+r.IntN(60))]}
				x.want = f.message()
				octets = f.data
				head = fmt.Sprintf("%%BGP-3-NOTIFICATION: sent to neighbor %s %d/%d (x) %d bytes ", x.peer, f.code, f.sub, len(f.data))
			}
			x.lines = append(x.lines, s.line(head))
			for _, row := range rowsOf(r, octets) {
				x.lines = append(x.lines, s.line(row))
			}
			all = append(all, x)
		}
		var text []string
		for at := make([]int, len(all)); ; {
			k := r.IntN(len(all))
			if at[k] < len(all[k].lines) {
				text = append(text, all[k].lines[at[k]])
				at[k]++
			} else if func() bool {
				for i := range all {
					if at[i] < len(all[i].lines) {
						return false
					}
				}
				return true
			}() {
				break
			}
			if r.IntN(4) == 0 && len(text) < 40 {
				text = append(text, noise(r))
			}
		}
		whole := strings.Join(text, "\n")
		if len(text) > rowLimit {
			continue
		}
		got := Read(whole, Options{})
		left := len(got)
		for _, x := range all {
			found := false
			for i := range got {
				if got[i].Peer == x.peer && bytes.Equal(got[i].Octets, x.want) && got[i].Truncated.By == "" {
					found = true
				}
			}
			if !found {
				t.Fatalf("case %d: no whole event of %s, want %x\n%s\ngot %+v", n, x.peer, x.want, whole, got)
			}
			left--
		}
		if left -= strings.Count(whole, "203.0.113.77"); left != 0 {
			t.Fatalf("case %d: %d events more\n%s", n, left, whole)
		}
	}
}

// rowLimit is how many lines a text may have so that no row is too far from its event.
const rowLimit = 60

// TestFarRowsBelong: rows of another source, and of another event, are not taken.
func TestFarRowsBelong(t *testing.T) {
	const head = "Jul  9 08:51:32 rtr1 bgpd[7]: %NOTIFICATION: sent to neighbor 192.0.2.5 3/4 (UPDATE Message Error/Attribute Flags Error) 11 bytes "
	for _, rows := range []string{
		"Jul  9 08:51:32 rtr2 bgpd[7]: e0 07 08 00 01 00 0f c0 00 02 63",
		"Jul  9 08:51:32 rtr1 bgpd[8]: e0 07 08 00 01 00 0f c0 00 02 63",
		"Jul  9 08:51:32 rtr1 bgpd[7]: %NOTIFICATION: sent to neighbor 192.0.2.6 3/5 (UPDATE Message Error/Attribute Length Error) 4 bytes\nJul  9 08:51:32 rtr1 bgpd[7]: c0 08 01 01",
		strings.Repeat("Jul  9 08:51:32 web sshd[1]: x\n", 70) + "Jul  9 08:51:32 rtr1 bgpd[7]: e0 07 08 00 01 00 0f c0 00 02 63",
	} {
		for i, e := range Read(head+"\n"+rows, Options{}) {
			if b := body(e.Octets); i == 0 && (e.Peer != "192.0.2.5" || len(b) > 2 || e.Truncated.Want != 11) {
				t.Errorf("first event %s has %x\n%s", e.Peer, b, rows)
			} else if e.Peer == "192.0.2.6" && !bytes.Equal(b, []byte{3, 5, 0xc0, 8, 1, 1}) {
				t.Errorf("second event has %x\n%s", b, rows)
			}
		}
	}
}
