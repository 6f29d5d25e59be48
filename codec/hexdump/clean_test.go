package hexdump

import "testing"

func TestClean(t *testing.T) {
	expect(t, []reads{
		{"ff ff\x1b[1m 00\x1b[0m 13", "hex:ffff0013"},
		{"ffff\n--More--\n0013", "hex:ffff0013"},
		{"> ff ff 00=20\n> 13", "hex:ffff0013"},
		{"ffff00=\n130400", "hex:ffff00130400"},
		{"ff&nbsp;ff&nbsp;00&nbsp;13", "hex:ffff0013"},
		{"ffff f↵\nf00 1304", "hex:ffffff001304"},
		{"ff ff \\\n00 13", "hex:ffff0013"},
	})
}
