package fault

import (
	"sync"

	"github.com/bgpdecode/bgpdecode/registry"
)

// group is a part of the catalogue. Its faults are made when somebody asks for one of them.
type group struct {
	name  string
	codes []registry.ErrorCode // of the NOTIFICATIONs that RFC 4271 has for them; nil: none
	attr  registry.AttrCode    // all of them are about this attribute, 0: about several or none
	attrs []registry.AttrCode  // ... or about one of these, and none without an attribute
	row   familyRow            // what fillFamily needs
	fill  func(*list)

	once sync.Once
	all  []*Fault
}

// list is a group that is being filled.
type list struct {
	g   *group
	all []*Fault
}

// symbol is the name of the group's attribute.
func (l *list) symbol() string { return registry.Attr(uint8(l.g.attr)).Symbol }

// add adds a fault; its ID has the kind only, and becomes that of the group and the kind.
func (l *list) add(f Fault) *Fault {
	f.Group = l.g.name
	f.ID = l.g.name + "." + f.ID
	if f.Attr == 0 {
		f.Attr = l.g.attr
	}
	f.mark()
	switch f.Want4271.Data {
	case DataLength, DataType, DataMsgType:
		f.answered = new(answered)
	}
	p := &f
	l.all = append(l.all, p)
	return p
}

// faults gives the faults of a group.
func (g *group) faults() []*Fault {
	g.once.Do(func() {
		l := list{g: g}
		g.fill(&l)
		g.all = l.all
	})
	return g.all
}

// All returns the catalogue: groups in the order of a session, then attributes by their codes, then families.
func All() []*Fault {
	var out []*Fault
	for i := range groups {
		out = append(out, groups[i].faults()...)
	}
	return out
}

// Find returns the fault with an ID.
func Find(id string) (*Fault, bool) {
	for i := range groups {
		g := &groups[i]
		if len(id) <= len(g.name) || id[:len(g.name)] != g.name || id[len(g.name)] != '.' {
			continue
		}
		for _, f := range g.faults() {
			if f.ID == id {
				return f, true
			}
		}
	}
	return nil, false
}

// Groups returns the names of the groups, in the order of All.
func Groups() []string {
	out := make([]string, len(groups))
	for i := range groups {
		out[i] = groups[i].name
	}
	return out
}
