package logline

import (
	"strings"
	"testing"
	"time"
)

// TestInFront: time and host are found wherever they stand in front of an event, and are not taken from anything else.
func TestInFront(t *testing.T) {
	const event = "%NOTIFICATION: received from neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) 0 bytes"
	const noTime = "0001-01-01T00:00:00Z "
	for head, want := range map[string]string{
		// journalctl, asctime, date(1), Comware
		"Fri 2026-01-02 03:04:05 UTC rs2 bgpd[22]: ":           "2026-01-02T03:04:05Z rs2",
		"Fri 2026-01-02 03:04:05.250000 CET rs2 frr.svc[22]: ": "2026-01-02T03:04:05.25+01:00 rs2",
		"Fri Jan  2 03:04:05 2026 r1 bgpd[1]: ":                "2026-01-02T03:04:05Z r1",
		"Jan  2 03:04:05.250000 sonic-1 INFO bgp#bgpd[41]: ":   "2026-01-02T03:04:05.25Z sonic-1",
		"Fri Jan  2 03:04:05 UTC 2026 r1 bgpd[1]: ":            "2026-01-02T03:04:05Z r1",
		"Jan  2 03:04:05 2025 r1 bgpd[1]: ":                    "2025-01-02T03:04:05Z r1",
		"%Jan  2 03:04:05:250 2026 H3C BGP/5/X: ":              "2026-01-02T03:04:05.25Z H3C",
		"1767323045.250000 rs2 bgpd[22]: ":                     "2026-01-02T03:04:05.25Z rs2",

		// orchestrators, pagers, terminals
		"[pod/frr-7xk2p/frr] 2026-01-02T03:04:05.5+02:00 2026/01/02 03:04:05 BGP: ": "2026-01-02T03:04:05.5+02:00 ",
		"frr-router-1  | 2026/01/02 03:04:05 BGP: ":                                 "2026-01-02T03:04:05Z ",
		"\x1b[36mfrr-router-1  |\x1b[0m 2026/01/02 03:04:05 BGP: ":                  "2026-01-02T03:04:05Z ",
		"frr-7xk2p frr Jan  2 03:04:05 r9 bgpd[22]: ":                               "2026-01-02T03:04:05Z r9",
		"    14\tJan  2 03:04:05 r bgpd[1]: ":                                       "2026-01-02T03:04:05Z r",
		"    14 Jan  2 03:04:05 r bgpd[1]: ":                                        "2026-01-02T03:04:05Z r",
		"/var/log/frr.log:17:Jan  2 03:04:05 r bgpd[1]: ":                           "2026-01-02T03:04:05Z r",
		"[Fri Jan 02 03:04:05.250 2026] ":                                           "2026-01-02T03:04:05.25Z ",
		"# Jan  2 03:04:05 r1 bgpd[1]: ":                                            "2026-01-02T03:04:05Z r1",
		"// 2026-01-02 03:04:05 ":                                                   "2026-01-02T03:04:05Z ",
		"-- 2026-01-02 03:04:05 ":                                                   "2026-01-02T03:04:05Z ",

		// tables
		`"2026-01-02T03:04:05.000+0100","`:                               "2026-01-02T03:04:05+01:00 ",
		`7,"2026-01-02T03:04:05.000+0000","core-4","`:                    "2026-01-02T03:04:05Z core-4",
		`1767323045.250000,edge-2,"`:                                     "2026-01-02T03:04:05.25Z edge-2",
		"<tr><td>2026-01-02 03:04:05</td><td>pe11</td><td>":              "2026-01-02T03:04:05Z pe11",
		"<tr>\n <td>2026-01-02 03:04:05 UTC</td>\n <td>pe11</td>\n <td>": "2026-01-02T03:04:05Z pe11",
		"| 2026-01-02 03:04:05 | pe-1 | ":                                "2026-01-02T03:04:05Z pe-1",
		"| 2026-01-02 03:04:05 UTC | local7 | err | pe-1 | ":             "2026-01-02T03:04:05Z pe-1",
		"pe7\tlocal7\t2026-01-02 03:04:05\t":                             "2026-01-02T03:04:05Z ",
		"<tr><td>2026-01-01 00:00:00</td><td>x</td></tr>\n<tr>\n <td>":   noTime,
		"2026-01-01 00:00:00 | the row above\n| ":                        noTime,

		// keys
		`ts=2026-01-02T03:04:05Z level=err msg="`:                               "2026-01-02T03:04:05Z ",
		`level=error ts=2026-01-02T03:04:05Z host=r-3 msg="`:                    "2026-01-02T03:04:05Z r-3",
		`time="2026-01-02T03:04:05Z" level=error hostname="r-3" msg="`:          "2026-01-02T03:04:05Z r-3",
		`2026-01-02T03:04:05Z level=error host=r-3 msg="`:                       "2026-01-02T03:04:05Z r-3",
		`{"when":"2026-01-02T03:04:05Z","host.name":"r-3","text":"`:             "2026-01-02T03:04:05Z r-3",
		`[{"when":"2026-01-01T00:00:00Z","text":"x"},{"text":"`:                 noTime,
		"<event><time>2026-01-02T03:04:05Z</time><msg>":                         "2026-01-02T03:04:05Z ",
		"<event>\n <time>2026-01-02T03:04:05Z</time>\n <host>r3</host>\n <msg>": "2026-01-02T03:04:05Z r3",
		"<event>\n <time>2026-01-01T00:00:00Z</time>\n</event>\n <event><msg>":  noTime,

		"2026-01-02T03:04:05,250 | INFO  | pool-2-thread-1 | x=1 | ":                         "2026-01-02T03:04:05.25Z ",
		"| 60 | 2026-01-02T03:04:05.250Z | INFO | pool-2-1 | org.x.Bgp | 7 - y.z - 1.2.3 | ": "2026-01-02T03:04:05.25Z ",

		// what is no stamp of the line, and no host
		"build 2026-01-02: ":                                    noTime,
		"r2026-01-02 03:04:05 ":                                 noTime,
		"up since 2026-01-02 03:04:05 ":                         noTime,
		"it fell at Jan  2 03:04:05 ":                           noTime,
		"at 13 Foo 2026 03:04:05 in slot 2026-13-02 03:04:05: ": noTime,
		"no route to host=, vhost=a1: ":                         noTime,
		"Frida 2026-01-02 03:04:05 ":                            noTime,
	} {
		for _, before := range []string{"", "Oct  1 00:00:00 other sshd[1]: hello\n"} {
			evs := Scan(Split(before+head+event+"\n"), Options{Now: time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC), Location: time.UTC})
			if len(evs) != 1 {
				t.Errorf("%d events behind %q", len(evs), head)
				continue
			}
			ev := evs[0]
			if got := ev.Time.Format(time.RFC3339Nano) + " " + ev.Host; got != want {
				t.Errorf("%q, want %q behind %q", got, want, head)
			}
		}
	}
}

