package batch

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestFarRows: rows of a dump that stand in messages of their own are found in a long log, up to 60 lines behind their
// event, with lines of others between, and whatever the size of blocks.
func TestFarRows(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 15))
	var log, want []string
	filler := func(n int) {
		for range n {
			log = append(log, fmt.Sprintf("Jul  9 08:51:%02d web%d sshd[%d]: Accepted publickey for admin from 192.0.2.99 port %d ssh2", r.IntN(60), r.IntN(9), r.IntN(9999), r.IntN(65535)))
		}
	}
	filler(1500)
	for n := range 40 {
		host := fmt.Sprintf("rtr%d", n)
		var octets []byte
		for range 30 + r.IntN(30) {
			octets = append(octets, byte(r.IntN(256)))
		}
		head := fmt.Sprintf("%%NOTIFICATION: sent to neighbor 198.51.100.%d 3/1 (UPDATE Message Error/Malformed Attribute List) %d bytes ", n, len(octets))
		tag := [...]string{"bgpd[7]: ", "", "000123: "}[n%3]
		log = append(log, fmt.Sprintf("Jul  9 08:51:32 %s %s%s", host, tag, head))
		rows := (len(octets) + 15) / 16
		for i := range rows {
			filler(r.IntN(60 / (rows + 1)))
			log = append(log, fmt.Sprintf("Jul  9 08:51:32 %s %s%04x: % x", host, tag, i*16, octets[i*16:min(len(octets), i*16+16)]))
		}
		want = append(want, fmt.Sprintf(`"data":"%x"`, octets))
		filler(r.IntN(200))
	}
	text := strings.Join(log, "\n") + "\n"
	for _, block := range []int{0, 4096, 70000} {
		opt := testOptions()
		opt.Block, opt.Jobs = block, 2
		out, _ := run(t, text, opt)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if len(lines) != len(want) {
			t.Fatalf("block %d: %d events, want %d", block, len(lines), len(want))
		}
		for i, l := range lines {
			if !strings.Contains(l, want[i]) {
				t.Errorf("block %d: event %d has no %s: %s", block, i, want[i], l)
			}
		}
	}
}

// TestRowsBehindOtherEvents: lines between the rows of a dump may tell events themselves, of other devices.
func TestRowsBehindOtherEvents(t *testing.T) {
	const (
		head = "Jan  2 03:04:05 "
		data = `"data":"e00708000302ed5bdc3f01"`
	)
	logs := map[string][]string{
		"frr": {
			head + "r1 bgpd[1]: %NOTIFICATION: received from neighbor 198.51.100.9 3/4 (UPDATE Message Error/Attribute Flags Error) 11 bytes e0 07 08 00",
			head + "r1 bgpd[1]: 03 02 ed 5b dc 3f 01"},
		"openbgpd": {
			head + "r1 bgpd[42]: neighbor 192.0.2.8: received notification: error in UPDATE message, attribute flags wrong",
			head + "r1 bgpd[42]: neighbor 192.0.2.8: notification data",
			head + "r1 bgpd[42]:        0: E0 07 08 00 03 02 ED 5B",
			head + "r1 bgpd[42]:        8: DC 3F 01"},
		"junos": {
			head + "r1 rpd[41]: bgp_read_v4_message:10756: NOTIFICATION received from 192.0.2.9 (External AS 65001): code 3 (Update Message Error) subcode 4 (attribute flags error), Data:  e0 07 08 00",
			head + "r1 rpd[41]: 03 02 ed 5b dc 3f 01"},
		"docker": {
			`{"log":"BGP: %NOTIFICATION: received from neighbor 192.0.2.9 3/4 (UPDATE Message Error/Attribute Flags Error) 11 bytes e0 07 08 00 \n","stream":"stderr","time":"2026-01-02T03:04:05Z"}`,
			`{"log":"03 02 ed 5b dc 3f 01\n","stream":"stderr","time":"2026-01-02T03:04:05.1Z"}`},
	}
	filler := strings.Repeat(head+"web1 sshd[7]: Accepted publickey for admin from 192.0.2.99 port 4242 ssh2\n", 1500)
	for name, rows := range logs {
		for _, around := range []string{"", filler} {
			for n := 1; n < 5; n++ {
				var between strings.Builder
				for i := range n {
					fmt.Fprintf(&between, "%sr%d bgpd[7]: %%NOTIFICATION: received from neighbor 192.0.2.%d 3/5 (UPDATE Message Error/Attribute Length Error) 4 bytes 50 02 00 04\n", head, 2+i%2, 20+i)
				}
				out, _ := run(t, around+strings.Join(rows, "\n"+between.String())+"\n"+around, testOptions())
				if k := strings.Count(out, data); k != 1 {
					t.Errorf("%s, %d events between, %d octets around: the dump is whole %d times", name, n, len(around), k)
				}
				if k, want := strings.Count(out, `"peer":"192.0.2.2`), n*(len(rows)-1); k != want {
					t.Errorf("%s, %d events between, %d octets around: %d of the others, want %d", name, n, len(around), k, want)
				}
			}
		}
	}
}
