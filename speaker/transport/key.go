package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// MaxKeyLen is the longest key in octets, for TCP MD5 and for TCP-AO alike: what
// Linux takes (TCP_MD5SIG_MAXKEYLEN, TCP_AO_MAXKEYLEN).
const MaxKeyLen = 80

// hidden is all that a Key ever shows.
const hidden = "(hidden key)"

// Key is a secret of TCP MD5 or TCP-AO. It cannot be printed: every verb of fmt,
// JSON and text marshalling give a fixed text. It holds its octets in a function,
// so that printing by reflection finds none either. The zero Key is no key.
type Key struct {
	reveal func() string
}

// NewKey makes a key of its octets: 1 to MaxKeyLen of them.
func NewKey(secret []byte) (Key, error) {
	switch n := len(secret); {
	case n == 0:
		return Key{}, errors.New("the key is empty")
	case n > MaxKeyLen:
		return Key{}, fmt.Errorf("the key has more than %d octets", MaxKeyLen)
	}
	s := string(secret)
	return Key{reveal: func() string { return s }}, nil
}

// KeyFromFile reads a key from a file: its first line, without the line end. More
// lines are an error, because a key with a line end in it is nearly always a
// mistake.
func KeyFromFile(path string) (Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return Key{}, fmt.Errorf("key file: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, MaxKeyLen+3))
	if err != nil {
		return Key{}, fmt.Errorf("key file: %w", err)
	}
	b = bytes.TrimSuffix(b, []byte("\n"))
	b = bytes.TrimSuffix(b, []byte("\r"))
	if bytes.ContainsAny(b, "\r\n") {
		return Key{}, fmt.Errorf("key file %s: more than one line", path)
	}
	k, err := NewKey(b)
	if err != nil {
		return Key{}, fmt.Errorf("key file %s: %w", path, err)
	}
	return k, nil
}

// KeyFromEnv reads a key from an environment variable, of which only the name
// appears in errors.
func KeyFromEnv(name string) (Key, error) {
	s, ok := os.LookupEnv(name)
	if !ok {
		return Key{}, fmt.Errorf("environment variable %s is not set", name)
	}
	k, err := NewKey([]byte(strings.TrimRight(s, "\r\n")))
	if err != nil {
		return Key{}, fmt.Errorf("environment variable %s: %w", name, err)
	}
	return k, nil
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k.reveal == nil }

// Equal reports whether two keys are the same.
func (k Key) Equal(o Key) bool {
	if k.IsZero() || o.IsZero() {
		return k.IsZero() == o.IsZero()
	}
	return k.reveal() == o.reveal()
}

// octets gives the secret to the code that hands it to the kernel.
func (k Key) octets() string {
	if k.IsZero() {
		return ""
	}
	return k.reveal()
}

// String gives a fixed text, or nothing where there is no key.
func (k Key) String() string {
	if k.IsZero() {
		return ""
	}
	return hidden
}

// GoString is String.
func (k Key) GoString() string { return k.String() }

// Format writes String whatever the verb is.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

// MarshalText gives String; JSON uses it too.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
