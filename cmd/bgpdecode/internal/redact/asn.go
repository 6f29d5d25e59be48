package redact

// asClasses are the ranges of AS numbers that are replaced by numbers of the same range. The numbers for documentation
// (RFC 5398) go with the public ones: what replaces them need not look special. A number outside all ranges stays: 0, and
// the last of each width (RFC 7300).
var asClasses = [...]struct{ first, last uint32 }{
	{1, 64511},
	{64512, 65534},     // private use, RFC 6996
	{65536, 1<<20 - 1}, // all that was assigned lies here: how plausible a number is must stay
	{1 << 20, 4199999999},
	{4200000000, 4294967294}, // private use, RFC 6996
}

// asTrans stands for a number that does not fit (RFC 6793): it names nobody.
const asTrans = 23456

// AS gives what replaces an AS number. 0, AS_TRANS and the last numbers of each width stay.
func (r *Redactor) AS(asn uint32) uint32 {
	if v, ok := r.asns[asn]; ok {
		return v
	}
	v := r.as(asn)
	if len(r.asns) >= mostCached {
		clear(r.asns)
	}
	r.asns[asn] = v
	return v
}

func (r *Redactor) as(asn uint32) uint32 {
	if asn == asTrans {
		return asn
	}
	for _, c := range asClasses {
		if asn < c.first || asn > c.last {
			continue
		}
		n := c.last - c.first + 1
		v := c.first + r.permute(c.first, asn-c.first, n)
		if v == asTrans { // the number that goes there takes the place of the one that AS_TRANS would have taken
			v = c.first + r.permute(c.first, v-c.first, n)
		}
		return v
	}
	return asn
}
