package logline

import "testing"

// TestFormats: a text without a value is an event in a log, and none among the texts of a program.
func TestFormats(t *testing.T) {
	const line = "[AS4] AS4PATHmangle: AS_CONFED_SEQUENCE falls across 2/4 ASN boundary somewhere, broken.."
	for text, want := range map[string]int{
		line:                               1,
		"2016/01/05 13:11:28 BGP: " + line: 1,
		"2016/01/05 13:11:28 BGP: " + line + "\n2016/01/05 13:11:28 BGP: [AS4] result of synthesizing is 64500":                                                 2,
		"an operator's note: 100% sure\n" + line + "\nsee above":                                                                                                1,
		"2016/01/05 13:11:27 BGP: odd %s\n2016/01/05 13:11:28 BGP: " + line:                                                                                     1,
		"[AS4] Fewer hops in AS_PATH than NEW_AS_PATH\n[AS4] got AS_PATH %s and AS4_PATH %s synthesizing now\n" + line + "\n[AS4] result of synthesizing is %s": 0,
		"synthesizing %s now\x00\x00\x00" + line + "\x00\x00[AS4] result\x00":                                                                                   0,
		"[AS4SEG] Bytes now: %lu\n" + line + "\naspath_reconcile_as4":                                                                                           0,
		"\t\t\t\"" + line + "\");": 0,
	} {
		if evs := Scan(Split(text+"\n"), Options{}); len(evs) != want {
			t.Errorf("%d events, want %d: %s", len(evs), want, text)
		}
	}
}
