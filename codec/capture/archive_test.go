package capture

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"hash/crc32"
	"io"
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

// TestArchiveBomb: all files together are no longer than the limit.
func TestArchiveBomb(t *testing.T) {
	for _, b := range [][]byte{tarOf(t, archivedFiles...), zipOf(t, zip.Deflate, false, archivedFiles...), zipOf(t, zip.Store, true, archivedFiles...), gzipOf(tarOf(t, archivedFiles...))} {
		_, texts, errs := members(t, bytes.NewReader(b), Options{MaxUnpacked: 10000})
		if n := len(strings.Join(texts, "")); n > 10000 || len(errs) == 0 || !errors.Is(errs[len(errs)-1], ErrUnpacked) {
			t.Errorf("%d octets, %v", n, errs)
		}
	}
	b := keepalive()
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
			if len(m.Name) > maxMemberName+3 {
				t.Fatal(m.Name)
			}
			k, _ := io.Copy(io.Discard, m)
			if all += k; all > limit {
				t.Fatalf("%d octets", all)
			}
		}
	})
}
