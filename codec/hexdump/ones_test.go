package hexdump

import (
	"strings"
	"testing"
)

// TestOnesAt: octets of ones are seen in each notation, and hardware addresses, masks and pointers are not taken for them.
func TestOnesAt(t *testing.T) {
	at := func(text string) bool {
		for i := range text {
			if StartsOnes(text[i]) && OnesAt(text, i) {
				return true
			}
		}
		return false
	}
	for _, one := range []string{"ff", "FF", "ff ", "ff:", "0xff, ", `\xff`, "255, ", "255 ", "-1, ", "377 ", "ff-"} {
		if text := "dump: " + strings.Repeat(one, 16) + " 00 15"; !at(text) {
			t.Errorf("%q is not seen", text)
		}
	}
	for _, text := range []string{"base64: /////////////////////wAVAwYE", "0000: ff ff ff ff |....|", "ffffffff\nffffffff"} {
		if !at(text) {
			t.Errorf("%q is not seen", text)
		}
	}
	for _, text := range []string{"MAC=ff:ff:ff:ff:ff:ff:b0:5b:0e:1b:ef:07:08:00", "ether ff:ff:ff:ff:ff:ff, mtu 1500", "ff-ff-ff-ff-ff-ff-0a-bb-cc-dd-ee-01",
		"netmask 255.255.255.0", "DST=255.255.255.255", "0x7fffffd37d", "errors -1 -1", "fffe::ff"} {
		if at(text) {
			t.Errorf("%q is taken for ones", text)
		}
	}
}
