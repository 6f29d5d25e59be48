package main

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

var receiverAddr = netip.AddrFrom4([4]byte{127, 0, 0, 2})

// receiver is a BGP speaker that takes the table.
type receiver struct {
	name    string
	program string // that must be installed; "" is this one
	slow    bool   // it runs once only
	start   func(dir string, port uint16) (*exec.Cmd, error)
	// count asks how many routes it has; nil: nobody can be asked.
	count func(dir string, port uint16) (int, error)
	// command are arguments of "bgpdecode peer", in the place of start.
	command []string
}

var receivers = []receiver{
	{name: "bird", program: "bird", start: startBIRD(""), count: countBIRD},
	{name: "bird+mrtdump", program: "bird", start: startBIRD("mrtdump \"bird.mrt\";\nmrtdump protocols { messages };\n"), count: countBIRD},
	{name: "ours", start: startOurs("rib"), count: countOurs},
	{name: "ours+mrt", start: startOurs("mrt"), count: countOurs},
	{name: "ours+pcapng", start: startOurs("pcapng"), count: countOurs},
	{name: "peer", command: []string{"--quiet"}},
	{name: "peer --write x.pcapng", command: []string{"--quiet", "--write", "x.pcapng"}},
	{name: "peer --json", command: []string{"--json"}},
	{name: "gobgp", program: "gobgpd", slow: true, start: startGoBGP, count: countGoBGP},
}

func names() (out []string) {
	for _, r := range receivers {
		out = append(out, r.name)
	}
	return out
}

func startBIRD(global string) func(string, uint16) (*exec.Cmd, error) {
	return func(dir string, port uint16) (*exec.Cmd, error) {
		conf := fmt.Sprintf(`log stderr { warning, error, fatal };
router id 192.0.2.2;
%sprotocol device {}
protocol bgp sender {
  local %s port %d as %d;
  neighbor 127.0.0.1 as %d;
  strict bind on; multihop; passive on;
  ipv4 { import all; export none; };
}
`, global, receiverAddr, port, receiverAS, senderAS)
		if err := os.WriteFile(filepath.Join(dir, "bird.conf"), []byte(conf), 0o600); err != nil {
			return nil, err
		}
		return exec.Command("bird", "-f", "-c", "bird.conf", "-s", "bird.ctl", "-P", "bird.pid"), nil
	}
}

// countBIRD reads "500000 of 500000 routes for 500000 networks in table master4".
func countBIRD(dir string, _ uint16) (int, error) {
	return lookFor(dir, " of ", "birdc", "-s", "bird.ctl", "show", "route", "count")
}

// lookFor runs a command and gives the number before a word of its output.
func lookFor(dir, word string, argv ...string) (int, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	before, _, ok := strings.Cut(string(out), word)
	if err != nil || !ok {
		return 0, fmt.Errorf("%s: %v: %.300s", argv[0], err, out)
	}
	f := strings.Fields(before)
	return strconv.Atoi(f[len(f)-1])
}

// peer starts the command itself, with its output thrown away.
func (o *options) peer(args []string) func(string, uint16) (*exec.Cmd, error) {
	return func(_ string, port uint16) (*exec.Cmd, error) {
		bin, err := filepath.Abs(o.bin)
		argv := append([]string{"peer", "127.0.0.1", "--as", strconv.Itoa(receiverAS), "--passive", "--listen",
			netip.AddrPortFrom(receiverAddr, port).String()}, args...)
		return exec.Command(bin, argv...), err
	}
}

func startGoBGP(dir string, port uint16) (*exec.Cmd, error) {
	conf := fmt.Sprintf(`[global.config]
  as = %d
  router-id = "192.0.2.2"
  port = %d
  local-address-list = ["%s"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "127.0.0.1"
    peer-as = %d
  [neighbors.transport.config]
    passive-mode = true
`, receiverAS, port, receiverAddr, senderAS)
	if err := os.WriteFile(filepath.Join(dir, "gobgpd.toml"), []byte(conf), 0o600); err != nil {
		return nil, err
	}
	return exec.Command("gobgpd", "-l", "error", "-f", "gobgpd.toml", "--api-hosts", goAPI(port), "--pprof-disable"), nil
}

// goAPI is the address of GoBGP's API: the port of its BGP listener on another address.
func goAPI(port uint16) string { return fmt.Sprintf("127.0.0.3:%d", port) }

// countGoBGP reads "Destination: 500000, Path: 500000".
func countGoBGP(dir string, port uint16) (int, error) {
	return lookFor(dir, ", Path:", "gobgp", "-u", "127.0.0.3", "-p", strconv.Itoa(int(port)), "global", "rib", "summary")
}

// freePort gives a port that was free a moment ago on all addresses.
func freePort() (uint16, error) {
	l, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return uint16(l.Addr().(*net.TCPAddr).Port), nil
}

// once has one receiver take the table.
func (o *options) once(r *receiver, t *table) (result, error) {
	dir, err := os.MkdirTemp("", "peerbench")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir)
	port, err := freePort()
	if err != nil {
		return result{}, err
	}
	start := r.start
	if r.command != nil {
		start = o.peer(r.command)
	}
	cmd, err := start(dir, port)
	if err != nil {
		return result{}, err
	}
	if r.program == "" && r.command == nil && o.profile != "" {
		cmd.Args = append(cmd.Args, "-profile", o.profile)
	}
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	if err := cmd.Start(); err != nil {
		return result{}, err
	}
	defer func() {
		cmd.Process.Signal(os.Interrupt)
		gone := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		gone.Stop()
	}()
	s, err := dial(port)
	if err != nil {
		return result{}, err
	}
	defer s.conn.Close()
	return o.measure(r, cmd.Process.Pid, s, t, dir, port)
}

// measure sends the table and waits until the receiver has digested it.
func (o *options) measure(r *receiver, pid int, s *sender, t *table, dir string, port uint16) (result, error) {
	before, err := settled(pid, time.Second)
	if err != nil {
		return result{}, err
	}
	if err := s.send(t.stream); err != nil {
		return result{}, err
	}
	after, err := settled(pid, 1500*time.Millisecond)
	if err != nil {
		return result{}, err
	}
	if r.count != nil {
		n, err := r.count(dir, port)
		if err != nil {
			return result{}, err
		}
		if n != o.prefixes {
			return result{}, fmt.Errorf("it has %d routes, not %d", n, o.prefixes)
		}
	}
	return result{user: after.user - before.user, system: after.system - before.system, rss: after.rss - before.rss}, nil
}
