package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// No way of printing shows a key, nor anything that holds one.
func TestKeyIsHidden(t *testing.T) {
	const secret = "s3cr3t-of-a-router"
	k, err := NewKey([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	type holder struct{ inner Options } // unexported: fmt cannot call its methods
	o := Options{MD5: k, AO: []AOKey{{Key: k}}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p"} {
		for _, v := range []any{k, &k, o, &o, holder{o}, &holder{o}, []Key{k}, map[string]Key{"k": k}} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
	}
	if err := json.NewEncoder(&out).Encode(o); err != nil {
		t.Fatal(err)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("k", "key", k, "options", o)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("k", "key", k, "options", o)
	for _, bad := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprint([]byte(secret))[1:20]} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("%q is in the output:\n%s", bad, out.String())
		}
	}
	if k.octets() != secret || k.IsZero() || !(Key{}).IsZero() || (Key{}).String() != "" {
		t.Error("the key is not what it was made of")
	}
}

func TestKeyEqual(t *testing.T) {
	a, _ := NewKey([]byte("a"))
	a2, _ := NewKey([]byte("a"))
	b, _ := NewKey([]byte("b"))
	if !a.Equal(a2) || a.Equal(b) || a.Equal(Key{}) || !(Key{}).Equal(Key{}) {
		t.Error("Equal")
	}
}

func TestKeySources(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ name, text, key, want string }{
		{"plain", "abc", "abc", ""},
		{"line", "abc\n", "abc", ""},
		{"windows line", "abc\r\n", "abc", ""},
		{"blanks belong to it", " a b \n", " a b ", ""},
		{"longest", strings.Repeat("k", MaxKeyLen) + "\r\n", strings.Repeat("k", MaxKeyLen), ""},
		{"too long", strings.Repeat("k", MaxKeyLen+1), "", "more than 80 octets"},
		{"far too long", strings.Repeat("k", 1<<20), "", "more than 80 octets"},
		{"empty", "", "", "is empty"},
		{"empty line", "\n", "", "is empty"},
		{"two lines", "abc\ndef\n", "", "more than one line"},
	} {
		path := filepath.Join(dir, c.name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := KeyFromFile(path)
		check := func(how string, k Key, err error) {
			t.Helper()
			switch {
			case c.want == "" && (err != nil || k.octets() != c.key):
				t.Errorf("%s, %s: %q, %v", c.name, how, k.octets(), err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%s, %s: %v, want %q", c.name, how, err, c.want)
			case err != nil && strings.Contains(err.Error(), "abc"):
				t.Errorf("%s, %s: the key is in the error: %v", c.name, how, err)
			}
		}
		check("file", k, err)
		if c.name == "two lines" || len(c.text) > 1000 {
			continue
		}
		t.Setenv("BGPDECODE_TEST_KEY", c.text)
		k, err = KeyFromEnv("BGPDECODE_TEST_KEY")
		check("environment", k, err)
	}
	if _, err := KeyFromFile(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := KeyFromEnv("BGPDECODE_TEST_NO_SUCH_KEY"); err == nil || !strings.Contains(err.Error(), "is not set") {
		t.Errorf("missing variable: %v", err)
	}
}

func TestParseAOAlgorithm(t *testing.T) {
	for s, want := range map[string]AOAlgorithm{
		"hmac(sha1)": AOHMACSHA1, "HMAC-SHA-1-96": AOHMACSHA1, "cmac(aes128)": AOAESCMAC, "AES-128-CMAC-96": AOAESCMAC,
		"hmac-sha-256": AOHMACSHA256,
	} {
		if got, err := ParseAOAlgorithm(s); err != nil || got != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	if _, err := ParseAOAlgorithm("md5"); err == nil {
		t.Error("md5 is no algorithm of TCP-AO")
	}
}
