package main

import (
	"encoding/binary"
	"encoding/hex"
	"log"
	"strings"
)

// message is octets to measure with.
type message struct {
	name   string
	octets []byte
}

// messages gives one message of each kind that matters: what nearly all of a table is, what is long, what is deep.
func messages() []message {
	plain := "400101 00 400216 0205 0000fbf4 00010000 00000cb9 000000ae 0004003e 400304 c0000201 800404 00000064 c00810 fbf40064 fbf40065 fbf40066 ffffff01"
	path := "400101 00 40020a 0202 0000fbf4 00010000 400304 c0000201 400504 00000064"
	var many, full strings.Builder
	for i := range 60 {
		many.WriteString(number(0xfbf40000+i, 4))
	}
	large := strings.Repeat("0000fbf4 00000001 00000002 ", 20)
	for i := range (4096 - 23 - 36) / 4 {
		full.WriteString("18 0a" + number(i, 2))
	}
	vpn, evpn := "", ""
	for i := range 4 {
		vpn += "70 000" + number(16+i, 1) + "1 0000fbf400000064 c633" + number(i, 1)
		evpn += "02 21 0000fbf400000064 00000000000000000000 00000000 30 0200000000" + number(i, 1) + " 00 00" + number(1000+i, 2)
	}
	return []message{
		{"UPDATE with 5 attributes and 2 routes", update(plain, "18c63364 18cb0071")},
		{"UPDATE with 60 communities and 20 large ones", update(path+" c008f0 "+many.String()+" c020f0 "+large, "18c63364")},
		{"UPDATE with 4 VPN-IPv4 routes and 2 route targets", update(path+" c01010 0002fbf400000064 0002fbf400000065 "+
			attribute("90", "0e", "0001800c 0000000000000000 c0000201 00 "+vpn), "")},
		{"UPDATE with 4 EVPN MAC/IP routes", update(path+" c01010 0002fbf400000064 030c000000000008 "+
			attribute("90", "0e", "00194604 c0000201 00 "+evpn), "")},
		{"UPDATE of 4096 octets, nearly all of them routes", update(path, full.String())},
		{"OPEN with 6 capabilities", build(1, "04fbf4005ac0000201 24 0222 010400010001 010400020001 0200 41040000fbf4 40020078 45080001010300020103")},
		{"NOTIFICATION with a shutdown communication", build(3, "0602 10 "+hex.EncodeToString([]byte("maintenance 2200")))},
	}
}

func number(v, n int) string {
	return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(v))[8-n:])
}

func octets(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		log.Fatal(err, s)
	}
	return b
}

// attribute puts a 2-octet length before a value.
func attribute(flags, code, value string) string {
	return flags + code + number(len(octets(value)), 2) + value
}

func update(attrs, nlri string) []byte {
	return build(2, "0000"+number(len(octets(attrs)), 2)+attrs+nlri)
}

func build(typ byte, body string) []byte {
	b := octets(strings.Repeat("ff", 16))
	rest := octets(body)
	b = binary.BigEndian.AppendUint16(b, uint16(19+len(rest)))
	return append(append(b, typ), rest...)
}
