package inject

import (
	"fmt"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/fault"
)

// checkFault refuses what is no fault of the catalogue.
func checkFault(id string) error {
	if _, ok := fault.Find(id); ok {
		return nil
	}
	if like := fault.Similar(id); len(like) > 0 {
		return fmt.Errorf("there is no fault %s: %s?", shown(id), strings.Join(like, ", "))
	}
	return fmt.Errorf("there is no fault %s; bgpdecode faults lists them", shown(id))
}
