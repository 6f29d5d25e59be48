// Package netnstest makes network namespaces for tests: loopback, veth pairs and
// addresses of a test's own, where TTLs, link-local addresses and port 179 can be
// tried and daemons run without touching the machine's network. Linux only;
// imported by tests only.
//
// A namespace is held open by the test process alone: it has no name in /run/netns,
// and the kernel removes it with all its interfaces when the test ends, however
// that is, once no process is left in it.
//
//	a, b := netnstest.New(t), netnstest.New(t)
//	netnstest.Link(t, a, "eth0", b, "eth0")
//	a.Addr(t, "eth0", "192.0.2.1/24", "2001:db8::1/64")
//	b.Addr(t, "eth0", "192.0.2.2/24", "2001:db8::2/64")
//
// To use sockets of this process in a namespace, give its Path to whoever takes a
// namespace (transport.Options.Namespace), or open them within Do: a socket stays
// in the namespace of the thread that opened it.
//
// To start a daemon in a namespace, put Wrap before its arguments:
//
//	argv := append(a.Wrap(), "bird", "-f", "-c", "bird.conf")
//
// Wrap's program replaces itself by the daemon, so the process id, signals and the
// parent death signal are the daemon's own; its control socket is a file and is
// reached from outside as usual. Control tools that use TCP (gobgp) have to be
// wrapped as well.
//
// Where rights or programs are missing, New skips the test with one line, or fails
// it where BGPDECODE_REQUIRE_PEERS=1 asks for that.
package netnstest
