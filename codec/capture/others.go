package capture

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Others counts records that are not read, by what they are. There are 24 kinds at most; more are counted in Stats.Unknown only.
type Others [24]Other

// Other is one kind of records that are not read, N of them; there is none with N = 0.
type Other struct {
	Kind      Kind   // KindMRT or KindBMP
	Type, Sub uint16 // type and subtype of MRT, or type and version of BMP
	N         int64
	First     int64 // offset of the first one, in octets of the (decompressed) input
}

// Add counts more of a kind.
func (o *Others) Add(more Other) {
	if more.N == 0 {
		return
	}
	for i := range o {
		x := &o[i]
		if x.N == 0 {
			*x = more
			return
		}
		if x.Kind == more.Kind && x.Type == more.Type && x.Sub == more.Sub {
			x.N += more.N
			return
		}
	}
}

// unknown counts the record being read, which is of a kind that is not read.
func (e *emitter) unknown(kind Kind, typ, sub uint16) {
	e.s.stats.Unknown++
	e.s.stats.Others.Add(Other{kind, typ, sub, 1, e.offset})
}

// Later reports whether these are BMP messages of a version that is newer than what is read here: they hold BGP.
func (o Other) Later() bool { return o.N > 0 && o.Kind == KindBMP && o.Sub == bmpVersion4 }

// String names the records: "MRT records OSPFv2", "MRT records BGP4MP_SNAPSHOT", "BMP messages of type 9".
func (o Other) String() string {
	if o.Kind == KindBMP {
		if o.Sub == bmpVersion4 {
			return "BMP messages of version 4 (draft-ietf-grow-bmp-tlv)"
		}
		return "BMP messages of type " + strconv.Itoa(int(o.Type))
	}
	typ, sub := registry.TableMRTTypeCodes.Name(uint64(o.Type)), uint64(o.Sub)
	name := ""
	switch o.Type {
	case mrtBGP, mrtBGP4Plus, mrtBGP4Plus01:
		if name = registry.TableMRTBGPSubtypeCodes.Name(sub); name != "" {
			name = typ + " " + name
		}
	case mrtTableDumpV2:
		name = registry.TableMRTTableDumpV2SubtypeCodes.Name(sub)
	case mrtBGP4MP, mrtBGP4MPET:
		name = registry.TableMRTBGP4MPSubtypeCodes.Name(sub)
	case mrtTableDump:
	default:
		if name = typ; typ == "" {
			return "MRT records of type " + strconv.Itoa(int(o.Type))
		}
	}
	if name == "" {
		name = typ + ", subtype " + strconv.Itoa(int(o.Sub))
	}
	return "MRT records " + name
}
