package peer

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

// gist says what a message is in one line, without who and when. What a peer wrote in it is untrusted.
func gist(r *report.Report) string {
	t := r.Tree
	if t == nil {
		return report.What(r)
	}
	if n := t.Find(0, codec.FieldUpdate); n >= 0 && t.Child(n, codec.FieldEndOfRIB) < 0 {
		if s := updateGist(t, n); s != "" {
			return registry.MsgUpdate.String() + " " + s
		}
	}
	s := report.What(r)
	if n := t.Find(0, codec.FieldRefreshSubtype); n >= 0 && t.Nodes[n].Val != 0 {
		s += ", " + string(t.AppendText(nil, n))
	}
	return s
}

// mostRoutes is how many routes of a message a line names.
const mostRoutes = 3

// updateGist names the routes of an UPDATE, where they go and by which path.
func updateGist(t *codec.Tree, n int32) string {
	var b []byte
	up, down := routesOf(t, n)
	b = appendRoutes(b, t, up, "+")
	b = appendRoutes(b, t, down, "-")
	if up.n == 0 {
		return string(b)
	}
	for i := n; i < t.Nodes[n].End; i++ {
		switch t.Nodes[i].Field {
		case codec.FieldNextHop, codec.FieldNextHop4, codec.FieldNextHop6:
			b = t.AppendValue(append(b, ", next hop "...), i)
		case codec.FieldASPath:
			at := len(b)
			b = tree.AppendSummary(append(b, ", path "...), t, i)
			if len(b) == at+len(", path ") {
				b = append(b, "empty"...)
			}
		}
	}
	return string(b)
}

// routeList holds those of one kind in an UPDATE.
type routeList struct {
	nodes  [mostRoutes]int32
	n      int
	family string // "" for those outside MP_REACH_NLRI and MP_UNREACH_NLRI
}

func (r *routeList) add(node int32) {
	if r.n < mostRoutes {
		r.nodes[r.n] = node
	}
	r.n++
}

// routesOf finds the routes that an UPDATE announces and withdraws.
func routesOf(t *codec.Tree, n int32) (up, down routeList) {
	for i := n; i < t.Nodes[n].End; i++ {
		if f := t.Nodes[i].Field; f != codec.FieldNLRI && f != codec.FieldNLRIRaw {
			continue
		}
		to := &up
		for p := t.Nodes[i].Parent; p > n; p = t.Nodes[p].Parent {
			switch t.Nodes[p].Field {
			case codec.FieldWithdrawn:
				to = &down
			case codec.FieldMPUnreach:
				to = &down
				down.family = string(tree.AppendSummary(nil, t, p))
			case codec.FieldMPReach:
				up.family = string(tree.AppendSummary(nil, t, p))
			}
		}
		to.add(i)
	}
	return up, down
}

// appendRoutes writes "+198.51.100.0/24 +203.0.113.0/24 and 7 more". Routes of families without prefixes are counted.
func appendRoutes(b []byte, t *codec.Tree, r routeList, sign string) []byte {
	if r.n == 0 {
		return b
	}
	if len(b) > 0 {
		b = append(b, ", "...)
	}
	shown := 0
	for i := range min(r.n, mostRoutes) {
		at := len(b)
		if shown > 0 {
			b = append(b, ' ')
		}
		text := tree.AppendSummary(nil, t, r.nodes[i])
		if len(text) == 0 {
			b = b[:at]
			break
		}
		b = append(append(b, sign...), text...)
		shown++
	}
	switch rest := r.n - shown; {
	case shown == 0 && r.family == "": // those of IPv4 always have a prefix
		b = append(append(b, sign...), "routes that cannot be read"...)
	case shown == 0:
		b = strconv.AppendInt(append(b, sign...), int64(rest), 10)
		b = append(append(b, " of "...), r.family...)
	case rest > 0:
		b = strconv.AppendInt(append(b, " and "...), int64(rest), 10)
		b = append(b, " more"...)
	}
	return b
}
