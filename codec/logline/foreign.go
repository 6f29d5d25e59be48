package logline

import "strings"

// What daemons of other protocols say often reads like BGP: LDP has notifications and a hold timer, OSPF has neighbors
// that go down. Who wrote a line is told by the program's tag, the facility of a mnemonic, or a field of a record.

// otherSpeakers are programs and protocols, in lower case, whose lines tell nothing of BGP.
var otherSpeakers = [...]string{
	"ldp", "ldpd", "mpls_ldp", "mldp", "tldp", "rsvp", "rsvpd", "rsvp-te", "ospf", "ospfd", "ospf6", "ospf6d", "ospf3", "ospfv3", "isis", "isisd", "is-is",
	"clns", "rip", "ripd", "ripng", "ripngd", "eigrp", "eigrpd", "dual", "pim", "pimd", "pim6", "pim6d", "igmp", "mld", "msdp", "msdpd", "bfd", "bfdd",
	"lldp", "lldpd", "cdp", "lacp", "lacpd", "teamd", "stp", "rstp", "mstp", "mstpd", "vrrp", "vrrpd", "keepalived", "hsrp", "glbp", "nhrp", "nhrpd",
	"babel", "babeld", "olsrd", "l2tp", "l2tpd", "xl2tpd", "pppd", "pppoe", "pppoed", "dhcp", "dhcpd", "dhclient", "dhcpcd", "dnsmasq", "ntpd", "chronyd",
	"sctp", "pcep", "pcepd", "pathd", "diameter", "sip", "radiusd", "charon", "ipsec", "ike", "iked", "ikev1", "ikev2", "isakmp", "isakmpd", "kmd", "pluto", "openvpn", "sshd", "sudo", "cron", "crond", "haproxy", "nginx",
	"named", "postfix", "systemd", "systemd-networkd", "systemd-resolved", "networkmanager", "dbus-daemon", "kernel",
}

// speakerKeys are the fields of a record that say who wrote it.
var speakerKeys = [...]string{"logger", "component", "module", "program", "programname", "appname", "app", "process", "daemon", "subsystem", "service",
	"protocol", "proto", "ident", "syslog_identifier", "unit", "tag", "facility"}

func isOneOf(list []string, w string) bool {
	for _, s := range list {
		if len(s) == len(w) && equalFold(w, s) {
			return true
		}
	}
	return false
}

// lengths tells for the first octet of a word how long the words of a list are that begin with it, a bit for each length. It
// spares most words the search of the list.
type lengths [256]uint32

func lengthsOf(list []string) (l lengths) {
	for _, s := range list {
		l[s[0]] |= 1 << len(s)
	}
	return l
}

// may reports whether a word, which has 31 octets at most, can be one of the list.
func (l *lengths) may(w string) bool { return w != "" && l[fold[w[0]]]>>len(w)&1 != 0 }

var (
	speakerLengths = lengthsOf(otherSpeakers[:])
	keyLengths     = lengthsOf(speakerKeys[:])
)

// otherSpeaker reports whether a word is in otherSpeakers.
func otherSpeaker(w string) bool {
	if len(w) <= 2 || len(w) > 18 {
		return false
	}
	w = strings.TrimSuffix(w, ".service")
	return speakerLengths.may(w) && isOneOf(otherSpeakers[:], w)
}

// mostHead bounds what is looked at in front of an event and behind it.
const mostHead = 512

// foreign reports whether the words at text[start:end] are those of another protocol's program, or an operator's in the
// configuration.
func foreign(text string, start, end int) bool {
	head := text[max(0, start-mostHead):start]
	if k := strings.LastIndexByte(head, '\n'); k >= 0 {
		head = head[k+1:]
	}
	tail := text[end:min(len(text), end+mostHead)]
	if k := strings.IndexByte(tail, '\n'); k >= 0 {
		tail = tail[:k]
	}
	return otherHead(head) || otherField(head) || otherField(tail) || configText(head)
}

// otherHead looks for a tag or a mnemonic; the last one counts.
func otherHead(head string) bool {
	other := false
	framed := len(head) > 0 && head[0] == '<' && strings.Contains(head[:min(len(head), 8)], ">1 ") // RFC 5424
	for i := 0; i < len(head); {
		if !nameOctet(head[i]) && head[i] != '%' {
			i++
			continue
		}
		k := i + 1
		for k < len(head) && nameOctet(head[k]) {
			k++
		}
		w := head[i:k]
		switch {
		case w[0] == '%':
			other = otherMnemonic(w[1:])
		case !other && !framed && !tagEnd(head[k:]):
		case otherSpeaker(w):
			other = true
		case other && firstFold(w, "bgp") >= 0:
			other = false
		}
		i = k
	}
	return other
}

// otherMnemonic reports whether a facility, as of LDP-5-NBRCHG or ROUTING-OSPF-5-ADJCHG, is of another protocol.
func otherMnemonic(w string) bool {
	for w != "" {
		part, rest, _ := strings.Cut(w, "-")
		if firstFold(part, "bgp") >= 0 {
			return false
		}
		if otherSpeaker(part) {
			return true
		}
		if len(part) > 0 && digits(part) == len(part) {
			return false
		}
		w = rest
	}
	return false
}

// otherField looks for a field that says who wrote the record: "component":"ldp", component=ldp.
func otherField(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '=' && s[i] != ':' {
			continue
		}
		k := i
		for k > 0 && (s[k-1] == '"' || s[k-1] == ' ' || s[k-1] == '\\') {
			k--
		}
		from := k
		for from > 0 && nameOctet(s[from-1]) && k-from < 20 {
			from--
		}
		for from < k && s[from] == '_' {
			from++
		}
		if w := s[from:k]; len(w) < 3 || !keyLengths.may(w) || !isOneOf(speakerKeys[:], w) {
			continue
		}
		v := strings.TrimLeft(s[i+1:min(len(s), i+48)], `" \`)
		n := 0
		for n < len(v) && nameOctet(v[n]) {
			n++
		}
		if otherSpeaker(v[:n]) {
			return true
		}
	}
	return false
}

// tagEnd reports whether what follows a word makes it a program's tag: "ldpd:", "ldpd[12]:".
func tagEnd(s string) bool {
	return len(s) > 1 && (s[0] == ':' && isBlank(s[1]) || s[0] == '[' && s[1] >= '0' && s[1] <= '9')
}

// nameOctet reports whether an octet may stand in the name of a program.
func nameOctet(c byte) bool {
	return isWord(c) || c == '-' || c == '.' || c == '_'
}
