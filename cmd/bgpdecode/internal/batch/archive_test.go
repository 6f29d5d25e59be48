package batch

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// packedFile is a file that a test puts into an archive.
type packedFile struct {
	name string
	data []byte
}

func tarGz(t testing.TB, files ...packedFile) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o600, Size: int64(len(f.data)), ModTime: now}); err != nil {
			t.Fatal(err)
		}
		w.Write(f.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.Bytes()
}

func zipArchive(t testing.TB, files ...packedFile) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		to, err := w.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		to.Write(f.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestArchive: the files of an archive are inputs of their own, with names, and as good as if they had been unpacked.
func TestArchive(t *testing.T) {
	wire := conversation(t, capture.KindPcap, [][]byte{anOpen(65001, 0)}, [][]byte{anOpen(65002, 0)})
	var gz bytes.Buffer
	z := gzip.NewWriter(&gz)
	z.Write(wire)
	z.Close()
	log := []byte("Nov 21 23:43:12 r1 rpd[1]: %BGP-3-NOTIFICATION: sent to neighbor 203.0.113.4 2/2 (peer in wrong AS) 2 bytes FDE8\n")
	inner := zipArchive(t, packedFile{"deep.pcap", wire}, packedFile{"none.txt", []byte("nothing of BGP\n")})
	for name, b := range map[string][]byte{
		"tar.gz": tarGz(t, packedFile{"logs/r1.log", log}, packedFile{"a.pcap", wire}, packedFile{"b.pcap.gz", gz.Bytes()}, packedFile{"c.zip", inner}),
		"zip":    zipArchive(t, packedFile{"logs/r1.log", log}, packedFile{"a.pcap", wire}, packedFile{"b.pcap.gz", gz.Bytes()}, packedFile{"c.zip", inner}),
	} {
		for _, merge := range []bool{false, true} {
			path := filepath.Join(t.TempDir(), "x")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			opt := testOptions()
			opt.Merge = merge
			opt.Failed = func(err error) { t.Errorf("%s: %v", name, err) }
			var out bytes.Buffer
			res, err := Run(context.Background(), &out, []string{path}, opt)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
				var o struct {
					Kind   string
					Time   string
					Source struct{ File, Name, Style string }
				}
				if err := json.Unmarshal([]byte(line), &o); err != nil {
					t.Fatalf("%s: %v in %q", name, err, line)
				}
				got += strings.TrimPrefix(o.Source.File+o.Source.Name, path) + " "
			}
			if want := "!logs/r1.log !a.pcap !a.pcap !b.pcap.gz !b.pcap.gz !c.zip!deep.pcap !c.zip!deep.pcap "; got != want {
				t.Errorf("%s, merge %v: %q, want %q\n%s", name, merge, got, want, out.String())
			}
			if res.Stats.Failed != 0 || res.Stats.Messages != 6 {
				t.Errorf("%s: %+v", name, res.Stats)
			}
		}
	}
}

// TestArchiveBudget: what is compressed within an archive, or in archives there, shares the limit of the archive; what it made an end
// of is told.
func TestArchiveBudget(t *testing.T) {
	var files []packedFile
	for i := range 8 {
		files = append(files, packedFile{fmt.Sprintf("r%d.log.gz", i), []byte(zipped(t, event+strings.Repeat("nothing to see\n", 20000)))})
	}
	inner := append(slices.Clone(files[:4]), packedFile{"more.zip", zipArchive(t, files[4:]...)})
	for name, b := range map[string][]byte{"tar.gz": tarGz(t, files...), "zip": zipArchive(t, files...), "in each other": tarGz(t, inner...)} {
		for budget, want := range map[int64][2]int{1 << 20: {3, 4}, 3 << 20: {8, 8}} {
			opt, said := testOptions(), []string{}
			opt.MaxUnpacked = budget
			opt.Failed = func(err error) { said = append(said, err.Error()) }
			out, res := run(t, string(b), opt)
			n, stopped := strings.Count(out, `"kind":`), want[0] < 8
			told := strings.Contains(strings.Join(res.Lines(), "\n"), "given up at --max-unpacked")
			if n < want[0] || n > want[1] || stopped != (len(said) > 0) || stopped != (res.Stats.Bomb > 0) || stopped != told || len(said) > 3 {
				t.Errorf("%s, %d octets: %d events, %q", name, budget, n, said)
			}
		}
	}
}

// TestArchiveLimits: archives in archives end somewhere, and what a file does to its limit ends the archive.
func TestArchiveLimits(t *testing.T) {
	b := []byte("nothing of BGP\n")
	for i := range mostWithin + 1 {
		b = zipArchive(t, packedFile{fmt.Sprint(i), b})
	}
	big := tarGz(t, packedFile{"big.log", bytes.Repeat([]byte("a line of no meaning\n"), 100000)})
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"in each other": {b, errWithin.Error()},
		"bomb":          {big, capture.ErrUnpacked.Error()},
		"cut":           {zipArchive(t, packedFile{"a", []byte("some text\n")})[:40], "unexpected EOF"},
	} {
		opt, said := testOptions(), []string{}
		opt.MaxUnpacked = 1 << 20
		opt.Failed = func(err error) { said = append(said, err.Error()) }
		_, res := run(t, string(c.b), opt)
		if !strings.Contains(strings.Join(said, "\n"), c.want) || res.Stats.Failed == 0 {
			t.Errorf("%s: %q", name, said)
		}
	}
}