// TestJournalRecord: time and host of an event in a record of fields stand on other lines.
func TestJournalRecord(t *testing.T) {
	const message = "MESSAGE=%NOTIFICATION: sent to neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) 0 bytes\n"
	verbose := "Fri 2026-01-02 03:04:05.250000 UTC [s=5a;i=1f;b=77;m=1;t=2;x=3]\n    PRIORITY=3\n    _HOSTNAME=rs-2\n    " + message + "    _PID=22\n"
	export := "__CURSOR=s=5a;i=1f\n__REALTIME_TIMESTAMP=1767323045250000\n__MONOTONIC_TIMESTAMP=55\nPRIORITY=3\n" + message + "_PID=22\n_HOSTNAME=rs-2\n\n"
	other := "__CURSOR=s=5a;i=1e\n__REALTIME_TIMESTAMP=1767000000000000\n_HOSTNAME=rs-1\nMESSAGE=hello\n\n"
	first := "Fri 2026-01-02 03:04:05.250000 UTC [s=5a;i=1f]\n    " + message + "    _HOSTNAME=rs-2\n"
	for name, text := range map[string]string{"verbose": verbose, "message first": first, "two": strings.Replace(verbose, "rs-2", "rs-1", 1) + verbose, "export": export, "others": other + export + other} {
		evs := Scan(Split(text), Options{Now: time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC), Location: time.UTC})
		if len(evs) == 0 {
			t.Fatal(name, ": no event")
		}
		ev := evs[len(evs)-1]
		if got := ev.Time.Format(time.RFC3339Nano) + " " + ev.Host; got != "2026-01-02T03:04:05.25Z rs-2" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestOwnTimeText: the stamp that a style has read stays where the line has no other, and where it has one.
func TestOwnTimeText(t *testing.T) {
	for _, head := range []string{"", "r4 app[7]: ", "# 2026-01-02 03:04:05 ", "x: "} {
		text := "Peer : 192.0.2.7\n" + head + " 10-Feb-2019 15:46:17 Down  Send Notification with Error 1/1\n                            Message Header Error/Connection Not Synchronized\n"
		evs := Scan(Split(text), Options{Location: time.UTC})
		if len(evs) != 1 || evs[0].Style != "comware" || evs[0].Peer != "192.0.2.7" {
			t.Errorf("%q: %d events", head, len(evs))
			continue
		}
		if ev := evs[0]; ev.TimeText != "10-Feb-2019 15:46:17" || ev.Time.Format(time.RFC3339) != "2019-02-10T15:46:17Z" {
			t.Errorf("%q: %q %s", head, ev.TimeText, ev.Time)
		}
	}
}
