package inject

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// expect reads what follows the word.
func (p *parser) expect(first word) (err error) {
	what, err := p.next(first, "what is expected")
	if err != nil {
		return err
	}
	e := &p.step.Expect
	e.Within = DefaultWithin
	switch strings.ToLower(what.text) {
	case "established":
		e.Thing = SomeState
		if len(p.words) > 0 && p.words[0].text != "within" {
			if e.Time, err = p.time(what); err != nil {
				return err
			}
		}
	case "closed":
		e.Thing = NoConnection
	case "nothing":
		e.Thing = NoMessage
		if e.Time, err = p.time(what); err != nil {
			return err
		}
		return p.end()
	case "rfc7606", "rfc4271":
		e.Thing, e.Strict = ByRFC, strings.EqualFold(what.text, "rfc4271")
		e.Time = quietTime
		if !p.after {
			return at(what, errors.New("no fault is sent before this line"))
		}
	case "open":
		e.Type = registry.MsgOpen
		if e.Open, err = p.open([]string{"within"}); err != nil {
			return err
		}
	case "update", "keepalive", "route-refresh", "notification":
		if err := p.message(what); err != nil {
			return err
		}
	default:
		return at(what, fmt.Errorf("unknown %s: expected OPEN, UPDATE, KEEPALIVE, ROUTE-REFRESH, NOTIFICATION, established, closed, nothing, rfc7606 or rfc4271",
			shown(what.text)))
	}
	return p.within()
}

// message reads what a message must be.
func (p *parser) message(what word) error {
	e := &p.step.Expect
	switch strings.ToLower(what.text) {
	case "update":
		e.Type = registry.MsgUpdate
	case "keepalive":
		e.Type = registry.MsgKeepalive
	case "route-refresh":
		e.Type = registry.MsgRouteRefresh
	default:
		e.Type = registry.MsgNotification
		if err := p.codes(); err != nil {
			return err
		}
	}
	for len(p.words) > 0 && p.words[0].text != "within" {
		w := p.words[0]
		p.words = p.words[1:]
		if err := p.matches(w); err != nil {
			return at(w, err)
		}
	}
	return nil
}

// matches reads one of data=, data~=, text=, text~=, announce=, withdraw=.
func (p *parser) matches(w word) (err error) {
	e := &p.step.Expect
	how := Equal
	if w.op == "~=" {
		how = Contains
	}
	notification, update := e.Type == registry.MsgNotification, e.Type == registry.MsgUpdate
	switch {
	case w.key == "data" && w.op != "" && e.Match == Whatever:
		digits := w.value
		for len(p.words) > 0 && p.words[0].op == "" && p.words[0].text != "within" {
			digits += p.words[0].text
			p.words = p.words[1:]
		}
		if len(digits) > 2*maxOctets {
			return errors.New("data: too long for a message")
		}
		e.Match = how
		e.Data, err = octets(digits)
		return err
	case w.key == "text" && w.op != "" && notification && e.TextIs == Whatever:
		e.Text, e.TextIs = w.value, how
		return nil
	case (w.key == "announce" || w.key == "withdraw") && w.op == "=" && update && len(e.Routes) < 64:
		x, err := netip.ParsePrefix(w.value)
		if err != nil || x != x.Masked() {
			return fmt.Errorf("%s is no prefix such as 198.51.100.0/24", shown(w.value))
		}
		e.Routes = append(e.Routes, Route{x, w.key == "withdraw"})
		return nil
	case notification:
		return fmt.Errorf("unknown word %s: expected data=HEX, data~=HEX, text=, text~= or within, each once", shown(w.text))
	case update:
		return fmt.Errorf("unknown word %s: expected announce=PREFIX, withdraw=PREFIX, data~=HEX or within", shown(w.text))
	}
	return fmt.Errorf("unknown word %s: expected data=HEX, data~=HEX or within", shown(w.text))
}

// codes reads the codes of a NOTIFICATION if there are any: 3/6, 3/*, 3/9|3/10.
func (p *parser) codes() error {
	if len(p.words) == 0 || p.words[0].op != "" || p.words[0].text == "within" {
		return nil
	}
	w := p.words[0]
	p.words = p.words[1:]
	for _, one := range strings.Split(w.text, "|") {
		first, second, ok := strings.Cut(one, "/")
		code, err := strconv.ParseUint(first, 10, 8)
		c := Code{Code: registry.ErrorCode(code), AnySub: second == "*"}
		if !c.AnySub && err == nil {
			var sub uint64
			sub, err = strconv.ParseUint(second, 10, 8)
			c.Sub = uint8(sub)
		}
		if !ok || err != nil || len(p.step.Expect.Codes) == 64 {
			return at(w, fmt.Errorf("%s is not CODE/SUBCODE, as in 3/6, 3/* or 3/9|3/10", shown(w.text)))
		}
		p.step.Expect.Codes = append(p.step.Expect.Codes, c)
	}
	return nil
}

// within reads the time in which it must come.
func (p *parser) within() (err error) {
	if len(p.words) > 0 && p.words[0].text == "within" {
		w := p.words[0]
		p.words = p.words[1:]
		if p.step.Expect.Within, err = p.time(w); err != nil {
			return err
		}
	}
	return p.end()
}
