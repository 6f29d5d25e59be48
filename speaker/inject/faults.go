package inject

import (
	"fmt"
	"strings"
)

// checkFault refuses what cannot be the name of a fault.
func checkFault(id string) error {
	group, kind, ok := strings.Cut(id, ".")
	if !ok || group == "" || kind == "" {
		return fmt.Errorf("%s is no fault such as origin.value", shown(id))
	}
	return nil
}
