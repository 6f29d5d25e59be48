package shortform

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

// Words are the words that lines begin with; other lines are routes.
var Words = [...]string{"OPEN", "UPDATE", "NOTIFICATION", "KEEPALIVE", "ROUTE-REFRESH", "END-OF-RIB", "RAW"}

// Parse gives the messages of one line. ctx says how AS numbers and routes are written. Of octets behind "raw", nothing is
// asked.
func Parse(line string, ctx codec.Context) ([][]byte, error) {
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToUpper(word) {
	case "OPEN":
		return one(open(rest))
	case "UPDATE":
		return update(rest, ctx)
	case "NOTIFICATION":
		return one(notification(rest))
	case "KEEPALIVE":
		if rest != "" {
			return nil, fmt.Errorf("KEEPALIVE: nothing may follow, got %q", shortened(rest))
		}
		return [][]byte{codec.AppendKeepalive(nil)}, nil
	case "ROUTE-REFRESH":
		return one(refresh(rest))
	case "END-OF-RIB":
		f, err := family(rest)
		return one(codec.AppendEndOfRIB(nil, f), err)
	case "RAW":
		b, err := hex.DecodeString(strings.Join(strings.Fields(rest), ""))
		if err != nil || len(b) == 0 {
			return nil, errors.New("raw: expected octets in hex")
		}
		return [][]byte{b}, nil
	}
	if c := word[:min(1, len(word))]; c >= "0" && c <= "9" || strings.Contains(word, ":") {
		return update(line, ctx)
	}
	return nil, fmt.Errorf("%q is no prefix and none of %s", shortened(word), strings.Join(Words[:], ", "))
}

func one(msg []byte, err error) ([][]byte, error) {
	if err != nil {
		return nil, err
	}
	return [][]byte{msg}, nil
}

func shortened(s string) string {
	if len(s) > 80 {
		return s[:77] + "..."
	}
	return s
}

// update gives the UPDATEs of routes, or of prefixes that are withdrawn.
func update(text string, ctx codec.Context) ([][]byte, error) {
	first, rest, _ := strings.Cut(text, " ")
	withdraw := strings.EqualFold(first, "withdraw")
	if withdraw {
		text = strings.TrimSpace(rest)
	}
	if text == "" && withdraw {
		return nil, errors.New("UPDATE withdraw: prefixes are missing")
	} else if text == "" {
		return one((&codec.Update{}).Append(nil, codec.MaxLen))
	}
	var set routes.Set
	if err := set.Parse(text); err != nil {
		return nil, fmt.Errorf("UPDATE: %w", err)
	}
	to := routes.Session{Ctx: ctx, Carried: codec.AllFamilies, AsIs: true, ExtendedNextHop: codec.AllFamilies, LinkLocalAlone: true}
	if ctx.ExtMsg {
		to.Max = codec.MaxExtLen
	}
	messages := set.Announce(&to)
	if withdraw {
		if !bare(&set) {
			return nil, errors.New("UPDATE withdraw: only prefixes, multicast and path-id may follow")
		}
		// A next hop is not written, but a set wants one before it gives routes away.
		to.NextHop4, to.NextHop6 = someNextHop4, someNextHop6
		messages = set.Withdraw(&to)
	}
	for why := range set.Skipped(&to) {
		return nil, fmt.Errorf("UPDATE: %s", noRoute(why))
	}
	var out [][]byte
	for msg := range messages {
		out = append(out, append([]byte(nil), msg...))
	}
	return out, nil
}

// bare reports whether routes have no attributes.
func bare(set *routes.Set) bool {
	none := (&codec.PathAttributes{}).Append(nil, codec.Context{AS4: true})
	for r := range set.Routes() {
		if r.NextHop.IsValid() || !bytes.Equal(r.Attrs.Append(nil, codec.Context{AS4: true}), none) {
			return false
		}
	}
	return true
}

