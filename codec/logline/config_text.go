package logline

import "strings"

// What an operator wrote into a configuration can imitate anything, as what a peer wrote can:
//
//	neighbor 192.0.2.1 shutdown message "NOTIFICATION sent: Cease/Administrative Reset"
//	set protocols bgp group ix neighbor 192.0.2.1 description "code 6 (Cease) subcode 2 (Administrative Shutdown)"
//	 description received from neighbor 192.0.2.1 6/4

// configTexts are the words in front of a free text in the configuration of routers; of whom or what it is stands in front of
// them, or they begin a line.
var configTexts = [...]string{"description ", "descr ", "shutdown message ", "remark "}

// configOwners are the words, in lower case, behind which the name or address stands that a text is about.
var configOwners = [...]string{"neighbor", "neighbour", "peer", "group", "peer-group", "interface", "interfaces", "unit", "template", "instance", "vrf"}

// configText reports whether a line that begins with head goes on with the free text of a statement of a configuration. A
// colon behind the word is a form's: "Description: ...".
func configText(head string) bool {
	if !strings.Contains(head, "desc") && !strings.Contains(head, "shutdown m") && !strings.Contains(head, "remark") {
		return false
	}
	for _, word := range configTexts {
		k := lastFold(head, word)
		if k < 0 || k > 0 && isWord(head[k-1]) {
			continue
		}
		before := head[:k]
		if blankText(strings.Trim(before, "+-|>! \t")) || strings.HasSuffix(before, "command:") {
			return true
		}
		_, at := lastWord(before)
		owner, _ := lastWord(before[:at])
		last, _ := lastWord(before)
		if isOneOf(configOwners[:], owner) || word == "shutdown message " && equalWord(last, "bgp") {
			return true
		}
	}
	return false
}
