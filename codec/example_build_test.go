package codec_test

import (
	"fmt"
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// An OPEN of an AS that needs four octets: AS_TRANS stands in the old field by itself.
func ExampleOpen_Append() {
	open := codec.NewOpen(4200000002, 6, netip.MustParseAddr("0.0.0.2"))
	open.Capabilities = []codec.Capability{
		codec.MultiprotocolCapability(codec.IPv4Unicast),
		codec.FlagCapability(registry.CapRouteRefresh),
		codec.AS4Capability(4200000002),
	}
	msg, err := open.Append(nil)
	fmt.Printf("%x %v\n", msg[codec.HeaderLen:], err)
	// Output: 045ba000060000000210020e01040001000102004104fa56ea02 <nil>
}

// An UPDATE with one route.
func ExampleUpdate_Append() {
	attrs := codec.PathAttributes{
		ASPath:  []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{64500}}},
		NextHop: netip.MustParseAddr("192.0.2.1"),
	}
	u := codec.Update{
		Attrs: attrs.Append(nil, codec.Context{AS4: true}),
		NLRI:  codec.AppendNLRI(nil, netip.MustParsePrefix("198.51.100.0/24"), 0, false),
	}
	msg, err := u.Append(nil, codec.MaxLen)
	fmt.Printf("%x %v\n", msg[codec.HeaderLen:], err)
	// Output: 000000144001010040020602010000fbf4400304c000020118c63364 <nil>
}
