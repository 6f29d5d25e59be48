package diff

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// namespace is the name (not an address to fetch) of IANA's elements.
const namespace = "http://www.iana.org/assignments"

// maxDepth bounds the nesting of elements; IANA's pages need six.
const maxDepth = 64

// element is a parsed element; kids are *element or string, in order.
type element struct {
	name string
	attr []xml.Attr
	kids []any
}

// parse reads one XML document. Errors name the line.
func parse(r io.Reader) (*element, error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "us-ascii") || strings.EqualFold(label, "ascii") {
			return in, nil
		}
		return nil, fmt.Errorf("character set %q is not UTF-8", label)
	}
	var stack []*element
	var root *element
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line, _ := d.InputPos()
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			e := &element{name: t.Name.Local, attr: t.Copy().Attr}
			if len(stack) == 0 {
				if root != nil || e.name != "registry" || t.Name.Space != namespace {
					return nil, errors.New("not an IANA page: the root element must be registry in the namespace " + namespace)
				}
				root = e
			} else {
				top := stack[len(stack)-1]
				top.kids = append(top.kids, e)
			}
			if stack = append(stack, e); len(stack) > maxDepth {
				return nil, errors.New("elements are nested too deep for an IANA page")
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				top := stack[len(stack)-1]
				top.kids = append(top.kids, string(t))
			}
		}
	}
	if root == nil {
		return nil, errors.New("no element in it")
	}
	return root, nil
}

func (e *element) attribute(name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// all gives the direct children of that name.
func (e *element) all(name string) []*element {
	var out []*element
	for _, k := range e.kids {
		if c, ok := k.(*element); ok && c.name == name {
			out = append(out, c)
		}
	}
	return out
}

// child gives the text of the first direct child of that name, "" if there is none.
func (e *element) child(name string) string {
	for _, c := range e.all(name) {
		return c.text()
	}
	return ""
}

// text gives the mixed content: text, inner references as labels, br as a blank, white space collapsed.
func (e *element) text() string {
	var b strings.Builder
	e.addText(&b)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (e *element) addText(b *strings.Builder) {
	for _, k := range e.kids {
		switch k := k.(type) {
		case string:
			b.WriteString(k)
		case *element:
			switch k.name {
			case "xref":
				b.WriteString(k.reference())
			case "br":
				b.WriteByte(' ')
			default:
				k.addText(b)
			}
		}
	}
}

// reference renders an xref as IANA's page does: [RFC9552, Section 5.3.1]. Text inside the element replaces the label,
// save that of a person or note.
func (e *element) reference() string {
	data, own := e.attribute("data"), e.text()
	label := data
	switch typ := e.attribute("type"); {
	case typ == "person" || typ == "note":
	case typ == "rfc-errata":
		if own == "" {
			own = data
		}
		label = "RFC Errata " + own
	case own != "":
		label = own
	case typ == "rfc":
		label = strings.ToUpper(data)
	case typ == "registry":
		label = "IANA registry " + data
	}
	for _, a := range [...][2]string{{"section", "Section"}, {"appendix", "Appendix"}, {"page", "Page"}, {"table", "Table"}, {"figure", "Figure"}} {
		if v := e.attribute(a[0]); v != "" {
			label += ", " + a[1] + " " + v
		}
	}
	label = "[" + label + "]"
	if day := e.attribute("lastupdated"); day != "" {
		label += " (" + day + ")"
	}
	return label
}
