package inputs

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
)

// TestPace: octets that come slowly are held for a second at most, those that come fast fill chunks.
func TestPace(t *testing.T) {
	p := Pace{Text: true}
	if _, err := p.due(); err != nil {
		t.Error("told before anything came")
	}
	p.came(10)
	if d, err := p.due(); err != excerpt.ErrIdle || d > idleAfter {
		t.Error(d, err)
	}
	p.since = p.since.Add(-2 * holdAfter)
	if d, err := p.due(); err != excerpt.ErrHold || d != 0 {
		t.Error(d, err)
	}
	p.told(excerpt.ErrHold)
	if _, err := p.due(); err != excerpt.ErrIdle {
		t.Error(err)
	}
	p.came(holdBelow)
	p.since = p.since.Add(-2 * holdAfter)
	if _, err := p.due(); err != excerpt.ErrIdle {
		t.Error("a fast input is cut")
	}
	p.told(excerpt.ErrIdle)
	if _, err := p.due(); err != nil {
		t.Error("told twice")
	}
}
