package netnstest

import (
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

func TestNamespaces(t *testing.T) {
	a, b := New(t), New(t)
	Link(t, a, "left", b, "right")
	a.Addr(t, "left", "192.0.2.1/24", "2001:db8::1/64")
	b.Addr(t, "right", "192.0.2.2/24", "2001:db8::2/64")
	if p, q := a.LinkLocal(t, "left"), b.LinkLocal(t, "right"); p.WithZone("") == q.WithZone("") || p.Zone() != "left" {
		t.Errorf("link-local addresses %v and %v", p, q)
	}
	if _, err := net.InterfaceByName("left"); err == nil {
		t.Error("the test itself is in the namespace")
	}
	for _, addr := range []string{"192.0.2.2", "2001:db8::2"} {
		var l net.Listener
		b.Do(t, func() (err error) { l, err = net.Listen("tcp", net.JoinHostPort(addr, "179")); return err })
		a.Do(t, func() error {
			c, err := net.Dial("tcp", l.Addr().String())
			if err == nil {
				c.Close()
			}
			return err
		})
		l.Close()
	}
}

// The wrapped program is there under the process id that was started.
func TestWrap(t *testing.T) {
	n := New(t)
	argv := append(n.Wrap(), "sh", "-c", "readlink /proc/$$/ns/net; echo $$")
	cmd := exec.Command(argv[0], argv[1:]...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	ns, err := os.Readlink(n.Path())
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(out))
	if len(fields) != 2 || fields[0] != ns {
		t.Fatalf("got %q, want the namespace %s", out, ns)
	}
	if want := cmd.Process.Pid; fields[1] != strconv.Itoa(want) {
		t.Errorf("process %s, started %d", fields[1], want)
	}
}
