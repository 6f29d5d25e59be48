package capture

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// archived is a file that a test puts into archives.
type archived struct{ name, text string }

var archivedFiles = []archived{
	{"var/log/a.log", "Nov 21 23:43:12 r bgpd[1]: up\n"},
	{"empty", ""},
	{"x\n\x1b[31m.bin", strings.Repeat("many octets ", 20000)},
	{"../../c.bin", string(keepalive())},
}

const archivedNames = "var/log/a.log x\\n\\x1b[31m.bin c.bin"

func tarOf(t testing.TB, files ...archived) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	w.WriteHeader(&tar.Header{Name: "dir/", Typeflag: tar.TypeDir, Mode: 0o755})
	w.WriteHeader(&tar.Header{Name: "link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink})
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(f.text)), ModTime: time.Unix(1700000000, 0)}); err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(f.text))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipOf(t testing.TB, method uint16, raw bool, files ...archived) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.Create("dir/")
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: method, Modified: time.Unix(1700000000, 0)}
		var to io.Writer
		var err error
		if raw { // sizes in front
			h.CRC32, h.CompressedSize64, h.UncompressedSize64 = crc32.ChecksumIEEE([]byte(f.text)), uint64(len(f.text)), uint64(len(f.text))
			to, err = w.CreateRaw(h)
		} else {
			to, err = w.CreateHeader(h)
		}
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(to, f.text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipOf(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

// members reads an archive: the names and what the files have in them, and what is wrong.
func members(t testing.TB, r io.Reader, opt Options) (names []string, texts []string, errs []error) {
	t.Helper()
	src, err := Open(r, opt)
	if err != nil {
		return nil, nil, []error{err}
	}
	defer src.Close()
	if !src.Kind.Archive() {
		t.Fatalf("%v", src.Kind)
	}
	for m, err := range src.Members() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		b, err := io.ReadAll(m)
		if err != nil {
			errs = append(errs, err)
		}
		names, texts = append(names, m.Name), append(texts, string(b))
	}
	return names, texts, errs
}

// TestArchives reads archives of all kinds, compressed or not, octet by octet as from a pipe.
func TestArchives(t *testing.T) {
	files := archivedFiles
	want := files[0].text + files[2].text + files[3].text
	for name, b := range map[string][]byte{
		"tar":        tarOf(t, files...),
		"tar.gz":     gzipOf(tarOf(t, files...)),
		"tar.gz.gz":  gzipOf(gzipOf(tarOf(t, files...))),
		"zip":        zipOf(t, zip.Deflate, false, files...),
		"zip stored": zipOf(t, zip.Store, true, files...),
		"zip.gz":     gzipOf(zipOf(t, zip.Deflate, false, files...)),
	} {
		for _, r := range []io.Reader{bytes.NewReader(b), iotest.OneByteReader(bytes.NewReader(b))} {
			names, texts, errs := members(t, r, Options{})
			if strings.Join(names, " ") != archivedNames || strings.Join(texts, "") != want || len(errs) > 0 {
				t.Errorf("%s: %q %d octets %v", name, names, len(strings.Join(texts, "")), errs)
			}
		}
	}
}

// TestArchiveSkips: who does not read a file gets the next one all the same.
func TestArchiveSkips(t *testing.T) {
	for _, b := range [][]byte{tarOf(t, archivedFiles...), zipOf(t, zip.Deflate, false, archivedFiles...), zipOf(t, zip.Store, true, archivedFiles...)} {
		src, err := Open(bytes.NewReader(b), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for m, err := range src.Members() {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, m.Name)
			m.Read(make([]byte, 5))
		}
		if strings.Join(names, " ") != archivedNames {
			t.Errorf("%q", names)
		}
	}
}

// TestArchiveDamage: what is wrong is told, and what can be had is had.
func TestArchiveDamage(t *testing.T) {
	deflated, stored, packed := zipOf(t, zip.Deflate, false, archivedFiles...), zipOf(t, zip.Store, true, archivedFiles...), tarOf(t, archivedFiles...)
	cut := func(b []byte) []byte { return b[:len(b)/2] }
	change := func(b []byte, at int, to byte) []byte {
		b = bytes.Clone(b)
		b[at] = to
		return b
	}
	first := 30 + len("dir/") // of the header behind that of the directory
	if !bytes.HasPrefix(stored[first:], []byte("PK\x03\x04")) {
		first += bytes.Index(stored[first:], []byte("PK\x03\x04"))
	}
	for name, tc := range map[string]struct {
		b     []byte
		names string
		err   string
	}{
		"cut tar":       {cut(packed), "var/log/a.log x\\n\\x1b[31m.bin", "unexpected EOF"},
		"cut zip":       {stored[:200], "var/log/a.log", "unexpected EOF"},
		"cut deflate":   {deflated[:len(deflated)/4], "var/log/a.log", "EOF"},
		"wrong sum":     {change(stored, first+14, stored[first+14]^1), archivedNames, "checksum"},
		"encrypted":     {change(stored, first+6, stored[first+6]|1), strings.TrimPrefix(archivedNames, "var/log/a.log "), "encrypted"},
		"method":        {change(stored, first+8, 93), strings.TrimPrefix(archivedNames, "var/log/a.log "), "method 93"},
		"without sizes": {zipOf(t, zip.Store, false, archivedFiles...), "", "cannot be told"},
		"no header":     {change(stored, first, 'Q'), "", "no header"},
	} {
		names, _, errs := members(t, bytes.NewReader(tc.b), Options{})
		text := ""
		for _, err := range errs {
			text += err.Error() + "\n"
		}
		if got := strings.Join(names, " "); !strings.HasPrefix(got, tc.names) || !strings.Contains(text, tc.err) {
			t.Errorf("%s: %q %s", name, names, text)
		}
	}
}

// TestZip64 reads files as programs write them that do not know how long they will be: sizes of 64 bits in an extra field, or
// behind the file, with and without a mark in front.
func TestZip64(t *testing.T) {
	le := binary.LittleEndian
	text := []byte("a text\n")
	var deflated bytes.Buffer
	d, err := flate.NewWriter(&deflated, 9)
	if err != nil {
		t.Fatal(err)
	}
	d.Write(text)
	d.Close()
	header := func(name string, flags, method uint16, size uint32, extra []byte) []byte {
		b := append([]byte("PK\x03\x04"), 45, 0)
		b = le.AppendUint16(le.AppendUint16(b, flags), method)
		b = append(b, 0, 0, 0, 0) // no time
		sum := crc32.ChecksumIEEE(text)
		if flags&zipSumBehind != 0 {
			sum = 0
		}
		b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, sum), size), size)
		b = le.AppendUint16(le.AppendUint16(b, uint16(len(name))), uint16(len(extra)))
		return append(append(b, name...), extra...)
	}
	extra := func(size, packed uint64) []byte {
		b := append([]byte("UT\x01\x00\x00"), 1, 0, 16, 0) // a time stands in front
		return le.AppendUint64(le.AppendUint64(b, size), packed)
	}
	sizes := le.AppendUint64(le.AppendUint64(le.AppendUint32(nil, crc32.ChecksumIEEE(text)), uint64(deflated.Len())), uint64(len(text)))
	b := joinedOctets(
		header("a", 0, zipStored, 0xffffffff, extra(uint64(len(text)), uint64(len(text)))), text,
		header("b", 0, zipDeflate, 0xffffffff, extra(uint64(len(text)), uint64(deflated.Len()))), deflated.Bytes(),
		header("c", zipSumBehind, zipDeflate, 0xffffffff, extra(0, 0)), deflated.Bytes(), []byte("PK\x07\x08"), sizes,
		header("d", zipSumBehind, zipDeflate, 0, nil), deflated.Bytes(), sizes,
		header("e", 0, zipStored, uint32(len(text)), []byte{1, 0, 99, 0, 1}), text, // a field that is longer than the fields are
		[]byte("PK\x01\x02"), make([]byte, 42))
	names, texts, errs := members(t, bytes.NewReader(b), Options{})
	if strings.Join(names, " ") != "a b c d e" || strings.Join(texts, "") != strings.Repeat(string(text), 5) || len(errs) > 0 {
		t.Errorf("%q %q %v", names, texts, errs)
	}
}

