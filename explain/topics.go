package explain

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/explain/kb"
	"github.com/bgpdecode/bgpdecode/registry"
)

// add appends a section unless it is empty.
func (t *Topic) add(title string, lines ...string) {
	var keep []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			keep = append(keep, l)
		}
	}
	if len(keep) > 0 {
		t.Sections = append(t.Sections, Section{title, keep})
	}
}

func (t *Topic) refs(list ...string) {
	for _, r := range list {
		for one := range strings.SplitSeq(r, ", ") {
			if one != "" {
				t.Refs = append(t.Refs, one)
			}
		}
	}
}

// iana takes references in IANA's notation, "[RFC4271][RFC7606, Section 7.1]".
func (t *Topic) iana(ref string) {
	for one := range strings.SplitSeq(ref, "]") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "[")
		if n, ok := strings.CutPrefix(one, "RFC"); ok && n != "" && n[0] >= '0' && n[0] <= '9' {
			one = "RFC " + strings.ReplaceAll(n, ", Section ", " §")
		}
		if one != "" {
			t.Refs = append(t.Refs, one)
		}
	}
}

// sides puts plain words in place of the two sides.
func sides(lines []string) []string {
	var j job
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = j.expand(lines[i])
	}
	return out
}

// pairTopic tells about a code and subcode of a NOTIFICATION.
func pairTopic(code, sub int) Topic {
	t := Topic{Kind: "notification", Title: itoa(code) + "/" + itoa(sub)}
	name := pairName(code, sub)
	if name != "" {
		t.Title += " " + name
	}
	key := itoa(code) + "/" + itoa(sub)
	e, ok := kb.Find(key, "")
	if !ok {
		e, ok = kb.Find(itoa(code)+"/*", "")
	}
	if !ok {
		t.add("", "Error code "+itoa(code)+" is not assigned")
		return t
	}
	head := []string{e.One("means")}
	if c := registry.TableErrorCodes.Name(uint64(code)); c != "" && c != name {
		head = append(head, "A subcode of error code "+itoa(code)+", "+c)
	}
	if !registry.KnownSubcode(uint8(code), uint8(sub)) {
		head = append(head, "The subcode is not assigned by IANA")
	}
	t.add("", sides(head)...)
	t.add("Data", e.One("data"))
	t.add("Causes, most likely first", sides(e.All("cause"))...)
	t.add("At the sender of the NOTIFICATION", sides(e.All("sender"))...)
	t.add("At its receiver", sides(e.All("receiver"))...)
	if a, ref, ok := (entry{e, true}).rfc7606(); ok {
		t.add("Since RFC 7606", "No reset but "+a.String()+" ("+ref+")",
			"A session that falls over it says that the sender of the NOTIFICATION lacks this or has it switched off")
	}
	t.add("Other meanings", otherMeanings(code, sub, key)...)
	t.add("Notes", sides(e.All("note"))...)
	if aka := e.One("aka"); aka != "" {
		t.add("Also called", aka)
	}
	t.refs(e.All("ref")...)
	return t
}

// otherMeanings lists the legacy and vendor uses of a code and subcode.
func otherMeanings(code, sub int, key string) []string {
	var out []string
	if st := registry.SubcodeTable(uint8(code)); st != nil {
		out = legacyLines(st, sub)
	}
	if code == int(registry.ErrRouteRefresh) {
		for _, l := range registry.LegacyUses("bgp-parameters-error-subcodes-capability", uint64(sub)) {
			out = append(out, l.Name+" ("+l.Origin+", in its CAPABILITY message)")
		}
	}
	for _, v := range kb.Variants(key) {
		if e, ok := kb.Find(key, v); ok && !strings.Contains(strings.ToLower(strings.Join(out, " ")), v) {
			out = append(out, sides([]string{v + ": " + e.One("means")})...)
		}
	}
	return out
}

