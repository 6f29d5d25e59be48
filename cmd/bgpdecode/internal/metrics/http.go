package metrics

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Limits of the server.
const (
	mostClients = 16
	mostHead    = 8 << 10          // octets of a request
	clientTime  = 10 * time.Second // for a request and its answer
)

// contentType is that of the text format.
const contentType = "text/plain; version=0.0.4; charset=utf-8"

// Server answers GET /metrics, one request a connection.
type Server struct {
	l     net.Listener
	text  func(dst []byte) []byte
	slots chan struct{}
	wg    sync.WaitGroup

	mu     sync.Mutex
	conns  map[net.Conn]struct{}
	closed bool
}

// ErrPublic says that an address can be reached from elsewhere.
var ErrPublic = errors.New("not a loopback address: others could read the counts, which nothing protects")

// Listen begins to serve what text appends at "host:port", where host is an address or "localhost". Addresses that are not
// loopback ones fail with ErrPublic unless public is set.
func Listen(addr string, public bool, text func(dst []byte) []byte) (*Server, error) {
	at, err := parse(addr)
	if err != nil {
		return nil, err
	}
	if !public && !at.Addr().IsLoopback() {
		return nil, fmt.Errorf("%s: %w", addr, ErrPublic)
	}
	host := at.String()
	if !at.Addr().IsValid() {
		host = ":" + strconv.Itoa(int(at.Port()))
	}
	l, err := net.Listen("tcp", host)
	if err != nil {
		return nil, err
	}
	s := &Server{l: l, text: text, slots: make(chan struct{}, mostClients), conns: map[net.Conn]struct{}{}}
	s.wg.Go(s.accept)
	return s, nil
}

// parse reads an address; it is invalid for all addresses of this host.
func parse(addr string) (netip.AddrPort, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("%q is not host:port, as in 127.0.0.1:9179", addr)
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("%q: a port is a number up to 65535", addr)
	}
	var a netip.Addr
	switch host {
	case "":
	case "localhost":
		a = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	default:
		if a, err = netip.ParseAddr(host); err != nil {
			return netip.AddrPort{}, fmt.Errorf("%q: the host is an IP address or localhost", addr)
		}
	}
	return netip.AddrPortFrom(a.Unmap(), uint16(n)), nil
}

// Addr gives where it listens.
func (s *Server) Addr() net.Addr { return s.l.Addr() }

// Close ends the server, and requests that are under way.
func (s *Server) Close() error {
	err := s.l.Close()
	s.mu.Lock()
	s.closed = true
	for c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
	return err
}

func (s *Server) accept() {
	for {
		c, err := s.l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		} else if err != nil { // no descriptor left, for example: a scrape is lost
			time.Sleep(50 * time.Millisecond)
			continue
		}
		select {
		case s.slots <- struct{}{}:
		default:
			c.Close()
			continue
		}
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			c.Close()
			return
		}
		s.conns[c] = struct{}{}
		s.mu.Unlock()
		s.wg.Go(func() {
			s.answer(c)
			c.Close()
			s.mu.Lock()
			delete(s.conns, c)
			s.mu.Unlock()
			<-s.slots
		})
	}
}

// answer reads a request and answers it.
func (s *Server) answer(c net.Conn) {
	c.SetDeadline(time.Now().Add(clientTime))
	method, path, ok := readHead(c)
	status, kind, body := "200 OK", contentType, []byte(nil)
	switch {
	case !ok:
		status = "400 Bad Request"
	case method != "GET" && method != "HEAD":
		status = "405 Method Not Allowed\r\nAllow: GET, HEAD"
	case path != "/metrics":
		status = "404 Not Found"
	default:
		body = s.text(nil)
	}
	if body == nil {
		first, _, _ := strings.Cut(status, "\r\n")
		kind, body = "text/plain; charset=utf-8", []byte(first+": there is GET /metrics here, for Prometheus\n")
	}
	head := "HTTP/1.1 " + status + "\r\nContent-Type: " + kind + "\r\nContent-Length: " + strconv.Itoa(len(body)) +
		"\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
	if method == "HEAD" {
		body = nil
	}
	if _, err := c.Write(append([]byte(head), body...)); err != nil {
		return
	}
	// What the client still has to say must not make the kernel answer with a reset before it has read.
	if half, ok := c.(*net.TCPConn); ok {
		half.CloseWrite()
		io.CopyN(io.Discard, c, mostHead)
	}
}

// readHead reads a request up to its empty line.
func readHead(c net.Conn) (method, path string, ok bool) {
	r := bufio.NewReader(io.LimitReader(c, mostHead))
	line, err := r.ReadString('\n')
	if err != nil {
		return "", "", false
	}
	words := strings.Fields(line)
	if len(words) != 3 || !strings.HasPrefix(words[2], "HTTP/1.") {
		return "", "", false
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return "", "", false
		}
		if strings.TrimRight(line, "\r\n") == "" {
			break
		}
	}
	path, _, _ = strings.Cut(words[1], "?")
	return words[0], path, true
}
