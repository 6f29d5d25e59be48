package dump

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// route is an UPDATE of one next hop that any of the tools can tell.
type route struct {
	six, withdrawn bool
	prefixes       []netip.Prefix
	hop, peer      netip.Addr
	as             uint32
	origin         int
	path, set      []uint32
	med            int // -1: none
	comm           [][2]int
	large          [][3]uint32
	sec, micro     int
}

func randomRoute(r *rand.Rand) route {
	x := route{six: r.IntN(2) == 0, withdrawn: r.IntN(4) == 0, as: r.Uint32() | 1, origin: r.IntN(3), med: r.IntN(3)*500 - 1}
	addr := func() netip.Addr {
		if x.six {
			return netip.MustParseAddr(fmt.Sprintf("2001:db8:%x::%x", r.IntN(65536), 1+r.IntN(65535)))
		}
		return netip.AddrFrom4([4]byte{byte(1 + r.IntN(220)), byte(r.IntN(256)), byte(r.IntN(256)), byte(r.IntN(256))})
	}
	x.hop, x.peer = addr(), addr()
	for range 1 + r.IntN(3) {
		a := addr()
		p, _ := a.Prefix(r.IntN(a.BitLen() + 1))
		x.prefixes = append(x.prefixes, p)
	}
	for range r.IntN(4) {
		x.path = append(x.path, 1+r.Uint32N(4294967294))
	}
	if len(x.path) > 0 && r.IntN(3) == 0 {
		x.set = []uint32{1 + uint32(r.IntN(65000)), 70000 + uint32(r.IntN(65000))}
	}
	for range r.IntN(3) {
		x.comm = append(x.comm, [2]int{r.IntN(65536), r.IntN(65536)})
	}
	for range r.IntN(2) {
		x.large = append(x.large, [3]uint32{r.Uint32(), r.Uint32(), r.Uint32N(10)})
	}
	x.sec, x.micro = 1600000000+r.IntN(1<<27), r.IntN(1000000)
	return x
}

// message is the route on the wire, written out by hand here.
func (x route) message() []byte {
	var nlri []byte
	for _, p := range x.prefixes {
		nlri = append(append(nlri, byte(p.Bits())), p.Addr().AsSlice()[:(p.Bits()+7)/8]...)
	}
	var attrs, withdrawn []byte
	put := func(flags, code int, v []byte) {
		attrs = append(append(attrs, byte(flags), byte(code), byte(len(v))), v...)
	}
	if x.withdrawn {
		if x.six {
			put(0x80, 15, append([]byte{0, 2, 1}, nlri...))
		} else {
			withdrawn = nlri
		}
		nlri = nil
	} else {
		put(0x40, 1, []byte{byte(x.origin)})
		var path []byte
		for i, seg := range [][]uint32{x.path, x.set} {
			if len(seg) > 0 {
				path = append(path, byte(2-i), byte(len(seg)))
				for _, as := range seg {
					path = binary.BigEndian.AppendUint32(path, as)
				}
			}
		}
		put(0x40, 2, path)
		if !x.six {
			put(0x40, 3, x.hop.AsSlice())
		}
		if x.med > 0 {
			put(0x80, 4, binary.BigEndian.AppendUint32(nil, uint32(x.med)))
		}
		var v []byte
		for _, c := range x.comm {
			v = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(v, uint16(c[0])), uint16(c[1]))
		}
		if v != nil {
			put(0xc0, 8, v)
		}
		if x.six {
			put(0x80, 14, append(append([]byte{0, 2, 1, 16}, x.hop.AsSlice()...), append([]byte{0}, nlri...)...))
			nlri = nil
		}
		v = nil
		for _, c := range x.large {
			for _, n := range c {
				v = binary.BigEndian.AppendUint32(v, uint32(n))
			}
		}
		if v != nil {
			put(0xc0, 32, v)
		}
	}
	b := binary.BigEndian.AppendUint16(nil, uint16(len(withdrawn)))
	b = append(b, withdrawn...)
	b = append(binary.BigEndian.AppendUint16(b, uint16(len(attrs))), attrs...)
	b = append(b, nlri...)
	return append(codec.AppendHeader(nil, 19+len(b), 2), b...)
}

// list prints values with a separator.
func list[T any](v []T, sep string, one func(T) string) string {
	var s []string
	for _, x := range v {
		s = append(s, one(x))
	}
	return strings.Join(s, sep)
}

