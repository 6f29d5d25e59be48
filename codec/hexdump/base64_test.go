package hexdump

import "testing"

func TestBase64(t *testing.T) {
	expect(t, []reads{
		{"\"Data\":\"4AcIAAEAD8AAAmMB\"", "base64:e007080001000fc000026301"},
		{"\"Data\":\"/AE=\"", "base64:fc01"},
		{"data=4AcIAAEAD8AAAmMB next", "base64:e007080001000fc000026301"},
		{"\"hostname\":\"w-01KMGRJEFCC4QF3692ZQ0CXKEA\"", ""},
		{"\"msg\":\"received\",\"level\":\"warning\"", ""},
	})
}
