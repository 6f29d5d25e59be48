package incidents

import (
	"errors"
	"fmt"
	"strings"
)

// parse reads the file of an incident.
func parse(id, text string) (*Incident, error) {
	in := &Incident{ID: id}
	for rest := text; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		for strings.HasPrefix(rest, "  ") {
			var more string
			more, rest, _ = strings.Cut(rest, "\n")
			line += " " + strings.TrimSpace(more)
		}
		if line == "" || line[0] == '#' {
			continue
		}
		word, value, ok := strings.Cut(line, ": ")
		if !ok || value == "" {
			return nil, fmt.Errorf("%s: %q is no line of an incident", id, line)
		}
		if err := in.set(word, value); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", id, line, err)
		}
	}
	return in, nil
}

// set takes one line.
func (in *Incident) set(word, value string) error {
	switch word {
	case "title":
		in.Title = value
	case "date":
		in.Date = value
	case "seen":
		in.Seen = append(in.Seen, value)
	case "what":
		in.What = value
	case "cve":
		in.CVE = append(in.CVE, value)
	case "reset":
		in.Reset = append(in.Reset, value)
	case "ref":
		in.Refs = append(in.Refs, value)
	case "mitigation":
		platform, do, ok := strings.Cut(value, ": ")
		if !ok {
			return errors.New("a mitigation names its platform")
		}
		in.Mitigation = append(in.Mitigation, Mitigation{platform, do})
	case "match":
		in.Match = append(in.Match, value)
	default:
		return fmt.Errorf("%q is not a word of an incident", word)
	}
	return nil
}
