package explain

import "errors"

// ErrNoTopic is returned by Lookup when nothing matches.
var ErrNoTopic = errors.New("no such code, name or number")

// Topic is one meaning of what Lookup was asked for.
type Topic struct {
	Title    string    // "3/4 Attribute Flags Error"
	Kind     string    // "notification", "attribute", "capability", "message", "origin", "segment", "as", "family"
	Sections []Section // in reading order
	Refs     []string
}

// Section is a titled list of lines of a Topic; Title is "" for the opening lines.
type Section struct {
	Title string
	Lines []string
}

// Lookup finds what a person asks for: "3/4", "cease/9", "0x030b", "0305", "error peer AS", "attribute 40",
// "capability 65", "message 5", "origin 3", or a bare number, which may have several meanings.
func Lookup(query string) ([]Topic, error) {
	return nil, ErrNoTopic
}
