package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// input is one text to decode, not yet read.
type input struct {
	name string // what the JSON calls it: a file name, "stdin", "clipboard" or "args"
	said string // how a sentence calls it
	read func(ctx context.Context) (string, error)
}

// clipboardPatience is how long the owner of the clipboard may take to answer.
const clipboardPatience = 5 * time.Second

const invitation = "Paste what the router printed (log line, hex dump, anything), then press Ctrl-D,\nor Enter twice on empty lines. \"bgpdecode --help\" shows other ways.\n"

// inputs says what the arguments mean. Each is a file, "-" for standard input, or a part of a text.
func (a *app) inputs(args []string, o *rootOptions) ([]input, error) {
	if o.clipboard {
		if len(args) > 0 {
			return nil, usagef("--clipboard takes no text or file beside it")
		}
		return []input{a.clipboard(o)}, nil
	}
	if len(args) == 0 {
		return []input{a.stdin(o)}, nil
	}
	kinds := make([]argKind, len(args))
	for i, arg := range args {
		kinds[i] = kindOf(arg)
	}
	if err := mixed(args, kinds); err != nil {
		return nil, err
	}
	if !has(kinds, argFile) && (has(kinds, argText) || has(kinds, argDir)) {
		if len(args) == 1 && kinds[0] == argDir {
			return nil, fmt.Errorf("%q is a directory; name the files in it", args[0])
		}
		text := strings.Join(args, " ")
		return []input{{"args", "the arguments", func(context.Context) (string, error) { return limited(text, o.maxInput) }}}, nil
	}
	var all []input
	stdin := false
	for i, arg := range args {
		switch {
		case kinds[i] == argFile:
			all = append(all, input{arg, fmt.Sprintf("%q", arg), func(context.Context) (string, error) { return readFile(arg, o.maxInput) }})
		case !stdin:
			stdin = true
			all = append(all, a.stdin(o))
		}
	}
	return all, nil
}

// argKind is what an argument can be.
type argKind uint8

const (
	argText  argKind = iota // not a file that is there
	argFile                 // an existing file, pipe or device
	argDir                  // an existing directory
	argStdin                // "-"
)

func kindOf(arg string) argKind {
	if arg == "-" {
		return argStdin
	}
	if arg == "" || len(arg) > 4096 || strings.ContainsAny(arg, "\n\x00") {
		return argText
	}
	switch info, err := os.Stat(arg); {
	case err != nil:
		return argText
	case info.IsDir():
		return argDir
	}
	return argFile
}

func has(kinds []argKind, k argKind) bool {
	for _, kind := range kinds {
		if kind == k {
			return true
		}
	}
	return false
}

// mixed refuses files and text in one command line: which of the words is text by intent cannot be told, and a word of
// a log line may happen to be the name of a file.
func mixed(args []string, kinds []argKind) error {
	if !has(kinds, argFile) {
		return nil
	}
	file := ""
	for i, arg := range args {
		if kinds[i] == argFile {
			file = arg
			break
		}
	}
	for i, arg := range args {
		switch {
		case kinds[i] == argDir:
			return fmt.Errorf("%q is a directory; name the files in it", arg)
		case kinds[i] == argText && fileLike(arg):
			return noSuchFile(arg)
		case kinds[i] == argText:
			return usagef("%q is a file, but %q is not: give files only, or the text on standard input", file, arg)
		}
	}
	return nil
}

// fileLike reports whether a word that names no file was most likely meant to.
func fileLike(arg string) bool {
	if arg == "" || len(arg) > 255 || strings.ContainsAny(arg, " \t\n\"") {
		return false
	}
	for _, p := range []string{"./", "../", "~/", `.\`, `..\`, "file:"} {
		if strings.HasPrefix(arg, p) {
			return true
		}
	}
	if len(arg) > 2 && arg[1] == ':' && (arg[2] == '\\' || arg[2] == '/') {
		return true
	}
	dot := strings.LastIndexByte(arg, '.')
	switch strings.ToLower(arg[dot+1:]) {
	case "log", "txt", "json", "jsonl", "ndjson", "hex", "bin", "dump", "out", "pcap", "pcapng", "cap", "mrt", "gz", "bz2", "xz", "zst", "zip", "csv":
		return dot >= 0
	}
	// A word with a slash is a path unless it can be numbers (3/4, 10.0.0.0/8), hex or base64.
	return strings.ContainsAny(arg, `/\`) && !strings.ContainsAny(arg, "=+:") && strings.ContainsAny(arg, "ghijklmnopqrstuvwxyz")
}

func noSuchFile(name string) error { return fmt.Errorf("no such file: %q", name) }

// stdin is standard input: whatever comes through a pipe, or a paste when it is a terminal.
func (a *app) stdin(o *rootOptions) input {
	if a.s.InTTY {
		return input{"stdin", "the paste", a.paste(o)}
	}
	return input{"stdin", "standard input", func(context.Context) (string, error) {
		if a.s.In == nil {
			return "", nil
		}
		text, err := readAll(a.s.In, 0, o.maxInput)
		if err != nil {
			return "", fmt.Errorf("standard input: %w", inputs.Reason(err))
		}
		return text, nil
	}}
}

func (a *app) paste(o *rootOptions) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		a.pasting.Store(true)
		defer a.pasting.Store(false)
		return a.s.Paste(ctx, ui.PasteOptions{Invitation: invitation, Limit: int(min(int64(o.maxInput), 1<<30))})
	}
}

func (a *app) clipboard(o *rootOptions) input {
	return input{"clipboard", "the clipboard", func(ctx context.Context) (string, error) {
		ctx, stop := context.WithTimeoutCause(ctx, clipboardPatience, errors.New("its owner does not answer"))
		defer stop()
		text, err := a.s.ReadClipboard(ctx)
		if errors.Is(err, ui.ErrClipboardEmpty) {
			return "", nothingError{err}
		}
		if err != nil {
			return "", err
		}
		return limited(text, o.maxInput)
	}}
}

func readFile(name string, limit size) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("cannot read %q: %w", name, inputs.Reason(err))
	}
	defer f.Close()
	var hint int64
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		hint = info.Size()
	}
	text, err := readAll(f, hint, limit)
	if err != nil {
		return "", fmt.Errorf("cannot read %q: %w", name, inputs.Reason(err))
	}
	return text, nil
}

// readAll reads a text of at most limit octets. It holds little more than twice the text at a time; hint is the length where
// it is known.
func readAll(r io.Reader, hint int64, limit size) (string, error) {
	if hint > int64(limit) {
		return "", tooLong(limit)
	}
	var b strings.Builder
	b.Grow(int(hint))
	chunk := make([]byte, 64<<10)
	for {
		n, err := r.Read(chunk)
		if int64(b.Len())+int64(n) > int64(limit) {
			return "", tooLong(limit)
		}
		b.Write(chunk[:n])
		if err == io.EOF {
			return decodeUTF16(b.String()), nil
		}
		if err != nil {
			return "", err
		}
	}
}

func limited(text string, limit size) (string, error) {
	if int64(len(text)) > int64(limit) {
		return "", tooLong(limit)
	}
	return text, nil
}

func tooLong(limit size) error {
	return fmt.Errorf("more than %s; --max-input raises the limit", limit)
}
