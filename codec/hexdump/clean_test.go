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

// TestWritersMarks: tags, angles and bars around octets take none away, and leave lists, columns and elisions alone.
func TestWritersMarks(t *testing.T) {
	expect(t, []reads{
		{"c0 08 04 |fd e8| 00 64", "hex:c00804fde80064"},
		{"c0 08 04 <b>fd e8</b> 00 64", "hex:c00804fde80064"},
		{"c0 08 04 >>fd e8<< 00 64", "hex:c00804fde80064"},
		{"c00804<em class=\"x\">fde8</em>0064", "hex:c00804fde80064"},
	})
}