// TestZipTells: each damage is told once, and so is that nothing behind it can be read.
func TestZipTells(t *testing.T) {
	noise := make([]byte, 4000) // which deflate cannot make shorter
	rand.New(rand.NewSource(1)).Read(noise)
	files := []archived{{"a", string(noise)}, {"b", "5"}, {"c", "6"}}
	streamed := zipOf(t, zip.Deflate, false, files...)
	at := bytes.Index(streamed, []byte("PK\x03\x04\x14\x00\x08")) // behind the directory
	if at < 0 {
		t.Fatalf("%x", streamed[:80])
	}
	// The same with sizes in front, as a program writes that can go back in its file.
	sized := bytes.Clone(streamed)
	r, err := zip.NewReader(bytes.NewReader(streamed), int64(len(streamed)))
	if err != nil {
		t.Fatal(err)
	}
	packed := r.File[1].CompressedSize64
	sized[at+6] &^= 8
	binary.LittleEndian.PutUint32(sized[at+14:], r.File[1].CRC32)
	binary.LittleEndian.PutUint32(sized[at+18:], uint32(packed))
	binary.LittleEndian.PutUint32(sized[at+22:], uint32(len(noise)))
	data := at + 30 + len("a") + int(binary.LittleEndian.Uint16(sized[at+28:]))
	sized = append(sized[:data+int(packed)], streamed[data+int(packed)+16:]...)
	type change struct {
		at int
		to byte
	}
	for name, tc := range map[string]struct {
		b      []byte
		change change
		cut    int
		names  string
		errs   []string
	}{
		"sound":                     {b: sized, names: "a b c"},
		"deflate":                   {b: sized, change: change{data, 7}, names: "a b c", errs: []string{"corrupt"}},
		"deflate without sizes":     {b: streamed, change: change{data, 7}, names: "a", errs: []string{"corrupt", "the archive cannot be read further: only the directory"}},
		"cut":                       {b: sized, cut: 2000, names: "a", errs: []string{"unexpected EOF", "the archive cannot be read further: unexpected EOF"}},
		"cut without sizes":         {b: streamed, cut: 2000, names: "a", errs: []string{"unexpected EOF", "the archive cannot be read further: unexpected EOF"}},
		"encrypted":                 {b: sized, change: change{at + 6, 1}, names: "b c", errs: []string{"member a cannot be read: it is encrypted"}},
		"encrypted, no sizes":       {b: streamed, change: change{at + 6, 9}, errs: []string{"member a cannot be read: it is encrypted", "further: only the directory"}},
		"stored without its size":   {b: streamed, change: change{at + 8, 0}, errs: []string{"member a cannot be read: its end", "further: only the directory"}},
		"directory with descriptor": {b: joinedOctets([]byte("PK\x03\x04\x14\x00\x08\x00"), make([]byte, 18), []byte("\x02\x00\x00\x00d/PK\x07\x08"), make([]byte, 12), sized), names: "a b c"},
	} {
		b := bytes.Clone(tc.b)
		if tc.change.at > 0 {
			b[tc.change.at] = tc.change.to
		}
		if tc.cut > 0 {
			b = b[:tc.cut]
		}
		names, _, errs := members(t, bytes.NewReader(b), Options{})
		ok := strings.Join(names, " ") == tc.names && len(errs) == len(tc.errs)
		for i := range min(len(errs), len(tc.errs)) {
			ok = ok && strings.Contains(errs[i].Error(), tc.errs[i])
		}
		if !ok {
			t.Errorf("%s: %q %v, want %q %q", name, names, errs, tc.names, tc.errs)
		}
	}
}

