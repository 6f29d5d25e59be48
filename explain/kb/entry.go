package kb

import (
	"strings"
	"sync"
)

// Line is one line of an entry.
type Line struct{ Word, Text string }

// Entry is what is known under one key. The zero value has no lines.
type Entry struct {
	Key, Variant string
	*body
}

// body is the text of an entry. It is split into lines when somebody asks for them: most texts are never asked for.
type body struct {
	variants []string // of the entry's key, where this is the standard meaning
	raw      string
	split    sync.Once
	lines    []Line
	texts    []string // of lines, those of one word together
	words    []word
}

// word says where the texts of a word stand.
type word struct {
	name     string
	from, to int
}

// read splits the body.
func (b *body) read() {
	for rest := b.raw; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		for strings.HasPrefix(rest, "  ") {
			var more string
			more, rest, _ = strings.Cut(rest, "\n")
			line += " " + strings.TrimSpace(more)
		}
		name, text, _ := strings.Cut(line, ": ")
		b.lines = append(b.lines, Line{name, text})
	}
	b.texts = make([]string, 0, len(b.lines))
	for i, l := range b.lines {
		if b.word(l.Word) != nil {
			continue
		}
		from := len(b.texts)
		for _, m := range b.lines[i:] {
			if m.Word == l.Word {
				b.texts = append(b.texts, m.Text)
			}
		}
		b.words = append(b.words, word{l.Word, from, len(b.texts)})
	}
}

func (b *body) word(name string) *word {
	for i := range b.words {
		if b.words[i].name == name {
			return &b.words[i]
		}
	}
	return nil
}

// Lines yields the lines of an entry with continuations joined.
func (e Entry) Lines(yield func(Line) bool) {
	if e.body == nil {
		return
	}
	e.split.Do(e.read)
	for _, l := range e.lines {
		if !yield(l) {
			return
		}
	}
}

// All gives the texts of a word, in order. They are shared: callers must not change the slice.
func (e Entry) All(name string) []string {
	if e.body == nil {
		return nil
	}
	e.split.Do(e.read)
	if w := e.word(name); w != nil {
		return e.texts[w.from:w.to:w.to]
	}
	return nil
}

// One gives the first text of a word, "" if there is none.
func (e Entry) One(name string) string {
	if all := e.All(name); len(all) > 0 {
		return all[0]
	}
	return ""
}
