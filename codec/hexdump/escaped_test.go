package hexdump

import "testing"

func TestEscaped(t *testing.T) {
	expect(t, []reads{
		{"Data=\"\\xe0\\a\\b\\x00\"", "escaped:e0070800"},
		{"b'\\x00!\\x03c'", "python-bytes:00210363"},
		{"b'\\x01'", "python-bytes:01"},
		{"\"\\377\\377\\000\\023\"", "escaped:ffff0013"},
		{"\"\\u00ff\\u00ff\\u0000\\u0013\"", "escaped:ffff0013"},
		{"{\"m\":\"Data=\\\"\\\\xe0\\\\a\\\\b\\\\x00\\\" x\"}", "escaped:e0070800"},
		{"\\xff\\xff\\x00\\x13 and", "escaped:ffff0013"},
		{"\"\\u001b[31mred\\u001b[0m\"", ""},
		{"\"C:\\temp\\new\"", ""},
	})
}