func quoted[T any](x T) string    { return fmt.Sprintf("%q", fmt.Sprint(x)) }
func plain[T any](x T) string     { return fmt.Sprint(x) }
func pairOf(c [2]int) string      { return fmt.Sprintf("%d:%d", c[0], c[1]) }
func tripleOf(c [3]uint32) string { return fmt.Sprintf("%d:%d:%d", c[0], c[1], c[2]) }
func array2(c [2]int) string      { return fmt.Sprintf("[%d, %d]", c[0], c[1]) }
func array3(c [3]uint32) string   { return fmt.Sprintf("[%d,%d, %d]", c[0], c[1], c[2]) }
func (x route) family() string {
	return map[bool]string{false: "ipv4 unicast", true: "ipv6 unicast"}[x.six]
}
func (x route) word() string { return [...]string{"IGP", "EGP", "INCOMPLETE"}[x.origin] }

// nested prints the path with the set as an inner list.
func (x route) nested() string {
	s := list(x.path, ",", plain)
	if x.set != nil {
		s += ",[" + list(x.set, ",", plain) + "]"
	}
	return "[" + s + "]"
}

func (x route) flat() string {
	s := list(x.path, " ", plain)
	if x.set != nil {
		s += " {" + list(x.set, ",", plain) + "}"
	}
	return s
}

