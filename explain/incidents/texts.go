package incidents

import _ "embed" // the files

// One file for each incident.
var (
	//go:embed as4-path-confed-2009.txt
	as4PathConfed2009 string
	//go:embed as-path-long-2009.txt
	asPathLong2009 string
	//go:embed as-path-thousand-2009.txt
	asPathThousand2009 string
	//go:embed attribute-99-2010.txt
	attribute992010 string
	//go:embed attribute-flags-low-bits-2012.txt
	attributeFlagsLowBits2012 string
	//go:embed as-path-twice-2017.txt
	asPathTwice2017 string
	//go:embed notification-over-read-2017.txt
	notificationOverRead2017 string
	//go:embed attribute-255-2019.txt
	attribute2552019 string
	//go:embed attribute-28-2023.txt
	attribute282023 string
	//go:embed attribute-21-25-exos-2023.txt
	attribute2125Exos2023 string
	//go:embed tunnel-encap-frr-2023.txt
	tunnelEncapFrr2023 string
	//go:embed null-attribute-2023.txt
	nullAttribute2023 string
	//go:embed prefix-sid-zero-2025.txt
	prefixSidZero2025 string
	//go:embed otc-1024-2025.txt
	otc10242025 string
)

// texts are the files in the order of their dates.
var texts = [...]struct {
	id   string
	text *string
}{
	{"as4-path-confed-2009", &as4PathConfed2009},
	{"as-path-long-2009", &asPathLong2009},
	{"as-path-thousand-2009", &asPathThousand2009},
	{"attribute-99-2010", &attribute992010},
	{"attribute-flags-low-bits-2012", &attributeFlagsLowBits2012},
	{"as-path-twice-2017", &asPathTwice2017},
	{"notification-over-read-2017", &notificationOverRead2017},
	{"attribute-255-2019", &attribute2552019},
	{"attribute-28-2023", &attribute282023},
	{"attribute-21-25-exos-2023", &attribute2125Exos2023},
	{"tunnel-encap-frr-2023", &tunnelEncapFrr2023},
	{"null-attribute-2023", &nullAttribute2023},
	{"prefix-sid-zero-2025", &prefixSidZero2025},
	{"otc-1024-2025", &otc10242025},
}
