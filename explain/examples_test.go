package explain

import (
	"os"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// exampleVerdicts says what must come out for the NOTIFICATION rows of the wire examples: claim, fault, confidence.
var exampleVerdicts = map[string]string{
	"N1":  "contradicted notification-sender high",
	"N2":  "confirmed notification-receiver medium",
	"N3":  "contradicted notification-sender medium",
	"N4":  "no-claim configuration high",
	"N5":  "no-claim configuration high",
	"N6":  "no-claim none high",
	"N7":  "no-claim configuration high",
	"N8":  "no-claim none high",
	"N9":  "no-claim network medium",
	"N10": "data-off-rfc unknown low",
	"N11": "confirmed notification-receiver high",
	"N12": "not-shown unknown medium",
	"N13": "not-shown notification-receiver medium",
	"N14": "not-shown notification-receiver high",
	"N15": "not-shown notification-receiver high",
	"N16": "not-shown notification-receiver high",
	"N17": "not-shown configuration medium",
	"N18": "not-shown configuration high",
	"N19": "not-shown configuration high",
	"N20": "confirmed configuration high",
	"N21": "not-shown configuration medium",
	"N22": "not-shown configuration medium",
	"N23": "no-claim configuration high",
	"N24": "not-shown unknown medium",
	"N25": "not-shown notification-receiver low",
	"N26": "no-claim unknown medium",
	"N27": "not-shown notification-receiver medium",
	"N28": "confirmed notification-receiver high",
	"N29": "confirmed notification-receiver high",
	"N30": "confirmed notification-receiver high",
	"N31": "not-shown unknown medium",
	"N32": "confirmed notification-receiver high",
	"N33": "confirmed notification-sender medium",
	"N34": "contradicted notification-sender high",
	"N35": "confirmed notification-receiver high",
	"N36": "no-claim network high",
	"N37": "no-claim notification-receiver medium",
	"N38": "not-shown unknown low",
}

func TestWireExamples(t *testing.T) {
	b, err := os.ReadFile("../testdata/wire/examples.tsv")
	if err != nil {
		t.Fatal(err)
	}
	pieces := map[string]codec.Piece{"message": codec.PieceMessage, "open": codec.PieceOpen, "attr": codec.PieceAttributes,
		"aspath": codec.PieceASPath, "caps": codec.PieceCapabilities}
	judged := 0
	for _, l := range strings.Split(string(b), "\n") {
		f := strings.Split(l, "\t")
		if len(f) < 4 || strings.HasPrefix(l, "#") {
			continue
		}
		id, kind, hex := f[0], f[1], f[3]
		if kind == "notif" {
			judged++
			elided := id == "N38" // the row holds the first octets of a longer Data
			ev := bare()
			ev.Truncated = elided
			tree := notification(t, hex, elided)
			x := Explain(tree, ev)
			v := &x.Verdict
			if got := v.Claim.String() + " " + v.Fault.String() + " " + v.Confidence.String(); got != exampleVerdicts[id] {
				t.Errorf("%s: %s, want %s\n%s", id, got, exampleVerdicts[id], v.Summary)
			}
			sound(t, x, tree)
			continue
		}
		p, ok := pieces[kind]
		if !ok {
			continue
		}
		o := octets(t, hex)
		if p == codec.PieceMessage {
			o = o[codec.FindMessage(o):]
			if h, ok := codec.ParseHeader(o); ok {
				o = o[:h.Length]
			}
		}
		var dc, guess codec.Decoder
		tree := dc.Decode(p, o, codec.GuessContext(&guess, p, o, codec.Known{}).Ctx)
		sound(t, Explain(tree, bare()), tree)
	}
	if judged != len(exampleVerdicts) {
		t.Errorf("%d NOTIFICATION rows, %d verdicts", judged, len(exampleVerdicts))
	}
}

// TestSeedEvents are the events of the tickets that the program was written for, each also told from the other side.
func TestSeedEvents(t *testing.T) {
	dell := func(hex, direction string) *Explanation {
		ev := bare()
		ev.Direction, ev.Style, ev.Vendor = direction, "dell-ftos", "Dell"
		var dc codec.Decoder
		tree := dc.Decode(codec.PieceMessage, octets(t, "ffffffffffffffffffffffffffffffff"+hex), codec.Context{WidthUnknown: true})
		x := Explain(tree, ev)
		sound(t, x, tree)
		return x
	}
	x := dell("0015030601", "received")
	if v := x.Verdict; v.Fault != FaultConfiguration || v.Claim != ClaimNone || v.Confidence != High || !strings.Contains(v.Summary, "limit") ||
		!strings.Contains(strings.Join(x.Notes, " "), "operators decide") {
		t.Errorf("6/1: %+v %q", v, x.Notes)
	}
	x = dell("0017030202fe14", "sent")
	if v := x.Verdict; v.Fault != FaultConfiguration || v.Side != SideSender || !strings.Contains(v.Summary, "AS 65044") ||
		!strings.Contains(v.Summary, "this router (Dell) is configured") {
		t.Errorf("2/2: %+v", v)
	}
}
