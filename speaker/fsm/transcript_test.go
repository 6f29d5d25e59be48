package fsm

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the transcripts with what comes out now")

// TestTranscripts replays testdata/*.transcript: the events are given, actions and states must be those of the file.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.transcript")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d transcripts, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".transcript"), func(t *testing.T) {
			have, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Replay(string(have))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(have) {
				t.Errorf("%s: run with -update and review the difference. Got:\n%s", name, got)
			}
		})
	}
}

// TestReplayErrors: what is no transcript is told by its line.
func TestReplayErrors(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"> ManualStart", "line 1: an event before"},
		{"session\n> Manual", "line 2: no event"},
		{"session\n> 31", "line 2: no event"},
		{"session\n> BGPOpen hold=x", "line 2: hold=x"},
		{"session\n> BGPOpen colour=red", "line 2: colour=red"},
		{"session\n> ManualStop note=6", "line 2: note=6"},
		{"session\n> ManualStop note=6/2:0", "line 2: note=6/2:0"},
		{"session\n> BGPOpen retain=all", "line 2: retain=all"},
		{"session Delay", "line 1: no session attribute"},
		{"session DelayOpen=5s", "line 1: no session attribute"},
		{"session DelayOpenTime=5", "line 1: "},
		{"session\n> sent HELLO", "line 2: no message type"},
		{"session\nhello", "line 2: want an event"},
	} {
		if got, err := Replay(tc.text); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("%q: %q, %v, want %q", tc.text, got, err, tc.want)
		}
	}
}

// TestConfigText: each attribute is written and read.
func TestConfigText(t *testing.T) {
	var c Config
	for i, a := range c.attributes() {
		if a.flag != nil {
			*a.flag = true
		} else {
			*a.time = 1500 * 1e6 * 2 << i
		}
	}
	back, err := ParseConfig(c.String())
	if err != nil || back != c {
		t.Errorf("%v: %s\nbecomes %s", err, c, back)
	}
}
