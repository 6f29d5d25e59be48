package explain

import "github.com/bgpdecode/bgpdecode/codec"

// Explain judges one event. t is the decoded message or piece and may be nil when only words are known. The result
// borrows octets of the tree (RFC.RFC4271.Data) and nothing else.
func Explain(t *codec.Tree, ev Evidence) *Explanation {
	return &Explanation{Verdict: Verdict{Summary: "Nothing to judge."}}
}