func legacyLines(t *registry.Table, n int) []string {
	var out []string
	for _, l := range registry.LegacyUses(t.ID, uint64(n)) {
		s := l.Name + " (" + l.Origin + ")"
		if l.Note != "" {
			s += ": " + l.Note
		}
		out = append(out, s)
	}
	return out
}

// codeTopic tells about an error code and lists its subcodes.
func codeTopic(code int) Topic {
	t := Topic{Kind: "notification", Title: itoa(code)}
	name := registry.TableErrorCodes.Name(uint64(code))
	if name == "" {
		t.add("", statusLine(&registry.TableErrorCodes, code))
		return t
	}
	t.Title += " " + name
	if registry.SubcodeTable(uint8(code)) == nil {
		return pairTopic(code, 0)
	}
	var lines []string
	for sub := range 256 {
		n := registry.SubcodeName(uint8(code), uint8(sub))
		if _, ok := kb.Find(itoa(code)+"/"+itoa(sub), ""); n == "" && !ok {
			continue
		}
		line := itoa(code) + "/" + itoa(sub)
		if n = pairName(code, sub); n != "" {
			line += " " + n
		}
		lines = append(lines, line)
	}
	row, _ := registry.TableErrorCodes.Lookup(uint64(code))
	t.add("", "An error code of NOTIFICATION")
	t.add("Subcodes", lines...)
	t.add("Other meanings", legacyLines(&registry.TableErrorCodes, code)...)
	t.iana(row.Ref)
	return t
}

// statusLine says what the registry says of a number.
func statusLine(table *registry.Table, n int) string {
	row, ok := table.Lookup(uint64(n))
	if !ok {
		return "Not in the registry"
	}
	s := "Status: " + row.Status.String()
	if row.Expiry != "" {
		s += ", expires " + row.Expiry
	}
	if p := table.Procedure(uint64(n)); row.Status == registry.StatusUnassigned && p != "" {
		s += " (" + p + ")"
	}
	return s
}

// point starts the topic of a number in a registry table.
func point(kind string, table *registry.Table, n int) Topic {
	t := Topic{Kind: kind, Title: kind + " " + itoa(n)}
	if name := table.Name(uint64(n)); name != "" {
		t.Title += " " + name
	} else if row, ok := table.Lookup(uint64(n)); ok && row.Status != registry.StatusUnassigned {
		t.Title += " (" + row.Name + ")"
	}
	return t
}

// finish adds what the texts, the legacy table and the registry's references have.
func (t *Topic) finish(table *registry.Table, n int) {
	t.add("Other meanings", legacyLines(table, n)...)
	e, ok := kb.Find(t.Kind+" "+itoa(n), "")
	if !ok && table.Name(uint64(n)) == "" {
		e, ok = kb.Find(t.Kind+" *", "")
	}
	if ok {
		t.add("Notes", e.All("note")...)
		t.refs(e.All("ref")...)
	}
	if t.Kind == "attribute" {
		for _, in := range incidents.Find("attribute " + itoa(n)) {
			t.add("Known incidents", in.Date+" "+in.ID+": "+in.Title)
		}
	}
	if row, ok := table.Lookup(uint64(n)); ok && len(t.Refs) == 0 {
		t.iana(row.Ref)
	}
}