// tools print a route; one says that it prints a record for each prefix, seconds that its times are whole.
var tools = []struct {
	style   string
	one     bool
	noPeer  bool
	seconds bool
	large   bool
	print   func(x route) string
}{
	{"ris-live", false, false, false, false, func(x route) string {
		s := fmt.Sprintf(`{"timestamp":%d.%06d,"peer":"%s","peer_asn":"%d","id":"a-1","host":"rrc%02d","type":"UPDATE"`, x.sec, x.micro, x.peer, x.as, x.sec%27)
		if x.withdrawn {
			s += `,"announcements":[],"withdrawals":[` + list(x.prefixes, ",", quoted) + "]}"
		} else {
			s += `,"path":` + x.nested() + `,"origin":"` + strings.ToLower(x.word()) + `"`
			if x.comm != nil {
				s += `,"community":[` + list(x.comm, ",", array2) + "]"
			}
			if x.med > 0 {
				s += fmt.Sprintf(`,"med":%d`, x.med)
			}
			s += `,"announcements":[{"next_hop":"` + x.hop.String() + `","prefixes":[` + list(x.prefixes, ",", quoted) + `]}],"withdrawals":[]}`
		}
		if x.micro%2 == 0 {
			return s
		}
		return `{"type": "ris_message", "data": ` + s + "}"
	}},
	{"exabgp-json", false, false, false, true, func(x route) string {
		attr := fmt.Sprintf(`"origin": "%s", "as-path": [ %s ]`, strings.ToLower(x.word()), list(x.path, ", ", plain))
		if x.set != nil {
			attr += `, "as-set": [ ` + list(x.set, ", ", plain) + " ]"
		}
		if x.med > 0 {
			attr += fmt.Sprintf(`, "med": %d`, x.med)
		}
		if x.comm != nil {
			attr += `, "community": [ ` + list(x.comm, ", ", array2) + " ]"
		}
		if x.large != nil {
			attr += `, "large-community": [ ` + list(x.large, ", ", array3) + " ]"
		}
		nlris := list(x.prefixes, ", ", func(p netip.Prefix) string { return `{ "nlri": "` + p.String() + `" }` })
		body := fmt.Sprintf(`"attribute": { %s }, "announce": { "%s": { "%s": [ %s ] } }`, attr, x.family(), x.hop, nlris)
		if x.withdrawn {
			body = fmt.Sprintf(`"withdraw": { "%s": [ %s ] }`, x.family(), nlris)
		}
		return fmt.Sprintf(`{ "exabgp": "%d.0.1", "time": %d.%06d, "host" : "h", "pid" : 1, "ppid" : 1, "counter": 5, "type": "update", "neighbor": { `+
			`"address": { "local": "192.0.2.2", "peer": "%s" }, "asn": { "local": 64496, "peer": %d } , "direction": "receive", "message": { "update": { %s } } } }`,
			3+x.sec%3, x.sec, x.micro, x.peer, x.as, body)
	}},
	{"bgpfix-json", false, true, false, true, func(x route) string {
		stamp := fmt.Sprintf(`"2025-07-11T11:%02d:%02d.%03d"`, x.sec%60, x.micro%60, x.micro%1000)
		var attrs []string
		add := func(key, val string) { attrs = append(attrs, fmt.Sprintf(`"%s":{"flags":"T","value":%s}`, key, val)) }
		body := ""
		pre := list(x.prefixes, ",", quoted)
		if !x.withdrawn {
			add("ORIGIN", quoted(x.word()))
			add("ASPATH", x.nested())
			if x.med > 0 {
				add("MED", strconv.Itoa(x.med))
			}
			if x.comm != nil {
				add("COMMUNITY", "["+list(x.comm, ",", func(c [2]int) string { return quoted(pairOf(c)) })+"]")
			}
			if x.large != nil {
				add("LARGE_COMMUNITY", "["+list(x.large, ",", func(c [3]uint32) string { return quoted(tripleOf(c)) })+"]")
			}
		}
		switch {
		case x.six && x.withdrawn:
			add("MP_UNREACH", `{"af":"IPV6/UNICAST","prefixes":[`+pre+"]}")
		case x.six:
			add("MP_REACH", `{"af":"IPV6/UNICAST","nexthop":"`+x.hop.String()+`","prefixes":[`+pre+"]}")
		case x.withdrawn:
			body = `"unreach":[` + pre + `],`
		default:
			add("NEXTHOP", quoted(x.hop))
			body = `"reach":[` + pre + `],`
		}
		body = `{` + body + `"attrs":{` + strings.Join(attrs, ",") + "}}"
		switch x.sec % 3 {
		case 0:
			return fmt.Sprintf(`["R",%d,%s,"UPDATE",%s,{}]`, x.sec, stamp, body)
		case 1:
			return fmt.Sprintf(`["L", %d, %s, 77, "UPDATE", %s, null]`, x.sec, stamp, body)
		}
		return fmt.Sprintf(`[%s,%d,"R","UPDATE",-1,%s,null]`, stamp, x.sec, body)
	}},
	{"gobgp-rib", true, false, true, true, func(x route) string {
		var paths []string
		for _, p := range x.prefixes {
			a := fmt.Sprintf(`{"type":1,"value":%d},{"type":2,"as_paths":[`, x.origin)
			var segs []string
			for i, seg := range [][]uint32{x.path, x.set} {
				if len(seg) > 0 {
					segs = append(segs, fmt.Sprintf(`{"segment_type":%d,"num":%d,"asns":[%s]}`, 2-i, len(seg), list(seg, ",", plain)))
				}
			}
			a += strings.Join(segs, ",") + "]}"
			if !x.six {
				a += fmt.Sprintf(`,{"type":3,"nexthop":"%s"}`, x.hop)
			}
			if x.med > 0 {
				a += fmt.Sprintf(`,{"type":4,"metric":%d}`, x.med)
			}
			if x.comm != nil {
				a += `,{"type":8,"communities":[` + list(x.comm, ",", func(c [2]int) string { return strconv.Itoa(c[0]<<16 | c[1]) }) + "]}"
			}
			if x.six {
				a += fmt.Sprintf(`,{"type":14,"nexthop":"%s","afi":2,"safi":1,"value":[{"prefix":"%s"}]}`, x.hop, p)
			}
			if x.large != nil {
				a += `,{"type":32,"value":[` + list(x.large, ",", func(c [3]uint32) string {
					return fmt.Sprintf(`{"ASN":%d,"LocalData1":%d,"LocalData2":%d}`, c[0], c[1], c[2])
				}) + "]}"
			}
			w := ""
			if x.withdrawn {
				w = `,"withdrawal":true`
			}
			paths = append(paths, fmt.Sprintf(`{"nlri":{"prefix":"%s"},"age":%d,"best":false,"attrs":[%s]%s,"stale":false,"source-id":"192.0.2.1","neighbor-ip":"%s"}`,
				p, x.sec, a, w, x.peer))
		}
		if x.micro%2 == 0 {
			return "[" + strings.Join(paths, ",") + "]"
		}
		return `{"198.51.100.0/24":[` + strings.Join(paths, ",") + "]}"
	}},
	{"bgpdump", true, false, false, false, func(x route) string {
		return list(x.prefixes, "\n", func(p netip.Prefix) string {
			if x.withdrawn {
				return fmt.Sprintf("BGP4MP_ET|%d.%06d|W|%s|%d|%s", x.sec, x.micro, x.peer, x.as, p)
			}
			return fmt.Sprintf("BGP4MP_ET|%d.%06d|A|%s|%d|%s|%s|%s|%s|0|%d|%s|NAG||", x.sec, x.micro, x.peer, x.as, p, x.flat(), x.word(), x.hop,
				max(x.med, 0), list(x.comm, " ", pairOf))
		})
	}},
	{"bgpkit-json", true, false, false, true, func(x route) string {
		return list(x.prefixes, "\n", func(p netip.Prefix) string {
			s := fmt.Sprintf(`{"timestamp":%d.%06d,"type":"%s","peer_ip":"%s","peer_asn":%d,"prefix":"%s","next_hop":"%s"`, x.sec, x.micro,
				map[bool]string{true: "WITHDRAW", false: "ANNOUNCE"}[x.withdrawn], x.peer, x.as, p, x.hop)
			if !x.withdrawn {
				s += fmt.Sprintf(`,"as_path":"%s","origin":"%s"`, x.flat(), x.word())
				if x.med > 0 {
					s += fmt.Sprintf(`,"med":%d`, x.med)
				}
				var all []string
				for _, c := range x.comm {
					all = append(all, quoted(pairOf(c)))
				}
				for _, c := range x.large {
					all = append(all, quoted(tripleOf(c)))
				}
				if all != nil {
					s += `,"communities":[` + strings.Join(all, ",") + "]"
				}
			}
			return s + `,"atomic":false}`
		})
	}},
	{"bgpkit-psv", true, false, false, true, func(x route) string { return bars(x, false) }},
	{"bgpkit-psv", true, false, false, true, func(x route) string { return bars(x, true) }},
}

