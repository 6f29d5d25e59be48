// Package logline reads what routers print about BGP sessions: which words and numbers of a log line mean what.
// It takes envelopes (syslog, journald, containers) off, undoes line wraps, and offers each record to a list of
// vendor styles. It finds where the octets of a dump stand; it does not turn them into octets (package hexdump does)
// and does not decode or judge BGP (packages codec and explain do).
//
// # How to add a style
//
// One file (and one more for a kind of line that has a grammar of its own), one line in styleList (style.go), and samples in
// testdata/dumps/<style>/ at the root of the repository. The table of styles in README.md is written anew by its test
// (go test ./cmd/bgpdecode/internal/cli -run TestReadmeStyles -update). Where an anchor is a common word, guard.go tells what
// must stand beside it. A line of a kind that several daemons write (a fall without a NOTIFICATION, a refused connection) goes to
// the style of that kind (falls.go, refused.go); its events have the daemon's name.
//
//	// acme.go
//	package logline
//
//	func acme() *Style {
//		return &Style{
//			Name:    "acme-os",                     // file stem of its samples
//			Vendor:  "Acme OS",                     // for people
//			Anchors: []string{"notify-peer"},       // lower case, 5 to 16 octets; one of them must stand in the record
//			Scan:    scanAcme,
//		}
//	}
//
//	// Line: notify-peer 192.0.2.1 sent 6/4 (admin reset) 2 octets: AB CD
//	func scanAcme(c *Cursor, ev *Event) bool {
//		var ok bool
//		if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok {
//			return false
//		}
//		if ev.Direction, ok = c.Direction(); !ok {   // "sent to", "received from", "sending" ...
//			return false
//		}
//		if ev.Code, ev.Subcode, ok = c.Pair(); !ok { // 6/4
//			return false
//		}
//		ev.Words, _ = c.Paren()
//		if ev.Declared, ok = c.Number(); ok && c.Lit("octets:") {
//			c.Dump(ev, ContentData, CountData)       // fills Content, DataKnown, DeclaredAs and Dump
//		}
//		c.Judge(ev)                                  // compares words with numbers, notes a disagreement
//		return true
//	}
//
// Rules that the framework relies on:
//
//   - Scan is called with the cursor behind the anchor. Text in front of the anchor is c.Before(); call c.From(i) when
//     the event starts there. Everything that the event uses must be read through the cursor (or passed with c.To(i)):
//     the cursor's place on return is the event's end. Lines behind it are scanned again.
//   - Every reader of Cursor skips blanks first, folds ASCII case, and moves only when it succeeds.
//   - Scan must fail fast: a head that does not fit is rejected within some hundred octets. Only c.Dump may be long.
//   - The text is offered several times, with wraps undone in different ways; the reading with the best score wins. So be
//     strict: a grammar that accepts nonsense makes a wrong join win. Never skip over unknown words to find something.
//   - What the peer wrote (shutdown communication) goes to Event.Text through c.Quoted or c.RestOfLine and is not read further.
//   - A style that needs its lines as rows (key = value blocks) sets Rows: it then also gets the text with '\n' between lines.
//     Style.Link may tie a style's events together when all have been read.
//     Lines of the following records (further lines of one report, each with its own time stamp) come from c.Following.
package logline
