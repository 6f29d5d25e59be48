package main

import (
	"math/rand/v2"
	"strconv"
)

// mix is a kind of noise: patterns of which every line takes one at random; see expand.
type mix struct {
	name     string
	patterns []string
}

var mixes = [...]mix{
	{"syslog", []string{
		"%S host%2 sshd[%5]: Failed password for invalid user %w from %i port %5 ssh2",
		"%S host%2 sshd[%5]: Accepted publickey for %w from %i port %5 ssh2: ED25519 SHA256:%b",
		"%S host%2 kernel: [%6.%6] eth%1: renamed from veth%3",
		"%S host%2 kernel: [UFW BLOCK] IN=eth0 OUT= MAC=%m:%m:08:00 SRC=%i DST=%i LEN=%3 TOS=0x00 PREC=0x00 TTL=%2 ID=%5 PROTO=TCP SPT=%5 DPT=%5 WINDOW=1024 RES=0x00 SYN URGP=0",
		"%S dhcp%1 dhcpd[%4]: DHCPACK on %i to %m (%w) via eth%1",
		"%S dhcp%1 dhcpd[%4]: DHCPDISCOVER from %m via %i: network 10.%2/24: no free leases",
		"%S host%2 CRON[%5]: (root) CMD (   cd / && run-parts --report /etc/cron.hourly)",
		"%S host%2 systemd[1]: Started Session %4 of user %w.",
		"<134>%S fw%1 filterlog[%5]: 5,,,1000000103,igb%1,match,block,in,4,0x0,,%2,%5,0,DF,6,tcp,60,%i,%i,%5,%5,0,S,%9,,64240,,mss;sackOK;TS;nop;wscale",
		"<30>1 %I flow%1 nfcapd %5 - - flow start=%I src=%i:%5 dst=%i:%5 proto=17 pkts=%4 bytes=%6 tos=0 in=%2 out=%2",
		"%S sw%2 %%LINK-3-UPDOWN: Interface GigabitEthernet%1/0/%2, changed state to up",
		"%S sw%2 %%LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet%1/0/%2, changed state to down",
		"%S mail%1 postfix/smtpd[%5]: connect from unknown[%i]",
		"%S mail%1 postfix/smtpd[%5]: NOQUEUE: reject: RCPT from unknown[%i]: 554 5.7.1 Service unavailable; Client host [%i] blocked",
	}},
	{"json", []string{
		`{"ts":"%I","level":"info","logger":"http","msg":"request","method":"GET","path":"/api/v1/%w/%5","status":200,"bytes":%5,"remote":"%i:%5","took_ms":%3}`,
		`{"time":"%I","severity":"WARN","service":"%w","trace":"%h%h","span":"%h","message":"retrying request to %i:443 after %3 ms"}`,
		`{"log":"%I INFO %w worker-%2 processed batch of %4 rows in %3 ms\n","stream":"stdout","time":"%I"}`,
		`{"@timestamp":"%I","host":{"name":"k8s-%2","ip":["%i","fe80::%x:%x"]},"kubernetes":{"pod":{"name":"%w-%h","uid":"%h-%x"}},"message":"probe ok"}`,
		`{"__REALTIME_TIMESTAMP":"17%9","_PID":"%5","PRIORITY":"6","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Finished %w.service - rotate log files.","_HOSTNAME":"h%2"}`,
	}},
	{"long", []string{
		`%S lb%1 haproxy[%5]: %i:%5 [%I] https~ app/srv%2 0/0/1/%3/%3 200 %5 - - ---- %3/%3/2/1/0 0/0 {%b%b%b%b|Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36|https://www.example.com/%w/%w/%w/%w?q=%b&s=%b&t=%h} "GET /%w/%w/%b%b%b%b%b%b%b%b HTTP/1.1" cookie=%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b; ref=%w.%w.%w.%w.%w.%w.%w.%w; id=%h%h%h%h; extra=%w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w`,
		`%I app%2 audit[%5]: {"request":{"uri":"/%w/%w","headers":{"accept":"application/json, text/plain, */*","authorization":"Bearer %b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b"},"body":"%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b"},"user":"%w","roles":["%w","%w","%w"],"result":"ok","took":%4,"note":"%w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w %w"}`,
		`%S db%1 postgres[%5]: [%4-1] LOG:  duration: %4.%3 ms  statement: SELECT %w, %w, %w, %w, %w, %w FROM %w JOIN %w ON %w.id = %w.%w_id WHERE %w IN (%5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5, %5) ORDER BY %w DESC LIMIT %3`,
	}},
	{"hostile", []string{
		"%S r%2 ospfd[%4]: AdjChg: Nbr %i(default) on eth%1:%i: Full -> Down (InactivityTimer)",
		"%S sw%2 lldpd[%4]: neighbor %m on port ge-0/0/%2 removed, TTL 120 expired, notification sent to snmp subagent",
		"%S h%2 systemd[%4]: Reached target notification services; neighbor discovery done, error code 0",
		"%S r%2 rpd[%4]: RPD_OSPF_NBRDOWN: OSPF neighbor %i (realm ospf-v2 ge-0/0/%1.0 area 0.0.0.0) state changed from Full to Down due to InActiveTimer",
		"%S fw%1 kernel: IN=br0 OUT=eth1 MAC=ff:ff:ff:ff:ff:ff:%m:08:00 SRC=%i DST=255.255.255.255 LEN=328 PROTO=UDP SPT=68 DPT=67",
		"%S h%2 dockerd[%4]: sha256:%h%h%h%h%h%h%h%h layer %hff%h pulled, digest ffff%h",
		"%S h%2 ifup[%4]: eth%1 address %i netmask 255.255.255.0 broadcast 255.255.255.255 mtu 1500, rc -1, errors -1 -1",
		"%S db%1 mysqld: 2026-11-22 0x7fffff%x [Note] Aborted connection %5 to db: '%w' user: '%w' host: '%i' (Got timeout reading communication packets), code %3, %5 bytes",
		"%S h%2 named[%4]: client @0x7f%h %i#%5 (%w.example.com): query failed (SERVFAIL) for %w.example.com/IN/AAAA at ../../../bin/named/query.c:%4",
		"%S vpn%1 charon[%4]: 0%1[IKE] received NO_PROPOSAL_CHOSEN notify error, no CHILD_SA built; peer reset by administrator",
		"%S h%2 app[%4]: error: connection to %i:5432 refused, received: none, last error: %3, state %3 of %3, 77 bytes in 377 ms",
		"%S h%2 nvme[%4]: id-ns 0: eui64 : 002538ffffff%x nguid : 00000000%h%h ffffffff%x",
		`{"timestamp":"%I","level":"info","msg":"notification delivered","target":"slack","open":%3,"digest":"%h%h%h%h"}`,
	}},
}

