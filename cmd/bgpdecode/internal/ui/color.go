package ui

import "fmt"

// ColorMode is the value of the --color flag. It implements pflag.Value.
type ColorMode uint8

// The values of --color.
const (
	ColorAuto   ColorMode = iota // on a terminal, unless NO_COLOR or TERM=dumb says no
	ColorAlways                  // always, whatever the environment says
	ColorNever                   // never
)

var colorModes = [...]string{ColorAuto: "auto", ColorAlways: "always", ColorNever: "never"}

// ColorModes lists the words that Set accepts, for help and completion.
func ColorModes() []string { return colorModes[:] }

// String gives the word for m.
func (m ColorMode) String() string {
	if int(m) < len(colorModes) {
		return colorModes[m]
	}
	return fmt.Sprintf("ColorMode(%d)", uint8(m))
}

// Set reads the word of a flag.
func (m *ColorMode) Set(word string) error {
	for i, w := range colorModes {
		if w == word {
			*m = ColorMode(i)
			return nil
		}
	}
	return fmt.Errorf("%q is not one of auto, always, never", word)
}

// Type names the values in help texts.
func (*ColorMode) Type() string { return "when" }

// ColorEnabled decides for one stream. In auto mode it wants a terminal, an
// empty or absent NO_COLOR (https://no-color.org) and a TERM other than dumb.
// CLICOLOR_FORCE is deliberately not heeded: --color always says it better.
func ColorEnabled(m ColorMode, tty bool, env func(string) string) bool {
	switch m {
	case ColorAlways:
		return true
	case ColorNever:
		return false
	}
	if !tty {
		return false
	}
	return env == nil || env("NO_COLOR") == "" && env("TERM") != "dumb"
}

// OutPaint gives the paint for Out.
func (s *Streams) OutPaint(m ColorMode) Paint { return Paint{On: ColorEnabled(m, s.OutTTY, s.Env)} }

// ErrPaint gives the paint for Err.
func (s *Streams) ErrPaint(m ColorMode) Paint { return Paint{On: ColorEnabled(m, s.ErrTTY, s.Env)} }
