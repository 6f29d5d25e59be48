package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/batch"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// zoneFlag is the value of --tz: the zone of stamps that tell none. The zero value is that of the machine.
type zoneFlag struct {
	loc  *time.Location
	text string
}

// String gives what was set.
func (z *zoneFlag) String() string { return z.text }

// Type names the values in help texts.
func (*zoneFlag) Type() string { return "zone" }

// Set reads the name of a zone or an offset from UTC.
func (z *zoneFlag) Set(word string) error {
	loc, ok := parseZone(strings.TrimSpace(word))
	if !ok {
		return fmt.Errorf("no zone %q (UTC, Local, Europe/Berlin, +02:00)", word)
	}
	z.loc, z.text = loc, word
	return nil
}

// location gives the zone.
func (z *zoneFlag) location() *time.Location {
	if z.loc == nil {
		return time.Local
	}
	return z.loc
}

// zonesFlag is the value of batch --tz: a zone for all inputs, and zones for those whose names fit a pattern.
type zonesFlag struct {
	zoneFlag
	of    []batch.Zone
	texts []string
}

// String gives what was set.
func (z *zonesFlag) String() string { return strings.Join(z.texts, ",") }

// Set reads a zone, or a pattern and a zone.
func (z *zonesFlag) Set(word string) error {
	k := strings.LastIndexByte(word, '=')
	if k < 0 {
		if err := z.zoneFlag.Set(word); err != nil {
			return err
		}
		z.texts = append(z.texts, word)
		return nil
	}
	pattern := word[:k]
	if _, err := filepath.Match(pattern, ""); err != nil || pattern == "" {
		return fmt.Errorf("%q is no pattern for names of inputs", pattern)
	}
	var one zoneFlag
	if err := one.Set(word[k+1:]); err != nil {
		return err
	}
	z.of = append(z.of, batch.Zone{Pattern: pattern, Location: one.loc})
	z.texts = append(z.texts, word)
	return nil
}

// datesFlag is the value of --dates: what stands first in dates such as 01/02/2026.
type datesFlag struct{ logline.DateOrder }

var dateOrders = []string{"unknown", "day-first", "month-first", "year-first"}

// register adds the flag.
func (d *datesFlag) register(f *pflag.FlagSet) {
	f.Var(d, "dates", "what stands first in dates such as 01/02/2026: day-first or month-first; or year-first, of 26/11/22 (default: they are left as texts)")
}

// String gives the order.
func (d *datesFlag) String() string {
	if d.DateOrder == logline.OrderUnknown {
		return ""
	}
	return dateOrders[d.DateOrder]
}

// Type names the values in help texts.
func (*datesFlag) Type() string { return "order" }

// Set reads the name of an order.
func (d *datesFlag) Set(word string) error {
	k := slices.Index(dateOrders[1:], strings.ToLower(word))
	if k < 0 {
		return fmt.Errorf("%q is not one of %s", word, strings.Join(dateOrders[1:], ", "))
	}
	d.DateOrder = logline.DateOrder(k + 1)
	return nil
}

// parseZone reads "UTC", "Local", a name of the zone database, or an offset: +02:00, -0330, +2.
func parseZone(word string) (*time.Location, bool) {
	switch strings.ToLower(word) {
	case "":
		return nil, false
	case "utc", "z":
		return time.UTC, true
	case "local":
		return time.Local, true
	}
	if word[0] == '+' || word[0] == '-' {
		return parseOffset(word)
	}
	loc, err := time.LoadLocation(word)
	return loc, err == nil
}

// parseOffset reads hours, two digits at most, and minutes east (+) or west (-) of UTC.
func parseOffset(word string) (*time.Location, bool) {
	hours, minutes, colon := strings.Cut(word[1:], ":")
	if !colon && len(hours) == 4 {
		hours, minutes = hours[:2], hours[2:]
	} else if !colon {
		minutes = "00"
	}
	if len(hours) < 1 || len(hours) > 2 || len(minutes) != 2 {
		return nil, false
	}
	h, okH := decimal(hours)
	m, okM := decimal(minutes)
	if !okH || !okM || h > 23 || m > 59 {
		return nil, false
	}
	seconds := h*3600 + m*60
	if word[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(fmt.Sprintf("%c%02d:%02d", word[0], h, m), seconds), true
}

// decimal reads a short number of nothing but digits.
func decimal(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
