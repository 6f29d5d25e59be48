package fault

// crashes are the faults that are published to have crashed a speaker, with the number of the report. What is not public has no
// place here.
var crashes = [...]struct{ id, cve string }{
	{"open.extended_short", "CVE-2022-40302"},
	{"open.parameters_255", "CVE-2022-43681"},
	{"update.no_attributes", "CVE-2023-41358"},
	{"update.only_unknown", "CVE-2023-46753"},
	{"mp_reach.length_short", "CVE-2023-46752"},
	{"mp_reach.truncated", "CVE-2023-46752"},
	{"prefix_sid.tlv_overrun", "CVE-2024-31948"},
	{"prefix_sid.srv6_overrun", "CVE-2024-31948"},
	{"prefix_sid.srv6_short", "CVE-2024-31948"},
}

// mark says of a fault that it is dangerous, and by which report.
func (f *Fault) mark() {
	for i := range crashes {
		if c := &crashes[i]; c.id == f.ID {
			f.Dangerous = true
			f.Refs = append(f.Refs[:len(f.Refs):len(f.Refs)], c.cve)
		}
	}
}
