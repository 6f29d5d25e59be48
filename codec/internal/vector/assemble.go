package vector

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// open is a bracket that is not closed yet.
type open struct {
	kind string
	at   int
}

// Assemble turns words into octets: hex; u8( ... ) and u16( ... ) put the length of what they enclose before it,
// msg1( ... ) a message header of type 1; 00*9 repeats, "text" is ASCII.
func Assemble(src string) ([]byte, error) {
	var out []byte
	var stack []open
	for src = strings.TrimSpace(src); src != ""; src = strings.TrimSpace(src) {
		if src[0] == '"' {
			end := strings.IndexByte(src[1:], '"') + 1
			if end == 0 {
				return nil, errors.New("text without an end")
			}
			out, src = append(out, src[1:end]...), src[end+1:]
			continue
		}
		w, rest, _ := strings.Cut(src, " ")
		src = rest
		var err error
		switch {
		case strings.HasSuffix(w, "("):
			stack = append(stack, open{w[:len(w)-1], len(out)})
		case w != ")":
			out, err = repeated(out, w)
		case len(stack) == 0:
			err = errors.New("unbalanced )")
		default:
			out, err = enclosed(out, stack[len(stack)-1])
			stack = stack[:len(stack)-1]
		}
		if err != nil {
			return nil, err
		}
	}
	if len(stack) > 0 {
		return nil, errors.New("unbalanced (")
	}
	return out, nil
}

// repeated appends hex, as often as is said behind "*".
func repeated(out []byte, w string) ([]byte, error) {
	digits, count, repeat := strings.Cut(w, "*")
	b, err := hex.DecodeString(digits)
	n := 1
	if err == nil && repeat {
		n, err = strconv.Atoi(count)
	}
	if err != nil {
		return nil, err
	}
	return append(out, bytes.Repeat(b, n)...), nil
}

// enclosed puts what a bracket says before the octets in it.
func enclosed(out []byte, o open) ([]byte, error) {
	body := append([]byte(nil), out[o.at:]...)
	out = out[:o.at]
	n := len(body)
	switch {
	case o.kind == "u8":
		out = append(out, byte(n))
	case o.kind == "u16":
		out = append(out, byte(n>>8), byte(n))
	case strings.HasPrefix(o.kind, "msg"):
		t, err := strconv.Atoi(o.kind[3:])
		if err != nil {
			return nil, err
		}
		n += 19
		out = append(out, bytes.Repeat([]byte{0xff}, 16)...)
		out = append(out, byte(n>>8), byte(n), byte(t))
	default:
		return nil, fmt.Errorf("unknown %q", o.kind)
	}
	return append(out, body...), nil
}
