package netnstest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// patience bounds what the kernel does soon.
const patience = 20 * time.Second

// requireVar turns a skip into a failure when it is 1; peertest has it too, where
// this package cannot reach.
const requireVar = "BGPDECODE_REQUIRE_PEERS"

// NS is a network namespace.
type NS struct{ f *os.File }

// New makes a namespace with its loopback interface up. IPv6 addresses are usable
// at once in it: duplicate address detection is off.
func New(t testing.TB) *NS {
	t.Helper()
	for _, program := range []string{"ip", "nsenter"} {
		if _, err := exec.LookPath(program); err != nil {
			missing(t, program)
		}
	}
	var f *os.File
	err := onThread(func() error { return unix.Unshare(unix.CLONE_NEWNET) }, func() (err error) {
		f, err = os.Open("/proc/thread-self/ns/net")
		return err
	})
	if errors.Is(err, unix.EPERM) {
		missing(t, "the right to make a network namespace (root or CAP_SYS_ADMIN)")
	}
	if err != nil {
		t.Fatal(err)
	}
	n := &NS{f}
	t.Cleanup(func() { _ = f.Close() })
	n.Sysctl(t, "net/ipv6/conf/default/accept_dad", "0")
	n.Sysctl(t, "net/ipv6/conf/all/accept_dad", "0")
	n.IP(t, "link", "set", "lo", "up")
	return n
}

// missing ends the test because what is not there.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv(requireVar) == "1" {
		t.Fatalf("%s is missing, and %s=1 asks for it", what, requireVar)
	}
	t.Skipf("skipped: %s is missing", what)
}

// Path gives a path by which this process, and those it starts, find the
// namespace. It holds until the test ends.
func (n *NS) Path() string { return fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), n.f.Fd()) }

// Wrap gives a program and its arguments that run another program, whose own
// arguments are to follow, in the namespace.
func (n *NS) Wrap() []string { return []string{"nsenter", "--net=" + n.Path(), "--"} }

// Do runs f on a thread in the namespace and fails the test with f's error. What f
// opens stays in the namespace; goroutines that f starts do not begin in it. f must
// not call t.Fatal: it runs in a goroutine of its own.
func (n *NS) Do(t testing.TB, f func() error) {
	t.Helper()
	if err := n.do(f); err != nil {
		t.Fatal(err)
	}
}

func (n *NS) do(f func() error) error {
	return onThread(func() error { return unix.Setns(int(n.f.Fd()), unix.CLONE_NEWNET) }, f)
}

// onThread runs f on a thread that enter has brought into another namespace, and
// brings it back. A thread that cannot be brought back ends with its goroutine; that
// is not done with all, because the first thread of a process cannot end.
func onThread(enter, f func() error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		done <- func() error {
			home, err := os.Open("/proc/thread-self/ns/net")
			if err != nil {
				return err
			}
			defer home.Close()
			if err := enter(); err != nil {
				runtime.UnlockOSThread()
				return err
			}
			err = f()
			if unix.Setns(int(home.Fd()), unix.CLONE_NEWNET) == nil {
				runtime.UnlockOSThread()
			}
			return err
		}()
	}()
	return <-done
}

// IP runs the ip program in the namespace, gives what it prints, and fails the test
// if it fails.
func (n *NS) IP(t testing.TB, args ...string) string {
	t.Helper()
	out, err := n.TryIP(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TryIP is IP for what may fail: a kind of interface that the kernel does not have.
func (n *NS) TryIP(args ...string) (string, error) {
	var out, errs bytes.Buffer
	argv := append(n.Wrap(), "ip")
	cmd := exec.Command(argv[0], append(argv[1:], args...)...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("ip %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// Sysctl writes a setting, by its path below /proc/sys, as the namespace has it.
func (n *NS) Sysctl(t testing.TB, name, value string) {
	t.Helper()
	n.Do(t, func() error { return os.WriteFile(filepath.Join("/proc/sys", name), []byte(value), 0o644) })
}

// Link connects two namespaces, or one with itself, by a veth pair whose ends are
// up. Their IPv6 link-local addresses are there when it returns.
func Link(t testing.TB, a *NS, nameA string, b *NS, nameB string) {
	t.Helper()
	a.IP(t, "link", "add", nameA, "type", "veth", "peer", "name", nameB, "netns", b.Path())
	a.IP(t, "link", "set", nameA, "up")
	b.IP(t, "link", "set", nameB, "up")
	a.LinkLocal(t, nameA)
	b.LinkLocal(t, nameB)
}

// Addr gives an interface more addresses, each "192.0.2.1/24" or "2001:db8::1/64".
func (n *NS) Addr(t testing.TB, name string, prefixes ...string) {
	t.Helper()
	for _, p := range prefixes {
		args := []string{"addr", "add", p, "dev", name}
		if strings.Contains(p, ":") {
			args = append(args, "nodad")
		}
		n.IP(t, args...)
	}
}

// LinkLocal gives the IPv6 link-local address of an interface that is up, with the
// interface as zone, waiting until it can be used.
func (n *NS) LinkLocal(t testing.TB, name string) netip.Addr {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		var found netip.Addr
		n.Do(t, func() (err error) {
			found, err = linkLocal(name)
			return err
		})
		if found.IsValid() {
			return found
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s has no link-local address", name)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// linkLocal looks for the address in the namespace of the thread.
func linkLocal(name string) (netip.Addr, error) {
	ifi, err := net.InterfaceByName(name)
	if err != nil {
		return netip.Addr{}, err
	}
	addrs, err := ifi.Addrs()
	if err != nil {
		return netip.Addr{}, err
	}
	for _, a := range addrs {
		p, err := netip.ParsePrefix(a.String())
		if err != nil || !p.Addr().Is6() || !p.Addr().IsLinkLocalUnicast() {
			continue
		}
		// Even without duplicate address detection it is tentative for a moment.
		c, err := net.ListenUDP("udp6", &net.UDPAddr{IP: p.Addr().AsSlice(), Zone: strconv.Itoa(ifi.Index)})
		if errors.Is(err, unix.EADDRNOTAVAIL) {
			continue
		}
		if err != nil {
			return netip.Addr{}, err
		}
		return p.Addr().WithZone(name), c.Close()
	}
	return netip.Addr{}, nil
}
