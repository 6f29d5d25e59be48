package report

import (
	"strconv"
	"testing"
)

// TestGenerationsAreBounded: however much comes, no more than two generations are kept, and what is used stays.
func TestGenerationsAreBounded(t *testing.T) {
	m := newMemo()
	used := &judged{}
	m.evidence.put("used", used, judgedCost)
	for i := range 20 * fullGeneration / judgedCost {
		m.evidence.put(strconv.Itoa(i), &judged{}, judgedCost)
		if m.key = []byte("used"); m.lookup() != used {
			t.Fatal("what is used was forgotten")
		}
		if n := len(m.evidence.young) + len(m.evidence.old); n*judgedCost > 2*fullGeneration {
			t.Fatalf("%d entries", n)
		}
	}
	if m.key = []byte("1"); m.lookup() != nil {
		t.Error("nothing is ever forgotten")
	}
}

// TestOneEntryIsBounded: what is remembered of one message is counted with what it holds.
func TestOneEntryIsBounded(t *testing.T) {
	m := newMemo()
	if long := make([]byte, longOctets+1); m.again(long) || m.again(long) {
		t.Error("a long message is remembered")
	}
	if short := make([]byte, longOctets); m.again(short) || !m.again(short) {
		t.Error("a message that comes again is not seen")
	}
}
