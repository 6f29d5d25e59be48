package capture

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
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
	for _, text := range []string{"snoop on the wire\n", "XCP: a line\n", "s", "TRSNIFF", "Nov 21 23:43:12 r bgpd[1]: up\n", "PK\n", "BZ", "]", "7z: a line\n", "Rar!\n"} {
		src, err := Open(strings.NewReader(text), Options{})
		if err != nil || src.Kind != KindUnknown {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestPackedTwice: what is compressed in something compressed is told, and not taken for a text without BGP.
func TestPackedTwice(t *testing.T) {
	var inner, outer bytes.Buffer
	for _, w := range []struct{ to, from *bytes.Buffer }{{&inner, bytes.NewBufferString("Nov 21 23:43:12 r bgpd[1]: up\n")}, {&outer, &inner}} {
		z := gzip.NewWriter(w.to)
		if _, err := w.from.WriteTo(z); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Open(&outer, Options{})
	var other *OtherFormat
	if !errors.As(err, &other) || !other.Packed {
		t.Error(err)
	}
}

// TestTar: the messages in the files of an archive are no stream.
func TestTar(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	data := append(update(3), keepalive()...)
	if err := w.WriteHeader(&tar.Header{Name: "x", Mode: 0o600, Size: int64(len(data))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !IsTar(b.Bytes()) || IsTar(b.Bytes()[:300]) || IsTar(data) {
		t.Error("not told apart")
	}
	if k := Sniff(b.Bytes()); k != KindUnknown {
		t.Error(k)
	}
}
