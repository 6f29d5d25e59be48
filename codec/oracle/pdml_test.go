package oracle

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// dissection is what tshark says of one message.
type dissection struct {
	fields []tsField
	faults []tsFault
}

// tsFault is expert information of the severity error, or what tshark calls malformed.
type tsFault struct {
	words     string
	off, size int // of the last field before it
}

// tsField is a field with its octets: off counts from the marker.
type tsField struct {
	name, show, showname string
	off, size            int
	part                 bool // some bits of its octets
}

// readPDML calls do for each packet of `tshark -T pdml`, in order, with the packet's number. One element is one line there.
func readPDML(r io.Reader, do func(n int, d *dissection)) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	var d dissection
	start, number := -1, 0
	for sc.Scan() {
		line := strings.TrimLeft(sc.Text(), " ")
		switch {
		case strings.HasPrefix(line, "<packet>"):
			d, start = dissection{}, -1
		case strings.HasPrefix(line, "</packet>"):
			do(number, &d)
		case strings.HasPrefix(line, `<proto name="bgp"`):
			start = number32(attr(line, "pos"))
		case strings.HasPrefix(line, `<proto name="_ws.malformed"`):
			d.fault("malformed packet")
		case strings.HasPrefix(line, `<field name="num"`):
			number = number32(attr(line, "show"))
		case start >= 0 && strings.HasPrefix(line, "<field "):
			d.field(line, start)
		}
	}
	return sc.Err()
}

func (d *dissection) fault(words string) {
	f := tsFault{words: words}
	if n := len(d.fields); n > 0 {
		f.off, f.size = d.fields[n-1].off, d.fields[n-1].size
	}
	d.faults = append(d.faults, f)
}

func (d *dissection) field(line string, start int) {
	f := tsField{name: attr(line, "name"), show: attr(line, "show"), showname: attr(line, "showname")}
	switch {
	case f.name == "_ws.expert":
		if strings.Contains(f.showname, "(Error/") {
			_, msg, _ := strings.Cut(f.showname, "): ")
			d.fault(msg)
		}
		return
	case strings.HasPrefix(f.name, "_ws."):
		return
	}
	f.off, f.size = number32(attr(line, "pos"))-start, number32(attr(line, "size"))
	f.part = strings.Contains(line, ` unmaskedvalue="`)
	if f.size > 0 && f.off >= 0 {
		d.fields = append(d.fields, f)
	}
}

// attr gives the value of an attribute of an element.
func attr(line, name string) string {
	_, rest, ok := strings.Cut(line, " "+name+`="`)
	if !ok {
		return ""
	}
	v, _, _ := strings.Cut(rest, `"`)
	if strings.IndexByte(v, '&') >= 0 {
		v = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&").Replace(v)
	}
	return v
}

func number32(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func (f *tsField) String() string {
	return fmt.Sprintf("%s %d+%d %q", f.name, f.off, f.size, f.showname)
}