func noRoute(why routes.Reason) string {
	if why == routes.NoNextHop {
		return "next-hop is missing"
	}
	return why.String()
}

// notification reads CODE/SUBCODE and text="..." or data=HEX.
func notification(text string) ([]byte, error) {
	words, err := split(text)
	if err != nil || len(words) == 0 {
		return nil, errors.Join(errors.New("NOTIFICATION: expected CODE/SUBCODE, as in 6/2"), err)
	}
	first, second, _ := strings.Cut(words[0].key, "/")
	code, err1 := strconv.ParseUint(first, 10, 8)
	sub, err2 := strconv.ParseUint(second, 10, 8)
	if err1 != nil || err2 != nil || words[0].has {
		return nil, fmt.Errorf("NOTIFICATION: %q is not CODE/SUBCODE, as in 6/2", shortened(words[0].key))
	}
	var data []byte
	for _, w := range words[1:] {
		switch {
		case data != nil:
			return nil, fmt.Errorf("NOTIFICATION: %s: there is Data already", w.key)
		case w.key == "text" && w.has && len(w.value) < 256: // RFC 9003 section 2
			data = append([]byte{byte(len(w.value))}, w.value...)
		case w.key == "text" && w.has:
			return nil, errors.New("NOTIFICATION: text: more than 255 octets")
		case w.key == "data" && w.has:
			if data, err = hex.DecodeString(w.value); err != nil {
				return nil, errors.New("NOTIFICATION: data: expected octets in hex")
			}
		default:
			return nil, fmt.Errorf("NOTIFICATION: unknown word %q: expected text=... or data=HEX", shortened(w.key))
		}
	}
	if len(data) > codec.MaxLen-codec.HeaderLen-2 {
		return nil, errors.New("NOTIFICATION: data: the message would have more than 4096 octets")
	}
	return codec.AppendNotification(nil, byte(code), byte(sub), data, 0), nil
}

// refresh reads a family and borr or eorr.
func refresh(text string) ([]byte, error) {
	name, kind, _ := strings.Cut(text, " ")
	f, err := family(name)
	if err != nil {
		return nil, fmt.Errorf("ROUTE-REFRESH: %w", err)
	}
	sub := uint8(codec.RefreshRequest)
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "":
	case "borr":
		sub = codec.RefreshBoRR
	case "eorr":
		sub = codec.RefreshEoRR
	default:
		return nil, fmt.Errorf("ROUTE-REFRESH: %q is not borr or eorr", shortened(kind))
	}
	return codec.AppendRouteRefresh(nil, f, sub), nil
}

func family(s string) (codec.Family, error) {
	f, ok := codec.ParseFamily(strings.ToLower(s))
	if !ok {
		return f, fmt.Errorf("%q is no address family such as ipv4-unicast or 1/1", shortened(s))
	}
	return f, nil
}

// word is "key" or "key=value"; the value may stand in quotes.
type word struct {
	key, value string
	has        bool
}

func split(text string) (out []word, err error) {
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		end := strings.IndexAny(text, " \t=")
		if end < 0 {
			return append(out, word{key: text}), nil
		}
		w := word{key: text[:end]}
		if w.has = text[end] == '='; w.has {
			text = text[end+1:]
			if text != "" && (text[0] == '"' || text[0] == '\'') {
				q := strings.IndexByte(text[1:], text[0])
				if q < 0 {
					return nil, errors.New("a quotation mark is not closed")
				}
				w.value, text = text[1:1+q], text[q+2:]
			} else if end = strings.IndexAny(text, " \t"); end < 0 {
				w.value, text = text, ""
			} else {
				w.value, text = text[:end], text[end:]
			}
		} else {
			text = text[end:]
		}
		out = append(out, w)
	}
	return out, nil
}

// roleNames are the roles of RFC 9234 section 4.1 in the order of their numbers.
var roleNames = [...]string{"provider", "rs", "rs-client", "customer", "peer"}
