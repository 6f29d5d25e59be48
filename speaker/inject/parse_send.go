package inject

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
	"github.com/bgpdecode/bgpdecode/speaker/shortform"
)

// maxOctets is the most that one step sends, in octets: a message of RFC 8654 and as much again, for streams that are out of
// step.
const maxOctets = 2 * codec.MaxExtLen

// maxRoutes bounds the messages that one announce makes.
const maxRoutes = 4096

// open reads the words of an OPEN. stop are words that end it and belong to the line.
func (p *parser) open(stop []string) (OpenWords, error) {
	o := OpenWords{Given: map[string]bool{}}
	for len(p.words) > 0 && !slices.Contains(stop, p.words[0].key) {
		w := p.words[0]
		p.words = p.words[1:]
		if w.op != "=" {
			return o, at(w, fmt.Errorf("unknown word %s: expected as=, hold=, id=, families=, cap=, my-as=, version= or packing=", shown(w.text)))
		}
		if o.Given[w.key] && w.key != "cap" {
			return o, at(w, fmt.Errorf("%s= stands twice", w.key))
		}
		if err := o.word(w); err != nil {
			return o, at(w, fmt.Errorf("%s: %w", w.key, err))
		}
		o.Given[w.key] = true
	}
	return o, nil
}

func (o *OpenWords) word(w word) error {
	switch {
	case w.key == "families" && w.value == "none", w.key == "cap" && w.value == "none" && len(o.Value.Capabilities) == 0:
		return nil
	case w.key == "families":
		for _, name := range strings.Split(w.value, ",") {
			f, ok := codec.ParseFamily(strings.ToLower(name))
			if !ok {
				return fmt.Errorf("%s is no address family such as ipv4-unicast or 1/1", shown(name))
			}
			if slices.Contains(o.Families, f) {
				return fmt.Errorf("%s stands twice", f)
			}
			o.Families = append(o.Families, f)
		}
		return nil
	}
	return shortform.OpenWord(&o.Value, w.key, w.value)
}

// routes reads announce and withdraw.
func (p *parser) routes(gone bool) (err error) {
	m := &p.step.Send
	m.Type, m.Gone = registry.MsgUpdate, gone
	if m.Fault, err = p.takeFault(); err != nil {
		return err
	}
	if gone && m.Fault != "" {
		return errors.New("fault= is for routes that are announced")
	}
	start, words := word{col: p.step.Col}, p.words
	if len(p.words) > 0 {
		start = p.words[0]
	}
	m.Routes = p.rest()
	var set routes.Set
	if err := set.Parse(m.Routes); err != nil {
		return about(words, start, err)
	}
	if set.Len() > maxRoutes {
		return at(start, fmt.Errorf("more than %d routes", maxRoutes))
	}
	return nil
}

// send reads what follows the word.
func (p *parser) send(first word) (err error) {
	kind, err := p.next(first, "a message")
	if err != nil {
		return err
	}
	m := &p.step.Send
	if m.Fault, err = p.takeFault(); err != nil {
		return err
	}
	switch strings.ToUpper(kind.text) {
	case "RAW":
		return p.raw(kind)
	case "OPEN":
		m.Type = registry.MsgOpen
		if m.Open, err = p.open(nil); err == nil && m.Fault != "" && len(m.Open.Given) > 0 {
			err = errors.New("send OPEN: fault= and other words exclude each other")
		}
		return err
	case "UPDATE":
		m.Type = registry.MsgUpdate
	case "END-OF-RIB":
		m.Type = registry.MsgUpdate
	case "KEEPALIVE":
		m.Type = registry.MsgKeepalive
	case "ROUTE-REFRESH":
		m.Type = registry.MsgRouteRefresh
	case "NOTIFICATION":
		m.Type = registry.MsgNotification
		p.quotedText()
	default:
		return at(kind, fmt.Errorf("unknown message %s: expected OPEN, UPDATE, END-OF-RIB, KEEPALIVE, ROUTE-REFRESH, NOTIFICATION or raw", shown(kind.text)))
	}
	return p.short(kind)
}

// quotedText lets the text of a NOTIFICATION stand without "text=".
func (p *parser) quotedText() {
	if n := len(p.words); n == 2 && p.words[1].quoted {
		w := &p.words[1]
		p.line = p.line[:w.at] + "text=" + p.line[w.at:]
		w.end += len("text=")
	}
}

// short keeps a line of the short form, which must be one that can be built.
func (p *parser) short(kind word) error {
	m, words := &p.step.Send, p.words
	m.Line = strings.TrimSpace(strings.ToUpper(kind.text) + " " + p.rest())
	if m.Fault != "" && strings.EqualFold(m.Line, kind.text) {
		m.Line = "" // the fault's own message
		return nil
	}
	if m.Fault != "" && m.Type != registry.MsgUpdate {
		return at(kind, errors.New("fault= with other words is for UPDATEs"))
	}
	list, err := shortform.Parse(m.Line, codec.Context{AS4: true})
	switch {
	case err != nil:
		return about(words, kind, err)
	case len(list) > maxRoutes:
		return at(kind, fmt.Errorf("more than %d messages", maxRoutes))
	case m.Fault != "" && len(list) != 1:
		return at(kind, fmt.Errorf("fault= is for one message, this is %d", len(list)))
	}
	return nil
}

func (p *parser) raw(kind word) error {
	if p.step.Send.Fault != "" {
		return at(kind, errors.New("raw octets are sent as they are: fault= cannot be"))
	}
	var digits strings.Builder
	for _, w := range p.words {
		digits.WriteString(w.text)
	}
	if digits.Len() > 2*maxOctets {
		return at(kind, fmt.Errorf("raw: more than %d octets", maxOctets))
	}
	b, err := octets(digits.String())
	if err != nil || len(b) == 0 {
		return at(kind, errors.New("raw: expected octets in hex, two digits each"))
	}
	p.step.Send.Octets, p.words = b, nil
	return nil
}

// about says at which of the words an error is that another package found: the one that it quotes, else start.
func about(words []word, start word, err error) error {
	for _, w := range words {
		if w.text != "" && strings.Contains(err.Error(), strconv.Quote(w.text)) {
			start = w
		}
	}
	return at(start, err)
}
