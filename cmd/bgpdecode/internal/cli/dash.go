package cli

import (
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
)

// Text may begin with a dash: "-1 -1 -1" is a marker in signed decimal, "--- dump ---" a heading. What cannot be a flag
// is hidden from the flag parser behind a stand-in that no argument of a process can be, as it begins with NUL.

// hideTexts replaces arguments that are text in spite of their dash, and keeps them.
func (a *app) hideTexts(args []string) []string {
	out := make([]string, len(args))
	for i, arg := range args {
		if arg == "--" {
			copy(out[i:], args[i:])
			return out
		}
		out[i] = arg
		if dashText(arg) && !(i > 0 && (wantsValue(args[i-1]) || args[0] == "peer" && peerWantsValue(args[i-1]))) {
			out[i] = "\x00" + strconv.Itoa(len(a.texts))
			a.texts = append(a.texts, arg)
		}
	}
	return out
}

// shownTexts gives the arguments as they were.
func (a *app) shownTexts(args []string) []string {
	out := make([]string, len(args))
	for i, arg := range args {
		out[i] = arg
		if rest, ok := strings.CutPrefix(arg, "\x00"); ok {
			if n, err := strconv.Atoi(rest); err == nil && n < len(a.texts) {
				out[i] = a.texts[n]
			}
		}
	}
	return out
}

// dashText reports whether an argument begins with a dash and cannot be a flag: no letter follows the dashes, or there
// is white space before any "=".
func dashText(arg string) bool {
	name := strings.TrimLeft(arg, "-")
	if len(name) == len(arg) || name == "" {
		return len(arg) > 2 && name == "" // "-" and "--" have a meaning, longer rules are text
	}
	if c := name[0] | 0x20; c < 'a' || c > 'z' {
		return true
	}
	name, _, _ = strings.Cut(name, "=")
	return strings.ContainsAny(name, " \t\r\n")
}

// peerWantsValue reports whether the argument after this one is the value of a flag of the command peer.
func peerWantsValue(arg string) bool {
	name, ok := strings.CutPrefix(arg, "--")
	if !ok {
		return false
	}
	if s := peer.Lookup(name); s != nil {
		return s.Arg != ""
	}
	switch name {
	case "config", "listen", "accept", "count", "write", "rotate-size", "rotate-time", "proxy", "metrics":
		return true
	}
	return false
}

// wantsValue reports whether the argument after this one is the value of a flag.
func wantsValue(arg string) bool {
	switch arg {
	case "--width", "--color", "--peer-kind", "--max-input", "--tz", "--since", "--until", "--correlate-window",
		"--jobs", "-j", "--max-files", "--max-causes", "--max-sessions", "--max-line", "--max-unpacked", "--max-window":
		return true
	}
	return false
}
