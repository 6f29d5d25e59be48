package logline

// reasonWord is one row of reasonWords: what a vendor prints, in lower case without punctuation, and the reason's id.
type reasonWord struct{ id, text string }

// reasonWords are the words that vendors give for the end of a session, and names of FSM events (RFC 4271 section 8.1).
// Blanks do not matter. How to add one: a row; for a new id also an entry in the texts of package explain.
var reasonWords = [...]reasonWord{
	{"interface-down", "interface down"},
	{"interface-down", "interface flap"},
	{"interface-down", "interface flapped"},
	{"interface-down", "interface shutdown"},
	{"interface-down", "direct connect interface down"},
	{"interface-down", "direct interface down"},
	{"interface-down", "port state down"},
	{"interface-down", "link down"},
	{"interface-down", "if down"},
	{"interface-down", "intf down"},
	{"address-lost", "neighbor address lost"},
	{"address-lost", "local address lost"},
	{"address-lost", "address deleted"},
	{"address-lost", "interface address deleted"},
	{"address-lost", "waiting for peer ipv6 lla"},

	{"bfd-down", "bfd"},
	{"bfd-down", "bfd down"},
	{"bfd-down", "bfd failure"},
	{"bfd-down", "bfd session down"},
	{"bfd-down", "bfd session failure"},
	{"bfd-down", "bfd adjacency down"},
	{"bfd-down", "bfd neighbor down"},

	{"hold-timer", "hold time"},
	{"hold-timer", "hold timer"},
	{"hold-timer", "hold time expired"},
	{"hold-timer", "hold timer expired"},
	{"hold-timer", "hold timer expire"},
	{"hold-timer", "hold timer expires"},
	{"hold-timer", "hold timer expiry"},
	{"hold-timer", "hold timeout"},
	{"hold-timer", "keepalive timer expiry"},
	{"hold-timer", "tcp connection keepalive timeout"},
	{"send-hold-timer", "send hold timer"},
	{"send-hold-timer", "send hold timer expired"},
	{"send-hold-timer", "send hold timer expires"},

	{"peer-closed", "peer closed the session"},
	{"peer-closed", "peer closed session"},
	{"peer-closed", "peer closed"},
	{"peer-closed", "nsf peer closed the session"},
	{"peer-closed", "peer closing down the session"},
	{"peer-closed", "session closed"},
	{"peer-closed", "closed"},
	{"peer-closed", "remote closed"},
	{"peer-closed", "connection closed"},
	{"peer-closed", "connection closed by peer"},
	{"peer-closed", "connection closed by remote"},
	{"peer-closed", "tcp connection closed"},
	{"peer-closed", "tcp connection closed by remote"},
	{"peer-closed", "tcp socket closed"},
	{"peer-closed", "unexpected eof"},
	{"peer-closed", "end of file"},
	{"peer-closed", "connection reset by peer"},

	{"transport-error", "transport error"},
	{"transport-error", "tcp connection fails"},
	{"transport-error", "tcp connection failed"},
	{"transport-error", "tcp connection error"},
	{"transport-error", "tcp fatal error"},
	{"transport-error", "tcp data stream error detected"},
	{"transport-error", "tcp error"},
	{"transport-error", "socket error"},
	{"transport-error", "read error"},
	{"transport-error", "write error"},
	{"transport-error", "read failed"},
	{"transport-error", "write failed"},
	{"transport-error", "io error"},
	{"transport-error", "broken pipe"},
	{"transport-error", "connection lost"},
	{"transport-error", "connection timed out"},
	{"transport-error", "operation timed out"},
	{"transport-error", "session timeout"},

	{"connect-failed", "active open failed"},
	{"connect-failed", "connect failed"},
	{"connect-failed", "connection failed"},
	{"connect-failed", "connection refused"},
	{"connect-failed", "operation not permitted"},
	{"connect-failed", "cant assign requested address"},
	{"connect-failed", "cannot assign requested address"},
	{"connect-failed", "tcp connection open failed"},
	{"connect-failed", "connect retry timer expires"},
	{"connect-failed", "connect retry timer expired"},
	{"connect-failed", "connect retry"},

	{"unreachable", "remote peer not reachable"},
	{"unreachable", "remote address unreachable"},
	{"unreachable", "remote peer unreachable"},
	{"unreachable", "peer unreachable"},
	{"unreachable", "peer not reachable"},
	{"unreachable", "neighbor unreachable"},
	{"unreachable", "host unreachable"},
	{"unreachable", "host is unreachable"},
	{"no-route", "no route"},
	{"no-route", "no route to peer"},
	{"no-route", "no route to host"},
	{"no-route", "no route to neighbor"},
	{"no-route", "no path to specified neighbor"},
	{"no-route", "network is unreachable"},
	{"no-route", "network unreachable"},
	{"no-route", "route to peer lost"},
	{"no-route", "waiting for nht"},

	{"configuration", "configuration"},
	{"configuration", "configuration change"},
	{"configuration", "configuration changed"},
	{"configuration", "configuration lead peer down"},
	{"configuration", "config change"},
	{"configuration", "neighbor config changed"},
	{"configuration", "other configuration change"},
	{"configuration", "router id changed"},
	{"configuration", "remote as changed"},
	{"configuration", "remote as change"},
	{"configuration", "local as changed"},
	{"configuration", "local as change"},
	{"configuration", "peer as number change"},
	{"configuration", "peer as confederation change"},
	{"configuration", "cluster id changed"},
	{"configuration", "confederation identifier changed"},
	{"configuration", "confederation peer changed"},
	{"configuration", "rr client config change"},
	{"configuration", "rs client config change"},
	{"configuration", "route reflector client config change"},
	{"configuration", "update source change"},
	{"configuration", "update source changed"},
	{"configuration", "address family activated"},
	{"configuration", "address family deactivated"},
	{"configuration", "af activated"},
	{"configuration", "peer group add member"},
	{"configuration", "peer group delete member"},
	{"configuration", "member added to peergroup"},
	{"configuration", "capability changed"},
	{"configuration", "passive config change"},
	{"configuration", "multihop config change"},
	{"configuration", "intf peering v6only config change"},
	{"configuration", "password changed"},
	{"configuration", "password change"},
	{"configuration", "authentication changed"},
	{"peer-deconfigured", "neighbor deleted"},
	{"peer-deconfigured", "neighbor removed"},
	{"peer-deconfigured", "peer removed"},
	{"peer-deconfigured", "peer deleted"},
	{"peer-deconfigured", "peer being deleted"},
	{"no-family", "no afi/safi activated for peer"},

	{"admin-shutdown", "admin shutdown"},
	{"admin-shutdown", "admin down"},
	{"admin-shutdown", "administrative shutdown"},
	{"admin-shutdown", "administratively shutdown"},
	{"admin-shutdown", "administratively shut down"},
	{"admin-shutdown", "administratively down"},
	{"admin-shutdown", "peer shutdown"},
	{"admin-shutdown", "neighbor shutdown"},
	{"admin-shutdown", "shutdown"},
	{"local-stop", "stop"},
	{"local-stop", "manual stop"},
	{"local-stop", "automatic stop"},
	{"user-reset", "user reset"},
	{"user-reset", "user reset request"},
	{"user-reset", "user reset peer session"},
	{"user-reset", "reset all peer sessions"},
	{"user-reset", "admin reset"},
	{"user-reset", "administrative reset"},
	{"user-reset", "administratively reset"},
	{"user-reset", "session cleared"},
	{"user-reset", "session cleared by user"},
	{"user-reset", "cleared"},
	{"user-reset", "clear"},
	{"user-reset", "hard clear"},
	{"restart", "bgp protocol initialization"},
	{"restart", "protocol initialization"},
	{"restart", "process restart"},
	{"restart", "restart"},

	{"route-limit", "route limit"},
	{"max-prefix", "pfx count overflow"},
	{"max-prefix", "prefix count overflow"},
	{"max-prefix", "max prefix"},
	{"max-prefix", "maximum prefix"},
	{"max-prefix", "max prefix limit exceeded"},

	{"erroneous-packet", "receive error packet"},
	{"erroneous-packet", "error packet"},
	{"erroneous-packet", "erroneous packet"},
	{"erroneous-packet", "update msg err"},
	{"erroneous-packet", "update error"},
	{"erroneous-packet", "open msg err"},
	{"erroneous-packet", "open fail"},
	{"erroneous-packet", "header err"},
	{"erroneous-packet", "bad message"},
	{"erroneous-packet", "parse error"},

	{"fsm-error", "fsm err"},
	{"fsm-error", "fsm error"},
	{"connection-rejected", "connection reject"},
	{"connection-rejected", "connection rejected"},
	{"collision", "open collision dump"},
	{"collision", "collision"},
	{"collision", "duplicate connection request"},
	{"collision", "error during connection collision"},
	{"out-of-resources", "out of memory"},
	{"out-of-resources", "no memory"},
	{"tcp-md5-mismatch", "md5 mismatch"},
	{"tcp-md5-mismatch", "bad md5"},
	{"tcp-md5-mismatch", "invalid md5 digest"},
	{"tcp-md5-mismatch", "no md5 digest"},
	{"tcp-md5-mismatch", "tcp md5 mismatch"},
	{"tcp-md5-mismatch", "tcp authentication failed"},
	{"tcp-md5-mismatch", "session authentication failed"},
}

