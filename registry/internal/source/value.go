package source

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Kind says how a table writes its values.
type Kind string

// The kinds of value that occur in the tables.
const (
	Dec    Kind = "dec"    // decimal numbers
	Hex    Kind = "hex"    // 0x..
	Bit    Kind = "bit"    // bit numbers, 0 is the most significant
	Bin    Kind = "bin"    // binary digits without a prefix
	Letter Kind = "letter" // one ASCII letter, numbered by its ASCII code
)

// ParseValue reads a value or a range "a-b" (blanks allowed, "2^n-1" too) as a table of kind k writes it.
func ParseValue(k Kind, s string) (first, last uint64, err error) {
	t := strings.ReplaceAll(strings.TrimSpace(s), " ", "")
	if k == Letter {
		if len(t) != 1 || t[0] <= ' ' || t[0] > '~' {
			return 0, 0, fmt.Errorf("value %q: want one letter", s)
		}
		return uint64(t[0]), uint64(t[0]), nil
	}
	if n, err := number(k, t); err == nil {
		return n, n, nil
	}
	a, b, ok := strings.Cut(t, "-")
	if !ok {
		return 0, 0, fmt.Errorf("value %q: not a number", s)
	}
	if first, err = number(k, a); err != nil {
		return 0, 0, fmt.Errorf("value %q: %w", s, err)
	}
	if last, err = number(k, b); err != nil {
		return 0, 0, fmt.Errorf("value %q: %w", s, err)
	}
	if last < first {
		return 0, 0, fmt.Errorf("value %q: range runs backwards", s)
	}
	return first, last, nil
}

func number(k Kind, s string) (uint64, error) {
	s = strings.Trim(s, "()")
	if exp, ok := strings.CutPrefix(s, "2^"); ok {
		exp, ok = strings.CutSuffix(exp, "-1")
		n, err := strconv.ParseUint(exp, 10, 8)
		if err != nil || !ok || n < 1 || n > 64 {
			return 0, fmt.Errorf("power %q not understood", s)
		}
		return math.MaxUint64 >> (64 - n), nil
	}
	if k == Bin {
		return strconv.ParseUint(s, 2, 64)
	}
	if len(s) > 2 && (s[:2] == "0x" || s[:2] == "0X") {
		return strconv.ParseUint(s[2:], 16, 64)
	}
	return strconv.ParseUint(s, 10, 64)
}

// FormatValue writes a value or range as a table of kind k with that width in bits does. It is the inverse of ParseValue.
func FormatValue(k Kind, width int, first, last uint64) string {
	s := formatOne(k, width, first)
	if last != first {
		s += "-" + formatOne(k, width, last)
	}
	return s
}

func formatOne(k Kind, width int, v uint64) string {
	switch k {
	case Hex:
		return fmt.Sprintf("0x%0*x", (width+3)/4, v)
	case Bin:
		return fmt.Sprintf("%0*b", width, v)
	case Letter:
		return string(rune(v))
	}
	return strconv.FormatUint(v, 10)
}
