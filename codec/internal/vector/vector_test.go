package vector

import (
	"fmt"
	"testing"
)

func TestParse(t *testing.T) {
	got, err := Parse("routes_x.txt", "# c\n== a | as4 update\nu8( 01*2 u16( ff ) ) ; note\n\"ab\"\n= none\n== b\nmsg4( )\n")
	if err != nil {
		t.Fatal(err)
	}
	const want = "[{routes_x.txt a 2 update [as4] [5 1 1 0 1 255 97 98] [none]} " +
		"{routes_x.txt b 6 attributes [] [255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 0 19 4] []}]"
	if s := fmt.Sprint(got); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	for _, bad := range []string{"40\n", "== a\nu8( 1\n", "== a\n)\n", "== a\nx( 00 )\n", "== a\n\"x\n", "== a\n0\n== b\n"} {
		if _, err := Parse("x.txt", bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
