package tap

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Suffixes are those of the formats that can be written.
var Suffixes = [...]string{".pcapng", ".pcap", ".mrt", ".jsonl"}

// Suffix says which format a file name asks for.
func Suffix(name string) (string, error) {
	ext := strings.ToLower(filepath.Ext(name))
	for _, s := range Suffixes {
		if ext == s {
			return s, nil
		}
	}
	return "", fmt.Errorf("%q ends in none of .pcapng, .pcap, .mrt and .jsonl", name)
}

// rotated gives the name of a file of a row: live.pcapng becomes live-20261122T101500Z-0001.pcapng, so that names sort
// as the files were written.
func rotated(name, suffix string, at time.Time, number int) string {
	return fmt.Sprintf("%s-%s-%04d%s", name[:len(name)-len(suffix)], at.UTC().Format("20060102T150405Z"), number, suffix)
}

// mayLose refuses to empty an input, and to write to one file twice.
func (f *file) mayLose(others []*file) error {
	mine, err := os.Stat(f.name)
	if err != nil {
		return nil // it is not there, or creating it will say why
	}
	for _, in := range f.opt.Inputs {
		if theirs, err := os.Stat(in); err == nil && os.SameFile(mine, theirs) {
			return fmt.Errorf("%q is an input; it would be lost", f.name)
		}
	}
	for _, o := range others {
		if o.file == nil {
			continue
		}
		if theirs, err := o.file.Stat(); err == nil && os.SameFile(mine, theirs) {
			return fmt.Errorf("%q and %q are one file", o.name, f.name)
		}
	}
	return nil
}
