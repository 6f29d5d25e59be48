package inputs

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestTailAnew: octets of a file that was written anew while it was read are not handed out as those of the old one.
func TestTailAnew(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		anew string
		want string
	}{
		"longer":     {"another line\nand one more\nand the last\n", ""},
		"as long":    {"another text\nthird line\n", ""},
		"shorter":    {"new\n", ""},
		"cut":        {"", ""},
		"only added": {"first line\nsecond line\nthird\n", "second line\nthird\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := filepath.Join(t.TempDir(), "r.log")
			if err := os.WriteFile(log, []byte("first line\nsecond line\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			f, err := os.Open(log)
			if err != nil {
				t.Fatal(err)
			}
			tail := NewTail(&File{Path: log}, f, make(chan struct{}), func([]byte) {}, func() {})
			defer tail.Close()
			buf := make([]byte, 64)
			if n, err := tail.Read(buf[:11]); err != nil || string(buf[:n]) != "first line\n" {
				t.Fatalf("%q, %v", buf[:n], err)
			}
			if err := os.WriteFile(log, []byte(tt.anew), 0o600); err != nil {
				t.Fatal(err)
			}
			n, err := tail.Read(buf)
			if got := string(buf[:n]); got != tt.want || (err == io.EOF) != (tt.want == "") {
				t.Errorf("%q, %v, want %q", got, err, tt.want)
			}
			if tail.Rewritten() != (tt.want == "") {
				t.Errorf("rewrote %v", tail.Rewritten())
			}
		})
	}
}
