package sieve

import "math/bits"

// logSample is what logs are full of, line by line: patterns are put together so that little of it is let through. What is in
// it matters in kind only: stamps, addresses, the words of programs that write much.
const logSample = `Nov 21 10:15:04 host-7 sshd[21034]: Failed password for invalid user admin from 203.0.113.57 port 51234 ssh2
Jan  3 04:22:19 gw kernel: [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:12:34:56:08:00 SRC=198.51.100.4 DST=192.0.2.255 LEN=60 TOS=0x00 TTL=52 ID=4711 DF PROTO=TCP SPT=4431 DPT=23 WINDOW=29200 RES=0x00 SYN URGP=0
Jun 30 23:59:58 sw1 %LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet1/0/17, changed state to down
<190>Mar 12 08:00:01 fw filterlog[410]: 5,,,1000000103,igb0,match,block,in,4,0x0,,64,0,0,DF,6,tcp,60,10.0.0.1,10.20.30.40,44321,443,0,S,193842,,64240,,mss;sackOK;TS;nop;wscale
<30>1 2026-11-21T10:15:04.123456Z db-2 systemd 1 - - Started Session 4411 of user postgres.
Nov 22 00:10:00 mail postfix/smtpd[991]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 Service unavailable; Client host blocked
Nov 22 00:10:00 ns dhcpd[72]: DHCPACK on 10.1.2.3 to 00:16:3e:aa:bb:cc (laptop) via eth1.100; DHCPDISCOVER network 10.1.0.0/24: no free leases
Nov 22 00:17:01 app CRON[3121]: (root) CMD (cd / && run-parts --report /etc/cron.hourly)
192.0.2.10 - - [21/Nov/2026:10:15:04 +0000] "GET /api/v1/orders/8841?sort=date&page=2 HTTP/1.1" 200 5123 "https://www.example.com/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36"
{"time":"2026-10-05T07:08:09.000Z","level":"info","service":"gateway","msg":"request completed","method":"POST","path":"/login","status":200,"bytes":311,"duration_ms":12,"remote_addr":"10.0.12.7:40312","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}
{"@timestamp":"2025-12-31T23:59:59Z","host":{"name":"k8s-04"},"kubernetes":{"pod":{"name":"payments-7d9f"},"namespace":"default","container":"worker"},"message":"connection to cache refused, retrying"}
{"log":"2026-01-10 12:00:00,123 WARN  [main] c.e.app.Queue - slow query took 1840 ms\n","stream":"stderr","time":"2026-01-10T12:00:00.1234567Z"}
{"_HOSTNAME":"edge","PRIORITY":"6","SYSLOG_IDENTIFIER":"systemd","_PID":"1","__REALTIME_TIMESTAMP":"1763719384000000","MESSAGE":"Finished logrotate.service - Rotate log files."}
2026-02-11 18:30:00.512 UTC [8123] LOG:  duration: 1204.331 ms  statement: SELECT id, name, state FROM sessions JOIN users ON users.id = user_id WHERE updated_at > now() ORDER BY id DESC LIMIT 100
2026/08/19 14:14:14 [error] 31#31: *902 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.9.8.7, server: example.org
Feb 17 03:00:02 lb haproxy[77]: 10.2.3.4:51111 [17/Feb/2026:03:00:02.101] https~ app/srv3 0/0/1/12/13 200 1893 - - ---- 12/11/2/1/0 0/0 "GET /static/css/print.css HTTP/1.1" cookie=consent; application=storefront; authorization: Bearer eyJhbGciOiJIUzI1NiJ9
May  9 11:11:11 core ospfd[551]: AdjChg: Nbr 10.255.0.3 on ge-0/0/1: Full -> Down (InactivityTimer), neighbor lost; area 0.0.0.0 netmask 255.255.255.0
May  9 11:11:11 node dockerd[88]: time="2026-05-09T11:11:11Z" level=info msg="ignoring event" container=0c1f topic=/tasks/delete type="*events.TaskDelete" error="none" code=0
type=SYSCALL msg=audit(1763719384.123:4411): arch=c000003e syscall=59 success=yes exit=0 a0=55d0c8a1f2b0 items=2 ppid=812 pid=990 auid=1000 uid=0 tty=pts0 ses=3 comm="sudo" exe="/usr/bin/sudo" key=(null)
I1121 10:15:04.123456       1 reconciler.go:224] "Reconciler: start to sync state" pod="kube-system/coredns-5d78c9869d-x2x7k" volume="config-volume"
2026-11-21T10:15:04 asa1 %ASA-6-302013: Built outbound TCP connection 411873 for outside:203.0.113.80/443 (203.0.113.80/443) to inside:10.1.2.3/51234 (198.51.100.7/51234)
2026-05-09 11:11:11,118 ERROR [pool-4-thread-1] o.a.kafka.clients.Metadata : Failed to commit offsets for partition events-3 at offset 193842
	at org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:897) ~[spring-webmvc-5.3.22.jar!/:5.3.22]
{"t":{"$date":"2026-11-21T10:15:04.123+00:00"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"remote":"10.0.0.9:40312","uuid":"9f2b6c1e","connectionId":118,"connectionCount":12}}
`

// sampled is a bit for each place of the sample.
type sampled [(len(logSample) + 63) / 64]uint64

// digits are the places of the sample where octets with each low and each high digit stand.
type digits struct{ lo, hi [16]sampled }

// digitsAt gives them for the octets that stand some places behind.
func digitsAt(behind int) *digits {
	d := &digits{}
	for i := range len(logSample) - behind {
		c := logSample[i+behind]
		d.lo[c&15][i>>6] |= 1 << (i & 63)
		d.hi[c>>3][i>>6] |= 1 << (i & 63)
	}
	return d
}

// reach is where the sample has the octets of a pattern, or of a set of patterns: their low and their high digits.
type reach [Width]struct{ lo, hi sampled }

func (r *reach) add(o *reach) {
	for w := range r {
		for k := range r[w].lo {
			r[w].lo[k] |= o[w].lo[k]
			r[w].hi[k] |= o[w].hi[k]
		}
	}
}

// through counts the places of the sample that two of them let through together.
func (r *reach) through(o *reach) (n int) {
	for k := range r[0].lo {
		v := ^uint64(0)
		for w := range r {
			v &= (r[w].lo[k] | o[w].lo[k]) & (r[w].hi[k] | o[w].hi[k])
		}
		n += bits.OnesCount64(v)
	}
	return n
}

// reachOf finds the octets of patterns.
func reachOf(products [][Width]product) []reach {
	all := make([]reach, len(products))
	for w := range Width {
		d := digitsAt(w)
		for i := range products {
			for digit := range 16 {
				if products[i][w].lo>>digit&1 != 0 {
					for k, v := range d.lo[digit] {
						all[i][w].lo[k] |= v
					}
				}
				if products[i][w].hi>>digit&1 != 0 {
					for k, v := range d.hi[digit] {
						all[i][w].hi[k] |= v
					}
				}
			}
		}
	}
	return all
}
