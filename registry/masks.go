package registry

// FlagMask is the mask of one flag in a field whose table gives bit numbers or letters.
type FlagMask struct {
	Table     string // Table.ID, or a name of its own where IANA keeps no table
	Flag      string // letter or short name
	Mask      uint64 // in a field of Width bits
	Width     uint8  // bits
	Ref       string // IANA's notation
	Certainty string // "" = two sources, "single", "memory"
}

// FlagMasks gives the known masks. The caller must not change them.
func FlagMasks() []FlagMask { return flagMasks[:] }