func attrTopic(n int) Topic {
	table := &registry.TablePathAttributes
	t, r := point("attribute", table, n), registry.Attr(uint8(n))
	head := []string{statusLine(table, n)}
	if r.Symbol != "" && r.Symbol != table.Name(uint64(n)) {
		head = append(head, "Short: "+r.Symbol)
	}
	if !r.Known {
		if r.Note != "" {
			head = append(head, r.Note)
		}
		how := "A speaker that does not know it passes it on with Partial set if it is transitive, else drops it"
		if row, ok := table.Lookup(uint64(n)); ok && row.Status == registry.StatusReserved && row.Name == "Reserved" {
			how = "No attribute may have this number; where it stands, the octets were most likely read from a wrong place"
		}
		t.add("", append(head, how)...)
		t.finish(table, n)
		return t
	}
	head = append(head, "Class: "+r.Class.String()+", flags "+hex2(r.Flags))
	if r.Class == registry.ClassOptionalTransitive {
		head[len(head)-1] += " (" + hex2(r.Flags|0x20) + " with Partial)"
	}
	head = append(head, "Length: "+r.Len.Both())
	if r.Mandatory != "" {
		head = append(head, "Mandatory: "+r.Mandatory)
	}
	if r.Note != "" {
		head = append(head, r.Note)
	}
	t.add("", head...)
	bad := "Malformed: " + r.MalformedIBGP.String()
	if r.MalformedEBGP != r.MalformedIBGP {
		bad += " from internal, " + r.MalformedEBGP.String() + " from external peers"
	}
	bad += " (" + r.MalformedRef + ")"
	flags := "Wrong Optional or Transitive bit: " + r.FlagConflict.String()
	if r.FlagConflictLow {
		flags += ", not certain"
	}
	t.add("What a receiver does", bad, flags)
	t.refs(r.Ref)
	t.finish(table, n)
	return t
}

func capTopic(n int) Topic {
	table := &registry.TableCapabilities
	t, r := point("capability", table, n), registry.Cap(uint8(n))
	head := []string{statusLine(table, n)}
	if r.Symbol != "" && r.Symbol != table.Name(uint64(n)) {
		head = append(head, "Short: "+r.Symbol)
	}
	if r.Known {
		head = append(head, "Length: "+r.LengthText())
		if r.WrongLength != "" {
			head = append(head, "Another length: "+r.WrongLength)
		}
		head = append(head, r.Note)
	} else {
		head = append(head, "A speaker that does not know it must ignore it (RFC 5492 §3)")
	}
	t.add("", head...)
	t.refs(r.Ref)
	t.finish(table, n)
	return t
}

// simple makes the topic of a table that has nothing but names.
func simple(kind string, table *registry.Table, n int) Topic {
	t := point(kind, table, n)
	t.add("", statusLine(table, n))
	t.finish(table, n)
	return t
}

func messageTopic(n int) Topic { return simple("message", &registry.TableMessageTypes, n) }
func originTopic(n int) Topic  { return simple("origin", &registry.TableOriginCodes, n) }
func segmentTopic(n int) Topic { return simple("segment", &registry.TableASPathSegmentTypes, n) }
func afiTopic(n int) Topic     { return simple("afi", &registry.TableAFI, n) }
func safiTopic(n int) Topic    { return simple("safi", &registry.TableSAFI, n) }
func roleTopic(n int) Topic    { return simple("role", &registry.TableBGPRoles, n) }

func asTopic(n int) Topic {
	t := Topic{Kind: "as", Title: "AS " + itoa(n)}
	note := registry.ASNote(uint32(n))
	if note == "" {
		t.add("", "An ordinary AS number; who has it, the regional registries know")
		return t
	}
	t.add("", "Special: "+note)
	if n == registry.ASTrans {
		t.add("Notes", "Stands in the 2-octet fields for an AS number that needs 4 octets; the real one is in capability 65, AS4_PATH or AS4_AGGREGATOR",
			"Must not be configured as an AS number")
		t.refs("RFC 6793 §9")
	}
	return t
}

// hexTopic says what a number is when its digits are hexadecimal.
func hexTopic(q string, n int) Topic {
	t := Topic{Kind: "number", Title: q + " read as hexadecimal is " + itoa(n)}
	a, c := point("attribute", &registry.TablePathAttributes, n), point("capability", &registry.TableCapabilities, n)
	t.add("", a.Title+", "+statusLine(&registry.TablePathAttributes, n), c.Title+", "+statusLine(&registry.TableCapabilities, n))
	return t
}
