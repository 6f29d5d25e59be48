package logline

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

func TestDellCorpus(t *testing.T) { sameCorpus(t, "dell-ftos") }

// dellGroups writes octets as Dell does: groups of four, the last one padded.
func dellGroups(b []byte) string {
	b = append([]byte{}, b...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return groups(b, 4, " ")
}

// dellBlock makes up a block of the show command.
func (m maker) dellBlock() (text, w string) {
	c := codes[m.Intn(len(codes)-1)]
	data := m.data()[:1]
	if m.Intn(2) == 0 {
		data = m.data()
	}
	if m.Intn(4) == 0 {
		data = []byte{}
	}
	msg := append([]byte(strings.Repeat("\xff", 16)), 0, byte(21+len(data)), 3, byte(c.code), byte(c.sub))
	msg = append(msg, data...)
	rows := ""
	for b := msg; len(b) > 0; {
		k := min(24, len(b))
		rows += " " + m.pick(dellGroups(b[:k]), strings.ToUpper(dellGroups(b[:k]))) + "\n"
		b = b[k:]
	}
	dir := m.pick("sent", "received")
	age := fmt.Sprintf("%02d:%02d:%02d", m.Intn(24), m.Intn(60), m.Intn(60))
	peer, head := "", ""
	as := 0
	switch m.Intn(4) {
	case 0:
		peer = fmt.Sprintf("192.0.%d.%d", m.Intn(256), m.Intn(256))
		head = "Dell#show ip bgp neighbors " + peer + "\n<snip>\n"
	case 1:
		peer, as = m.ip(), 1+m.Intn(1<<30)
		head = fmt.Sprintf("BGP neighbor is %s, remote AS %d, external link\n  BGP version 4, remote router ID 10.0.0.1\n\n", peer, as)
	}
	if m.Intn(2) == 0 {
		head += fmt.Sprintf(" Last reset %s, due to %s\n Notification History\n 'Connection Reset' Sent : %d Recv : %d\n",
			m.pick(age, "01:00:59"), m.pick("Maximum prefix limit reached", "Bad Peer AS", "Hold time expired"), m.Intn(99), m.Intn(99))
	}
	text = head + fmt.Sprintf(" Last notification (len %d) %s %s ago\n%s", len(msg), dir, age, rows)
	return text, want("notification", peer, dir, c.code, c.sub, data, fmt.Sprintf("%x", msg), len(msg), 1, as)
}

func TestDellBlocks(t *testing.T) {
	m := maker{rand.New(rand.NewSource(7))}
	for range 60 {
		text, w := m.dellBlock()
		text = strings.TrimSuffix(text, "\n")
		ok := check(t, "as it is", text, []string{w}) &&
			check(t, "mail", quote(text), []string{w}) &&
			check(t, "CR LF", strings.ReplaceAll(text, "\n", "\r\n"), []string{w}) &&
			check(t, "noise", m.pick(noise...)+"\n"+text+"\n"+m.pick(noise...)+"\nHeader: Marker (ffffffff ffffffff ffffffff fffffff)\nLength: 0x0015 = 21", []string{w})
		for n := 40; ok && n <= 120; n += 1 + m.Intn(3) {
			ok = check(t, fmt.Sprint("soft ", n), eachLine(text, func(l string) string { return softWrap(l, n, " ") }), []string{w}) &&
				check(t, fmt.Sprint("hard ", n), eachLine(text, func(l string) string { return hardWrap(l, n) }), []string{w})
		}
		if !ok {
			return
		}
	}
}

func TestDellLines(t *testing.T) {
	m := maker{rand.New(rand.NewSource(8))}
	for range 60 {
		c := codes[m.Intn(len(codes)-1)]
		_, words, _ := strings.Cut(c.zebra, "/")
		ip, dir, vrf := m.ip(), m.pick("sent", "received"), m.pick("default", "blue-12")
		text := fmt.Sprintf("%s %%BGP-5-ADJCHANGE: VRF %s Connection with neighbor %s closed. %s %s", m.pick("STKUNIT0-M:CP", "RPM1-P:RP2", ""), vrf, ip, words, dir)
		w := strings.Replace(want("notification", ip, dir, c.code, c.sub, nil, "", Unknown, 1, 0), "vrf=", "vrf="+vrf, 1)
		ok := check(t, "as it is", text, []string{w}) && check(t, "upper case", strings.ToUpper(text), []string{w}) &&
			check(t, "syslog", "<133>Nov 21 23:43:12 10.1.1.1 "+text, []string{w}) && check(t, "between", text+"\n"+m.pick(noise...)+"\n"+text, []string{w, w})
		for n := 40; ok && n <= 120; n += 1 + m.Intn(3) {
			ok = check(t, fmt.Sprint("soft ", n), softWrap(text, n, ""), []string{w}) && check(t, fmt.Sprint("hard ", n), hardWrap(text, n), []string{w})
		}
		if !ok {
			return
		}
	}
	for text, w := range map[string]string{
		"%BGP-5-ADJCHANGE: Connection with neighbor 192.0.2.9 closed. Hold time expired": want("state", "192.0.2.9", "", 4, 0, nil, "", Unknown, 1, 0),
		"%BGP-5-ADJCHANGE: Connection with neighbor 192.0.2.9 closed. Something else":    want("state", "192.0.2.9", "", Unknown, Unknown, nil, "", Unknown, 1, 0),
	} {
		check(t, text, text, []string{w})
	}
	evs := Scan(Split("%BGP-5-ADJCHANGE: VRF default Neighbor 192.0.2.9 Established"), Options{AllStates: true})
	if len(evs) != 1 || evs[0].Kind != KindState || !evs[0].Up || evs[0].Style != "dell-ftos" {
		t.Errorf("%+v", evs)
	}
}

// TestDellNotes: what the block tells beside the message.
func TestDellNotes(t *testing.T) {
	const block = " Last reset %s, due to Maximum prefix limit reached\n Notification History\n 'Connection Reset' Sent : 7 Recv : 2\n" +
		" Last notification (len 21) sent 00:09:00 ago\n ffffffff ffffffff ffffffff ffffffff 00150306 02000000\n"
	ev := one(t, fmt.Sprintf(block, "00:09:00"))
	if len(ev.Notes) != 1 || len(ev.Params) != 3 || ev.Params[2] != (Param{"Connection Reset", "sent 7, received 2", ev.Params[2].Meaning}) || ev.Repeat > 1 {
		t.Errorf("same age: %+v", ev)
	}
	if ev = one(t, fmt.Sprintf(block, "03:09:00")); len(ev.Notes) != 0 || ev.Words != "" {
		t.Errorf("another reset: %+v", ev)
	}
	for _, s := range []string{
		"Last notification (len 21) sent 00:01:47 ago", "Last notification (len x) sent 00:01:47 ago\nffffffff ffffffff",
		"BGP Header:  Marker (ffffffff ffffffff ffffffff fffffff)\nLength: 0x0015 = 21\nMessage Type:0x03 = Notification\nData: 0xfe14 = AS",
	} {
		check(t, "refuse", s, nil)
	}
}
