package tree

// fewRows is how many lines a field may take before its middle is elided.
const fewRows = 4

// run writes the octets of node n, line by line, with its name and value beside the first.
func (d *dump) run(n int32, depth int) {
	nd := &d.t.Nodes[n]
	off, end := int(nd.Off), int(nd.Off)+int(nd.Len)
	role := fieldRole(d.runs)
	d.runs++
	firstRow, lastRow := off/d.cols, (end-1)/d.cols
	rows := lastRow - firstRow + 1
	hidden, guilty := 0, 0
	for r := firstRow; r <= lastRow; r++ {
		lo, hi := max(off, r*d.cols), min(end, (r+1)*d.cols)
		bad := d.o.guilty(lo, hi-lo)
		if rows > fewRows && !d.o.Full && r >= firstRow+2 && r != lastRow && !(bad && guilty < fewRows) {
			hidden += hi - lo
			continue
		}
		if bad {
			guilty++
		}
		d.elision(&hidden)
		d.octets(lo, hi, role, bad)
		if r == firstRow {
			indent := d.textCol() + 2*depth
			d.p.To(indent)
			label(d.p, d.t, d.o, n, indent+2, bad)
		}
		d.p.Line()
		if bad {
			d.carets(lo, hi)
		}
	}
}

// elision writes the line that stands for octets left out.
func (d *dump) elision(hidden *int) {
	if *hidden == 0 {
		return
	}
	d.p.To(dumpHex)
	d.p.Put(Dim, string(appendOctets([]byte("… "), *hidden)))
	d.p.Line()
	*hidden = 0
}

// col is where the octet at off stands in its line.
func (d *dump) col(off int) int {
	i := off % d.cols
	return dumpHex + 3*i + i/8
}

// octets writes mark, address, hex and characters of [lo, hi), which are in one line.
func (d *dump) octets(lo, hi int, role Role, bad bool) {
	p := d.p
	if bad {
		p.Put(Guilty, ">")
	}
	p.To(dumpAddr)
	p.Put(Dim, hexOffset(lo))
	for i := lo; i < hi; {
		g := d.o.guilty(i, 1)
		j := i + 1
		for j < hi && d.o.guilty(j, 1) == g {
			j++
		}
		p.To(d.col(i))
		p.Put(d.roleOf(role, g), d.hexText(i, j))
		i = j
	}
	if !d.ascii {
		return
	}
	p.To(d.asciiCol() + lo%d.cols)
	for i := lo; i < hi; i++ {
		c := d.t.Bytes[i]
		if c < 0x20 || c > 0x7e {
			c = '.'
		}
		p.To(d.asciiCol() + i%d.cols)
		p.Put(Dim, string(rune(c)))
	}
}

func (d *dump) roleOf(role Role, guilty bool) Role {
	if guilty {
		return Guilty
	}
	return role
}

// hexText gives the octets [lo, hi) of one line as text.
func (d *dump) hexText(lo, hi int) string {
	var b []byte
	for i := lo; i < hi; i++ {
		if i > lo {
			b = append(b, ' ')
			if i%8 == 0 {
				b = append(b, ' ')
			}
		}
		c := d.t.Bytes[i]
		b = append(b, hexDigits[c>>4], hexDigits[c&15])
	}
	return string(b)
}

// carets writes the line below guilty octets that points at them.
func (d *dump) carets(lo, hi int) {
	for i := lo; i < hi; i++ {
		if d.o.guilty(i, 1) {
			d.p.To(d.col(i))
			d.p.Put(Guilty, "^^")
		}
	}
	d.p.Line()
}
