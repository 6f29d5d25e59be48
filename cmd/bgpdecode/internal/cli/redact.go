package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/redact"
)

// redactFlags are the flags by which a result is made fit to be shown to others.
type redactFlags struct {
	on      bool
	keyFile string
}

func (o *redactFlags) register(f *pflag.FlagSet) {
	f.BoolVar(&o.on, "redact", false, "replace addresses, AS numbers and names, each always by the same; dumps stay decodable")
	f.StringVar(&o.keyFile, "redact-key", "", "replace as every run with the secret in this file does; implies --redact")
}

// mostKey bounds the file of --redact-key.
const mostKey = 4096

// redactor gives nil when nothing is to be replaced.
func (o *redactFlags) redactor() (*redact.Redactor, error) {
	if o.keyFile == "" {
		if !o.on {
			return nil, nil
		}
		return redact.New(""), nil
	}
	f, err := os.Open(o.keyFile)
	if err != nil {
		return nil, fmt.Errorf("--redact-key: %w", err)
	}
	defer f.Close()
	key, err := io.ReadAll(io.LimitReader(f, mostKey+1))
	if err != nil {
		return nil, fmt.Errorf("--redact-key: %w", err)
	}
	n := len(key)
	if key = bytes.TrimSpace(key); len(key) < 8 || n > mostKey {
		return nil, usagef("--redact-key: %s must hold a secret of 8 to %d octets", o.keyFile, mostKey)
	}
	return redact.New(string(key)), nil
}
