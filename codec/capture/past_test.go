package capture

import (
	"bytes"
	"testing"
)

// TestDiffering: octets that come again with another content are counted, and told with the message that is complete next; those
// that came first are read.
func TestDiffering(t *testing.T) {
	one, two, three := update(30), update(40), update(50)
	all := append(append(bytes.Clone(one), two...), three...)
	changed := func(b []byte, at ...int) []byte {
		b = bytes.Clone(b)
		for _, i := range at {
			b[i] ^= 0x5a
		}
		return b
	}
	for _, c := range []struct {
		name string
		run  func(w *wire, start uint32)
		n    int64
		told string // of each message
	}{
		{"the same again", func(w *wire, s uint32) {
			w.send('a', all[:200])
			w.add(w.segment('a', s, "A", all[:200]))
			w.send('a', all[200:])
		}, 0, "000"},
		{"a message that is done with", func(w *wire, s uint32) {
			w.send('a', one)
			w.add(w.segment('a', s, "A", changed(one, 20, 21, 40)))
			w.send('a', all[len(one):])
		}, 3, "030"},
		{"other borders", func(w *wire, s uint32) {
			w.send('a', all[:50])
			w.send('a', all[50:170])
			w.add(w.segment('a', s+40, "A", changed(all, 44, 160, 171)[40:190])) // octet 171 comes for the first time here, and again below
			w.send('a', all[170:])
		}, 3, "030"},
		{"early ones", func(w *wire, s uint32) {
			late := w.next('a', all[:100])
			w.send('a', all[100:250])
			w.add(w.segment('a', s+100, "A", changed(all, 130)[100:200]))
			w.add(late)
			w.send('a', all[250:])
		}, 1, "100"},
		{"a probe", func(w *wire, s uint32) {
			w.send('a', one)
			w.add(w.segment('a', s+uint32(len(one))-1, "A", []byte{0x77}))
			w.send('a', all[len(one):])
		}, 0, "000"},
		{"long ago", func(w *wire, s uint32) {
			w.send('a', one)
			for range pastOctets/4096 + 10 {
				w.send('b', update(1000))
			}
			w.add(w.segment('a', s, "A", changed(one, 30)))
			w.send('a', all[len(one):])
		}, 0, "000"},
	} {
		w := newWire(t)
		w.connect()
		c.run(w, w.seqA)
		got, src := readAll(t, w.pcap(0), Options{})
		told, read := "", []byte(nil)
		for _, g := range got {
			if g.Src == w.a {
				told += string(rune('0' + g.Differed))
				read = append(read, g.Octets...)
			}
		}
		if src.Stats().Conflicting != c.n || told != c.told {
			t.Errorf("%s: %d octets differ, told %s; want %d, %s", c.name, src.Stats().Conflicting, told, c.n, c.told)
		}
		if c.name != "other borders" && !bytes.Equal(read, all) {
			t.Errorf("%s: other octets were read", c.name)
		}
	}
}