// bars prints routes as bgpkit-parser does, with --psv or without.
func bars(x route, psv bool) string {
	return list(x.prefixes, "\n", func(p netip.Prefix) string {
		f := []string{"A", fmt.Sprintf("%d.%06d", x.sec, x.micro), x.peer.String(), fmt.Sprint(x.as), p.String()}
		behind := ""
		if psv {
			f, behind = append(f, "", "4711"), "|"
		} else {
			f = append(f, "")
		}
		if x.withdrawn {
			if f[0] = "W"; psv {
				f[6] = ""
			}
			return strings.Join(f, "|") + "||||||false||" + behind
		}
		f[5] = x.flat()
		var all []string
		for _, c := range x.comm {
			all = append(all, pairOf(c))
		}
		for _, c := range x.large {
			all = append(all, "lg:"+tripleOf(c))
		}
		med := ""
		if x.med >= 0 {
			med = fmt.Sprint(x.med)
		}
		return strings.Join(append(f, x.word(), x.hop.String(), "", med, strings.Join(all, " "), "false||"), "|") + behind
	})
}

// around are lines and envelopes in which records must be found too.
var around = []func(s string) string{
	func(s string) string { return s },
	func(s string) string { return "<30>1 2026-02-03T04:05:06Z host collector 77 - - " + s },
	func(s string) string { return "2026-02-03T04:05:06Z stdout F " + s },
	func(s string) string {
		return `{"log":` + strconv.Quote(s+"\n") + `,"stream":"stdout","time":"2026-02-03T04:05:06Z"}`
	},
	func(s string) string {
		return "%BGP-5-ADJCHANGE: neighbor 203.0.113.250 Down Peer closed the session\n" + s + "\nsome other line"
	},
}

// TestTold prints routes as each tool does and wants the octets back.
func TestTold(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 7))
	for n := range 1500 {
		x := randomRoute(r)
		tool := tools[n%len(tools)]
		if !tool.large {
			x.large = nil
		}
		wrap := r.IntN(len(around))
		if tool.one && (wrap == 3 || wrap > 0 && !strings.HasPrefix(tool.style, "gobgp")) {
			x.prefixes = x.prefixes[:1]
		}
		text := around[wrap](tool.print(x))
		var got []Event
		for _, e := range Read(text, Options{}) {
			if e.Style == tool.style {
				got = append(got, e)
			}
		}
		want := []route{x}
		if tool.one {
			want = nil
			for _, p := range x.prefixes {
				y := x
				y.prefixes = []netip.Prefix{p}
				want = append(want, y)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %d events, want %d\n%s", tool.style, len(got), len(want), text)
		}
		for i := range got {
			checkTold(t, &got[i], want[i], tool.noPeer, tool.seconds, text)
		}
	}
}

