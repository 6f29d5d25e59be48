package metrics

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

const patience = 20 * time.Second

func serve(t *testing.T) *Server {
	t.Helper()
	s, err := Listen("127.0.0.1:0", false, func(dst []byte) []byte { return append(dst, "x_total 1\n"...) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestHTTP: an ordinary client gets the text, and says so for all else.
func TestHTTP(t *testing.T) {
	s := serve(t)
	for _, tc := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"GET", "/metrics", 200, "x_total 1\n"},
		{"GET", "/metrics?x=y", 200, "x_total 1\n"},
		{"HEAD", "/metrics", 200, ""},
		{"GET", "/", 404, "404 Not Found: there is GET /metrics here, for Prometheus\n"},
		{"POST", "/metrics", 405, "405 Method Not Allowed: there is GET /metrics here, for Prometheus\n"},
	} {
		req, err := http.NewRequest(tc.method, "http://"+s.Addr().String()+tc.path, strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != tc.status || string(body) != tc.body {
			t.Errorf("%s %s: %d %q %v", tc.method, tc.path, res.StatusCode, body, err)
		}
		if kind := res.Header.Get("Content-Type"); tc.status == 200 && kind != "text/plain; version=0.0.4; charset=utf-8" {
			t.Errorf("content type %q", kind)
		}
	}
}

// TestHostile: requests without an end, too long ones and no requests are answered or cut off, and others go on.
func TestHostile(t *testing.T) {
	s := serve(t)
	for _, tc := range []struct{ in, want string }{
		{"GET /metrics HTTP/1.1\r\nX: " + strings.Repeat("y", 2*mostHead) + "\r\n\r\n", "HTTP/1.1 400 "},
		{"nonsense\r\n\r\n", "HTTP/1.1 400 "},
		{"GET /metrics\r\n\r\n", "HTTP/1.1 400 "},
		{"GET /metrics HTTP/1.0\n\n", "HTTP/1.1 200 "},
		{strings.Repeat("\x00", 100) + "\n\n", "HTTP/1.1 400 "},
	} {
		c := dial(t, s)
		go io.WriteString(c, tc.in)
		line, err := bufio.NewReader(c).ReadString('\n')
		if err != nil || !strings.HasPrefix(line, tc.want) {
			t.Errorf("%.20q: %q, %v", tc.in, line, err)
		}
	}
	var idle []net.Conn
	for range mostClients { // who says nothing keeps others out for a while only
		idle = append(idle, dial(t, s))
	}
	for _, c := range idle {
		c.Close()
	}
	for end := time.Now().Add(patience); ; {
		res, err := http.Get("http://" + s.Addr().String() + "/metrics")
		if err == nil {
			res.Body.Close()
			break
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func dial(t *testing.T, s *Server) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(patience))
	t.Cleanup(func() { c.Close() })
	return c
}

// TestClose: Close ends requests under way.
func TestClose(t *testing.T) {
	s := serve(t)
	c := dial(t, s)
	io.WriteString(c, "GET /met")
	s.Close()
	if _, err := c.Read(make([]byte, 1)); err == nil {
		t.Error("an answer")
	}
	if _, err := net.Dial("tcp", s.Addr().String()); err == nil {
		t.Error("still listening")
	}
}

func TestListenRefuses(t *testing.T) {
	for _, tc := range []struct {
		addr   string
		public bool
		want   string
	}{
		{":0", false, "not a loopback"},
		{"0.0.0.0:0", false, "not a loopback"},
		{"[::]:0", false, "not a loopback"},
		{"192.0.2.1:9179", false, "not a loopback"},
		{"[::ffff:192.0.2.1]:9179", false, "not a loopback"},
		{"9179", false, "not host:port"},
		{"example.net:9179", true, "IP address or localhost"},
		{"127.0.0.1:http", false, "number"},
		{"127.0.0.1:70000", false, "number"},
	} {
		s, err := Listen(tc.addr, tc.public, nil)
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(tc.want, "loopback") != errors.Is(err, ErrPublic) {
			t.Errorf("%q: %v", tc.addr, err)
		}
	}
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", "127.9.9.9:0", ":0"} {
		s, err := Listen(addr, addr == ":0", nil)
		if err != nil {
			t.Errorf("%q: %v", addr, err)
			continue
		}
		s.Close()
	}
}
