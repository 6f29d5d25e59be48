package peer

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// MD5Variable is the environment variable that may hold the key of TCP MD5. Keys are never arguments: those can be seen by
// everybody on the machine.
const MD5Variable = "BGPDECODE_MD5_KEY"

// mostAOFile bounds a file of TCP-AO keys.
const mostAOFile = 64 << 10

// keys reads the keys of the peer. No error and no note tells any of one.
func (s *Settings) keys(cfg *speaker.PeerConfig, env func(string) string) (notes []string, err error) {
	t := &cfg.Transport
	switch {
	case s.md5File != "":
		if t.MD5, err = transport.KeyFromFile(s.md5File); err != nil {
			return nil, fmt.Errorf("md5-key-file: %w", err)
		}
		notes = appendOpen(notes, s.md5File)
	case s.aoFile == "" && env != nil && env(MD5Variable) != "":
		if t.MD5, err = transport.NewKey([]byte(strings.TrimRight(env(MD5Variable), "\r\n"))); err != nil {
			return nil, fmt.Errorf("environment variable %s: %w", MD5Variable, err)
		}
	}
	if s.aoFile != "" {
		if t.AO, err = readAO(s.aoFile); err != nil {
			return nil, fmt.Errorf("ao-key-file: %w", err)
		}
		notes = appendOpen(notes, s.aoFile)
	}
	return notes, nil
}

// appendOpen notes that a file with a key can be read by everybody.
func appendOpen(notes []string, name string) []string {
	if runtime.GOOS == "windows" {
		return notes // its permissions stand elsewhere
	}
	if info, err := os.Stat(name); err == nil && info.Mode().Perm()&0o044 != 0 {
		notes = append(notes, "the key file "+name+" can be read by others: chmod 600 it")
	}
	return notes
}

// readAO reads keys of TCP-AO: a line for each, "SENDID RECVID ALGORITHM KEY". A line that begins with # is a comment.
func readAO(name string) ([]transport.AOKey, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var keys []transport.AOKey
	sc := bufio.NewScanner(io.LimitReader(f, mostAOFile))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		k, err := aoKey(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		keys = append(keys, k)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s holds no key", name)
	}
	return keys, nil
}

// aoKey reads a line. Its errors quote nothing of it, for a key may stand in the wrong place.
func aoKey(line string) (k transport.AOKey, err error) {
	words := strings.Fields(line)
	if len(words) != 4 {
		return k, fmt.Errorf("a line has 4 words, SENDID RECVID ALGORITHM KEY, not %d", len(words))
	}
	send, err1 := strconv.ParseUint(words[0], 10, 8)
	recv, err2 := strconv.ParseUint(words[1], 10, 8)
	if err1 != nil || err2 != nil {
		return k, fmt.Errorf("SENDID and RECVID are numbers from 0 to 255")
	}
	if k.Algorithm, err = transport.ParseAOAlgorithm(words[2]); err != nil {
		return k, fmt.Errorf("ALGORITHM is hmac-sha-1-96, aes-128-cmac-96 or hmac-sha-256")
	}
	if k.Key, err = transport.NewKey([]byte(words[3])); err != nil {
		return k, err
	}
	k.SendID, k.RecvID = uint8(send), uint8(recv)
	return k, nil
}