// reasonHints tell the reason of words that are not in the table by two pieces that they hold, the more particular first.
var reasonHints = [...]struct{ id, one, two string }{
	{"bfd-down", "bfd", ""},
	{"send-hold-timer", "sendhold", ""},
	{"hold-timer", "hold", "expir"},
	{"hold-timer", "keepalive", "timeout"},
	{"tcp-md5-mismatch", "md5", ""},
	{"tcp-md5-mismatch", "aohash", ""},
	{"tcp-md5-mismatch", "aokey", ""},
	{"max-prefix", "prefix", "limit"},
	{"max-prefix", "maximum", "prefix"},
	{"interface-down", "interface", "down"},
	{"interface-down", "interface", "flap"},
	{"no-route", "noroute", ""},
	{"unreachable", "unreachable", ""},
	{"admin-shutdown", "admin", "shut"},
	{"user-reset", "reset", "user"},
	{"user-reset", "clear", "user"},
	{"peer-closed", "closed", "peer"},
	{"peer-closed", "closed", "remote"},
	{"peer-closed", "connectionreset", ""},
	{"configuration", "config", "change"},
}

// reasonCodes are the reasons that have a NOTIFICATION of their own; -1 stands for every subcode. The first row of a
// code gives its reason.
var reasonCodes = [...]struct {
	id        string
	code, sub int
}{
	{"hold-timer", 4, -1},
	{"fsm-error", 5, -1},
	{"max-prefix", 6, 1},
	{"route-limit", 6, 1},
	{"admin-shutdown", 6, 2},
	{"peer-deconfigured", 6, 3},
	{"user-reset", 6, 4},
	{"connection-rejected", 6, 5},
	{"configuration", 6, 6},
	{"collision", 6, 7},
	{"out-of-resources", 6, 8},
	{"bfd-down", 6, 10},
	{"send-hold-timer", 8, -1},
}

// ReasonIDs returns all reason ids.
func ReasonIDs() []string {
	ids := []string{ReasonDown, ReasonEstablished, ReasonReceived, ReasonSent, ReasonOverLimit, ReasonUnconfigured, "connect-no-route"}
	add := func(id string) {
		for _, have := range ids {
			if have == id {
				return
			}
		}
		ids = append(ids, id)
	}
	for i := range reasonWords {
		add(reasonWords[i].id)
	}
	for i := range reasonCodes {
		add(reasonCodes[i].id)
	}
	for i := range huaweiAlarms {
		if id := huaweiAlarms[i].reason; id != "" {
			add(id)
		}
	}
	for _, id := range huaweiReasonIDs {
		if id != "" {
			add(id)
		}
	}
	for _, id := range huaweiGRIDs {
		if id != "" {
			add(id)
		}
	}
	return ids
}
