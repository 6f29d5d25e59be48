package capture

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

// TestOtherFormats: captures in formats that are not read are refused by name, however their octets come; a text that
// begins alike is a text.
func TestOtherFormats(t *testing.T) {
	for _, f := range otherFormats {
		text := f.magic + strings.Repeat("\x00\x01\x02\xff", 64)
		_, err := Open(iotest.OneByteReader(strings.NewReader(text)), Options{})
		var other *OtherFormat
		if !errors.As(err, &other) || other.Name != f.name {
			t.Errorf("%q: %v", f.magic, err)
		}
	}
	lzma := "\x5d\x00\x00\x80\x00" + strings.Repeat("\xff", 8) + "\x00\x24\x19"
	var other *OtherFormat
	if _, err := Open(iotest.OneByteReader(strings.NewReader(lzma)), Options{}); !errors.As(err, &other) || other.Name != "an lzma file" {
		t.Errorf("lzma: %v", err)
	}
	for _, text := range []string{"]", "]]> 2023 bgpd: up\n", "7z: a line\n", "LZIP and others\n", "snoop on the wire\n", "XCP: a line\n", "s", "TRSNIFF", "Nov 21 23:43:12 r bgpd[1]: up\n"} {
		src, err := Open(strings.NewReader(text), Options{})
		if err != nil || src.Kind != KindUnknown {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestOpenOnce: looking for other formats makes no copies of what was read for each of them.
func TestOpenOnce(t *testing.T) {
	text := strings.Repeat("Nov 21 23:43:12 r bgpd[1]: up\n", 5000)
	if n := testing.AllocsPerRun(20, func() {
		if src, err := Open(strings.NewReader(text), Options{}); err != nil || src.Kind != KindUnknown {
			t.Error(err)
		}
	}); n > 8 {
		t.Errorf("%v allocations", n)
	}
}
