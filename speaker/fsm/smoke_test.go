package fsm

import "testing"

func TestAnswersEverything(t *testing.T) {
	for s := Idle; s <= Established; s++ {
		for k := EventKind(1); k < events; k++ {
			var fallback bool
			for _, r := range tables[s] {
				for _, on := range r.on {
					fallback = fallback || on == k && r.when == always
				}
			}
			if !fallback {
				t.Errorf("%s, %s: no row without a condition", s, k)
			}
		}
	}
}
