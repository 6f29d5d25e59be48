package cli

import (
	"errors"
	"strconv"
	"strings"
)

// size is a number of octets, as a flag. It implements pflag.Value.
type size int64

// defaultMaxInput is how much text the root command reads of one input unless told otherwise.
const defaultMaxInput size = 256 << 20

var sizeUnits = [...]struct {
	name  string
	shift uint
}{{"GiB", 30}, {"MiB", 20}, {"KiB", 10}}

// String gives the size in the largest binary unit that divides it; "" for none.
func (s size) String() string {
	if s == 0 {
		return ""
	}
	for _, u := range sizeUnits {
		if s > 0 && s%(1<<u.shift) == 0 {
			return strconv.FormatInt(int64(s>>u.shift), 10) + " " + u.name
		}
	}
	return strconv.FormatInt(int64(s), 10) + " octets"
}

// Set reads "256MiB", "1G", "4096". Units are binary, whatever their spelling.
func (s *size) Set(word string) error {
	text := strings.ToLower(strings.ReplaceAll(word, " ", ""))
	var shift uint
	for _, u := range sizeUnits {
		for _, suffix := range []string{strings.ToLower(u.name), strings.ToLower(u.name[:1]) + "b", strings.ToLower(u.name[:1])} {
			if rest, ok := strings.CutSuffix(text, suffix); ok && shift == 0 {
				text, shift = rest, u.shift
			}
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 || n > 1<<40>>shift {
		return errors.New("want a number of octets up to 1024 GiB, such as 4096, 64MiB or 1GiB")
	}
	*s = size(n << shift)
	return nil
}

// Type names the values in help texts.
func (*size) Type() string { return "size" }