// patternsOf gives the patterns for line number at; a mix called "mixed" takes stretches of all the others.
func patternsOf(name string, at int) []string {
	if name == "mixed" {
		return mixes[at/2000%len(mixes)].patterns
	}
	for _, m := range mixes {
		if m.name == name {
			return m.patterns
		}
	}
	return nil
}

var words = []string{"admin", "backup", "cache", "deploy", "eventlog", "frontend", "gateway", "history", "inventory", "jobqueue",
	"kafka", "ledger", "metrics", "network", "orders", "payments", "queue", "reports", "session", "tenant", "uploads", "validate", "worker"}

const hexDigits, base64Digits = "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// expand appends a pattern with its places filled in: %1 to %9 a number of so many digits at most, %i an IPv4 address, %m a
// MAC address, %x four and %h eight hex digits, %b ten base64 digits, %w a word, %S and %I a stamp of syslog and of
// ISO 8601, %% a percent sign.
func expand(b []byte, r *rand.Rand, pattern string, at int) []byte {
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' {
			b = append(b, pattern[i])
			continue
		}
		i++
		switch c := pattern[i]; c {
		case 'i':
			v := r.Uint32()
			for k := range 4 {
				if k > 0 {
					b = append(b, '.')
				}
				b = strconv.AppendUint(b, uint64(v>>(8*k)&0xff), 10)
			}
		case 'm':
			v := r.Uint64()
			for k := range 6 {
				if k > 0 {
					b = append(b, ':')
				}
				b = append(b, hexDigits[v>>(8*k)&15], hexDigits[v>>(8*k+4)&15])
			}
		case 'x', 'h':
			v := r.Uint32()
			for k := range hexLen(c) {
				b = append(b, hexDigits[v>>(4*k)&15])
			}
		case 'b':
			for v, k := r.Uint64(), 0; k < 10; k++ {
				b = append(b, base64Digits[v>>(6*k)&63])
			}
		case 'w':
			b = append(b, words[r.IntN(len(words))]...)
		case 'S', 'I':
			b = stamp(b, at, c == 'I')
		case '%':
			b = append(b, '%')
		default:
			most := 1
			for range c - '0' {
				most *= 10
			}
			b = strconv.AppendInt(b, int64(r.IntN(most)), 10)
		}
	}
	return append(b, '\n')
}

// stamp appends the time of line number at: time goes on by about 50 lines a second.
func stamp(b []byte, at int, iso bool) []byte {
	s := at / 50
	day, h, m := s/86400, s/3600%24, s/60%60
	two := func(n int) { b = append(b, byte('0'+n/10), byte('0'+n%10)) }
	if iso {
		b = append(b, "2026-11-"...)
		two(1 + day%28)
		b = append(b, 'T')
	} else {
		b = append(b, "Nov "...)
		two(1 + day%28)
		b = append(b, ' ')
	}
	two(h)
	b = append(b, ':')
	two(m)
	b = append(b, ':')
	two(s % 60)
	if iso {
		b = append(b, '.')
		two(at % 50 * 2)
		b = append(b, "0Z"...)
	}
	return b
}

func hexLen(c byte) int {
	if c == 'x' {
		return 4
	}
	return 8
}
