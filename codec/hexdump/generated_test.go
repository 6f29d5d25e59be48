package hexdump

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// printer writes octets in one notation.
type printer struct {
	name  string
	rows  bool // needs its lines for itself
	print func(r *rand.Rand, o []byte) string
}

func each(o []byte, format, sep string) string {
	var b strings.Builder
	for i, x := range o {
		if i > 0 {
			b.WriteString(sep)
		}
		fmt.Fprintf(&b, format, x)
	}
	return b.String()
}

func groups(r *rand.Rand, o []byte) string {
	var b strings.Builder
	uniform := r.Intn(2) == 0
	n := 1 + r.Intn(6)
	for len(o) > 0 {
		if !uniform {
			n = 1 + r.Intn(6)
		}
		k := min(n, len(o))
		b.WriteString(hex.EncodeToString(o[:k]))
		if o = o[k:]; len(o) > 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// wrap breaks a line every n characters, in the middle of octets too.
func wrap(r *rand.Rand, s string) string {
	n := 24 + r.Intn(60)
	indent := strings.Repeat(" ", r.Intn(5))
	eol := []string{"\n", "\r\n", "<br>\n", "<br/>", "↵\n", "=\n", "\\\n"}[r.Intn(7)]
	if eol == "=\n" || r.Intn(2) == 0 {
		indent = ""
	}
	var out []string
	for len(s) > n {
		cut := n
		if eol != "=\n" { // a blank at the edge is lost in a wrap
			for s[cut] == ' ' || s[cut-1] == ' ' {
				cut--
			}
		}
		out = append(out, s[:cut])
		s = s[cut:]
	}
	return strings.Join(append(out, s), eol+indent)
}

func ascii(o []byte) string {
	var b strings.Builder
	for _, x := range o {
		if x < 0x20 || x > 0x7e {
			x = '.'
		}
		b.WriteByte(x)
	}
	return b.String()
}

// table prints rows of 16; row writes the octets, order swaps words.
func table(o []byte, per int, offset, row func(i int, o []byte) string, tail func(o []byte) string) string {
	var b strings.Builder
	for i := 0; i < len(o); i += per {
		part := o[i:min(len(o), i+per)]
		b.WriteString(offset(i, part) + row(i, part) + tail(part) + "\n")
	}
	return b.String()
}

func off(format string) func(int, []byte) string {
	return func(i int, _ []byte) string { return fmt.Sprintf(format, i) }
}

func words(o []byte, n int, sep string) string {
	var w []string
	for i := 0; i < len(o); i += n {
		w = append(w, hex.EncodeToString(o[i:min(len(o), i+n)]))
	}
	return strings.Join(w, sep)
}

func wordsLE(_ int, o []byte) string {
	var w []string
	for i := 0; i < len(o); i += 2 {
		hi := byte(0)
		if i+1 < len(o) {
			hi = o[i+1]
		}
		w = append(w, fmt.Sprintf("%02x%02x", hi, o[i]))
	}
	return strings.Join(w, " ")
}

func blank(int, []byte) string { return "" }

func none([]byte) string { return "" }

var printers = []printer{
	{"stream", false, func(r *rand.Rand, o []byte) string { return hex.EncodeToString(o) }},
	{"groups", false, groups},
	{"wrapped", false, func(r *rand.Rand, o []byte) string { return wrap(r, words(o, []int{1, 2, 4, 500}[r.Intn(4)], " ")) }},
	{"quoted", true, func(r *rand.Rand, o []byte) string {
		return "> > " + strings.ReplaceAll(strings.TrimSpace(table(o, 7, blank, func(_ int, o []byte) string { return words(o, 1, " ") }, none)), "\n", " =20\n> > ")
	}},
	{"nbsp", false, func(r *rand.Rand, o []byte) string {
		return words(o, 1+r.Intn(4), []string{"&nbsp;", "\u00a0", "\t", "  "}[r.Intn(4)])
	}},
	{"ansi", false, func(r *rand.Rand, o []byte) string { return words(o, 2, "\x1b[0m \x1b[1;32m") }},
	{"colon", false, func(r *rand.Rand, o []byte) string { return each(o, "%02x", ":") }},
	{"dash", false, func(r *rand.Rand, o []byte) string { return each(o, "%02X", "-") }},
	{"comma", false, func(r *rand.Rand, o []byte) string { return each(o, "%02x", []string{",", ", ", ";"}[r.Intn(3)]) }},
	{"0x", false, func(r *rand.Rand, o []byte) string {
		return each(o, "0x%02x", []string{" ", ",", ", ", ",\n"}[r.Intn(4)])
	}},
	{"0x once", false, func(r *rand.Rand, o []byte) string { return "0x" + hex.EncodeToString(o) }},
	{"go", false, func(r *rand.Rand, o []byte) string { return fmt.Sprintf("%#v", o) }},
	{"go %v", false, func(r *rand.Rand, o []byte) string { return fmt.Sprint(o) }},
	{"go %q", false, func(r *rand.Rand, o []byte) string { return "Data=" + each(o, `\x%02x`, "") }},
	{"c", false, func(r *rand.Rand, o []byte) string {
		return "unsigned char pkt[] = {\n" + table(o, 8, off("/* %04x */ "), func(_ int, o []byte) string { return each(o, "0x%02x", ", ") + ", " }, func(o []byte) string { return "/* dead */" }) + "};\n"
	}},
	{"rust", false, func(r *rand.Rand, o []byte) string { return each(o, "%x", ", ") }},
	{"rust list", false, func(r *rand.Rand, o []byte) string { return "[" + each(o, "%x", ", ") + "]" }},
	{"json", false, func(r *rand.Rand, o []byte) string { return `{"MESSAGE":[` + each(o, "%d", ",") + `]}` }},
	{"signed", false, func(r *rand.Rand, o []byte) string {
		var w []string
		for _, x := range o {
			w = append(w, fmt.Sprint(int8(x)))
		}
		return "[" + strings.Join(w, ", ") + "]"
	}},
	{"erlang", false, func(r *rand.Rand, o []byte) string { return "<<" + each(o, "%d", ",") + ">>" }},
	{"buffer", false, func(r *rand.Rand, o []byte) string { return "<Buffer " + each(o, "%02x", " ") + ">" }},
	{"python", false, func(r *rand.Rand, o []byte) string { return "b'" + each(o, `\x%02x`, "") + "'" }},
	{"escaped lines", false, func(r *rand.Rand, o []byte) string {
		return strings.TrimSuffix(table(o, 16, func(int, []byte) string { return `"` }, func(_ int, o []byte) string { return each(o, `\x%02x`, "") }, func([]byte) string { return `" \` }), " \\\n")
	}},
	{"json escaped", false, func(r *rand.Rand, o []byte) string { return `"` + each(o, `\u00%02x`, "") + `"` }},
	{"twice escaped", false, func(r *rand.Rand, o []byte) string { return `{"m":"d=\"` + each(o, `\\x%02x`, "") + `\""}` }},
	{"base64", true, func(r *rand.Rand, o []byte) string { return base64.StdEncoding.EncodeToString(append(o, 0xfb)) }},
	{"base64 quoted", false, func(r *rand.Rand, o []byte) string { return `"` + base64.URLEncoding.EncodeToString(o) + `"` }},
	{"xxd", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%08x: "), func(_ int, o []byte) string { return fmt.Sprintf("%-41s", words(o, 2, " ")) }, ascii)
	}},
	{"hexdump -C", true, func(r *rand.Rand, o []byte) string {
		return hex.Dump(o) + fmt.Sprintf("%08x\n", len(o))
	}},
	{"od -Ax -tx1z", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%06x "), func(_ int, o []byte) string { return fmt.Sprintf("%-49s", words(o, 1, " ")) }, func(o []byte) string { return ">" + ascii(o) + "<" }) + fmt.Sprintf("%06x\n", len(o))
	}},
	{"od -tx1", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%07o "), func(_ int, o []byte) string { return words(o, 1, " ") }, none) + fmt.Sprintf("%07o\n", len(o))
	}},
	{"od -An -tx1z", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, blank, func(_ int, o []byte) string { return " " + words(o, 1, " ") }, func(o []byte) string { return "  >" + ascii(o) + "<" })
	}},
	{"od -b", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%07o "), func(_ int, o []byte) string { return each(o, "%03o", " ") }, none) + fmt.Sprintf("%07o\n", len(o))
	}},
	{"od -tu1", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%07o"), func(_ int, o []byte) string { return each(o, " %3d", "") }, none) + fmt.Sprintf("%07o\n", len(o))
	}},
	{"od -x", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%07o "), wordsLE, none) + fmt.Sprintf("%07o\n", len(o))
	}},
	{"hexdump", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%07x "), wordsLE, none) + fmt.Sprintf("%07x\n", len(o))
	}},
	{"tcpdump -X", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("\t0x%04x:  "), func(_ int, o []byte) string { return fmt.Sprintf("%-41s", words(o, 2, " ")) }, ascii)
	}},
	{"tcpdump -x", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("\t0x%04x:  "), func(_ int, o []byte) string { return words(o, 2, " ") }, none)
	}},
	{"tshark", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%04x  "), func(_ int, o []byte) string { return fmt.Sprintf("%-50s", words(o, 1, " ")) }, ascii)
	}},
	{"wireshark", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, off("%04x   "), func(_ int, o []byte) string { return words(o, 1, " ") }, none)
	}},
	{"cisco memory", true, func(r *rand.Rand, o []byte) string {
		return table(o, 16, func(i int, _ []byte) string { return fmt.Sprintf("0A3B%04X: ", 0x4c50+i) }, func(_ int, o []byte) string { return strings.ToUpper(words(o, 4, " ")) }, func(o []byte) string { return "  " + ascii(o) })
	}},
	{"marks", false, func(r *rand.Rand, o []byte) string {
		h := words(o, 2, " ")
		k := 5 * (1 + r.Intn(3))
		return h[:k] + "(" + h[k:k+4] + ")" + h[k+4:]
	}},
}

// octetsFor makes octets that look like data: some text, zeros, and all values.
func octetsFor(r *rand.Rand) []byte {
	o := make([]byte, 20+r.Intn(90))
	for i := range o {
		switch r.Intn(4) {
		case 0:
			o[i] = "face deadbeef 0123"[r.Intn(18)]
		case 1:
			o[i] = byte(r.Intn(8))
		default:
			o[i] = byte(r.Intn(256))
		}
	}
	copy(o, []byte{0xff, 0xff, 0xe0, 0x00})
	return o
}

func TestGenerated(t *testing.T) {
	before := []string{"", "Data: ", "notification sent (nbr 192.0.2.1, context 0x40030044 32 bytes) - ", "<189>Nov 22 01:40:30 face: Last bad — ", "key=\"x\" 3/4 (flags) "}
	after := []string{"", " and so on", "\nNov 22 01:40:31 rtr1 added", "\n\n  External neighbor", ", no errors.\n", "\n2026/11/21 23:43:10 next"}
	for _, p := range printers {
		t.Run(p.name, func(t *testing.T) {
			for seed := int64(0); seed < 300; seed++ {
				r := rand.New(rand.NewSource(seed))
				o := octetsFor(r)
				body := p.print(r, append([]byte(nil), o...))
				if strings.HasPrefix(p.name, "base64") && p.rows {
					o = append(o, 0xfb)
				}
				pre, post := before[r.Intn(len(before))], after[r.Intn(len(after))]
				if p.rows {
					pre, post = []string{"", "Frame (96 bytes):\n", "rtr1# show x\n"}[r.Intn(3)], []string{"", "\nrtr1# exit\n", "# next\n"}[r.Intn(3)]
					if !strings.HasSuffix(body, "\n") {
						post = "\n" + post
					}
				}
				if r.Intn(4) == 0 && !p.rows && p.name != "ansi" && !strings.ContainsAny(body, "\\x&<_u") && !strings.HasPrefix(p.name, "base64") {
					body = strings.ToUpper(body)
				}
				text := pre + body + post
				runs := Scan(text)
				check(t, text, runs)
				if !exactRun(runs, o, len(pre), len(pre)+len(body)) {
					t.Fatalf("seed %d: %x not in\n%s\n%s", seed, o, text, dump(runs))
				}
			}
		})
	}
}

func exactRun(runs []Run, o []byte, lo, hi int) bool {
	for _, r := range runs {
		if bytes.Equal(r.Octets, o) && len(r.Gaps) == 0 && r.Start >= lo && r.End <= hi+1 {
			return true
		}
	}
	return false
}
