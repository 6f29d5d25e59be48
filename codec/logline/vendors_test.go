package logline

import "testing"

// vendorStyles are the styles whose files stand beside this test's; their samples are compared with what is expected.
var vendorStyles = []string{
	"arista-eos", "aruba-cx", "bird", "openbgpd", "gobgp-json", "gobgp-text", "cilium-gobgp", "exabgp", "cisco-iosxr", "cisco-nxos",
	"cisco-asa", "fortios", "junose", "nokia-sros", "nokia-srlinux", "comware", "mikrotik-ros7",
}

func TestVendorCorpus(t *testing.T) {
	for _, style := range vendorStyles {
		t.Run(style, func(t *testing.T) {
			text, want := readSample(t, style)
			got := Scan(Split(text), Options{})
			for i := 0; i < max(len(got), len(want)); i++ {
				g, w := "nothing", "nothing"
				if i < len(want) {
					if want[i].Kind == "raw" {
						want[i].Kind = "offender" // how describe calls a message
					}
					w = place(want[i].Style, want[i].Line, want[i].LineEnd) + " " + want[i].describe()
				}
				if i < len(got) {
					ev := got[i]
					if i < len(want) && want[i].DeclaredLen == nil {
						ev.Declared = Unknown
					}
					if m := message(octetsOf(&ev)); ev.Code == Unknown && len(m) > 20 && m[18] == 3 {
						ev.Code, ev.Subcode = int(m[19]), int(m[20])
					}
					ev.Same = false // describe would take a further line for a NOTIFICATION
					g = place(ev.Style, ev.Line, ev.LineEnd) + " " + describe(&ev)
				}
				if g != w {
					t.Errorf("\n got %s\nwant %s", g, w)
				}
			}
		})
	}
}
