package capture

import "fmt"

// Damage is the error that comes with a RecordDamage: a place of the input that could not be read.
type Damage struct {
	Source Kind
	Index  int64 // number of the packet or record, from 1
	Offset int64 // of its first octet, in the decompressed input
	What   string
	// Skipped is the number of octets from Offset up to where reading goes on. Ends says that it does not.
	Skipped int64
	Ends    bool
	Cause   error // of the reader underneath, nil if there is none
}

// Error says what, where, and how reading went on.
func (d *Damage) Error() string {
	s := fmt.Sprintf("%s record %d at octet %d: %s", d.Source, d.Index, d.Offset, d.What)
	if d.Cause != nil {
		s += ": " + d.Cause.Error()
	}
	switch {
	case d.Ends:
		return s + "; reading ends here"
	case d.Skipped > 0:
		return s + fmt.Sprintf("; %d octets skipped", d.Skipped)
	}
	return s
}

// Unwrap returns the cause.
func (d *Damage) Unwrap() error { return d.Cause }
