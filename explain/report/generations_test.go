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
	for n, want := range map[int]bool{longOctets: true, longOctets + 1: false} {
		first := m.again(make([]byte, n))
		if again := m.again(make([]byte, n)); first || again != want {
			t.Errorf("%d octets: %v, then %v", n, first, again)
		}
	}
}