func checkTold(t *testing.T, e *Event, x route, noPeer, seconds bool, text string) {
	t.Helper()
	if !bytes.Equal(e.Octets, x.message()) || !e.Synthesised {
		t.Fatalf("%s: octets\n%x, want\n%x\n%s", e.Style, e.Octets, x.message(), text)
	}
	if e.Known.ASWidth != 4 || e.Known.ASWidthHow != codec.HowEvidence {
		t.Errorf("%s: AS width %+v", e.Style, e.Known)
	}
	if !noPeer && (e.Peer != x.peer.String() || e.Direction != logline.DirReceived) {
		t.Errorf("%s: peer %s %s, want %s\n%s", e.Style, e.Peer, e.Direction, x.peer, text)
	}
	if !noPeer && (e.Time.Unix() != int64(x.sec) || !seconds && e.Time.Nanosecond() != x.micro*1000) {
		t.Errorf("%s: time %v, want %d.%06d", e.Style, e.Time, x.sec, x.micro)
	}
	if !noPeer && !seconds && e.PeerAS != x.as {
		t.Errorf("%s: peer AS %d, want %d", e.Style, e.PeerAS, x.as)
	}
}

// TestToldNotification: NOTIFICATIONs come back octet for octet, and what a peer wrote is no grammar.
func TestToldNotification(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 11))
	for range 600 {
		f := randomFact(r)
		data := hex.EncodeToString(f.data)
		for style, text := range map[string]string{
			"exabgp-json": fmt.Sprintf(`{ "exabgp": "5.0.0", "time": 1700000000.5, "host": "}{\"notification\"", "type": "notification", "neighbor": { "address": { "local": "192.0.2.2", "peer": "%s" }, "asn": { "local": 1, "peer": %d }, "direction": "%s", "notification": { "code": %d, "subcode": %d, "data": "0x%s", "message": "notification received (6,9) {[" } } }`,
				f.peer, f.as, way(f, "send", "receive"), f.code, f.sub, strings.ToUpper(data)),
			"ris-live": fmt.Sprintf(`{"type":"ris_message","data":{"timestamp":1700000000.5,"peer":"%s","peer_asn":"%d","id":"\"raw\":\"ff\"","host":"rrc00","direction":"%s","type":"NOTIFICATION","notification":{"code":%d,"subcode":%d,"data":"%02x%02x%s"}}}`,
				f.peer, f.as, way(f, "sent", "received"), f.code, f.sub, f.code, f.sub, data),
			"bgpfix-json": fmt.Sprintf(`["R",1,"2025-07-11T11:23:50.860",%d,"NOTIFY","0x%02x%02x%s",{"PEER_IP":"%s","PEER_AS":%d}]`, len(f.data)+2, f.code, f.sub, data, f.peer, f.as),
		} {
			got := Read(text, Options{})
			if len(got) != 1 || got[0].Style != style || !bytes.Equal(got[0].Octets, f.message()) {
				t.Fatalf("%s: %d events, want %x: %+v\n%s", style, len(got), f.message(), got, text)
			}
			e := got[0]
			if e.PeerAS != f.as || style != "bgpfix-json" && e.Direction.String() != way(f, "sent", "received") {
				t.Errorf("%s: AS %d, %s", style, e.PeerAS, e.Direction)
			}
		}
	}
}

// TestToldLost: what a tool has in words only is said to be missing, and path identifiers are kept.
func TestToldLost(t *testing.T) {
	const head = `{ "exabgp": "4.0.1", "time": 1700000000, "type": "update", "neighbor": { "address": { "local": "192.0.2.2", "peer": "192.0.2.1" }, "asn": { "local": 1, "peer": 2 }, "direction": "receive", "message": { "update": { "attribute": { "origin": "igp", "as-path": [ 2 ]`
	got := Read(head+`, "aigp": "x" }, "announce": { "l2vpn evpn": { "192.0.2.1": [ { "code": 2, "parsed": true } ] } } } } } }`, Options{})
	if len(got) != 1 || !strings.Contains(strings.Join(got[0].Remarks, "\n"), "in words only: attributes that the tool has in words, routes of a family") {
		t.Errorf("remarks %q", got[0].Remarks)
	}
	got = Read(head+` }, "announce": { "ipv4 unicast": { "192.0.2.1": [ { "nlri": "198.51.100.0/24", "path-information": "0.0.1.2" } ] } } } } } }`, Options{})
	v4 := codec.FamilySet(0).With(codec.Family{AFI: 1, SAFI: 1})
	if len(got) != 1 || got[0].Known.AddPath != v4 || !bytes.HasSuffix(got[0].Octets, []byte{0, 0, 1, 2, 24, 198, 51, 100}) {
		t.Errorf("path identifiers: %+v", got)
	}
}
