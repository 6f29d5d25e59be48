package batch

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// TestUnseen: an input in which BGP stands that cannot be seen says so; one without BGP says nothing.
func TestUnseen(t *testing.T) {
	in := conversation(t, capture.KindPcap, [][]byte{anOpen(65001, 0)}, [][]byte{anOpen(65002, 0)})
	wifi := bytes.Clone(in)
	for i := range 4 { // the order of the file's octets does not matter
		wifi[20+i] = 0
	}
	wifi[20], wifi[23] = 105, 105
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	if err := w.WriteHeader(&tar.Header{Name: "x.pcap", Mode: 0o600, Size: int64(len(in))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(in); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		in   []byte
		want string
	}{
		"read":         {in, ""},
		"another link": {wifi, "which is not read"},
		"tar":          {archive.Bytes(), "is a tar archive"},
		"no packets":   {in[:24], ""},
	} {
		opt, notes := testOptions(), []string{}
		opt.Note = func(text string) { notes = append(notes, text) }
		run(t, string(c.in), opt)
		if said := strings.Join(notes, "\n"); c.want == "" && said != "" || !strings.Contains(said, c.want) || len(notes) > 1 {
			t.Errorf("%s: %q", name, said)
		}
	}
}
