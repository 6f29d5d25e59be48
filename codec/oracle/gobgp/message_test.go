package gobgp

import (
	"bytes"
	"fmt"

	"github.com/osrg/gobgp/v4/pkg/packet/bgp"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/oracle"
	"github.com/bgpdecode/bgpdecode/registry"
)

// whole compares the message itself. Where a part of it differs already, whether the whole is accepted says nothing more.
func (c *comparer) whole(t registry.MessageType) {
	b := c.on.Octets
	topic := codec.EnumName(codec.EnumMessageType, uint64(t))
	if topic == "" {
		topic = "message of another type"
	}
	opt := options(c.on.Ctx)
	var msg *bgp.BGPMessage
	err := guard(func() (err error) {
		if msg, err = bgp.ParseBGPMessage(bytes.Clone(b), opt); err != nil {
			return err
		}
		return validate(msg)
	})
	first := firstError(c.dc.Check(codec.PieceMessage, b, c.on.Ctx))
	if t == registry.MsgNotification && first != nil && first.Off >= codec.HeaderLen+2 {
		first = nil // it is about what the Data show, not about this message
	}
	if c.differ {
		return
	}
	if !c.accepted(topic, first, err, b) {
		return
	}
	m, jsonErr := oracle.Value(&c.dc, codec.PieceMessage, b, c.on.Ctx)
	if jsonErr != nil {
		c.saw("value", topic, "no JSON", jsonErr.Error())
		return
	}
	c.compare(topic, m, messageValue(msg.Body))
	if !c.differ {
		c.covered.Add("message " + topic)
	}
	var back []byte
	if err := guard(func() (err error) { back, err = msg.Serialize(opt); return err }); err != nil {
		c.saw("octets", topic, words(err), "")
	} else if !bytes.Equal(back, b) {
		c.saw("octets", topic, "differ", fmt.Sprintf("GoBGP writes %x", back))
	}
}

// validate does what GoBGP does with a message after it was read.
func validate(msg *bgp.BGPMessage) error {
	switch m := msg.Body.(type) {
	case *bgp.BGPOpen:
		_, err := bgp.ValidateOpenMsg(m, 0, 1, m.ID.Next())
		return err
	case *bgp.BGPUpdate:
		rfs := map[bgp.Family]bgp.BGPAddPathMode{bgp.RF_IPv4_UC: bgp.BGP_ADD_PATH_BOTH}
		for _, p := range m.PathAttributes {
			switch p := p.(type) {
			case *bgp.PathAttributeMpReachNLRI:
				rfs[bgp.NewFamily(p.AFI, p.SAFI)] = bgp.BGP_ADD_PATH_BOTH
			case *bgp.PathAttributeMpUnreachNLRI:
				rfs[bgp.NewFamily(p.AFI, p.SAFI)] = bgp.BGP_ADD_PATH_BOTH
			}
		}
		_, err := bgp.ValidateUpdateMsg(m, rfs, false, false, false)
		return err
	}
	return nil
}

// messageValue gives what stands in a message outside attributes and capabilities.
func messageValue(body bgp.BGPBody) object {
	switch m := body.(type) {
	case *bgp.BGPOpen:
		params := list{}
		for _, p := range m.OptParams {
			if q, ok := p.(*bgp.OptionParameterCapability); ok {
				caps := list{}
				for _, c := range q.Capability {
					caps = append(caps, object{"code": uint8(c.Code())})
				}
				params = append(params, object{"type": q.ParamType, "capabilities": caps})
			} else if q, ok := p.(*bgp.OptionParameterUnknown); ok {
				params = append(params, object{"type": q.ParamType, "raw": hexOf(q.Value)})
			}
		}
		return object{"type": "OPEN", "open": object{"version": m.Version, "as": m.MyAS, "hold_time": m.HoldTime, "id": m.ID, "parameters": params}}
	case *bgp.BGPUpdate:
		attrs := list{}
		for _, p := range m.PathAttributes {
			attrs = append(attrs, object{"type": uint8(p.GetType()), "flags": uint8(p.GetFlags())})
		}
		return object{"type": "UPDATE", "update": object{"withdrawn": routes(m.WithdrawnRoutes), "attributes": attrs, "nlri": optionalList(routes(m.NLRI))}}
	case *bgp.BGPNotification:
		return object{"type": "NOTIFICATION", "notification": object{"code": m.ErrorCode, "subcode": m.ErrorSubcode, "data": hexOf(m.Data)}}
	case *bgp.BGPRouteRefresh:
		return object{"type": "ROUTE-REFRESH", "route_refresh": object{"afi": m.AFI, "subtype": m.Demarcation, "safi": m.SAFI}}
	case *bgp.BGPKeepAlive:
		return object{"type": "KEEPALIVE"}
	}
	return object{}
}

// optional gives nil for a text that is left out where it is empty.
func optional(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// optionalList gives nil for a list that is left out where it is empty.
func optionalList(l list) any {
	if len(l) == 0 {
		return nil
	}
	return l
}
