package incidents

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// rule is a fingerprint.
type rule struct {
	attr  int // code of the attribute that it is about, anyAttr or noAttr
	conds []cond
}

const (
	noAttr  = -1
	anyAttr = -2
)

// condKind says what a condition looks at.
type condKind uint8

const (
	condNotification condKind = iota // n: code, m: subcode or -1
	condUpdate
	condMessage // op n
	condPrefix  // prefix
	condData    // octets, masks
	condFlags   // n
	condLength  // op n
	condValue   // octets
	condZero
	condFinding // word
	condPath    // op n
	condHops    // op n, m: AS
	condSegment // n
	condTwice
)

// ofAttr reports whether a condition is about an attribute.
func (k condKind) ofAttr() bool { return k >= condFlags }

// cond is one condition.
type cond struct {
	kind   condKind
	op     string
	n, m   int
	octets []byte
	masks  []byte
	word   string
	prefix netip.Prefix
}

// holds compares by the operator of the condition.
func (c *cond) holds(v int) bool {
	switch c.op {
	case "=":
		return v == c.n
	case ">":
		return v > c.n
	case ">=":
		return v >= c.n
	}
	return v < c.n
}

// parseRule reads a fingerprint.
func parseRule(text string) (rule, error) {
	r := rule{attr: noAttr, conds: make([]cond, 0, strings.Count(text, ";")+1)}
	for part := range strings.SplitSeq(text, "; ") {
		word, arg, _ := strings.Cut(part, " ")
		if word == "attribute" {
			n, err := octetOrStar(arg, anyAttr)
			if err != nil || r.attr != noAttr {
				return r, fmt.Errorf("%q: one attribute, a number up to 255 or *", part)
			}
			r.attr = n
			continue
		}
		c, err := parseCond(word, arg)
		if err != nil {
			return r, fmt.Errorf("%q: %w", part, err)
		}
		if c.kind.ofAttr() && r.attr == noAttr {
			return r, fmt.Errorf("%q: of which attribute?", part)
		}
		r.conds = append(r.conds, c)
	}
	if r.attr == noAttr && (len(r.conds) == 0 || r.conds[0].kind != condNotification) {
		return r, errors.New("a fingerprint names an attribute, or begins with a NOTIFICATION") // by which rules are looked up
	}
	return r, nil
}

func parseCond(word, arg string) (c cond, err error) {
	switch word {
	case "notification":
		code, sub, ok := strings.Cut(arg, "/")
		c.kind = condNotification
		if c.n, err = strconv.Atoi(code); err != nil || !ok {
			return c, errors.New("it takes CODE/SUBCODE")
		}
		c.m, err = octetOrStar(sub, -1)
	case "update":
		c.kind = condUpdate
	case "message":
		c.kind = condMessage
		err = c.compare(arg)
	case "data":
		c.kind = condData
		err = c.masked(arg)
	case "prefix":
		c.kind = condPrefix
		c.prefix, err = netip.ParsePrefix(arg)
	case "flags":
		c.kind = condFlags
		n, perr := strconv.ParseUint(arg, 16, 8)
		c.n, err = int(n), perr
	case "length":
		c.kind = condLength
		err = c.compare(arg)
	case "value":
		c.kind = condZero
		if arg != "zero" {
			c.kind = condValue
			c.octets, err = hex.DecodeString(strings.ReplaceAll(arg, " ", ""))
		}
	case "finding":
		c.kind, c.word = condFinding, arg
	case "path":
		c.kind = condPath
		err = c.compare(arg)
	case "hops":
		as, rest, _ := strings.Cut(arg, " ")
		c.kind = condHops
		if c.m, err = strconv.Atoi(as); err == nil {
			err = c.compare(rest)
		}
	case "segment":
		c.kind = condSegment
		c.n, err = strconv.Atoi(arg)
	case "counted-twice":
		c.kind = condTwice
	default:
		err = errors.New("not a condition")
	}
	return c, err
}

// masked reads octets, each of which may have a mask: "c8/cf 07".
func (c *cond) masked(arg string) error {
	for one := range strings.FieldsSeq(arg) {
		octet, mask, ok := strings.Cut(one, "/")
		if !ok {
			mask = "ff"
		}
		v, err := hex.DecodeString(octet + mask)
		if err != nil || len(v) != 2 {
			return fmt.Errorf("%q is no octet", one)
		}
		c.octets, c.masks = append(c.octets, v[0]&v[1]), append(c.masks, v[1])
	}
	if len(c.octets) == 0 {
		return errors.New("it takes octets")
	}
	return nil
}

// compare reads "OP N".
func (c *cond) compare(arg string) (err error) {
	op, n, _ := strings.Cut(arg, " ")
	switch op {
	case "=", ">", ">=", "<":
	default:
		return errors.New("it takes =, >, >= or < and a number")
	}
	c.op = op
	c.n, err = strconv.Atoi(n)
	return err
}

func octetOrStar(s string, star int) (int, error) {
	if s == "*" {
		return star, nil
	}
	n, err := strconv.ParseUint(s, 10, 8)
	return int(n), err
}
