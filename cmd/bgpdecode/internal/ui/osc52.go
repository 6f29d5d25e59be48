package ui

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
)

// MaxOSC52 is the most text, in octets, that AppendOSC52 takes. Terminals cut or
// drop longer sequences without a word; 100 000 octets of sequence are what
// the careful ones take, and base64 makes four octets of three.
const MaxOSC52 = 74_000

// Multiplexer is a program between this one and the terminal.
type Multiplexer uint8

// The multiplexers that need a wrapping of their own.
const (
	NoMultiplexer Multiplexer = iota
	Tmux
	Screen
)

// screenPiece is how much GNU screen takes in one device control string.
const screenPiece = 512

// AppendOSC52 appends the sequence that asks a terminal to put text on its
// clipboard: ESC ]52;c; base64 BEL. Inside tmux it is written twice, as it
// stands, which tmux acts upon with "set-clipboard on", and wrapped, which it
// hands on with "allow-passthrough on"; screen wants it wrapped in pieces.
func AppendOSC52(dst []byte, text string, m Multiplexer) ([]byte, error) {
	if len(text) > MaxOSC52 {
		return dst, fmt.Errorf("too long to copy through the terminal: %d octets, and terminals take %d; write it to a file instead", len(text), MaxOSC52)
	}
	seq := []byte("\x1b]52;c;")
	seq = base64.StdEncoding.AppendEncode(seq, []byte(text))
	seq = append(seq, '\a')
	switch m {
	case Tmux:
		dst = append(dst, seq...)
		dst = append(dst, "\x1bPtmux;"...)
		dst = append(dst, bytes.ReplaceAll(seq, []byte("\x1b"), []byte("\x1b\x1b"))...)
		return append(dst, "\x1b\\"...), nil
	case Screen:
		for len(seq) > 0 {
			n := min(screenPiece, len(seq))
			dst = append(dst, "\x1bP"...)
			dst = append(dst, seq[:n]...)
			dst = append(dst, "\x1b\\"...)
			seq = seq[n:]
		}
		return dst, nil
	}
	return append(dst, seq...), nil
}

// multiplexer finds out what stands between, also when it runs at the other end
// of an SSH session, where only TERM tells. TERM=screen without STY is as often
// tmux as screen; plain OSC 52 reaches the first and the second ignores it.
func (s *Streams) multiplexer() Multiplexer {
	switch {
	case s.env("TMUX") != "" || strings.HasPrefix(s.env("TERM"), "tmux"):
		return Tmux
	case s.env("STY") != "":
		return Screen
	}
	return NoMultiplexer
}
