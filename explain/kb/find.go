package kb

import (
	"strings"
	"sync"
)

// page is one file of texts with an index of its entries, which is made when the file is first looked into.
type page struct {
	text    *string
	index   sync.Once
	entries map[string]Entry // by what stands behind "== "
}

// The files by error code, and the two others.
var (
	codePages  = [...]page{1: {text: &messageHeader}, 2: {text: &open}, 3: {text: &update}, 4: {text: &holdTimer}, 5: {text: &fsm}, 6: {text: &cease}, 7: {text: &routeRefresh}, 8: {text: &sendHoldTimer}, 9: {text: &lsdb}}
	statePage  = page{text: &state}
	pointsPage = page{text: &points}
)

// pageOf gives the file that holds a key, nil if none does.
func pageOf(key string) *page {
	if strings.HasPrefix(key, "reason ") || strings.HasPrefix(key, "procedure ") {
		return &statePage
	}
	switch i := strings.IndexByte(key, '/'); {
	case i < 0:
		return &pointsPage
	case i == 1 && key[0] >= '1' && key[0] <= '9':
		return &codePages[key[0]-'0']
	}
	return nil
}

// find gives the entry with that head.
func (p *page) find(head string) (Entry, bool) {
	p.index.Do(p.read)
	e, ok := p.entries[head]
	return e, ok
}

// read makes the index.
func (p *page) read() {
	const mark = "\n== "
	p.entries = make(map[string]Entry, strings.Count(*p.text, mark))
	_, rest, more := strings.Cut(*p.text, mark)
	for more {
		var one string
		one, rest, more = strings.Cut(rest, mark)
		head, raw, _ := strings.Cut(one, "\n")
		key, variant := keyAndVariant(head)
		p.entries[head] = Entry{key, variant, &body{raw: raw}}
		if e, ok := p.entries[key]; ok && variant != "" {
			e.variants = append(e.variants, variant)
		}
	}
}

// keyAndVariant parts a head: a key is one word with a slash, or two words.
func keyAndVariant(head string) (key, variant string) {
	key, variant, _ = strings.Cut(head, " ")
	if strings.Contains(key, "/") || variant == "" {
		return key, variant
	}
	second, variant, _ := strings.Cut(variant, " ")
	return head[:len(key)+1+len(second)], variant
}

// Find gives the entry of a key; variant is "" for the standard meaning.
func Find(key, variant string) (Entry, bool) {
	p := pageOf(key)
	if p == nil {
		return Entry{}, false
	}
	if variant == "" {
		return p.find(key)
	}
	return p.find(key + " " + variant)
}

// Variants gives the vendors that mean something else by a key that has a standard meaning too, in the order of the
// text. The slice is shared: callers must not change it.
func Variants(key string) []string {
	if p := pageOf(key); p != nil {
		if e, ok := p.find(key); ok {
			return e.variants
		}
	}
	return nil
}
