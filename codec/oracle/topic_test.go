package oracle

import (
	"fmt"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// topic names what node n belongs to: the innermost attribute (with the family of its routes) or capability, else the message.
func (c *dissector) topic(n int32) string {
	for ; n > 0; n = c.t.Nodes[n].Parent {
		switch c.t.Nodes[n].Field {
		case codec.FieldAttr:
			code, ok := c.t.Val(n, codec.FieldAttrType)
			if !ok {
				return "UPDATE"
			}
			s := fmt.Sprint("attribute ", code)
			if code == uint64(registry.AttrMPReach) || code == uint64(registry.AttrMPUnreach) {
				s += " " + c.family(n)
			}
			return s
		case codec.FieldCapability:
			code, _ := c.t.Val(n, codec.FieldCapCode)
			return fmt.Sprint("capability ", code)
		}
	}
	typ := uint64(c.on.Octets[18])
	if name := codec.EnumName(codec.EnumMessageType, typ); name != "" {
		return name
	}
	return "message of another type"
}

func (c *dissector) family(n int32) string {
	afi, _ := c.t.Val(n, codec.FieldAFI)
	safi, ok := c.t.Val(n, codec.FieldSAFI)
	if !ok {
		return "other"
	}
	return FamilyTopic(uint16(afi), uint8(safi))
}

// cover notes what a value that was compared belongs to. That of a length, a type or a flag says nothing of the rest.
func (c *dissector) cover(n int32) {
	f := codec.FieldInfo(c.t.Nodes[n].Field)
	inValue, route := false, int32(-1)
	for p := n; p > 0; p = c.t.Nodes[p].Parent {
		switch c.t.Nodes[p].Field {
		case codec.FieldAttrValue, codec.FieldCapValue:
			inValue = true
		case codec.FieldNLRI:
			route = p
		}
	}
	topic := c.topic(n)
	switch {
	case f.Kind == codec.KindGroup || describes(f.Name) && !strings.HasPrefix(topic, "capability"):
	case route >= 0:
		c.route(route, topic)
	case inValue:
		if name, _, ok := cut2(topic); ok {
			c.covered.Add(name)
		}
	case c.t.Nodes[n].Off >= codec.HeaderLen || c.on.Octets[18] == byte(registry.MsgKeepalive):
		c.covered.Add("message " + c.topic(0))
	}
}

// route notes a route by its family and, where it has one, its type.
func (c *dissector) route(n int32, topic string) {
	family := codec.IPv4Unicast.String()
	if name, f, ok := cut2(topic); ok && f != "" {
		c.covered.Add(name)
		family = f
	}
	for i := n; i < c.t.Nodes[n].End; i++ {
		if codec.FieldInfo(c.t.Nodes[i].Field).Name == "Route Type" {
			c.covered.Add(fmt.Sprintf("route %s %d", family, c.t.Nodes[i].Val))
			return
		}
	}
	c.covered.Add("route " + family)
}

// describes reports whether a field says only what others are.
func describes(name string) bool {
	for _, w := range []string{"Length", "Type", "Reserved", "Address Family Identifier"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// cut2 takes the family off a topic such as "attribute 14 ipv4-vpn"; ok is false for a topic that is a message.
func cut2(topic string) (name, family string, ok bool) {
	f := strings.Fields(topic)
	if len(f) < 2 || f[0] != "attribute" && f[0] != "capability" {
		return "", "", false
	}
	return f[0] + " " + f[1], strings.Join(f[2:], " "), true
}