// TestArchiveBomb: all files together are no longer than the limit.
func TestArchiveBomb(t *testing.T) {
	for _, b := range [][]byte{tarOf(t, archivedFiles...), zipOf(t, zip.Deflate, false, archivedFiles...), zipOf(t, zip.Store, true, archivedFiles...), gzipOf(tarOf(t, archivedFiles...))} {
		_, texts, errs := members(t, bytes.NewReader(b), Options{MaxUnpacked: 10000})
		if n := len(strings.Join(texts, "")); n > 10000 || len(errs) == 0 || !errors.Is(errs[len(errs)-1], ErrUnpacked) {
			t.Errorf("%d octets, %v", n, errs)
		}
	}
	// A file that is one octet too long is not taken for an empty one when it is looked at twice.
	b := zipOf(t, zip.Store, true, archived{"a", "1234"}, archived{"b", "5"}, archived{"c", "6"})
	if names, texts, errs := members(t, bytes.NewReader(b), Options{MaxUnpacked: 4}); strings.Join(texts, "") != "1234" || len(errs) != 1 || !errors.Is(errs[0], ErrUnpacked) {
		t.Errorf("%q %q %v", names, texts, errs)
	}
	b = keepalive()
	for range mostPacked + 1 {
		b = gzipOf(b)
	}
	var other *OtherFormat
	if _, err := Open(bytes.NewReader(b), Options{}); !errors.As(err, &other) {
		t.Error(err)
	}
}

// FuzzArchive opens arbitrary archives.
func FuzzArchive(f *testing.F) {
	small := []archived{{"a", "text\n"}, {"b", string(keepalive())}}
	f.Add(tarOf(f, small...))
	f.Add(zipOf(f, zip.Deflate, false, small...))
	f.Add(zipOf(f, zip.Store, true, small...))
	f.Add(zipOf(f, zip.Store, true, archived{strings.Repeat("\x01", 2*maxMemberName), "x"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		const limit = 1 << 20
		src, err := Open(bytes.NewReader(b), Options{MaxUnpacked: limit, MaxWindow: 1 << 20})
		if err != nil {
			return
		}
		defer src.Close()
		all, n := int64(0), 0
		for m, err := range src.Members() {
			if n++; n > len(b) {
				t.Fatal("more members than octets")
			}
			if err != nil {
				continue
			}
			if len(m.Name) > 4*maxMemberName+3 { // an octet becomes \x00
				t.Fatal(m.Name)
			}
			k, _ := io.Copy(io.Discard, m)
			if all += k; all > limit {
				t.Fatalf("%d octets", all)
			}
		}
	})
}
