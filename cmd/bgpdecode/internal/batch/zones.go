package batch

import (
	"path/filepath"
	"strings"
	"time"
)

// Zone says in which zone the inputs are whose names fit a pattern.
type Zone struct {
	// Pattern is that of path/filepath.Match. It fits the whole name of an input, its end from a directory on, or one of
	// the directories in it.
	Pattern  string
	Location *time.Location
}

// zone gives the zone of an input.
func (o *Options) zone(name string) *time.Location {
	loc := o.Location
	for _, z := range o.Zones {
		if z.fits(name) {
			loc = z.Location
		}
	}
	return loc
}

func (z *Zone) fits(name string) bool {
	name, pattern := filepath.ToSlash(name), filepath.ToSlash(z.Pattern)
	for rest := name; ; {
		part, next, more := strings.Cut(rest, "/")
		for _, s := range [...]string{rest, part} {
			if ok, _ := filepath.Match(pattern, s); ok && s != "" {
				return true
			}
		}
		if !more {
			return false
		}
		rest = next
	}
}
